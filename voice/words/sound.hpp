// How a word sounds, roughly. Inside voice/ only. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace rental {

/// A key that is equal for words that sound alike: "main" and "mane", "beach"
/// and "beech", "night" and "knight", "reed" and "read". Vowels count ("pine"
/// is not "penn"), and so does the first consonant ("hill" is not "mill").
/// `word` is lower-case ASCII letters; anything else is kept as it is.
std::string sound_of(std::string_view word);

/// The word that stands for all that sound like `word` against the rules of
/// spelling: "reed" for "read" and "reid"; any other word itself.
std::string_view first_homophone(std::string_view word);

} // namespace rental

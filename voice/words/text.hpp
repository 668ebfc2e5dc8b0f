// Tools for cleaning foreign text. Inside voice/ only. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rental {

/// Without tags ("<break/>"), links, mail addresses and control bytes; words
/// apart by single spaces.
std::string without_markup(std::string_view text);

/// Letters of any script with at most two marks each, spaces, the characters of
/// `punctuation`, and figures of any script as ASCII if `digits`. Everything
/// else becomes one space or nothing (invisible characters).
std::string keep_speakable(std::string_view text, std::string_view punctuation,
                           bool digits);

/// At most `most` bytes, cut between words where possible.
std::string cut(std::string_view text, std::size_t most);

} // namespace rental

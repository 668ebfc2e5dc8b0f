// Words around a time that say nothing about it. Inside voice/ only. Pure;
// thread-safe.
#pragma once

#include "voice/times/meaning.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace rental {

/// Where `text` goes on behind words that carry nothing ("I'd like to come by",
/// "if that's still open", "thank you so much"), the longest run of one phrase;
/// 0 when what stands at `at` may mean something. Words of refusal ("not",
/// "can't", "but") are never passed over.
std::size_t after_small_talk(tokens text, std::size_t at);

/// The phrases that after_small_talk knows by heart.
std::span<const std::string_view> small_talk_phrases();

/// Whether the rest of `text` is nothing else.
bool is_small_talk(tokens text);

} // namespace rental

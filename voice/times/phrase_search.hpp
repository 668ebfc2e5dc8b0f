// Words and phrases found anywhere in a text. Inside voice/ only. Pure;
// thread-safe.
#pragma once

#include "voice/times/wish_words.hpp"
#include "voice/words/lexicon.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace rental {

/// As much as understand_wish takes.
inline constexpr std::size_t longest_heard = 400;

/// Whether one of the words of `list` is said.
inline bool has_word(tokens text, std::string_view list) {
  return std::any_of(text.begin(), text.end(), [&](const token& each) {
    return each.what == token::kind::word && lexicon::listed(list, each.text);
  });
}

/// Whether one of the phrases stands anywhere.
template <class Phrases>
bool has_phrase(tokens text, const Phrases& phrases) {
  for (std::size_t at = 0; at < text.size(); ++at)
    if (after_longest(text, at, phrases) != 0)
      return true;
  return false;
}

/// Whether one of the times that are wished for has a day.
inline bool names_days(const wish& wanted) {
  return std::any_of(wanted.any_of.begin(), wanted.any_of.end(),
                     [](const auto& each) { return each.names_days(); });
}

/// As cut_tokens, of what was heard.
inline std::optional<std::vector<token>> pieces_heard(std::string_view text) {
  auto all = cut_tokens(text, strange::is_space);
  return all ? std::optional{without_stray_signs(*all)} : std::nullopt;
}

} // namespace rental

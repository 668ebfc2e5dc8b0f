// Phrases by their first word: a long list costs one look-up for each word of a
// text. Inside voice/ only. Not changed once it is made, so thread-safe.
#pragma once

#include "voice/times/meaning.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rental {

class phrase_index {
public:
  /// The phrases have to outlive this.
  explicit phrase_index(std::span<const std::string_view> phrases) {
    for (const auto phrase : phrases)
      by_first_word_[phrase.substr(0, phrase.find(' '))].push_back(phrase);
  }

  /// Where `text` goes on behind the longest phrase at `at`, else 0.
  std::size_t after_longest(tokens text, std::size_t at) const {
    std::size_t longest = 0;
    if (at >= text.size() || text[at].what != token::kind::word)
      return longest;
    const auto found = by_first_word_.find(text[at].text);
    if (found != by_first_word_.end())
      for (const auto phrase : found->second)
        longest = std::max(longest, after_phrase(text, at, phrase));
    return longest;
  }

private:
  std::unordered_map<std::string_view, std::vector<std::string_view>>
      by_first_word_;
};

} // namespace rental

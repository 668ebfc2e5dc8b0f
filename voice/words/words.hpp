// Numbers in words, the way a voice should say them. Pure; thread-safe.
#pragma once

#include <chrono>
#include <string>

namespace rental {

/// "zero", "seven", "twenty-four", "one hundred five", up to 999,999;
/// anything else yields "many".
std::string say_number(int n);

/// "first", "twenty-fourth", "one hundred fifth", up to 999,999.
std::string say_ordinal(int n);

/// "twenty twenty-six", "two thousand and five", "nineteen oh four".
std::string say_year(int year);

/// "twenty-four hours", "two days", "ninety minutes", "one hour". Whole days
/// are said as days from two on: a notice of one day is a span of hours.
std::string say_duration(std::chrono::minutes span);

/// "a", "a or b", "a, b, or c": items may hold commas themselves, so the voice
/// pauses before the last. `word` is "or" or "and".
template <class Strings>
std::string say_list(const Strings& items, const char* word) {
  std::string out;
  std::size_t i = 0;
  for (const auto& item : items) {
    if (i > 0)
      out += items.size() > 2 ? ", " : " ";
    if (i > 0 && i + 1 == items.size())
      out += std::string{word} + " ";
    out += item;
    ++i;
  }
  return out;
}

} // namespace rental

#include "domain/phone_reading.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

namespace rental {
namespace {

constexpr std::array<std::string_view, 26> words{
    "anonymous",     "anonymouscaller",
    "asserted",      "blocked",
    "blockedcaller", "callerid",
    "hidden",        "invalid",
    "nocallerid",    "noname",
    "none",          "nonumber",
    "notavailable",  "null",
    "outofarea",     "private",
    "privatecaller", "privatenumber",
    "restricted",    "unavailable",
    "undefined",     "unknown",
    "unknowncaller", "unknownnumber",
    "withheld",      "withheldnumber"};

/// The keys of a phone from "a" to "z".
constexpr std::string_view keypad = "22233344455566677778889999";

std::optional<int> digit_said(std::string_view word) {
  constexpr std::array<std::string_view, 10> said{
      "zero", "one", "two",   "three", "four",
      "five", "six", "seven", "eight", "nine"};
  if (word == "oh" || word == "o" || word == "nought")
    return 0;
  const auto found = std::ranges::find(said, word);
  if (found == said.end())
    return std::nullopt;
  return static_cast<int>(found - said.begin());
}

bool is_figures(std::string_view word) {
  return std::ranges::all_of(word,
                             [](char c) { return is_digit(c) || c == '+'; });
}

bool typed_word(std::string_view digits) {
  return std::ranges::any_of(words, [&](std::string_view word) {
    return word.size() >= 6
           && std::ranges::equal(
               word, digits, std::ranges::equal_to{}, [](char c) {
                 return keypad[static_cast<std::size_t>(c - 'a')];
               });
  });
}

bool one_digit_only(std::string_view digits) {
  return digits.size() >= 4
         && digits.find_first_not_of(digits.front()) == digits.npos;
}

bool in_a_row(std::string_view digits) {
  constexpr std::string_view up = "012345678901234567890";
  return digits.size() >= 7 && up.find(digits) != up.npos;
}

bool stands_for_none(std::string_view digits) {
  return typed_word(digits) || one_digit_only(digits) || in_a_row(digits);
}

} // namespace

bool is_placeholder_number(std::string_view text) {
  std::string digits, letters;
  for (char c : text) {
    c = lower(c);
    if (is_digit(c))
      digits += c;
    else if (is_letter(c))
      letters += c;
  }
  if (!letters.empty())
    return digits.empty() && std::ranges::find(words, letters) != words.end();
  return stands_for_none(digits)
         || (digits.starts_with('1')
             && stands_for_none(std::string_view{digits}.substr(1)));
}

std::string spoken_digits(std::string_view text, bool among_others) {
  std::string plain;
  for (const char c : text) {
    const char small = lower(c);
    plain += is_letter(small) || is_digit(small) || small == '+' ? small : ' ';
  }
  std::string result;
  std::size_t times = 1;
  for (std::string_view rest = plain; !rest.empty();) {
    const auto word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    if (word.empty() || word == "area" || word == "code")
      continue;
    if (word == "double" || word == "triple") {
      times = word == "double" ? 2 : 3;
    } else if (const auto digit = digit_said(word)) {
      result.append(times, static_cast<char>('0' + *digit));
      times = 1;
    } else if (is_figures(word)) {
      result += word;
    } else if (word == "plus") {
      result += '+';
    } else if (!among_others) {
      return {};
    }
  }
  return result;
}

} // namespace rental

#include "voice/words/write.hpp"

#include "base/ascii.hpp"
#include "voice/words/words.hpp"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

namespace rental {
namespace {

constexpr std::size_t longest_written = 100;
constexpr std::size_t most_words = 12;
/// Longer runs of figures are no house number and no post code.
constexpr std::size_t most_figures = 6;
constexpr const char* no_address = "the property";

/// "evil.example", "www.x", "a@b", "http://x"; not "St." nor "N.W.".
bool may_be_link(std::string_view word) {
  if (word.find("://") != word.npos || word.find('@') != word.npos
      || word.starts_with("www."))
    return true;
  for (std::size_t i = 1; i + 2 < word.size(); ++i)
    if (word[i] == '.' && is_any_letter(word[i + 1])
        && is_any_letter(word[i + 2]))
      return true;
  return false;
}

/// A number in figures or in words, as a house has.
bool has_number(const std::string& text) {
  if (std::ranges::any_of(text, is_digit))
    return true;
  std::istringstream words{text};
  for (std::string word; words >> word;) {
    std::erase_if(word, [](char c) { return !is_any_letter(c); });
    std::ranges::transform(word, word.begin(), [](unsigned char c) {
      return c < 0x80 ? static_cast<char>(std::tolower(c))
                      : static_cast<char>(c);
    });
    for (int n = 1; n <= 90; n += n < 20 ? 1 : 10)
      if (word == say_number(n))
        return true;
  }
  return false;
}

/// "Sunset Apartments", "The Lofts at Oak Ridge", "test viewing"; not "You're
/// booked for Tuesday".
bool is_name(const std::string& text) {
  static constexpr std::array small{"a",  "an", "and", "at", "de",
                                    "la", "of", "on",  "the"};
  constexpr std::size_t most_words_of_a_name = 6;
  constexpr std::size_t plain_words = 3;
  std::istringstream words{text};
  std::size_t count = 0;
  bool all_capital = true;
  for (std::string word; words >> word; ++count)
    if (word[0] >= 'a' && word[0] <= 'z')
      all_capital
          = all_capital && std::ranges::find(small, word) != small.end();
  return count > 0
         && count <= (all_capital ? most_words_of_a_name : plain_words);
}

/// The word without what no address holds; "" when nothing is left.
std::string address_part(std::string_view word) {
  std::string out;
  for (const char c : word)
    if (is_any_letter(c) || is_digit(c)
        || std::string_view{",.#-'/&"}.find(c) != std::string_view::npos)
      out += c;
  const auto figures = std::ranges::count_if(out, is_digit);
  const bool any = figures > 0 || std::ranges::any_of(out, is_any_letter);
  return any && std::size_t(figures) <= most_figures ? out : std::string{};
}

} // namespace

std::string write_day(date::local_days day) {
  const date::year_month_day parts{day};
  return date::format("%a ", day)
         + std::to_string(static_cast<unsigned>(parts.day()))
         + date::format(" %b", day);
}

std::string write_when(instant t, const zone& tz) {
  const auto local = tz.to_local(t);
  const auto day = date::floor<date::days>(local);
  const date::hh_mm_ss<std::chrono::seconds> clock{local - day};
  const auto hour = clock.hours().count();
  const auto minute = std::to_string(100 + clock.minutes().count()).substr(1);
  return write_day(day) + ", " + std::to_string(hour % 12 == 0 ? 12 : hour % 12)
         + ':' + minute + (hour < 12 ? " AM " : " PM ") + tz.abbreviation_at(t);
}

std::string write_address(std::string_view text) {
  std::string out;
  std::size_t count = 0;
  std::istringstream words{std::string{text.substr(0, 1000)}};
  for (std::string word; words >> word;) {
    if (may_be_link(word))
      continue;
    const auto kept = address_part(word);
    if (kept.empty())
      continue;
    out += (out.empty() ? "" : " ") + kept;
    ++count;
  }
  if ((!has_number(out) && !is_name(out)) || count > most_words
      || out.size() > longest_written)
    return no_address;
  return out;
}

} // namespace rental

#include "voice/words/lexicon.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace rental::lexicon {

namespace {

using sv = std::string_view;

constexpr std::array<sv, 20> small{
    "zero",    "one",     "two",       "three",    "four",
    "five",    "six",     "seven",     "eight",    "nine",
    "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<sv, 20> small_ordinals{
    "zeroth",    "first",     "second",      "third",      "fourth",
    "fifth",     "sixth",     "seventh",     "eighth",     "ninth",
    "tenth",     "eleventh",  "twelfth",     "thirteenth", "fourteenth",
    "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"};
constexpr std::array<sv, 8> all_tens{"twenty", "thirty",  "forty",  "fifty",
                                     "sixty",  "seventy", "eighty", "ninety"};
constexpr std::array<sv, 8> all_tens_ordinals{
    "twentieth", "thirtieth",  "fortieth",  "fiftieth",
    "sixtieth",  "seventieth", "eightieth", "ninetieth"};
constexpr std::array<const char*, 7> weekdays{
    "Sunday",   "Monday", "Tuesday", "Wednesday",
    "Thursday", "Friday", "Saturday"};
constexpr std::array<const char*, 12> months{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

std::optional<int> index_in(std::span<const sv> list, sv word) {
  auto found = std::find(list.begin(), list.end(), word);
  if (found == list.end())
    return std::nullopt;
  return static_cast<int>(found - list.begin());
}

/// Full name, its first three letters, or four or five of the longer ones.
bool is_short_for(sv word, sv name) {
  auto full = lower(name);
  if (word == full)
    return true;
  return word.size() >= 3 && word.size() <= 5 && word.size() < full.size()
         && sv{full}.starts_with(word);
}

} // namespace

std::string lower(sv text) {
  std::string out{text};
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::vector<std::string> split(sv text) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < text.size();) {
    auto end = std::min(text.find(' ', i), text.size());
    if (end > i)
      out.emplace_back(text.substr(i, end - i));
    i = end + 1;
  }
  return out;
}

void join(std::string& to, sv piece, char between) {
  if (!to.empty())
    to += between;
  to += piece;
}

void erase(std::vector<std::string>& words, std::size_t at, std::size_t count) {
  const auto begin = words.begin() + static_cast<std::ptrdiff_t>(at);
  words.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
}

std::size_t stands_at(const std::vector<std::string>& words, std::size_t at,
                      sv phrase) {
  std::size_t count = 0;
  while (at + count < words.size()) {
    const auto end = std::min(phrase.find(' '), phrase.size());
    if (words[at + count] != phrase.substr(0, end))
      return 0;
    ++count;
    if (end == phrase.size())
      return count;
    phrase.remove_prefix(end + 1);
  }
  return 0;
}

bool listed(sv list, sv word) {
  for (auto i = list.find(word); i != sv::npos && !word.empty();
       i = list.find(word, i + 1)) {
    auto end = i + word.size();
    if ((i == 0 || list[i - 1] == ' ')
        && (end == list.size() || list[end] == ' '))
      return true;
  }
  return false;
}

bool is_digits(sv text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c >= '0' && c <= '9';
  });
}

bool is_single_letter(sv text) {
  return text.size() == 1 && text[0] >= 'a' && text[0] <= 'z';
}

std::optional<int> to_int(sv text) {
  if (!is_digits(text) || text.size() > 9)
    return std::nullopt;
  int n = 0;
  for (char c : text)
    n = n * 10 + (c - '0');
  return n;
}

std::optional<int> small_number(sv word) {
  return word == "oh" || word == "o" ? 0 : index_in(small, word);
}

std::optional<int> tens(sv word) {
  auto i = index_in(all_tens, word);
  return i ? std::optional{20 + *i * 10} : std::nullopt;
}

std::optional<int> ordinal(sv word) {
  if (auto i = index_in(small_ordinals, word))
    return *i == 0 ? std::nullopt : i;
  auto i = index_in(all_tens_ordinals, word);
  return i ? std::optional{20 + *i * 10} : std::nullopt;
}

std::optional<int> digit_ordinal(sv word) {
  if (word.size() < 3)
    return std::nullopt;
  auto ending = word.substr(word.size() - 2);
  if (ending != "st" && ending != "nd" && ending != "rd" && ending != "th")
    return std::nullopt;
  return to_int(word.substr(0, word.size() - 2));
}

std::optional<unsigned> weekday(sv word) {
  if (word == "weds")
    return 3;
  for (unsigned i = 0; i < weekdays.size(); ++i)
    if (is_short_for(word, weekdays[i]))
      return i;
  return std::nullopt;
}

std::optional<unsigned> month(sv word) {
  for (unsigned i = 0; i < months.size(); ++i)
    if (is_short_for(word, months[i]))
      return i + 1;
  return std::nullopt;
}

const char* weekday_name(unsigned day) {
  return weekdays[day % 7];
}
const char* month_name(unsigned month) {
  return months[(month + 11) % 12];
}

} // namespace rental::lexicon

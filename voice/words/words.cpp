#include "voice/words/words.hpp"

#include "voice/words/lexicon.hpp"

#include <array>

namespace rental {

namespace {

constexpr std::array<const char*, 20> small_numbers{
    "zero",    "one",     "two",       "three",    "four",
    "five",    "six",     "seven",     "eight",    "nine",
    "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<const char*, 10> tens{
    "",      "",      "twenty",  "thirty", "forty",
    "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<const char*, 20> small_ordinals{
    "zeroth",    "first",     "second",      "third",      "fourth",
    "fifth",     "sixth",     "seventh",     "eighth",     "ninth",
    "tenth",     "eleventh",  "twelfth",     "thirteenth", "fourteenth",
    "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"};
constexpr int most = 999'999;

} // namespace

std::string say_number(int n) {
  if (n < 0 || n > most)
    return "many";
  auto i = static_cast<std::size_t>(n);
  if (n < 20)
    return small_numbers[i];
  if (n < 100)
    return std::string{tens[i / 10]}
           + (n % 10 ? std::string{"-"} + small_numbers[i % 10] : "");
  int unit = n < 1000 ? 100 : 1000;
  auto out = say_number(n / unit) + (unit == 100 ? " hundred" : " thousand");
  return n % unit ? out + " " + say_number(n % unit) : out;
}

std::string say_ordinal(int n) {
  if (n < 0 || n > most)
    return "last";
  if (n < 20)
    return small_ordinals[static_cast<std::size_t>(n)];
  if (n < 100 && n % 10 == 0) {
    std::string out = tens[static_cast<std::size_t>(n / 10)];
    return out.substr(0, out.size() - 1) + "ieth";
  }
  if (n < 100)
    return say_number(n - n % 10) + "-" + say_ordinal(n % 10);
  int unit = n < 1000 ? 100 : 1000;
  if (n % unit == 0)
    return say_number(n) + "th";
  return say_number(n - n % unit) + " " + say_ordinal(n % unit);
}

std::string say_year(int year) {
  if (year < 1000 || year > 9999 || (year >= 2000 && year < 2010)
      || year % 1000 == 0)
    return say_number(year);
  int last = year % 100;
  auto out = say_number(year / 100);
  if (last == 0)
    return out + " hundred";
  return out + (last < 10 ? " oh " : " ") + say_number(last);
}

std::string say_duration(std::chrono::minutes span) {
  auto whole = static_cast<int>(span.count());
  auto with = [](int n, const char* unit) {
    return say_number(n) + " " + unit + (n == 1 ? "" : "s");
  };
  if (whole >= 2 * 1440 && whole % 1440 == 0)
    return with(whole / 1440, "day");
  if (whole > 0 && whole % 60 == 0)
    return with(whole / 60, "hour");
  return with(whole, "minute");
}

} // namespace rental

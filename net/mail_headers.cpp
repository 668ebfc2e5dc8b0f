#include "net/mail_headers.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace rental {
namespace {

// Of a whole word, "=?UTF-8?Q?" and "?=" included: RFC 2047, section 2.
constexpr std::size_t longest_word = 75;
constexpr std::size_t longest_plain = 60;
constexpr std::string_view word_begin = "=?UTF-8?Q?";
constexpr std::string_view word_end = "?=";

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_plain(std::string_view text) {
  return text.size() <= longest_plain
         && text.find("=?") == std::string_view::npos
         && std::ranges::all_of(text, [](char c) {
              return static_cast<unsigned char>(c) < 0x80 && !is_control(c);
            });
}

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u;
}

/// The characters that a word may hold wherever it stands, names included.
std::string encoded(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
      || (c >= '0' && c <= '9'))
    return std::string(1, c);
  if (c == ' ')
    return "_";
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'=', digits[byte >> 4u], digits[byte & 15u]};
}

std::string as_words(std::string_view text) {
  std::string out{word_begin};
  auto word = word_begin.size();
  for (std::size_t i = 0; i < text.size();) {
    std::string character;
    do
      character += encoded(text[i++]);
    while (i < text.size() && !begins_character(text[i]));
    if (word + character.size() + word_end.size() > longest_word) {
      out.append(word_end).append("\r\n ").append(word_begin);
      word = word_begin.size();
    }
    out += character;
    word += character.size();
  }
  return out.append(word_end);
}

} // namespace

std::string mail_header_text(std::string_view utf8) {
  std::string text{utf8};
  std::ranges::replace_if(text, is_control, ' ');
  return is_plain(text) ? text : as_words(text);
}

std::string mail_header_mailbox(const mailbox_name& who) {
  if (who.name.empty())
    return who.address;
  const auto safe = std::ranges::all_of(who.name, [](char c) {
    return static_cast<unsigned char>(c) < 0x80 && !is_control(c) && c != '"'
           && c != '\\';
  });
  const auto name = safe && who.name.size() <= longest_plain
                        ? '"' + who.name + '"'
                        : as_words(who.name);
  return name + " <" + who.address + '>';
}

std::string mail_header_date(instant when) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{when - day};
  std::array<char, 64> text{};
  std::snprintf(
      text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
      days.at(std::chrono::weekday{day}.c_encoding()),
      static_cast<unsigned>(date.day()),
      months.at(static_cast<unsigned>(date.month()) - 1),
      static_cast<int>(date.year()), static_cast<int>(time.hours().count()),
      static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()));
  return text.data();
}

} // namespace rental

#include "base/plain_text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rental {
namespace {

using code_point = UChar32;

constexpr std::u32string_view fillers = U"\u034f\u115f\u1160\u3164\uffa0";
constexpr std::u32string_view dashes = U"\u2212\u2043\u02d7\u2796";
constexpr std::u32string_view single_quotes
    = U"\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u02bc\u02b9\u00b4";
constexpr std::u32string_view double_quotes
    = U"\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u301d\u301e\u301f";
constexpr std::u32string_view full_stops = U"\u3002\uff61\ufe52\u2024";

bool among(std::u32string_view list, code_point c) {
  return list.find(static_cast<char32_t>(c)) != list.npos;
}

bool is_invisible(code_point c) {
  return u_charType(c) == U_FORMAT_CHAR || (c >= 0xfe00 && c <= 0xfe0f)
         || (c >= 0xe0100 && c <= 0xe01ef) || (c >= 0x180b && c <= 0x180f)
         || among(fillers, c);
}

/// What stands for a character beyond ASCII; 0: nothing does.
code_point plain(code_point c) {
  if (c >= 0xff01 && c <= 0xff5e)
    return c - 0xfee0;
  if (const auto digit = u_charDigitValue(c); digit >= 0)
    return '0' + digit;
  if (is_invisible(c))
    return 0;
  if (u_isUWhiteSpace(c) || c == 0x2800)
    return ' ';
  if (u_charType(c) == U_DASH_PUNCTUATION || among(dashes, c))
    return '-';
  if (among(single_quotes, c))
    return '\'';
  if (among(double_quotes, c))
    return '"';
  if (among(full_stops, c))
    return '.';
  return c == 0xfe6b ? '@' : c;
}

void append(std::string& to, code_point c) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, c);
  to.append(bytes, static_cast<std::size_t>(length));
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string composed(std::string text) {
  auto error = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error) || is_ascii(text))
    return text;
  std::string result;
  icu::StringByteSink<std::string> sink{&result};
  nfc->normalizeUTF8(0, text, sink, nullptr, error);
  return U_FAILURE(error) ? text : result;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void cut_ends(std::string_view& text) {
  while (!text.empty() && is_blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty()
         && (is_blank(text.back())
             || std::string_view{",;:!?"}.find(text.back()) != text.npos))
    text.remove_suffix(1);
}

/// Whether the first and the last character belong to each other.
bool is_wrapped(std::string_view text) {
  static constexpr std::array<std::pair<char, char>, 7> pairs{{{'"', '"'},
                                                               {'\'', '\''},
                                                               {'`', '`'},
                                                               {'(', ')'},
                                                               {'[', ']'},
                                                               {'{', '}'},
                                                               {'<', '>'}}};
  if (text.size() < 2)
    return false;
  for (const auto& [open, close] : pairs)
    if (text.front() == open && text.back() == close) {
      const auto inside = text.substr(1, text.size() - 2);
      return inside.find(open) == inside.npos
             && inside.find(close) == inside.npos;
    }
  return false;
}

} // namespace

std::string plain_text(std::string_view text) {
  if (is_ascii(text))
    return std::string{text};
  std::string result;
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    code_point c = 0;
    U8_NEXT(text.data(), i, length, c);
    if (c < 0)
      c = 0xfffd;
    if (c == 0x2026)
      result += "...";
    else if (const auto instead = c < 0x80 ? c : plain(c); instead != 0)
      append(result, instead);
    else if (c == 0)
      result += '\0';
  }
  return composed(std::move(result));
}

std::string_view bare_value(std::string_view text) {
  cut_ends(text);
  while (is_wrapped(text)) {
    text = text.substr(1, text.size() - 2);
    cut_ends(text);
  }
  return text;
}

std::string ascii_lower(std::string_view text) {
  std::string result{text};
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return result;
}

} // namespace rental

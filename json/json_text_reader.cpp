#include "json/json_text_reader.hpp"

#include "json/read_json.hpp"

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace rental {
namespace {

constexpr UChar32 replacement = 0xfffd;

void append(std::string& to, UChar32 c) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, c);
  to.append(bytes, static_cast<std::size_t>(length));
}

bool is_plain(char c) {
  return c != '\\' && static_cast<unsigned char>(c) < 0x80;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

/// Four figures; -1, and as many taken as there are, when they are fewer.
UChar32 take_unit(std::string_view& text) {
  UChar32 unit = 0;
  for (int i = 0; i < 4; ++i) {
    const int value = text.empty() ? -1 : hex_value(text.front());
    if (value < 0)
      return -1;
    unit = unit * 16 + value;
    text.remove_prefix(1);
  }
  return unit;
}

/// Behind "\u".
UChar32 take_code_point(std::string_view& text) {
  const auto first = take_unit(text);
  if (first < 0 || U16_IS_TRAIL(first))
    return replacement;
  if (!U16_IS_LEAD(first))
    return first;
  if (!text.starts_with("\\u"))
    return replacement;
  auto rest = text.substr(2);
  const auto second = take_unit(rest);
  if (!U16_IS_TRAIL(second))
    return replacement;
  text = rest;
  return U16_GET_SUPPLEMENTARY(first, second);
}

/// Behind a backslash.
UChar32 take_escaped(std::string_view& text) {
  if (text.empty())
    return replacement;
  const char c = text.front();
  // The second byte of a character cannot be escaped alone.
  if (static_cast<unsigned char>(c) >= 0x80)
    return replacement;
  text.remove_prefix(1);
  switch (c) {
  case 'u':
    return take_code_point(text);
  case 'n':
    return '\n';
  case 't':
    return '\t';
  case 'r':
    return '\r';
  case 'b':
    return '\b';
  case 'f':
    return '\f';
  default:
    return c;
  }
}

UChar32 take_utf8(std::string_view& text) {
  const char* bytes = text.data();
  const auto length
      = static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 8));
  std::int32_t used = 0;
  UChar32 c = 0;
  U8_NEXT(bytes, used, length, c);
  text.remove_prefix(static_cast<std::size_t>(used));
  return c < 0 ? replacement : c;
}

} // namespace

std::size_t end_of_json_text(std::string_view document, std::size_t from,
                             char quote) {
  for (auto i = from; i < document.size(); ++i) {
    const char c = document[i];
    if (c == quote)
      return i + 1;
    if (c == '\\')
      ++i;
  }
  return std::string_view::npos;
}

std::string decode_json_text(std::string_view written) {
  std::string text;
  text.reserve(written.size());
  while (!written.empty()) {
    const auto end = std::ranges::find_if_not(written, is_plain);
    const auto plain
        = written.substr(0, static_cast<std::size_t>(end - written.begin()));
    text += plain;
    written.remove_prefix(plain.size());
    if (written.empty())
      break;
    if (written.front() != '\\') {
      append(text, take_utf8(written));
      continue;
    }
    written.remove_prefix(1);
    append(text, take_escaped(written));
  }
  return text;
}

std::string mend_utf8(std::string_view text) {
  std::string mended;
  mended.reserve(text.size());
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      mended += text.front();
      text.remove_prefix(1);
    } else {
      append(mended, take_utf8(text));
    }
  }
  return mended;
}

} // namespace rental

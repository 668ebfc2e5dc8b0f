#include "app/shown_text.hpp"

#include <algorithm>

namespace rental {
namespace {

constexpr bool is_between(char c, unsigned from, unsigned to) {
  return static_cast<unsigned char>(c) >= from
         && static_cast<unsigned char>(c) <= to;
}

bool hides_in_two(char lead, char c) {
  return (lead == '\xc2' && (is_between(c, 0x80, 0x9f) || c == '\xad'))
         || (lead == '\xd8' && c == '\x9c');
}

bool hides_in_three(std::string_view text) {
  return (text.starts_with("\xe2\x80")
          && (is_between(text[2], 0x8b, 0x8f)
              || is_between(text[2], 0xa8, 0xae)))
         || (text.starts_with("\xe2\x81") && is_between(text[2], 0xa0, 0xaf))
         || text.starts_with("\xef\xbb\xbf");
}

/// Bytes of the hidden character at the beginning of `text`, or 0.
std::size_t hidden_at(std::string_view text) {
  if (is_between(text[0], 0x00, 0x1f) || text[0] == '\x7f')
    return 1;
  if (text.size() >= 2 && hides_in_two(text[0], text[1]))
    return 2;
  return text.size() >= 3 && hides_in_three(text) ? 3 : 0;
}

} // namespace

bool has_hidden_characters(std::string_view text) {
  for (; !text.empty(); text.remove_prefix(1))
    if (hidden_at(text) > 0)
      return true;
  return false;
}

std::string shown_text(std::string_view text, std::size_t most) {
  std::string shown;
  while (!text.empty()) {
    const bool is_inside_character = is_between(text[0], 0x80, 0xbf);
    if (shown.size() >= most && !is_inside_character)
      return shown + "...";
    const auto hidden = hidden_at(text);
    shown += hidden > 0 ? ' ' : text[0];
    text.remove_prefix(std::max<std::size_t>(hidden, 1));
  }
  return shown;
}

} // namespace rental

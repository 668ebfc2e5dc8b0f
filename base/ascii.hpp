// What ASCII says of a character; bytes beyond it stay what they are. The same
// in every locale. Pure.
#pragma once

#include <string_view>

namespace rental {

constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Also a byte of a character beyond ASCII.
constexpr bool is_any_letter(char c) noexcept {
  return is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}

constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// `text` without the `blanks` at its ends.
constexpr std::string_view trimmed(std::string_view text,
                                   std::string_view blanks) noexcept {
  const auto from = text.find_first_not_of(blanks);
  if (from == std::string_view::npos)
    return {};
  return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

} // namespace rental

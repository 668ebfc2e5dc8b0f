#include "json/json_words.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>

namespace rental {
namespace {

using nlohmann::json;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void take_digits(std::string_view& text) {
  while (!text.empty() && is_digit(text.front()))
    text.remove_prefix(1);
}

/// RFC 8259, section 6.
bool is_number(std::string_view text) {
  if (text.starts_with('-'))
    text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front()))
    return false;
  if (text.front() == '0')
    text.remove_prefix(1);
  else
    take_digits(text);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front()))
      return false;
    take_digits(text);
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-'))
      text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front()))
      return false;
    take_digits(text);
  }
  return text.empty();
}

template <class T>
bool reads_as(std::string_view text, T& number) {
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && stop == end;
}

json number_of(std::string_view text, bool as_written) {
  std::int64_t whole = 0;
  std::uint64_t large = 0;
  double fraction = 0;
  if (reads_as(text, whole))
    return whole >= 0 ? json(static_cast<std::uint64_t>(whole)) : json(whole);
  if (reads_as(text, large))
    return large;
  // Too small for a double is zero, too large is nothing.
  if (!reads_as(text, fraction)) {
    const auto e = text.find_first_of("eE");
    if (e == text.npos || text[e + 1] != '-')
      return nullptr;
    fraction = 0;
  }
  if (as_written && text.size() <= 64)
    return std::string{text};
  return std::isfinite(fraction) ? json(fraction) : json(nullptr);
}

} // namespace

json json_word(std::string_view word, const json_options& options) {
  if (word == "true" || (options.python_too && word == "True"))
    return true;
  if (word == "false" || (options.python_too && word == "False"))
    return false;
  return is_number(word) ? number_of(word, options.numbers_as_written)
                         : json(nullptr);
}

const json_shape* find_shape(std::span<const json_shape> wanted,
                             std::string_view name) {
  for (const auto& each : wanted)
    if (each.name == name)
      return &each;
  return nullptr;
}

} // namespace rental

#include "vapi/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rental::json_text {
namespace {

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_plain(char c) {
  return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

} // namespace

std::string clean(std::string_view text) {
  auto blank = [](char c) { return c == ' ' || is_control(c); };
  while (!text.empty() && blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && blank(text.back()))
    text.remove_suffix(1);
  if (text.size() > max_text) {
    auto end = max_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
      --end;
    text = text.substr(0, end);
  }
  std::string result{text};
  for (auto& c : result)
    if (is_control(c))
      c = ' ';
  return result;
}

// Most of what we say needs no escape.
std::string quote(std::string_view text) {
  if (std::ranges::all_of(text, is_plain)) {
    std::string quoted{'"'};
    quoted += text;
    return quoted += '"';
  }
  return nlohmann::json(text).dump(-1, ' ', false,
                                   nlohmann::json::error_handler_t::replace);
}

} // namespace rental::json_text

#include "microsoft/json_fields.hpp"

#include "base/ascii.hpp"
#include "json/read_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rental {

nlohmann::json parse_or_null(std::string_view text) {
  auto parsed = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (!parsed.is_discarded())
    return parsed;
  json_options options;
  // An event that is left out would be a free slot.
  options.limits.values = text.size();
  return read_json(text, options).value_or(nullptr);
}

const nlohmann::json* member(const nlohmann::json& from, const char* name) {
  if (!from.is_object())
    return nullptr;
  const auto found = from.find(name);
  return found == from.end() || found->is_null() ? nullptr : &*found;
}

const nlohmann::json* member_any_case(const nlohmann::json& from,
                                      std::string_view name) {
  if (!from.is_object())
    return nullptr;
  for (auto it = from.begin(); it != from.end(); ++it)
    if (equal_any_case(it.key(), name) && !it->is_null())
      return &*it;
  return nullptr;
}

std::string text_of(const nlohmann::json& from, const char* name) {
  const auto* found = member(from, name);
  return found != nullptr && found->is_string() ? found->get<std::string>()
                                                : std::string{};
}

bool flag_of(const nlohmann::json& from, const char* name) {
  const auto* found = member(from, name);
  return found != nullptr && found->is_boolean() && found->get<bool>();
}

std::string to_text(const nlohmann::json& from) {
  return from.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool equal_any_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string clean_code(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto l = lower(c);
    if ((l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'
        || c == '-')
      out += c;
    if (out.size() == 64)
      break;
  }
  return out;
}

} // namespace rental

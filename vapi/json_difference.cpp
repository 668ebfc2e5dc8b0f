#include "vapi/json_difference.hpp"

#include <string_view>

namespace rental {
namespace {

using nlohmann::json;
using lines = std::vector<std::string>;

constexpr std::size_t longest = 70;

bool holds_scalars(const json& list) {
  for (const auto& each : list)
    if (each.is_structured())
      return false;
  return true;
}

/// What VAPI may leave out of an answer.
bool is_default(const json& value) {
  return value == false || (value.is_array() && value.empty());
}

void compare(const json& wanted, const json& present, const std::string& path,
             lines& out);

void compare_members(const json& wanted, const json& present,
                     const std::string& path, lines& out) {
  for (const auto& [name, value] : wanted.items())
    compare(value, present.contains(name) ? present[name] : json{},
            path + "." + name, out);
  const bool is_schema = path == "properties" || path.ends_with(".properties");
  for (const auto& [name, value] : present.items())
    if (is_schema && !wanted.contains(name))
      out.push_back(path + "." + name + ": is taken out");
}

void compare(const json& wanted, const json& present, const std::string& path,
             lines& out) {
  if (wanted.is_object() && (present.is_object() || present.is_null()))
    return compare_members(wanted, present, path, out);
  const bool same_places = wanted.is_array() && present.is_array()
                           && wanted.size() == present.size()
                           && !holds_scalars(wanted);
  if (same_places) {
    for (std::size_t i = 0; i < wanted.size(); ++i)
      compare(wanted[i], present[i], path + "[" + std::to_string(i) + "]", out);
  } else if (wanted != present && !(present.is_null() && is_default(wanted))) {
    out.push_back(path + ": "
                  + (present.is_null() ? "" : short_json(present) + " -> ")
                  + short_json(wanted));
  }
}

} // namespace

std::string short_json(const json& value) {
  auto text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  if (text.size() > longest)
    text = text.substr(0, longest - 3) + "...";
  return text;
}

std::vector<std::string> differences(const json& wanted, const json& present,
                                     const std::string& path) {
  lines out;
  compare(wanted, present, path, out);
  return out;
}

} // namespace rental

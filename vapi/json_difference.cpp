#include "vapi/json_difference.hpp"

#include "base/plain_text.hpp"
#include "base/shown_text.hpp"

#include <algorithm>
#include <string_view>

namespace rental {
namespace {

using nlohmann::json;
using places = std::vector<json_difference>;

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
             places& out);

void compare_members(const json& wanted, const json& present,
                     const std::string& path, places& out) {
  for (const auto& [name, value] : wanted.items())
    compare(value, present.contains(name) ? present[name] : json{},
            path + "." + name, out);
  const bool is_schema = path == "properties" || path.ends_with(".properties");
  for (const auto& [name, value] : present.items())
    if (is_schema && !wanted.contains(name))
      out.push_back({path + "." + name, {}, "is taken out"});
}

void compare(const json& wanted, const json& present, const std::string& path,
             places& out) {
  if (wanted.is_object() && (present.is_object() || present.is_null()))
    return compare_members(wanted, present, path, out);
  const bool same_places = wanted.is_array() && present.is_array()
                           && wanted.size() == present.size()
                           && !holds_scalars(wanted);
  if (same_places) {
    for (std::size_t i = 0; i < wanted.size(); ++i)
      compare(wanted[i], present[i], path + "[" + std::to_string(i) + "]", out);
  } else if (wanted != present && !(present.is_null() && is_default(wanted))) {
    out.push_back({path, present.is_null() ? "" : one_line_json(present),
                   one_line_json(wanted)});
  }
}

/// Every byte that belongs to something hidden is covered, so that two that
/// overlap leave nothing of either.
std::string masked(std::string_view text, const std::vector<secret>& hidden) {
  std::vector<bool> covered(text.size() + 1);
  for (const auto& each : hidden)
    for (auto at = text.find(each.reveal()); at != text.npos && !each.empty();
         at = text.find(each.reveal(), at + 1))
      std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(at),
                  each.reveal().size(), true);
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!covered[i])
      result += text[i];
    else if (!covered[i + 1])
      result += "***";
  return result;
}

} // namespace

bool is_deeper(const json& value, std::size_t most) {
  if (!value.is_structured())
    return false;
  return most == 0 || std::ranges::any_of(value, [&](const json& each) {
           return is_deeper(each, most - 1);
         });
}

std::string one_line_json(const json& value) {
  if (is_deeper(value))
    return "(nested too deeply)";
  return value.dump(-1, ' ', true, json::error_handler_t::replace);
}

std::vector<json_difference>
differences(const json& wanted, const json& present, const std::string& path) {
  if (is_deeper(wanted) || is_deeper(present))
    return {{path, one_line_json(present), one_line_json(wanted)}};
  places out;
  compare(wanted, present, path, out);
  return out;
}

std::string fit_to_show(std::string_view text,
                        const std::vector<secret>& hidden, std::size_t most) {
  // Before, since a mark may change a letter of a secret; afterwards, since
  // what cannot be seen may stand between two of them.
  const auto plain = without_hidden(plain_text(masked(text, hidden)));
  return cut_to(masked(plain, hidden), most);
}

} // namespace rental

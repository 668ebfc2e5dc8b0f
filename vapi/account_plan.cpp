#include "vapi/account_plan.hpp"

#include "base/ascii.hpp"
#include "crypto/hash.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rental {
namespace {

using nlohmann::json;

constexpr std::string_view credential_name = "PeteRental webhook ";
constexpr std::size_t digits = 8;
constexpr std::size_t longest_id = 100;
/// More of them say no more.
constexpr std::size_t most_named = 10;
const std::vector<std::string> needed_messages{"tool-calls", "status-update",
                                               "end-of-call-report"};

failure wrong(std::string text) {
  return {errc::bad_request, std::move(text), {}};
}

const json& member(const json& object, const char* name) {
  static const json nothing;
  if (!object.is_object())
    return nothing;
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

std::string text_of(const json& object, const char* name) {
  const auto& value = member(object, name);
  return value.is_string() ? value.get<std::string>() : std::string{};
}

std::string function_name(const json& tool) {
  return text_of(tool, "type") == "function"
             ? text_of(member(tool, "function"), "name")
             : std::string{};
}

bool leads_to_us(const json& tool) {
  return text_of(member(tool, "server"), "url").ends_with("/vapi/webhook");
}

bool contains(const json& list, const std::string& text) {
  return list.is_array() && std::ranges::find(list, json(text)) != list.end();
}

json without_nulls(const json& value) {
  if (!value.is_object())
    return value;
  auto result = json::object();
  for (const auto& [name, each] : value.items())
    if (!each.is_null())
      result[name] = without_nulls(each);
  return result;
}

/// `present` with the members of `wanted`.
json merged(const json& present, const json& wanted) {
  auto result = present.is_object() ? without_nulls(present) : json::object();
  result.update(wanted);
  return result;
}

/// The operator's own static parameters stay.
json merged_parameters(const json& present, const json& wanted) {
  auto result = present.is_array() ? present : json::array();
  for (const auto& each : wanted) {
    const auto same = std::ranges::find_if(result, [&](const json& one) {
      return member(one, "key") == each["key"];
    });
    if (same == result.end())
      result.push_back(each);
    else
      *same = each;
  }
  return result;
}

json listed(const json& present, const std::vector<std::string>& needed) {
  auto result = present.is_array() ? present : json::array();
  for (const auto& each : needed)
    if (!contains(result, each))
      result.push_back(each);
  return result;
}

/// Puts the member into the body when it is not as wanted.
void compare_member(account_change& change, const std::string& name,
                    const json& wanted, const json& present) {
  auto places = differences(wanted, present, name);
  if (places.empty())
    return;
  change.what = account_change::step::update;
  change.body[name] = name == "server" ? merged(present, wanted) : wanted;
  std::ranges::move(places, std::back_inserter(change.differences));
}

/// Fails when more than one is ours, naming them.
template <class IsOurs>
expected<const json*> only_one(const json& list, const std::string& what,
                               IsOurs is_ours) {
  const json* found = nullptr;
  std::string ids;
  std::size_t count = 0;
  for (const auto& each : list) {
    if (!is_ours(each))
      continue;
    found = &each;
    if (++count <= most_named)
      ids += (ids.empty() ? "" : ", ") + text_of(each, "id");
  }
  if (count > 1)
    return wrong("VAPI has " + std::to_string(count) + " " + what + " (" + ids
                 + "): delete all but one in the dashboard, and keep the one "
                   "that the assistant uses");
  return found;
}

bool is_own_name(std::string_view name) {
  return name.starts_with(credential_name)
         && name.size() == credential_name.size() + digits
         && name.find_first_not_of("0123456789abcdef", credential_name.size())
                == name.npos;
}

/// One for each member of model.toolRefs: VAPI keeps such a tool at a version,
/// and takes its id out of toolIds.
std::vector<std::string> pinned_tools(const json& model) {
  std::vector<std::string> ids;
  for (const auto& each : member(model, "toolRefs"))
    ids.push_back(text_of(each, "toolId"));
  return ids;
}

void compare_messages(account_change& change, const json& assistant) {
  const auto& present = member(assistant, "serverMessages");
  const auto wanted = listed(present, needed_messages);
  if (wanted == present)
    return;
  change.what = account_change::step::update;
  change.body["serverMessages"] = wanted;
  for (const auto& each : needed_messages)
    if (!contains(present, each))
      change.differences.push_back(
          {"serverMessages", {}, "+ " + one_line_json(each)});
}

void compare_tools(account_change& change, const json& assistant,
                   const std::vector<assistant_needs::tool>& tools) {
  const auto& model = member(assistant, "model");
  const auto pinned = pinned_tools(model);
  const auto& present = member(model, "toolIds");
  std::vector<std::string> missing;
  for (const auto& tool : tools) {
    if (std::ranges::find(pinned, tool.id) != pinned.end()) {
      change.differences.push_back(
          {"model.toolRefs", {}, tool.name + " stays at its version"});
    } else if (!contains(present, tool.id)) {
      missing.push_back(tool.id);
      change.differences.push_back({"model.toolIds", {}, "+ " + tool.name});
    }
  }
  if (missing.empty())
    return;
  change.what = account_change::step::update;
  change.body["model"] = without_nulls(model);
  change.body["model"]["toolIds"] = listed(present, missing);
}

} // namespace

bool is_vapi_id(std::string_view text) {
  return !text.empty() && text.size() <= longest_id
         && std::ranges::all_of(text, [](char c) {
              return is_letter(c) || is_digit(c) || c == '-' || c == '_';
            });
}

std::string title_of(const json& thing) {
  const auto& function = member(member(thing, "function"), "name");
  const auto& name = function.is_string() ? function : member(thing, "name");
  return name.is_string() ? one_line_json(name) : std::string{};
}

expected<const json*> own_tool(const json& tools, std::string_view name) {
  return only_one(tools,
                  "tools " + std::string{name}
                      + " that lead to a PeteRental service",
                  [&](const json& each) {
                    return function_name(each) == name && leads_to_us(each);
                  });
}

account_change tool_change(const json& definition, const json* known,
                           const std::string& credential_id) {
  account_change change;
  change.kind = "tool";
  change.name = function_name(definition);
  auto wanted = definition;
  wanted["server"]["credentialId"] = credential_id;
  if (!known) {
    change.what = account_change::step::create;
    change.body = std::move(wanted);
    return change;
  }
  change.id = text_of(*known, "id");
  // VAPI's PATCH wants no type: that of a tool cannot change.
  wanted.erase("type");
  wanted["parameters"]
      = merged_parameters(member(*known, "parameters"), wanted["parameters"]);
  for (const auto& [name, value] : wanted.items())
    compare_member(change, name, value, member(*known, name.c_str()));
  return change;
}

expected<const json*> own_credential(const json& credentials) {
  return only_one(credentials, "credentials of this service",
                  [](const json& each) {
                    return text_of(each, "provider") == "custom-credential"
                           && is_own_name(text_of(each, "name"));
                  });
}

account_change credential_change(const json& authentication,
                                 const json* known) {
  account_change change;
  change.kind = "credential";
  const auto name = std::string{credential_name}
                    + sha256_hex(authentication.dump()).substr(0, digits);
  change.name = one_line_json(name);
  change.body = {{"name", name}, {"authenticationPlan", authentication}};
  const auto type = text_of(authentication, "type");
  if (!known) {
    change.what = account_change::step::create;
    change.body["provider"] = "custom-credential";
    change.differences = {{"authenticationPlan.type", {}, one_line_json(type)}};
    return change;
  }
  change.id = text_of(*known, "id");
  if (const auto before = text_of(*known, "name"); before != name) {
    change.what = account_change::step::update;
    change.differences
        = {{"name", one_line_json(before), one_line_json(name)},
           {"authenticationPlan",
            {},
            one_line_json(type) + ", with the secret of the settings"}};
  }
  return change;
}

expected<done> check_assistant(const json& assistant, const json& tools,
                               const json& definitions) {
  const auto& model = member(assistant, "model");
  if (!model.is_object())
    return wrong("the assistant has no model yet: choose one in the dashboard");
  for (const auto& definition : definitions) {
    const auto name = function_name(definition);
    for (const auto& each : member(model, "tools"))
      if (function_name(each) == name)
        return wrong("the assistant defines " + name
                     + " inside itself, and VAPI would take one of the two: "
                       "take it out of the assistant (model.tools)");
    for (const auto& each : tools)
      if (function_name(each) == name && !leads_to_us(each)
          && contains(member(model, "toolIds"), text_of(each, "id")))
        return wrong("the assistant uses another tool named " + name + " ("
                     + text_of(each, "id")
                     + "), which does not lead to a PeteRental service: take "
                       "it out of the assistant's tools");
  }
  return done{};
}

account_change assistant_change(const json& assistant,
                                const assistant_needs& needs) {
  account_change change;
  change.kind = "assistant";
  change.id = text_of(assistant, "id");
  change.name = one_line_json(member(assistant, "name"));
  compare_messages(change, assistant);
  compare_member(
      change, "server",
      {{"url", needs.server_url}, {"credentialId", needs.credential_id}},
      member(assistant, "server"));
  compare_tools(change, assistant, needs.tools);
  return change;
}

} // namespace rental

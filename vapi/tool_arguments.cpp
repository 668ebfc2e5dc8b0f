#include "vapi/tool_arguments.hpp"

#include "base/plain_text.hpp"
#include "json/read_json.hpp"
#include "vapi/json_text.hpp"
#include "vapi/tool_definitions.hpp"
#include "voice/words/placeholder.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace rental {
namespace {

using nlohmann::json;

constexpr std::size_t max_arguments = 64;
/// No call needs more; what is longer was not meant to be read.
constexpr std::size_t longest_text = 256 * 1024;
constexpr int most_wrappings = 10;

constexpr auto cut_short = "arguments_cut";
constexpr auto no_object = "arguments_not_an_object";

/// What an object may hold that only carries the arguments.
constexpr std::array<std::string_view, 9> carriers{
    "arguments", "parameters", "args",   "params",  "input",
    "inputs",    "tool_input", "kwargs", "function"};
constexpr std::array<std::string_view, 8> labels{
    "name",      "type",          "id",       "tool",
    "tool_name", "function_name", "toolName", "description"};

bool is_among(std::span<const std::string_view> list, std::string_view key) {
  return std::ranges::find(list, key) != list.end();
}

std::optional<json> read(std::string_view text) {
  json_options options;
  options.numbers_as_written = true;
  options.python_too = true;
  return read_json(text, options);
}

/// Every document of a text that follows another; nothing when one is cut. A
/// model's stream may begin with "{}" or say everything twice.
std::optional<std::vector<json>> documents_in(std::string_view text) {
  json_options options;
  options.numbers_as_written = true;
  options.python_too = true;
  std::vector<json> all;
  while (text.starts_with('{') || text.starts_with('[')) {
    auto next = take_json(text, options);
    if (!next || all.size() > 8)
      return std::nullopt;
    const bool known = std::ranges::find(all, *next) != all.end();
    if (!next->empty() && !known)
      all.push_back(std::move(*next));
  }
  return all;
}

/// What a text holds: an object or a list, a text inside the text, or null when
/// it says nothing. Nothing: `broken` says why.
std::optional<json> opened(const std::string& given, const char*& broken) {
  if (given.size() > longest_text) {
    broken = cut_short;
    return std::nullopt;
  }
  std::string_view text{given};
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos)
    return json(nullptr);
  text.remove_prefix(begin);
  if (text.starts_with('"')) {
    auto list = read('[' + std::string{text} + ']');
    if (list && list->size() == 1)
      return std::move((*list)[0]);
  }
  const auto brace = text.find_first_of("{[");
  if (brace == text.npos) {
    if (is_no_value(text))
      return json(nullptr);
    broken = no_object;
    return std::nullopt;
  }
  if (auto all = documents_in(text.substr(brace))) {
    if (all->empty())
      return json::object();
    if (all->size() == 1)
      return std::move(all->front());
    broken = no_object;
    return std::nullopt;
  }
  // The quotes are escaped, and those around all of it have gone.
  if (text.find("\\\"") != text.npos)
    if (auto list = read("[\"" + std::string{text} + "\"]");
        list && list->size() == 1)
      return std::move((*list)[0]);
  broken = cut_short;
  return std::nullopt;
}

bool may_hold_arguments(const json& value) {
  return value.is_object() || (value.is_array() && value.size() == 1)
         || (value.is_string()
             && value.get_ref<const std::string&>().find('{')
                    != std::string::npos);
}

bool has_argument(const json& object) {
  if (!object.is_object())
    return false;
  for (const auto& item : object.items())
    if (is_argument(item.key()))
      return true;
  return false;
}

/// The member that carries the arguments when `object` does not hold them
/// itself.
const json* carried(const json& object) {
  const json* found = nullptr;
  bool all_known = !object.empty();
  for (const auto& item : object.items()) {
    if (is_among(carriers, item.key()) && may_hold_arguments(item.value()))
      found = found == nullptr || item.key() != "function" ? &item.value()
                                                           : found;
    else if (!is_among(labels, item.key()) && !is_among(carriers, item.key()))
      all_known = false;
  }
  if (found != nullptr && all_known)
    return found;
  // A name of somebody's own around all of it.
  if (object.size() == 1 && !is_argument(object.begin().key())
      && has_argument(object.front()))
    return &object.front();
  return nullptr;
}

/// The object with the arguments; null when there are none. Nothing: `broken`
/// says why.
std::optional<json> unwrapped(json value, const char*& broken) {
  for (int layer = 0; layer < most_wrappings; ++layer) {
    if (value.is_null())
      return value;
    if (value.is_string()) {
      auto inner = opened(value.get_ref<const std::string&>(), broken);
      if (!inner)
        return std::nullopt;
      value = std::move(*inner);
    } else if (value.is_array() && value.size() == 1
               && !value.front().is_null()) {
      value = json(std::move(value.front()));
    } else if (value.is_object()) {
      const auto* inner = carried(value);
      if (inner == nullptr)
        return value;
      value = json(*inner);
    } else {
      break;
    }
  }
  broken = no_object;
  return std::nullopt;
}

/// A Liquid placeholder that VAPI had nothing to fill in for.
bool is_unfilled(std::string_view text) {
  return text.starts_with("{{") && text.ends_with("}}");
}

/// What is written down as the caller said it; the others are single values.
bool is_prose(std::string_view key) {
  return key == "message";
}

/// Whether a time to book was asked about: that books nothing. `bare` is part
/// of `plain`.
bool is_asked(std::string_view key, std::string_view plain,
              std::string_view bare) {
  const auto end
      = static_cast<std::size_t>(bare.data() - plain.data()) + bare.size();
  return (key == "start_time" || key == "new_start_time")
         && plain.find('?', end) != plain.npos;
}

std::string value_of(std::string_view key, const json& value) {
  if (value.is_null())
    return {};
  if (!value.is_string())
    return json_text::clean(
        value.dump(-1, ' ', false, json::error_handler_t::replace));
  const auto text = json_text::clean(value.get_ref<const std::string&>());
  if (is_unfilled(text))
    return {};
  const auto plain = plain_text(text);
  const auto bare = bare_value(plain);
  if (is_no_value(bare))
    return {};
  auto said = json_text::clean(is_prose(key) ? std::string_view{plain} : bare);
  return is_asked(key, plain, bare) ? said + "?" : said;
}

void take(const json& object, tool_call& into) {
  if (object.size() > max_arguments) {
    into.broken = "too_many_arguments";
    return;
  }
  for (const auto& [key, value] : object.items())
    if (auto text = value_of(key, value); !text.empty())
      into.arguments.emplace(json_text::clean(plain_text(key)),
                             std::move(text));
}

} // namespace

void read_arguments(std::initializer_list<const json*> candidates,
                    tool_call& into) {
  const char* first_broken = nullptr;
  bool any = false;
  for (const auto* candidate : candidates) {
    if (candidate == nullptr)
      continue;
    const char* broken = "";
    const auto object = unwrapped(*candidate, broken);
    if (object && object->is_object())
      take(*object, into);
    if (!into.arguments.empty() || !into.broken.empty())
      return;
    if (!std::exchange(any, true))
      first_broken = broken;
  }
  if (first_broken != nullptr)
    into.broken = first_broken;
}

} // namespace rental

#include "tools/microsoft-sim/faults.hpp"

#include "tools/microsoft-sim/catalogue.hpp"

#include <algorithm>
#include <array>
#include <regex>
#include <stdexcept>

namespace rental::sim {

using steady = std::chrono::steady_clock;

struct fault_box::rule {
  int id = 0;
  json described;
  std::string operation;
  std::string method;
  std::string account;
  std::optional<std::regex> path;
  std::optional<std::regex> body;
  std::optional<int> page;
  fault_action action;
  int skip = 0;
  /// Negative: for ever.
  int times = 1;
  double probability = 1;
  int struck = 0;
  bool enforce_retry_after = false;
  steady::time_point closed_until{};

  bool fits(const request& from, const fault_facts& facts) const {
    return is_operation(facts.what, operation)
           && (method.empty() || method == from.method)
           && (account.empty() || equal_ignoring_case(account, facts.account))
           && (!page || *page == facts.page)
           && (!path || std::regex_search(from.target, *path))
           && (!body || std::regex_search(from.body, *body));
  }
};

namespace {

[[noreturn]] void fail_fault(const std::string& why) {
  throw std::invalid_argument{"fault: " + why};
}

template <class T>
T get(const json& value, const std::string& name) {
  try {
    return value.get<T>();
  } catch (const json::exception&) {
    fail_fault("'" + name + "' has the wrong type");
  }
}

std::regex pattern_of(const json& value, const std::string& name) {
  try {
    return std::regex{get<std::string>(value, name)};
  } catch (const std::regex_error&) {
    fail_fault("'" + name + "' is not a regular expression");
  }
}

wire_plan::cut_at cut_of(const std::string& name) {
  constexpr std::array names{"none", "before_headers", "mid_body", "reset",
                             "reset_mid_body"};
  auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    fail_fault("unknown cut '" + name + "'");
  return static_cast<wire_plan::cut_at>(found - names.begin());
}

wire_plan::stall_at stall_of(const json& value) {
  using enum wire_plan::stall_at;
  if (value.is_boolean())
    return value.get<bool>() ? before_headers : none;
  if (value == "before_headers")
    return before_headers;
  if (value == "mid_body")
    return mid_body;
  fail_fault("'stall' is true, \"before_headers\" or \"mid_body\"");
}

bool read_flag(fault_action& into, const std::string& name, const json& value) {
  auto flag = name == "invalid_json" ? &into.invalid_json
              : name == "html"       ? &into.html
              : name == "empty"      ? &into.empty
              : name == "truncate"   ? &into.truncate
              : name == "gzip"       ? &into.gzip
              : name == "drop_id"    ? &into.drop_id
                                     : nullptr;
  if (flag)
    *flag = get<bool>(value, name);
  return flag != nullptr;
}

void read_retry_after(fault_action& into, bool& enforce, const json& value) {
  if (value.is_number()) {
    into.retry_after = value.get<double>();
    return;
  }
  if (!value.is_object())
    fail_fault("'retry_after' is a number or an object");
  for (auto& [name, part] : value.items()) {
    if (name == "seconds")
      into.retry_after = get<double>(part, name);
    else if (name == "form")
      into.retry_after_form = get<std::string>(part, name);
    else if (name == "enforce")
      enforce = get<bool>(part, name);
    else
      fail_fault("retry_after: unknown name '" + name + "'");
  }
  auto& form = into.retry_after_form;
  if (form != "integer" && form != "fraction" && form != "date"
      && form != "absent")
    fail_fault("unknown retry_after form '" + form + "'");
}

void read_headers(fault_action& into, const json& value) {
  if (!value.is_object())
    fail_fault("'headers' must be an object");
  for (auto& [header, text] : value.items())
    into.headers.emplace_back(header, get<std::string>(text, header));
}

/// Decides `when` if the request left it open: what only spoils the real
/// answer needs one.
void settle_when(fault_action& into, const std::string& when) {
  if (when.empty()) {
    auto known = find_failure(into.error_name, {});
    into.after = known ? known->after : !into.replaces();
  } else if (when == "before" || when == "after") {
    into.after = when == "after";
  } else {
    fail_fault("'when' is \"before\" or \"after\"");
  }
}

fault_action read_action(const json& from, bool& enforce) {
  if (!from.is_object())
    fail_fault("'action' must be an object");
  fault_action result;
  std::string when;
  for (auto& [name, value] : from.items()) {
    if (read_flag(result, name, value))
      continue;
    if (name == "latency_ms")
      result.latency_ms = get<int>(value, name);
    else if (name == "status")
      result.status = get<int>(value, name);
    else if (name == "body")
      result.body = value.is_string() ? value.get<std::string>() : value.dump();
    else if (name == "headers")
      read_headers(result, value);
    else if (name == "when")
      when = get<std::string>(value, name);
    else if (name == "cut")
      result.wire.cut = cut_of(get<std::string>(value, name));
    else if (name == "stall")
      result.wire.stall = stall_of(value);
    else if (name == "retry_after")
      read_retry_after(result, enforce, value);
    else if (name == "error_name")
      result.error_name = get<std::string>(value, name);
    else
      fail_fault("unknown action '" + name + "'");
  }
  if (!result.error_name.empty() && !find_failure(result.error_name, {}))
    fail_fault("unknown error_name '" + result.error_name + "'");
  settle_when(result, when);
  return result;
}

} // namespace

bool fault_action::replaces() const {
  return status || body || !error_name.empty()
         || wire.cut != wire_plan::cut_at::none
         || wire.stall != wire_plan::stall_at::none;
}

fault_box::fault_box() = default;
fault_box::~fault_box() = default;

int fault_box::add(const json& described) {
  if (!described.is_object())
    fail_fault("a JSON object is needed");
  auto fresh = std::make_unique<rule>();
  fresh->described = described;
  for (auto& [name, value] : described.items()) {
    if (name == "action")
      fresh->action = read_action(value, fresh->enforce_retry_after);
    else if (name == "skip")
      fresh->skip = get<int>(value, name);
    else if (name == "times")
      fresh->times = value == "forever" ? -1 : get<int>(value, name);
    else if (name == "probability")
      fresh->probability = get<double>(value, name);
    else if (name != "match")
      fail_fault("unknown name '" + name + "'");
  }
  if (!described.contains("action"))
    fail_fault("'action' is missing");
  auto match = described.value("match", json::object());
  if (!match.is_object())
    fail_fault("'match' must be an object");
  for (auto& [name, value] : match.items()) {
    if (name == "operation")
      fresh->operation = get<std::string>(value, name);
    else if (name == "method")
      fresh->method = get<std::string>(value, name);
    else if (name == "account")
      fresh->account = get<std::string>(value, name);
    else if (name == "page")
      fresh->page = get<int>(value, name);
    else if (name == "path")
      fresh->path = pattern_of(value, name);
    else if (name == "body")
      fresh->body = pattern_of(value, name);
    else
      fail_fault("match: unknown name '" + name + "'");
  }
  if (!fresh->operation.empty() && !known_operation(fresh->operation))
    fail_fault("unknown operation '" + fresh->operation + "'");
  std::lock_guard lock{mutex_};
  fresh->id = fresh->action.fault_id = ++last_id_;
  rules_.push_back(std::move(fresh));
  return last_id_;
}

json fault_box::list() const {
  std::lock_guard lock{mutex_};
  auto result = json::array();
  for (auto& one : rules_) {
    auto entry = one->described;
    entry["id"] = one->id;
    entry["struck"] = one->struck;
    entry["left"] = one->times < 0 ? json("forever") : json(one->times);
    result.push_back(std::move(entry));
  }
  return result;
}

bool fault_box::remove(int id) {
  std::lock_guard lock{mutex_};
  return std::erase_if(rules_, [id](auto& one) { return one->id == id; }) > 0;
}

void fault_box::clear() {
  std::lock_guard lock{mutex_};
  rules_.clear();
}

std::optional<fault_action> fault_box::take(const request& from,
                                            const fault_facts& facts,
                                            bool& too_early) {
  std::lock_guard lock{mutex_};
  for (auto& one : rules_) {
    if (!one->fits(from, facts))
      continue;
    if (steady::now() < one->closed_until) {
      too_early = true;
      return one->action;
    }
    if (one->times == 0)
      continue;
    if (one->skip > 0) {
      --one->skip;
      continue;
    }
    if (std::uniform_real_distribution<>{}(dice_) >= one->probability)
      continue;
    one->times -= one->times > 0;
    ++one->struck;
    if (one->enforce_retry_after)
      one->closed_until = steady::now()
                          + std::chrono::milliseconds{static_cast<int>(
                              1000 * one->action.retry_after.value_or(0))};
    return one->action;
  }
  return std::nullopt;
}

} // namespace rental::sim

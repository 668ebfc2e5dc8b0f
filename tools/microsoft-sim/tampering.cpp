#include "tools/microsoft-sim/tampering.hpp"

#include "tools/microsoft-sim/crypto.hpp"
#include "tools/microsoft-sim/time_text.hpp"

#include <cmath>
#include <cstdio>

namespace rental::sim {

namespace {

std::string retry_after_text(const fault_action& action, const stamp& by) {
  auto seconds = *action.retry_after;
  if (action.retry_after_form == "date")
    return http_date(by.now + std::chrono::seconds{std::lround(seconds)});
  if (action.retry_after_form == "integer")
    return std::to_string(std::lround(std::ceil(seconds)));
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3f", seconds);
  return buffer;
}

void set_headers(response& of, const fault_action& action, const stamp& by) {
  if (action.retry_after) {
    of.erase("Retry-After");
    if (action.retry_after_form != "absent")
      of.set("Retry-After", retry_after_text(action, by));
  }
  for (auto& [name, value] : action.headers)
    of.set(name, value);
}

void replace_body(response& of, const fault_action& action) {
  if (action.body) {
    of.body = *action.body;
    of.set("Content-Type",
           json::accept(of.body) ? "application/json" : "text/plain");
  }
  if (action.html) {
    of.body = "<!DOCTYPE html><html><body><h1>We are sorry</h1></body></html>";
    of.set("Content-Type", "text/html");
  }
}

void drop_id(response& of) {
  auto body = json::parse(of.body, nullptr, false);
  if (body.is_object()) {
    body.erase("id");
    of.body = body.dump();
  }
}

void spoil_body(response& of, const fault_action& action) {
  if (action.drop_id)
    drop_id(of);
  if (action.invalid_json)
    of.body = "{\"id\": \"AAMk, " + of.body;
  if (action.truncate)
    of.body.resize(of.body.size() / 2);
  if (action.empty)
    of.body.clear();
  if (action.gzip) {
    of.body = gzip(of.body);
    of.set("Content-Encoding", "gzip");
  }
}

/// The answer of a status that came without a body.
response plain_failure(int status, area where, const stamp& by) {
  if (status < 400)
    return json_response(status, json::object());
  if (where == area::identity)
    return to_response(
        identity_refusal{status,
                         status < 500 ? "invalid_request" : "server_error",
                         status < 500 ? 9002313 : 90033, "The request failed."},
        by);
  return to_response(graph_refusal{status, "UnknownError", ""}, by);
}

} // namespace

answer fault_answer(const fault_action& action, area where, const stamp& by) {
  answer result;
  if (auto known = find_failure(action.error_name, by)) {
    result = {std::move(known->content), known->wire};
  } else {
    result.content = plain_failure(action.status.value_or(200), where, by);
  }
  return result;
}

void tamper(answer& with, const fault_action& action, const stamp& by) {
  if (action.status)
    with.content.status = *action.status;
  replace_body(with.content, action);
  set_headers(with.content, action, by);
  spoil_body(with.content, action);
  if (action.wire.cut != wire_plan::cut_at::none)
    with.wire.cut = action.wire.cut;
  if (action.wire.stall != wire_plan::stall_at::none)
    with.wire.stall = action.wire.stall;
}

} // namespace rental::sim

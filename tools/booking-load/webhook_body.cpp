#include "tools/booking-load/webhook_body.hpp"

#include <nlohmann/json.hpp>

namespace rental::load {
namespace {

using nlohmann::json;

constexpr auto assistant = "5c0f7a52-3b8e-4c07-9f0e-6f2f4f1f7a11";
constexpr auto phone_number = "7e1d2c3b-94a5-4b16-8a37-0c9d8e7f6a55";
constexpr auto dialled = "+14055550100";

json call_json(const call_facts& call) {
  return {{"id", call.id},
          {"orgId", "0b6f0f3e-8d2c-4c55-9b0e-2f5f6a1f7c10"},
          {"createdAt", to_iso_utc(call.began)},
          {"updatedAt", to_iso_utc(call.began)},
          {"type", "inboundPhoneCall"},
          {"status", "ringing"},
          {"assistantId", assistant},
          {"phoneNumberId", phone_number},
          {"phoneCallProvider", "twilio"},
          {"customer", {{"number", call.phone}}},
          {"squadId", nullptr}};
}

json message(const char* type, const call_facts& call) {
  return {{"type", type},
          {"timestamp", to_unix(call.began) * 1000},
          {"call", call_json(call)},
          {"phoneNumber",
           {{"id", phone_number},
            {"number", dialled},
            {"provider", "twilio"},
            {"assistantId", nullptr}}},
          {"customer", {{"number", call.phone}}},
          {"assistant", {{"id", assistant}, {"name", "Viewings"}}}};
}

std::string wrapped(json inner) {
  return json{{"message", std::move(inner)}}.dump();
}

json nested(const tool_request& wanted, json arguments) {
  return {{"id", wanted.id},
          {"type", "function"},
          {"function",
           {{"name", wanted.tool}, {"arguments", std::move(arguments)}}}};
}

void add_captured(json& body, const tool_request& wanted) {
  const auto one = nested(wanted, wanted.arguments);
  body["toolCalls"] = json::array({one});
  body["toolCallList"] = json::array({one});
  body["toolWithToolCallList"] = json::array(
      {{{"type", "function"},
        {"async", false},
        {"function",
         {{"name", wanted.tool}, {"parameters", {{"type", "object"}}}}},
        {"toolCall", one}}});
  // History: calls in here were answered long ago and must not run again.
  auto before = nested(wanted, json(wanted.arguments).dump());
  before["id"] = "call_of_the_past";
  body["artifact"]
      = {{"messages",
          json::array({{{"role", "bot"}, {"message", "How can I help?"}},
                       {{"role", "tool_calls"},
                        {"message", ""},
                        {"toolCalls", json::array({before})}}})}};
}

} // namespace

std::string to_json_text(const tool_arguments& arguments) {
  return json(arguments).dump();
}

std::string tool_call_body(const call_facts& call, const tool_request& wanted,
                           body_shape shape) {
  auto body = message("tool-calls", call);
  switch (shape) {
  case body_shape::captured:
    add_captured(body, wanted);
    break;
  case body_shape::published:
    body["toolCallList"]
        = json::array({nested(wanted, json(wanted.arguments).dump())});
    break;
  case body_shape::flat:
    body["toolCallList"] = json::array({{{"id", wanted.id},
                                         {"name", wanted.tool},
                                         {"arguments", wanted.arguments}}});
    break;
  }
  return wrapped(std::move(body));
}

std::string status_update_body(const call_facts& call) {
  auto body = message("status-update", call);
  body["status"] = "in-progress";
  return wrapped(std::move(body));
}

std::string end_of_call_body(const call_facts& call) {
  auto body = message("end-of-call-report", call);
  body["endedReason"] = "customer-ended-call";
  body["artifact"] = {{"messages", json::array()}};
  return wrapped(std::move(body));
}

tool_result result_of(const std::string& body,
                      const std::string& tool_call_id) {
  const auto parsed = json::parse(body, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("results")
      || !parsed["results"].is_array())
    return {};
  for (const auto& each : parsed["results"]) {
    if (!each.is_object() || !each.contains("toolCallId")
        || each["toolCallId"] != tool_call_id)
      continue;
    for (auto name : {"result", "error"})
      if (each.contains(name) && each[name].is_string())
        return {true, name == std::string_view{"error"},
                each[name].get<std::string>()};
  }
  return {};
}

} // namespace rental::load

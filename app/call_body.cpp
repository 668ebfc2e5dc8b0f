#include "app/call_body.hpp"

#include <nlohmann/json.hpp>

namespace rental {
namespace {

using nlohmann::json;

std::int64_t millis(instant t) {
  return to_unix(t) * 1000;
}

json call_json(const call_facts& call) {
  return {
      {"id", call.id},
      {"orgId", "0b6f0f3e-8d2c-4c55-9b0e-2f5f6a1f7c10"},
      {"createdAt", to_iso_utc(call.began)},
      {"updatedAt", to_iso_utc(call.began)},
      {"type", "inboundPhoneCall"},
      {"cost", 0},
      {"status", "in-progress"},
      {"assistantId", call.assistant_id},
      {"phoneCallProvider", "twilio"},
      {"phoneCallTransport", "pstn"},
      {"phoneNumberId", call.phone_number_id},
      {"customer", {{"number", call.caller}}},
      {"transport", {{"conversationType", "voice"}, {"provider", "twilio"}}}};
}

/// What every server message has.
json message(const char* type, const call_facts& call, instant now) {
  return {{"type", type},
          {"timestamp", millis(now)},
          {"call", call_json(call)},
          {"phoneNumber",
           {{"id", call.phone_number_id},
            {"number", call.dialled},
            {"name", "Viewings line"},
            {"provider", "twilio"},
            {"status", "active"}}},
          {"customer", {{"number", call.caller}}},
          {"assistant",
           {{"id", call.assistant_id}, {"name", "Viewing scheduler"}}}};
}

json messages(const call_history& history, const call_facts& call) {
  auto list = json::array();
  std::int64_t second = 1;
  for (const auto& [role, words] : history) {
    list.push_back({{"role", role},
                    {"message", words},
                    {"time", millis(call.began) + second * 1000},
                    {"secondsFromStart", second}});
    second += 6;
  }
  return list;
}

std::string wrapped(json inner) {
  json body;
  body["message"] = std::move(inner);
  return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

std::string status_update_body(const call_facts& call, instant now) {
  auto body = message("status-update", call, now);
  body["status"] = "in-progress";
  return wrapped(std::move(body));
}

std::string tool_calls_body(const call_facts& call,
                            const simulated_tool_call& tool,
                            const call_history& history, instant now) {
  auto arguments = json::object();
  for (const auto& [name, value] : tool.arguments)
    arguments[name] = value;
  const json one
      = {{"id", tool.id},
         {"type", "function"},
         {"function", {{"name", tool.name}, {"arguments", arguments}}}};
  auto in_history = one;
  in_history["function"]["arguments"] = arguments.dump(2);
  auto said = messages(history, call);
  said.push_back({{"role", "tool_calls"},
                  {"message", ""},
                  {"toolCalls", json::array({in_history})}});
  auto body = message("tool-calls", call, now);
  body["toolCalls"] = json::array({one});
  body["toolCallList"] = json::array({one});
  body["toolWithToolCallList"] = json::array(
      {{{"type", "function"},
        {"async", false},
        {"function",
         {{"name", tool.name}, {"parameters", {{"type", "object"}}}}},
        {"toolCall", one}}});
  body["artifact"] = {{"messages", std::move(said)}};
  return wrapped(std::move(body));
}

std::string end_of_call_body(const call_facts& call,
                             const call_history& history, instant now) {
  auto body = message("end-of-call-report", call, now);
  body["endedReason"] = "customer-ended-call";
  body["startedAt"] = to_iso_utc(call.began);
  body["endedAt"] = to_iso_utc(now);
  body["cost"] = 0.05;
  body["artifact"] = {{"messages", messages(history, call)}};
  return wrapped(std::move(body));
}

} // namespace rental

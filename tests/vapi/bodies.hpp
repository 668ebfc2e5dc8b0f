// Webhook bodies in the shapes that VAPI is known, or said, to send.
#pragma once

#include <string>

namespace bodies {

/// What VAPI really sends: the same call three times, arguments as an object,
/// and history in `artifact` that must not run.
inline const std::string captured = R"json({
 "message": {
  "timestamp": 1772724600000,
  "type": "tool-calls",
  "toolCalls": [{"id": "call_A1", "type": "function", "function":
    {"name": "get_availability",
     "arguments": {"property_address": " 9 Elm St ", "days": 3, "soon": true}}}],
  "toolCallList": [{"id": "call_A1", "type": "function", "isPrecededByText": true,
    "function": {"name": "get_availability",
     "arguments": {"property_address": " 9 Elm St ", "days": 3, "soon": true}}}],
  "toolWithToolCallList": [{"type": "function", "async": false,
    "function": {"name": "get_availability", "description": "Looks it up.",
     "parameters": {"type": "object", "properties": {}}},
    "parameters": [{"key": "caller_number", "value": "{{customer.number}}"}],
    "server": {"url": "https://calendar.example.com/vapi/webhook"},
    "toolCall": {"id": "call_A1", "type": "function", "function":
     {"name": "get_availability",
      "arguments": {"property_address": " 9 Elm St ", "days": 3, "soon": true}}}}],
  "artifact": {"messages": [{"role": "tool_calls", "toolCalls": [
    {"id": "call_OLD", "type": "function", "function":
     {"name": "set_appointment", "arguments": "{\"start_time\":\"x\"}"}}]}]},
  "call": {"id": "0198-call", "orgId": "org-1", "type": "inboundPhoneCall",
    "assistantId": "asst-1", "phoneNumberId": "pn-1", "status": "ringing",
    "customer": {"number": "+14055550142"}, "squadId": null},
  "phoneNumber": {"id": "pn-1", "orgId": "org-1", "number": "+14055550100",
    "name": null},
  "customer": {"number": "+14055550142", "name": null},
  "assistant": {"id": "asst-1", "name": "Viewings"}
 }})json";

/// A message with one tool call list entry, to be filled in.
inline std::string with_list(const std::string& key, const std::string& entries,
                             const std::string& type = "tool-calls") {
  return R"({"message":{"type":")" + type + R"(",")" + key + R"(":[)" + entries
         + "]}}";
}

inline std::string of_type(const std::string& type,
                           const std::string& more = "") {
  return R"({"message":{"type":")" + type + '"' + more + "}}";
}

/// The captured call after `turns` turns: `artifact` grows with each.
inline std::string long_call(int turns) {
  std::string said;
  for (int i = 0; i < turns; ++i)
    said
        += R"({"role": "user", "message": "“Sure” – is it\\n \"quiet\"? \u00e9\ud83c\udf89",
      "time": 1772724601500.25, "secondsFromStart": 2.7, "metadata": {"words":
      [{"word": "Sure", "confidence": 0.98e0, "start": -1}, null, true, []]}},
     )";
  auto body = captured;
  body.insert(body.find(R"({"role": "tool_calls")"), said);
  return body;
}

} // namespace bodies

#include "vapi/message_shape.hpp"

#include "json/read_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace rental {
namespace {

constexpr std::array id_alone{json_shape{"id", {}}};
constexpr std::array number_alone{json_shape{"number", {}}};

constexpr std::array function_members{json_shape{"name", {}},
                                      json_shape{"arguments", {}},
                                      json_shape{"parameters", {}}};
constexpr std::array tool_call_members{
    json_shape{"id", {}},        json_shape{"toolCallId", {}},
    json_shape{"name", {}},      json_shape{"function", function_members},
    json_shape{"arguments", {}}, json_shape{"parameters", {}}};
// The tool's own parameters are its schema, or the static ones.
constexpr std::array name_alone{json_shape{"name", {}}};
constexpr std::array tool_with_call{json_shape{"name", {}},
                                    json_shape{"function", name_alone},
                                    json_shape{"toolCall", tool_call_members}};
constexpr std::array legacy_call{
    json_shape{"name", {}}, json_shape{"functionName", {}},
    json_shape{"parameters", {}}, json_shape{"arguments", {}}};

constexpr std::array customer_members{
    json_shape{"number", {}}, json_shape{"sipUri", {}}, json_shape{"name", {}}};
constexpr std::array phone_number{json_shape{"id", {}}, json_shape{"orgId", {}},
                                  json_shape{"number", {}}};
constexpr std::array assistant_members{json_shape{"id", {}},
                                       json_shape{"orgId", {}}};
constexpr std::array call_members{json_shape{"id", {}},
                                  json_shape{"orgId", {}},
                                  json_shape{"type", {}},
                                  json_shape{"assistantId", {}},
                                  json_shape{"phoneNumberId", {}},
                                  json_shape{"customer", customer_members},
                                  json_shape{"phoneNumber", number_alone}};
constexpr std::array chat_members{
    json_shape{"id", {}}, json_shape{"sessionId", {}},
    json_shape{"session", id_alone}, json_shape{"previousChatId", {}},
    json_shape{"previousChat", id_alone}};

constexpr std::array message_members{
    json_shape{"type", {}},
    json_shape{"status", {}},
    json_shape{"call", call_members},
    json_shape{"chat", chat_members},
    json_shape{"session", id_alone},
    json_shape{"sessionId", {}},
    json_shape{"previousChatId", {}},
    json_shape{"customer", customer_members},
    json_shape{"phoneNumber", phone_number},
    json_shape{"assistant", assistant_members},
    json_shape{"toolCallList", tool_call_members},
    json_shape{"toolCalls", tool_call_members},
    json_shape{"toolWithToolCallList", tool_with_call},
    json_shape{"functionCall", legacy_call}};

/// Some bodies are the message itself.
constexpr auto body_members = [] {
  std::array<json_shape, message_members.size() + 1> all{
      json_shape{"message", message_members}};
  std::ranges::copy(message_members, all.begin() + 1);
  return all;
}();

} // namespace

json_options message_options() {
  json_options options;
  options.wanted = body_members;
  options.numbers_as_written = true;
  return options;
}

std::optional<nlohmann::json> read_message(std::string_view body,
                                           std::size_t room) {
  return read_long_json(body, room, message_options());
}

} // namespace rental

#include "vapi/server_message.hpp"

#include "crypto/hash.hpp"
#include "vapi/json_text.hpp"
#include "vapi/message_shape.hpp"
#include "vapi/tool_arguments.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <set>

namespace rental {
namespace {

using nlohmann::json;

constexpr std::size_t max_name = 80;
/// Calls beyond max_calls_per_message that still get an answer.
constexpr std::size_t max_calls_answered = 100;
/// The longest id that is kept as it is.
constexpr std::size_t longest_plain_id = 128;

/// The member, or null when it is absent, null or "": VAPI means the same by
/// all three.
const json* member(const json* object, const char* key) {
  if (object == nullptr || !object->is_object())
    return nullptr;
  auto i = object->find(key);
  if (i == object->end() || i->is_null())
    return nullptr;
  if (i->is_string() && i->get_ref<const std::string&>().empty())
    return nullptr;
  return &*i;
}

const json* first(std::initializer_list<const json*> candidates) {
  for (const auto* candidate : candidates)
    if (candidate != nullptr)
      return candidate;
  return nullptr;
}

std::string text_of(const json* value) {
  if (value == nullptr)
    return {};
  if (value->is_string())
    return json_text::clean(value->get_ref<const std::string&>());
  return json_text::clean(
      value->dump(-1, ' ', false, json::error_handler_t::replace));
}

/// Ids and numbers of the signalling: nothing but a plain value will do.
std::string fact(std::initializer_list<const json*> candidates) {
  const auto* value = first(candidates);
  if (value == nullptr || value->is_structured())
    return {};
  return text_of(value);
}

/// An id, byte for byte: it goes back as it came.
std::string opaque(const json* value) {
  if (value == nullptr || value->is_structured())
    return {};
  return value->is_string() ? value->get<std::string>() : value->dump();
}

/// `outer` is the tool around a toolWithToolCallList entry: it may lend its
/// name, never its `parameters`, which are the schema or the static ones.
tool_call read_call(const json& call, const json* outer) {
  tool_call result;
  const auto* function = member(&call, "function");
  result.id = opaque(first({member(&call, "id"), member(&call, "toolCallId")}));
  const auto* name = first({member(function, "name"), member(&call, "name"),
                            member(outer, "name"),
                            member(member(outer, "function"), "name")});
  if (name != nullptr && name->is_string())
    result.name = text_of(name);
  read_arguments({member(function, "arguments"), member(&call, "arguments"),
                  member(&call, "parameters"), member(function, "parameters")},
                 result);
  if (result.name.empty() || result.name.size() > max_name) {
    result.name.clear();
    result.broken = "no_name";
  }
  return result;
}

void add_call(tool_call call, std::set<std::string>& seen,
              std::vector<tool_call>& into) {
  if (into.size() >= max_calls_answered)
    return;
  if (!call.id.empty() && !seen.insert(call.id).second)
    return;
  if (into.size() >= max_calls_per_message)
    call.broken = "too_many_calls";
  into.push_back(std::move(call));
}

std::vector<tool_call> read_list(const json* list, bool wrapped) {
  std::vector<tool_call> result;
  if (list == nullptr || !list->is_array())
    return result;
  std::set<std::string> seen;
  for (const auto& entry : *list) {
    const auto* call = wrapped ? member(&entry, "toolCall") : &entry;
    if (call != nullptr && call->is_object())
      add_call(read_call(*call, wrapped ? &entry : nullptr), seen, result);
  }
  return result;
}

/// The same calls come in up to three lists: the first that has any counts.
std::vector<tool_call> read_calls(const json& message) {
  auto calls = read_list(member(&message, "toolCallList"), false);
  if (calls.empty())
    calls = read_list(member(&message, "toolCalls"), false);
  if (calls.empty())
    calls = read_list(member(&message, "toolWithToolCallList"), true);
  return calls;
}

tool_call read_legacy(const json& function_call) {
  tool_call result;
  result.name = fact(
      {member(&function_call, "name"), member(&function_call, "functionName")});
  read_arguments({member(&function_call, "parameters"),
                  member(&function_call, "arguments")},
                 result);
  if (result.name.empty() || result.name.size() > max_name) {
    result.name.clear();
    result.broken = "no_name";
  }
  return result;
}

/// A call, else a session, else a chain of chats.
void read_conversation(const json& message, call_context& into) {
  const auto* chat = member(&message, "chat");
  into.call_id = storable_id(opaque(
      first({member(member(&message, "call"), "id"), member(chat, "sessionId"),
             member(member(chat, "session"), "id"),
             member(member(&message, "session"), "id"),
             member(&message, "sessionId")})));
  if (!into.call_id.empty())
    return;
  into.chat_id = storable_id(opaque(member(chat, "id")));
  into.previous_chat_id
      = storable_id(opaque(first({member(chat, "previousChatId"),
                                  member(member(chat, "previousChat"), "id"),
                                  member(&message, "previousChatId")})));
  into.call_id
      = into.previous_chat_id.empty() ? into.chat_id : into.previous_chat_id;
}

call_context read_context(const json& message) {
  const auto* call = member(&message, "call");
  const auto* number = member(&message, "phoneNumber");
  const auto* assistant = member(&message, "assistant");
  const auto* customer = member(&message, "customer");
  call_context result;
  read_conversation(message, result);
  result.org_id = fact({member(call, "orgId"), member(number, "orgId"),
                        member(assistant, "orgId")});
  result.call_type = fact({member(call, "type")});
  result.assistant_id
      = fact({member(assistant, "id"), member(call, "assistantId")});
  result.phone_number_id
      = fact({member(number, "id"), member(call, "phoneNumberId")});
  result.dialled_number = fact({member(number, "number"),
                                member(member(call, "phoneNumber"), "number")});
  const auto* same_customer = member(call, "customer");
  result.caller_number
      = fact({member(customer, "number"), member(same_customer, "number")});
  result.caller_uri
      = fact({member(customer, "sipUri"), member(same_customer, "sipUri")});
  return result;
}

message_kind kind_of(std::string_view type, const json& message) {
  if (type == "assistant-request")
    return message_kind::assistant_request;
  if (type == "transfer-destination-request")
    return message_kind::transfer_destination_request;
  if (type == "handoff-destination-request")
    return message_kind::handoff_destination_request;
  if (type == "knowledge-base-request")
    return message_kind::knowledge_base_request;
  if (type == "assistant.started")
    return message_kind::call_begins;
  if (type == "end-of-call-report")
    return message_kind::call_ends;
  if (type != "status-update")
    return message_kind::informational;
  const auto status = fact({member(&message, "status")});
  return status == "in-progress" ? message_kind::call_begins
         : status == "ended"     ? message_kind::call_ends
                                 : message_kind::informational;
}

std::string printable(std::string text) {
  std::erase_if(text, [](char c) { return c < 0x20 || c > 0x7e; });
  text.resize(std::min<std::size_t>(text.size(), 64));
  return text;
}

} // namespace

const char* to_string(message_kind kind) noexcept {
  switch (kind) {
  case message_kind::tool_calls:
    return "tool_calls";
  case message_kind::legacy_function_call:
    return "legacy_function_call";
  case message_kind::assistant_request:
    return "assistant_request";
  case message_kind::transfer_destination_request:
    return "transfer_destination_request";
  case message_kind::handoff_destination_request:
    return "handoff_destination_request";
  case message_kind::knowledge_base_request:
    return "knowledge_base_request";
  case message_kind::call_begins:
    return "call_begins";
  case message_kind::call_ends:
    return "call_ends";
  case message_kind::informational:
    break;
  }
  return "informational";
}

const std::string& tool_call::argument(std::string_view key) const {
  static const std::string none;
  auto i = arguments.find(key);
  return i == arguments.end() ? none : i->second;
}

expected<server_message> server_message_in(const std::optional<json>& root) {
  if (!root)
    return failure{errc::bad_request, "the body is not JSON", {}};
  if (!root->is_object())
    return failure{errc::bad_request, "the body is not an object", {}};
  const auto* wrapped = member(&*root, "message");
  if (wrapped != nullptr && !wrapped->is_object())
    return failure{errc::bad_request, "message is not an object", {}};
  const json& message = wrapped != nullptr ? *wrapped : *root;

  server_message result;
  const auto type = fact({member(&message, "type")});
  result.type = printable(type);
  result.call = read_context(message);
  result.kind = kind_of(type, message);
  if (!type.empty() && type != "tool-calls" && type != "function-call")
    return result;

  const auto* legacy = first(
      {member(&message, "functionCall"), member(&*root, "functionCall")});
  if (type != "function-call" || legacy == nullptr)
    result.calls = read_calls(message);
  if (!result.calls.empty() || (type == "tool-calls" && legacy == nullptr)) {
    result.kind = message_kind::tool_calls;
  } else if (legacy != nullptr) {
    result.kind = message_kind::legacy_function_call;
    result.calls.push_back(read_legacy(*legacy));
  } else if (type.empty()) {
    return failure{errc::bad_request, "there is no message", {}};
  }
  return result;
}

expected<server_message> parse_server_message(std::string_view body,
                                              std::size_t room) {
  return server_message_in(read_message(body, room));
}

std::string storable_id(std::string_view id) {
  const bool is_plain
      = id.size() <= longest_plain_id && !id.starts_with('#')
        && std::ranges::all_of(id, [](char c) { return c > ' ' && c < 0x7f; });
  return is_plain ? std::string{id} : '#' + sha256_hex(id);
}

std::string fingerprint(const tool_call& call) {
  // Lengths keep ("ab", "c") and ("a", "bc") apart.
  auto put = [](std::string& to, const std::string& text) {
    to += std::to_string(text.size());
    to += ':';
    to += text;
  };
  std::string canonical;
  put(canonical, call.name);
  for (const auto& [key, value] : call.arguments) {
    put(canonical, key);
    put(canonical, value);
  }
  return sha256_hex(canonical);
}

} // namespace rental

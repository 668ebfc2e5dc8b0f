// What VAPI posts to the webhook, reduced to what the service acts on.
//
// VAPI's captures, published types and documents disagree about the shape of a
// tool call (docs.vapi.ai/server-url/events, docs.vapi.ai/tools/custom-tools,
// VapiAI/gitops): this parser accepts all of them and nothing else. It never
// looks into `artifact`: the calls there are history and must not run again.
// Pure functions; safe from any thread.
#pragma once

#include "base/expected.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// What a server message asks for.
enum class message_kind {
  /// Run `calls`; answer `{"results": [...]}`.
  tool_calls,
  /// Run the one call; answer `{"result": "..."}`. It has no id.
  legacy_function_call,
  /// Needs `{"assistantId"}` or `{"error": sentence}` within 7.5 seconds.
  assistant_request,
  transfer_destination_request,
  handoff_destination_request,
  knowledge_base_request,
  /// A call became live: a good moment to read the calendar ahead.
  call_begins,
  call_ends,
  /// Everything else, unknown future types included: acknowledged with `{}`.
  informational,
};
const char* to_string(message_kind kind) noexcept;

/// Calls of one request that are run; more are answered as broken.
inline constexpr std::size_t max_calls_per_message = 20;

/// One function that the model wants to be run.
struct tool_call {
  using argument_map = std::map<std::string, std::string, std::less<>>;

  /// Opaque, byte for byte as it came, of any length; names the call in the
  /// answer. Empty for legacy calls.
  std::string id;
  std::string name;
  /// Trimmed, on one line, in plain_text's characters, without quotes and
  /// brackets around them; absent, null and empty values and those that only
  /// say so ("N/A") are left out. Numbers and booleans became text, nested
  /// values compact JSON.
  argument_map arguments;
  /// Why the call cannot be run, as a stable name ("arguments_cut"); empty when
  /// it can.
  std::string broken;

  /// The argument or "".
  const std::string& argument(std::string_view key) const;
};

/// Facts of the call, from VAPI's signalling: as trustworthy as the webhook's
/// authentication. Anything may be empty (web calls and chats have no numbers).
struct call_context {
  /// Names the conversation: the call, else the session of a text chat, else
  /// the chat before, else the chat. Fit for the database (storable_id).
  std::string call_id;
  /// Of a text chat outside any session: the chat, and the one that it goes
  /// on. See chat_chain.
  std::string chat_id;
  std::string previous_chat_id;
  std::string org_id;
  /// inboundPhoneCall | outboundPhoneCall | webCall | vapi.websocketCall
  std::string call_type;
  std::string assistant_id;
  std::string phone_number_id;
  /// The number that was dialled.
  std::string dialled_number;
  /// The customer's number as it came: normally E.164, but also a word, or an
  /// address with a number in it.
  std::string caller_number;
  /// The customer's SIP address.
  std::string caller_uri;
};

struct server_message {
  message_kind kind = message_kind::informational;
  /// `message.type` as it came, for logs: printable ASCII, at most 64 bytes.
  std::string type;
  std::vector<tool_call> calls;
  call_context call;
};

/// Reads a webhook body. Flaws in it are mended (json/read_json.hpp), and what
/// is not used costs nothing. Fails with errc::bad_request for anything that
/// has not the structure of JSON, is no object, or holds neither a message
/// object nor one of the shapes that come without it. `room`: bytes behind
/// `body` that may be read, such as a string's spare capacity; json_room of
/// them save a copy.
expected<server_message> parse_server_message(std::string_view body,
                                              std::size_t room = 0);

/// An id as it can be a key in the database: itself when it is short and
/// printable, else "#" and its SHA-256. Equal for equal ids alone.
std::string storable_id(std::string_view id);

/// SHA-256, hex, of the tool's name and its arguments in sorted order: equal
/// for two calls that ask for the same.
std::string fingerprint(const tool_call& call);

} // namespace rental

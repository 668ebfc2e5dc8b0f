// The bodies that VAPI posts, in the shapes that occur (docs.vapi.ai,
// server-url/events and custom-tools). Pure; thread-safe.
#pragma once

#include "base/time.hpp"

#include <map>
#include <string>

namespace rental::load {

/// What signalling tells about a call.
struct call_facts {
  std::string id;
  /// The caller's number, E.164.
  std::string phone;
  instant began{};
};

/// Tool arguments; VAPI's models send strings for all of ours.
using tool_arguments = std::map<std::string, std::string>;

struct tool_request {
  std::string id;
  std::string tool;
  tool_arguments arguments;
};

/// How a tool call is wrapped.
enum class body_shape {
  /// Three lists, arguments as an object: what real traffic looks like.
  captured,
  /// `toolCallList` only, arguments as a string: the published type.
  published,
  /// Name and arguments beside the id: the documents' flat form.
  flat,
};

std::string tool_call_body(const call_facts& call, const tool_request& wanted,
                           body_shape shape);
std::string status_update_body(const call_facts& call);
std::string end_of_call_body(const call_facts& call);

/// Compact, keys sorted.
std::string to_json_text(const tool_arguments& arguments);

/// What an answer says about one tool call.
struct tool_result {
  bool there = false;
  bool is_error = false;
  std::string text;
};
tool_result result_of(const std::string& body, const std::string& tool_call_id);

} // namespace rental::load

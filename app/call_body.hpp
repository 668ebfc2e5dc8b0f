// The bodies that VAPI posts to a webhook during a call, in the shape of real
// traffic: a tool call stands in three lists and, as text, in the history,
// which must never be executed. docs.vapi.ai/server-url/events
#pragma once

#include "base/time.hpp"

#include <string>
#include <utility>
#include <vector>

namespace rental {

/// The call that every message of it repeats.
struct call_facts {
  std::string id;
  std::string assistant_id;
  std::string phone_number_id;
  std::string dialled;
  std::string caller;
  instant began{};
};

/// What was said so far: role ("bot" or "user") and words.
using call_history = std::vector<std::pair<std::string, std::string>>;

struct simulated_tool_call {
  std::string id;
  std::string name;
  std::vector<std::pair<std::string, std::string>> arguments;
};

/// JSON texts; pure.
std::string status_update_body(const call_facts& call, instant now);
std::string tool_calls_body(const call_facts& call,
                            const simulated_tool_call& tool,
                            const call_history& history, instant now);
std::string end_of_call_body(const call_facts& call,
                             const call_history& history, instant now);

} // namespace rental

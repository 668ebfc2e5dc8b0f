// The arguments of a tool call, however many wrappings a model, a proxy or an
// automation put around them. Pure. Internal to vapi/.
#pragma once

#include "vapi/server_message.hpp"

#include <nlohmann/json_fwd.hpp>

#include <initializer_list>

namespace rental {

/// Fills `arguments`, or `broken` when they cannot be read, from the first of
/// `candidates` that has any. Null stands for an absent one. Understood are an
/// object; its text, encoded several times, in a fence, after a word or two, in
/// Python's way, or several times over; a list of one; an object that holds
/// them as its "arguments" and the like.
void read_arguments(std::initializer_list<const nlohmann::json*> candidates,
                    tool_call& into);

} // namespace rental

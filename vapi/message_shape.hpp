// Which members of a webhook body are used; the rest is not even built. And
// what they say.
// Internal to vapi/.
#pragma once

#include "json/read_json.hpp"
#include "vapi/server_message.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace rental {

/// The body with what is used of it; nothing when it has no structure. A body
/// of megabytes of history costs what its tool calls cost. `room`: bytes behind
/// `body` that may be read; see read_long_json.
std::optional<nlohmann::json> read_message(std::string_view body,
                                           std::size_t room = 0);

/// What is read of a body.
json_options message_options();

/// What a body says that was read; server_message.cpp has it.
expected<server_message>
server_message_in(const std::optional<nlohmann::json>& root);

} // namespace rental

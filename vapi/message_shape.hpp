// Which members of a webhook body are used; the rest is not even built.
// Internal to vapi/.
#pragma once

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

/// The same, read byte by byte, as a body with flaws is; for comparison.
std::optional<nlohmann::json> read_message_slowly(std::string_view body);

} // namespace rental

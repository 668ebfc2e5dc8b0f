// Which members of a webhook body are used; the rest is not even built.
// Internal to vapi/.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string_view>

namespace rental {

/// The body with what is used of it; nothing when it has no structure. A body
/// of megabytes of history costs what its tool calls cost.
std::optional<nlohmann::json> read_message(std::string_view body);

} // namespace rental

// ISO 8601 instants in files and variables.
#pragma once

#include "base/time.hpp"

#include <optional>
#include <string_view>

namespace rental {

/// Reads "2025-09-30T14:30:00" with an optional fraction (dropped) and an
/// optional "Z", "+02:00" or "-0600"; without an offset it is UTC. Seconds may
/// be left out. Anything else, an impossible date included, yields nothing.
std::optional<instant> read_instant(std::string_view text);

} // namespace rental

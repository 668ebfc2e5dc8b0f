// Instants in what the service and the simulator answer.
#pragma once

#include "base/time.hpp"

#include <optional>
#include <string>

namespace rental::load {

/// Reads "2026-11-24T15:00:00Z" and "2026-11-24T09:00:00-06:00", fractions of a
/// second dropped; nothing for anything else.
std::optional<instant> instant_in(const std::string& text);

} // namespace rental::load

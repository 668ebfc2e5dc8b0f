// Lets the composition root count and time what is sent to Microsoft.
#pragma once

#include <chrono>
#include <functional>
#include <string_view>

namespace rental {

/// Called after every HTTP exchange, retries included, on the client's thread:
/// the operation ("refresh", "calendar_view", ..), the HTTP status or 0 when
/// no answer came, and how long it took, the wait in the gate included. May be
/// empty. Must not block or throw.
using call_observer = std::function<void(
    std::string_view operation, long status, std::chrono::milliseconds took)>;

} // namespace rental

// Somewhere else to run blocking work.
#pragma once

#include <functional>

namespace rental {

/// Runs a job on another thread; tests put it into a queue. Callable from any
/// thread.
using executor = std::function<void(std::function<void()>)>;

} // namespace rental

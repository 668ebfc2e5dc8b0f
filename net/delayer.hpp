// Something that calls back later. Retries and queue deadlines need one.
#pragma once

#include <chrono>
#include <functional>

namespace rental {

/// Runs jobs after a while, without a thread for each. Thread-safe.
class delayer {
public:
  virtual ~delayer() = default;

  /// Runs `job` once, on a foreign thread, `wait` from now or later; never
  /// from within `after`. When the owner shuts down, jobs that still wait are
  /// run early rather than dropped, so that nobody waits for ever.
  virtual void after(std::chrono::milliseconds wait, std::function<void()> job)
      = 0;
};

} // namespace rental

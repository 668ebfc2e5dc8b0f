// Where the service gets the time from. Nothing else asks the system.
#pragma once

#include "base/time.hpp"

#include <atomic>
#include <memory>

namespace rental {

/// Tells the time. Implementations are thread-safe.
class clock {
public:
  virtual ~clock() = default;
  /// Now, UTC, whole seconds.
  virtual instant now() const = 0;
};

/// The machine's clock.
class system_clock final : public clock {
public:
  instant now() const override;
};

/// The machine's clock, moved so that it showed `start` when it was made
/// (CLOCK_START).
class shifted_clock final : public clock {
public:
  explicit shifted_clock(instant start);
  instant now() const override;

private:
  std::chrono::seconds shift_;
};

/// Stands still until it is moved. For tests.
class manual_clock final : public clock {
public:
  explicit manual_clock(instant start) : now_(to_unix(start)) {}
  instant now() const override { return from_unix(now_.load()); }
  void set(instant t) { now_ = to_unix(t); }
  void advance(std::chrono::seconds by) { now_ += by.count(); }

private:
  std::atomic<std::int64_t> now_;
};

} // namespace rental

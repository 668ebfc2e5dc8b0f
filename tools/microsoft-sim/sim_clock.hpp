#pragma once

#include "tools/microsoft-sim/zones.hpp"

#include <mutex>

namespace rental::sim {

/// The simulator's own time: real by default, but it may begin anywhere, be
/// moved, and be stopped. Thread-safe.
class sim_clock {
public:
  sys_seconds now() const;

  /// Puts the clock to `instant`; it goes on from there.
  void set(sys_seconds instant);

  void advance(std::chrono::seconds by);

  /// A stopped clock still obeys set() and advance().
  void freeze(bool stopped);

  /// Back to real time.
  void reset();

private:
  sys_seconds real() const;

  mutable std::mutex mutex_;
  std::chrono::seconds offset_{};
  bool frozen_ = false;
  sys_seconds frozen_at_{};
};

} // namespace rental::sim

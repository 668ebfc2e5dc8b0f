// The load of the last hour, minute by minute, for the operator's plots.
#pragma once

#include "base/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace rental {

/// One minute of load.
struct load_minute {
  instant begin{};
  std::uint32_t calls = 0;
  std::uint32_t bookings = 0;
  /// 95 of 100 tool calls were answered within this; 0 without any. Seconds,
  /// exact to a tenth.
  double p95 = 0;
};

/// A ring of sixty minutes and the one that runs. Thread-safe.
class load_history {
public:
  static constexpr std::size_t minutes = 60;

  /// A tool call was answered, and how long that took.
  void call(instant now, double seconds);
  /// A viewing was booked.
  void booking(instant now);
  /// The sixty minutes up to the present one, oldest first; those in which
  /// nothing happened are there and empty.
  std::vector<load_minute> last_hour(instant now) const;

private:
  /// Eight buckets for each doubling, from 0.1 ms on.
  static constexpr std::size_t buckets = 160;

  struct minute {
    std::int64_t number = -1;
    std::uint32_t bookings = 0;
    std::uint32_t calls = 0;
    std::array<std::uint32_t, buckets> took{};
  };

  static double p95_of(const minute& from);
  minute& at(instant now);

  mutable std::mutex mutex_;
  std::array<minute, minutes> ring_{};
};

} // namespace rental

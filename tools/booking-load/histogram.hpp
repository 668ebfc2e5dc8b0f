// Latencies, counted the way HdrHistogram counts them (Gil Tene, 2012,
// hdrhistogram.github.io): no sample is averaged away and the far tail is as
// exact as the middle.
//
// Log-linear buckets: values below 2048 have a bucket each; above, every power
// of two is split into 1024 equal buckets. So a value is known to within a
// thousandth of itself, whether it is a millisecond or a minute, and recording
// is a shift and an increment. Values are microseconds here, but nothing
// depends on that.
//
// Coordinated omission: a client that waits for an answer before it sends the
// next request measures one bad second once, although a thousand requests would
// have met it. Two cures. An open loop measures from the moment at which the
// request was due, not from when it was sent. A closed loop that should have
// sent every `interval` records, beside a long value v, also v - interval,
// v - 2 * interval, ...: what the requests that were never sent would have seen
// (record_corrected).
#pragma once

#include <cstdint>
#include <vector>

namespace rental::load {

/// Counts values from 0 to 2^36 (19 hours in microseconds); greater ones count
/// as that. Copyable; not thread-safe.
class histogram {
public:
  histogram();

  void record(std::uint64_t value, std::uint64_t times = 1);
  /// Records `value` and what it hid; see above. An `interval` of 0 hides
  /// nothing.
  void record_corrected(std::uint64_t value, std::uint64_t interval);
  void add(const histogram& other);

  std::uint64_t count() const noexcept { return count_; }
  /// Exact; 0 when nothing was recorded.
  std::uint64_t min() const noexcept { return count_ > 0 ? min_ : 0; }
  std::uint64_t max() const noexcept { return max_; }
  double mean() const noexcept;
  /// The smallest value that at least `percent` of all values do not exceed,
  /// rounded up to the end of its bucket (but never above max). 0 when empty.
  std::uint64_t percentile(double percent) const;

  /// One point of the percentile curve.
  struct point {
    double percent = 0;
    std::uint64_t value = 0;
    /// Values up to and including this one.
    std::uint64_t count = 0;
  };
  /// The curve as HdrHistogram prints it: the steps halve on the way to 100
  /// percent, five for each half. Ends at 100 percent. Empty when nothing was
  /// recorded.
  std::vector<point> curve() const;

  /// The bucket of a value and the greatest value in a bucket; for tests.
  static std::size_t bucket_of(std::uint64_t value) noexcept;
  static std::uint64_t last_of(std::size_t bucket) noexcept;

private:
  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  std::uint64_t min_ = ~std::uint64_t{0};
  std::uint64_t max_ = 0;
  double sum_ = 0;
};

} // namespace rental::load

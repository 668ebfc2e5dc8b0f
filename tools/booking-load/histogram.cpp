#include "tools/booking-load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace rental::load {
namespace {

constexpr int linear_bits = 10;
constexpr std::uint64_t half = std::uint64_t{1} << linear_bits;
constexpr int value_bits = 36;
constexpr std::uint64_t most_counted = (std::uint64_t{1} << value_bits) - 1;
constexpr std::size_t bucket_count
    = half * static_cast<std::size_t>(value_bits - linear_bits + 1);
constexpr int steps_per_half = 5;

} // namespace

histogram::histogram() : counts_(bucket_count, 0) {}

std::size_t histogram::bucket_of(std::uint64_t value) noexcept {
  value = std::min(value, most_counted);
  auto shift
      = std::max(0, static_cast<int>(std::bit_width(value)) - linear_bits - 1);
  return static_cast<std::size_t>(shift) * half
         + static_cast<std::size_t>(value >> shift);
}

std::uint64_t histogram::last_of(std::size_t bucket) noexcept {
  if (bucket < 2 * half)
    return bucket;
  auto shift = bucket / half - 1;
  return ((bucket - shift * half + 1) << shift) - 1;
}

void histogram::record(std::uint64_t value, std::uint64_t times) {
  if (times == 0)
    return;
  value = std::min(value, most_counted);
  counts_[bucket_of(value)] += times;
  count_ += times;
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
  sum_ += static_cast<double>(value) * static_cast<double>(times);
}

void histogram::record_corrected(std::uint64_t value, std::uint64_t interval) {
  record(value);
  if (interval == 0)
    return;
  while (value >= 2 * interval) {
    value -= interval;
    record(value);
  }
}

void histogram::add(const histogram& other) {
  for (std::size_t i = 0; i < bucket_count; ++i)
    counts_[i] += other.counts_[i];
  count_ += other.count_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  sum_ += other.sum_;
}

double histogram::mean() const noexcept {
  return count_ > 0 ? sum_ / static_cast<double>(count_) : 0;
}

std::uint64_t histogram::percentile(double percent) const {
  if (count_ == 0)
    return 0;
  const auto share = std::clamp(percent, 0.0, 100.0) / 100;
  // Just below, or a rank that is whole would be pushed up by rounding.
  const auto rank = std::max<std::uint64_t>(
      1, static_cast<std::uint64_t>(
             std::ceil(share * static_cast<double>(count_) - 1e-6)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < bucket_count; ++i) {
    seen += counts_[i];
    if (seen >= rank)
      return std::clamp(last_of(i), min_, max_);
  }
  return max_;
}

std::vector<histogram::point> histogram::curve() const {
  std::vector<point> result;
  if (count_ == 0)
    return result;
  std::uint64_t seen = 0;
  double percent = 0;
  for (std::size_t i = 0; i < bucket_count && seen < count_; ++i) {
    seen += counts_[i];
    const auto reached
        = 100 * static_cast<double>(seen) / static_cast<double>(count_);
    while (counts_[i] > 0 && percent <= reached && seen < count_) {
      result.push_back({percent, std::min(last_of(i), max_), seen});
      // How many halvings of the way to 100 percent lie behind.
      const auto halves = std::floor(std::log2(100 / (100 - percent)));
      percent += 100 / (std::exp2(halves + 1) * steps_per_half);
    }
  }
  result.push_back({100, max_, count_});
  return result;
}

} // namespace rental::load

#include "metrics/load_history.hpp"

#include <algorithm>
#include <cmath>

namespace rental {
namespace {

constexpr double least = 0.0001;
constexpr double per_doubling = 8;

std::int64_t minute_of(instant t) {
  return to_unix(t) / 60;
}

} // namespace

load_history::minute& load_history::at(instant now) {
  const auto number = minute_of(now);
  auto& slot = ring_[static_cast<std::size_t>(number) % minutes];
  if (slot.number != number) {
    slot = {};
    slot.number = number;
  }
  return slot;
}

void load_history::call(instant now, double seconds) {
  const auto steps = std::log2(std::max(seconds, least) / least) * per_doubling;
  const auto bucket = std::min(static_cast<std::size_t>(steps), buckets - 1);
  const std::lock_guard guard{mutex_};
  auto& slot = at(now);
  ++slot.calls;
  ++slot.took[bucket];
}

void load_history::booking(instant now) {
  const std::lock_guard guard{mutex_};
  ++at(now).bookings;
}

double load_history::p95_of(const minute& from) {
  if (from.calls == 0)
    return 0;
  const auto wanted = (from.calls * std::uint64_t{95} + 99) / 100;
  std::uint64_t seen = 0;
  std::size_t bucket = 0;
  while (seen < wanted)
    seen += from.took[bucket++];
  return least * std::exp2(static_cast<double>(bucket) / per_doubling);
}

std::vector<load_minute> load_history::last_hour(instant now) const {
  const auto last = minute_of(now);
  std::vector<load_minute> result;
  result.reserve(minutes);
  const std::lock_guard guard{mutex_};
  for (auto number = last - std::int64_t{minutes} + 1; number <= last;
       ++number) {
    load_minute one{from_unix(number * 60), 0, 0, 0};
    const auto& slot = ring_[static_cast<std::size_t>(number) % minutes];
    if (slot.number == number) {
      one.calls = slot.calls;
      one.bookings = slot.bookings;
      one.p95 = p95_of(slot);
    }
    result.push_back(one);
  }
  return result;
}

} // namespace rental

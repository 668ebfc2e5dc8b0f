// Instants and half-open intervals. Instants are UTC seconds; wall clocks
// belong to zone.hpp.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>

namespace rental {

/// A point in time, UTC, whole seconds.
using instant = std::chrono::sys_seconds;

/// The half-open interval [start, end).
struct time_slot {
  instant start{};
  instant end{};

  friend bool operator==(const time_slot&, const time_slot&) = default;
  friend auto operator<=>(const time_slot&, const time_slot&) = default;
};

/// Whether two half-open intervals share at least one second.
constexpr bool overlaps(const time_slot& a, const time_slot& b) noexcept {
  return a.start < b.end && b.start < a.end;
}

/// Seconds since the Unix epoch.
constexpr std::int64_t to_unix(instant t) noexcept {
  return t.time_since_epoch().count();
}
constexpr instant from_unix(std::int64_t seconds) noexcept {
  return instant{std::chrono::seconds{seconds}};
}

/// "2026-11-24T15:00:00Z" (RFC 3339).
std::string to_iso_utc(instant t);

} // namespace rental

// Instants and half-open intervals. Instants are UTC seconds; wall clocks
// belong to zone.hpp.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

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

/// "2026-11-24T15:00:00Z" (RFC 3339, which knows the years 0000 to 9999; other
/// instants are written as the nearest second of these).
std::string to_iso_utc(instant t);

/// The same with "+05:45" or the like in place of the "Z"; `t` has to be
/// shifted by that offset already. See zone::to_iso.
std::string to_iso(instant t, std::string_view zone);

} // namespace rental

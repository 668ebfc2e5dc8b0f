// What is booked, and when: the same bookings for the service and for the
// database alone.
#pragma once

#include "tests/bench/world.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace rental::test {

inline constexpr int bench_managers = 400;

/// The n-th booking of a run: manager by manager, half hour by half hour, from
/// Tuesday to Friday.
struct wished_viewing {
  std::size_t manager = 0;
  /// The manager's wall clock, as VAPI's model writes it.
  std::string start;
  std::string call;
  /// Each caller has another number.
  std::string number;
};
wished_viewing wished(std::size_t n);

/// So many fit into the four days.
inline constexpr std::size_t most_wishes = bench_managers * 16 * 4;

/// When the n-th of `rate` a second is due.
inline steady::time_point due_at(steady::time_point began, std::size_t n,
                                 int rate) {
  return began + n * micros{1'000'000} / rate;
}

/// Milliseconds by percentile: {"p50": 1.2, "p90": ...}. Null when empty.
nlohmann::json percentiles(std::vector<micros> all);

/// Seconds before anything counts: calendars wake up, connections are made.
inline constexpr int warm_seconds = 2;

/// What a booking costs beyond the time that Microsoft takes.
int bookings(const std::string& folder, int rate, int seconds);
/// What the same bookings' transactions cost, one after the other, alone.
int transactions(const std::string& folder, int rate, int seconds);

} // namespace rental::test

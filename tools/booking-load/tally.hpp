// What a scenario counts while it runs: latencies, outcomes, pace.
#pragma once

#include "tools/booking-load/hearing.hpp"
#include "tools/booking-load/histogram.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace rental::load {

/// One second of a run.
struct second_count {
  std::uint64_t answers = 0;
  std::uint64_t promises = 0;
};

/// Not thread-safe.
struct tally {
  /// By tool; "status-update" and other messages by their type.
  std::map<std::string, histogram> latency;
  /// The same without waiting for a connection, uncorrected: what the service
  /// took once it had the request.
  std::map<std::string, histogram> service_time;
  std::array<std::uint64_t, static_cast<std::size_t>(said::count_)> outcomes{};
  /// By tool and kind.
  std::map<std::string, std::map<std::string, std::uint64_t>> by_tool;
  std::vector<second_count> seconds;
  std::uint64_t answers = 0;

  /// `due`, `sent` and `done` since the scenario began; `expected_interval`
  /// corrects a closed loop (0: none).
  void count(const std::string& tool, said what, std::chrono::microseconds due,
             std::chrono::microseconds sent, std::chrono::microseconds done,
             std::chrono::microseconds expected_interval);
  std::uint64_t outcome(said what) const {
    return outcomes[static_cast<std::size_t>(what)];
  }
  /// Latencies of all tools.
  histogram all() const;
};

} // namespace rental::load

// What booking-load was asked to do.
#pragma once

#include "base/expected.hpp"
#include "base/secret.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rental::load {

struct load_options {
  /// The service.
  std::string url = "http://127.0.0.1:8080";
  /// The simulator of Microsoft behind it.
  std::string sim = "http://127.0.0.1:8099";
  /// The service's SQLite file, read by the checker.
  std::string database;
  /// X-Vapi-Secret and the Bearer token; empty: none.
  secret webhook_secret;
  secret admin_token;

  std::vector<std::string> scenarios;
  /// Connections, and callers at the same time.
  int callers = 20;
  /// Of one-slot.
  int rounds = 5;
  int managers = 4;
  /// Of random, retry-storm, forgetful and mixed: phone calls.
  int calls = 100;
  /// Calls per second (open loop); 0: each caller follows on the other.
  double rate = 0;
  /// Of openings.
  std::chrono::seconds duration{5};
  /// Corrects a closed loop for coordinated omission; 0: not.
  std::chrono::milliseconds expected_interval{0};
  std::uint64_t seed = 1;

  /// Latency of every Graph request, and faults as the simulator takes them.
  int graph_latency_ms = 0;
  /// How long a change takes to show up in lists.
  int list_lag_ms = 0;
  std::vector<std::string> faults;

  /// Accounts and user ids begin with it.
  std::string prefix = "load";
  /// The whole run ends after this.
  std::chrono::seconds most_time{900};
  /// How long the service gets to finish what goes on in the background.
  std::chrono::seconds settle{120};
  std::string json_file;
  std::string html_file;
  bool check = true;
  bool quiet = false;
  /// Addresses other than this machine are allowed.
  bool own_service = false;
};

/// The figures of `--long`.
void make_long(load_options& options);

/// Every scenario, in the order in which they run.
const std::vector<std::string>& scenario_names();

/// Refuses what is out of bounds or aims at somebody else's service; one line.
expected<done> validate(const load_options& options);

/// Option and value for the report; secrets only as given or not.
std::vector<std::pair<std::string, std::string>>
describe(const load_options& options);

} // namespace rental::load

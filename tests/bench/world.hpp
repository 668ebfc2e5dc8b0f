// A simulator of Microsoft, and a service whose managers are connected to it,
// in this process.
#pragma once

#include "app/database.hpp"
#include "app/service.hpp"
#include "config/load.hpp"
#include "tests/support/graph_around.hpp"
#include "tools/microsoft-sim/simulator.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rental::test {

using steady = std::chrono::steady_clock;
using micros = std::chrono::microseconds;

/// When the managers' clocks begin, and with them the weeks that are booked.
constexpr auto sunday_text = "2026-11-22T14:00:00Z";
constexpr instant sunday = from_unix(1'795'356'000);
constexpr auto managers_zone = "America/Chicago";

/// The value, or the end of the program.
template <class T>
T must(expected<T> what) {
  if (what)
    return std::move(*what);
  std::cerr << to_string(what.error()) << "\n";
  std::exit(1);
}

inline micros since(steady::time_point began) {
  return std::chrono::duration_cast<micros>(steady::now() - began);
}

/// With tokens as long as Microsoft's.
manager_record connected_manager(const std::string& user_id);

/// Stores the rows in one transaction.
void store_managers(store& rows, const std::vector<manager_record>& managers);

/// Time that calls to Graph took, by mailbox.
class timed_graph final : public graph_around {
public:
  using graph_around::graph_around;

  void calendar_view(graph_call call, time_slot window,
                     reply<std::vector<calendar_event>> on_reply) override;
  void create_event(graph_call call, event_draft draft,
                    reply<calendar_event> on_reply) override;

  static constexpr std::size_t most = 4096;
  std::array<std::atomic<std::int64_t>, most> spent{};

private:
  template <class T>
  reply<T> timed(std::int64_t mailbox, reply<T> on_reply);
};

class bench_world {
public:
  bench_world(const std::string& folder, int managers, int latency_ms);

  std::uint16_t port() const { return running_->port(); }
  /// Rows are numbered from 1 in the order in which they were stored.
  micros in_graph(std::size_t manager) const {
    return micros{graph_->spent.at(manager + 1)};
  }
  const std::vector<std::string>& users() const { return users_; }

private:
  void connect(int managers);

  sim::simulator microsoft_;
  environment env_;
  std::vector<std::string> users_;
  std::shared_ptr<timed_graph> graph_;
  std::unique_ptr<service> running_;
};

} // namespace rental::test

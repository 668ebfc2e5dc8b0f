// What the operator sees of all managers at once, and how much there is of
// everything, for the metrics.
#pragma once

#include "actors/actors.hpp"
#include "actors/ledger.hpp"
#include "base/clock.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace rental {

struct watch_deps {
  std::shared_ptr<const clock> time;
  ledger_actor ledger;
  /// For managers whose mailbox names no zone.
  zone default_zone;
  /// Sets a number: its name, the value of its label (`state`, or `kind` of
  /// unreadable_rows; empty: it has none), and the value. Thread-safe; may be
  /// empty.
  std::function<void(std::string_view, std::string_view, double)> gauge;
  /// How often the rows are counted.
  std::chrono::milliseconds every{15'000};
};

struct watch_state {
  static inline const char* name = "overview";

  /// Counts the rows; re-arms itself.
  void count();
  caf::result<overview> look(const overview_query& query);
  caf::result<manager_week> week(const week_query& query);
  caf::result<store_outcome> again(std::int64_t mail);

  overview_actor::pointer self = nullptr;
  watch_deps deps;

private:
  void show(const store_counts& counts);
  /// Logs each row that does not open once.
  void name_unreadable(const store_counts& counts);

  std::set<unreadable_row> named_;
  /// Kinds of values of which one did not open so far.
  std::set<std::string> kinds_;
};

/// Spawn with `system.spawn(watch, deps)`.
overview_actor::behavior_type
watch(overview_actor::stateful_pointer<watch_state> self, watch_deps deps);

} // namespace rental

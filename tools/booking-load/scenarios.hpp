// The scenarios: what callers do to the service. Each ends when its work is
// done or the run is stopping.
#pragma once

#include "tools/booking-load/run.hpp"

#include <memory>
#include <vector>

namespace rental::load {

/// One line (connection) and the call that is on it.
struct worker {
  std::unique_ptr<connection> line;
  /// Which call this is, from 0.
  std::size_t index = 0;
  /// When it was due: in an open loop possibly before now.
  steady::time_point due{};
  /// Further lines, for requests that overlap.
  std::vector<std::unique_ptr<connection>> more;
};

/// A conversation, written down.
using conversation = task<> (*)(load_run&, worker&);

/// Carries out `calls` conversations on `options.callers` lines. Closed loop:
/// each line begins the next when the last has ended. Open loop: call i is due
/// at i / rate, and when no line is free by then, the wait counts.
task<> work_off(load_run& run, std::size_t calls, conversation talk);

/// Everybody wants the same slot; once each round, another slot.
task<> one_slot(load_run& run);
/// Any manager, any start, also off the grid, closed, too soon, too far.
task<> random_starts(load_run& run);
/// Each tool call is sent 3 to 10 times, some while the first runs, now and
/// then with other arguments.
task<> retry_storm(load_run& run);
/// The model forgets what it did: same call, same wish, new ids; and a change
/// of mind within the call.
task<> forgetful(load_run& run);
/// Hear the openings, book one of them, call again to find, move or cancel it.
task<> mixed(load_run& run);
/// Openings only: the pace of cached answers.
task<> openings_only(load_run& run);

/// Runs one by name.
task<> play(load_run& run, const std::string& name);
/// What it is about to do, with its numbers.
std::string description(const load_options& options, const std::string& name);

} // namespace rental::load

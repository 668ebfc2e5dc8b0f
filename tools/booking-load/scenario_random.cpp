#include "tools/booking-load/scenarios.hpp"

namespace rental::load {
namespace {

using namespace std::chrono_literals;

/// Mostly on the grid of the manager's wall clock; the rest in every way
/// impossible.
instant some_start(load_run& run, const zone& tz) {
  const auto first = tz.local_day(run.about + 48h);
  const auto day = first + date::days{run.any(7)};
  // Business hours and a little more.
  const auto on_grid = tz.start_of_day(day) + 8h + 30min * run.any(20);
  switch (run.any(10)) {
  case 0:
    return on_grid + std::chrono::minutes{1 + run.any(29)};
  case 1:
    return on_grid + 5min * (1 + run.any(5));
  case 2:
    return run.chance(50) ? on_grid + std::chrono::days{30}
                          : on_grid - std::chrono::days{9};
  default:
    return on_grid;
  }
}

task<> try_a_time(load_run& run, worker& me) {
  const auto& manager = run.any_manager();
  const auto call = run.new_call(manager);
  const auto start = some_start(run, manager.tz);
  tool_use use;
  use.tool = "set_appointment";
  // ISO only: words cannot name the past.
  use.arguments
      = run.booking(call, run.words_for(start, manager.tz, run.any(3)));
  use.wanted = start;
  use.due = me.due;
  use.shape = static_cast<body_shape>(run.any(3));
  const auto answer = co_await run.use(*me.line, call, std::move(use));
  // Half of those who are offered something else take it.
  if (answer.meaning.what != said::refused || answer.options.empty()
      || !run.chance(50))
    co_return;
  tool_use second;
  second.tool = "set_appointment";
  second.arguments = run.booking(call, answer.meaning.options.front());
  second.wanted = answer.options.front();
  co_await run.use(*me.line, call, std::move(second));
}

} // namespace

task<> random_starts(load_run& run) {
  co_await work_off(run, static_cast<std::size_t>(run.options.calls),
                    try_a_time);
}

} // namespace rental::load

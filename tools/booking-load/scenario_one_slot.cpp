#include "tools/booking-load/scenarios.hpp"

namespace rental::load {
namespace {

/// All callers of a round start together: a gate that opens once.
struct race {
  const calendar_owner* manager = nullptr;
  time_slot slot;
  std::string name;
};

task<> compete(load_run& run, connection& line, race what, std::size_t way) {
  const auto call = run.new_call(*what.manager);
  tool_use use;
  use.tool = "set_appointment";
  use.arguments = run.booking(
      call, run.words_for(what.slot.start, what.manager->tz, way));
  use.contest = what.name;
  use.wanted = what.slot.start;
  use.shape = static_cast<body_shape>(way % 3);
  co_await run.use(line, call, std::move(use));
}

/// Opens every connection, so that the race begins at the service and not in
/// the accept queue.
task<> pick_up(load_run& run, connection& line, const calendar_owner& manager) {
  const auto call = run.new_call(manager);
  co_await run.tell(line, "status-update", status_update_body(call.facts));
}

using lines = std::vector<std::unique_ptr<connection>>;

task<> pick_up_all(load_run& run, lines& all) {
  task_group group;
  for (auto& line : all)
    group.spawn(pick_up(run, *line, run.managers.front()));
  co_await group.all();
}

task<> compete_all(load_run& run, lines& all, race what) {
  task_group group;
  for (std::size_t i = 0; i < all.size(); ++i)
    group.spawn(compete(run, *all[i], what, i));
  co_await group.all();
}

/// A manager who has time left, beginning with the one whose turn it is. At
/// least three slots, so that the losers can be offered something else; none
/// that may pass out of the notice while the run goes on.
task<std::optional<race>> next_race(load_run& run, connection& line) {
  constexpr std::size_t least = 3;
  for (std::size_t i = 0; i < run.managers.size(); ++i) {
    const auto turn
        = (static_cast<std::size_t>(run.round) + i) % run.managers.size();
    const auto& manager = run.managers[turn];
    auto free = co_await run.openings(line, manager);
    std::erase_if(free, [&](const time_slot& slot) {
      return slot.start < run.about + std::chrono::hours{54};
    });
    if (free.size() >= least)
      co_return race{&manager, free[run.any(free.size())],
                     "round " + std::to_string(run.round)};
  }
  co_return std::nullopt;
}

} // namespace

task<> one_slot(load_run& run) {
  lines all;
  for (int i = 0; i < run.options.callers; ++i)
    all.push_back(run.connect());
  co_await pick_up_all(run, all);
  for (run.round = 1; run.round <= run.options.rounds && !run.stopping;
       ++run.round) {
    const auto next = co_await next_race(run, *all.front());
    if (!next) {
      run.skip("no manager has free times left after round "
               + std::to_string(run.round - 1));
      break;
    }
    co_await compete_all(run, all, *next);
  }
}

} // namespace rental::load

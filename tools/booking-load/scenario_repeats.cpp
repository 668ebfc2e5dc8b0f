// The network repeats, the model forgets.
#include "crypto/random.hpp"
#include "tools/booking-load/scenarios.hpp"

namespace rental::load {
namespace {

using std::chrono::milliseconds;

connection& another_line(load_run& run, worker& me, std::size_t index) {
  while (me.more.size() <= index)
    me.more.push_back(run.connect());
  return *me.more[index];
}

task<> send_later(load_run& run, connection& line, const phone_call& call,
                  tool_use use, milliseconds after) {
  if (after.count() > 0)
    co_await run.loop.pause(after);
  co_await run.use(line, call, std::move(use));
}

/// Sends `copies` at once or within moments of each other: some arrive while
/// the first runs.
task<> send_together(load_run& run, worker& me, const phone_call& call,
                     std::vector<tool_use> copies) {
  task_group group;
  for (std::size_t i = 0; i < copies.size(); ++i) {
    const milliseconds after{i == 0 || run.chance(30) ? 0 : run.any(60)};
    group.spawn(send_later(run, another_line(run, me, i), call,
                           std::move(copies[i]), after));
  }
  co_await group.all();
}

task<std::optional<instant>> free_start(load_run& run, connection& line,
                                        const calendar_owner& manager) {
  const auto free = co_await run.openings(line, manager);
  if (free.empty()) {
    run.skip("some managers had no free times left");
    co_return std::nullopt;
  }
  co_return free[run.any(free.size())].start;
}

tool_use wish(load_run& run, const phone_call& call, instant start,
              std::size_t way) {
  tool_use use;
  use.tool = "set_appointment";
  use.arguments
      = run.booking(call, run.words_for(start, call.manager->tz, way));
  use.wanted = start;
  return use;
}

/// 3 to 10 times in all: most together, one to three after the rest.
task<> storm(load_run& run, worker& me, const phone_call& call, tool_use use) {
  const auto total = 3 + run.any(8);
  const auto late = 1 + run.any(std::min<std::size_t>(3, total - 2));
  co_await send_together(run, me, call,
                         std::vector<tool_use>(total - late, use));
  use.due = {};
  for (std::size_t i = 0; i < late; ++i)
    co_await run.use(*me.line, call, use);
  // The same id for something else is a new wish.
  if (use.wanted && run.chance(10)) {
    auto other = use;
    *other.wanted += std::chrono::hours{1};
    other.arguments["start_time"] = to_iso_utc(*other.wanted);
    co_await run.use(*me.line, call, std::move(other));
  }
}

task<> storm_call(load_run& run, worker& me) {
  const auto& manager = run.any_manager();
  const auto call = run.new_call(manager);
  const auto start = co_await free_start(run, *me.line, manager);
  if (!start)
    co_return;
  auto use = wish(run, call, *start, run.any(4));
  use.due = me.due;
  use.id = "call_" + random_token(18);
  co_await storm(run, me, call, use);
  if (!run.tools.contains("cancel_appointment")) {
    run.skip("cancel_appointment is not offered by this service");
    co_return;
  }
  tool_use cancel;
  cancel.tool = "cancel_appointment";
  cancel.arguments["property_address"] = call.address;
  // Thought again, and again: models name their calls after the tool.
  if (run.chance(20)) {
    cancel.id = "cancel_appointment_0";
    co_await run.use(*me.line, call, cancel);
    use.due = {};
    co_await run.use(*me.line, call, std::move(use));
  }
  if (!run.chance(30))
    co_return;
  const auto again = run.call_again(call);
  cancel.id = "call_" + random_token(18);
  co_await storm(run, me, again, std::move(cancel));
}

task<> forgetful_call(load_run& run, worker& me) {
  const auto& manager = run.any_manager();
  const auto call = run.new_call(manager);
  const auto start = co_await free_start(run, *me.line, manager);
  if (!start)
    co_return;
  // The same wish in other words, under new ids.
  std::vector<tool_use> together;
  const auto first_way = run.any(4);
  const auto copies = 1 + run.any(3);
  for (std::size_t i = 0; i < copies; ++i)
    together.push_back(wish(run, call, *start, first_way + i));
  together.front().due = me.due;
  co_await send_together(run, me, call, std::move(together));
  const auto repeats = 1 + run.any(3);
  for (std::size_t i = 0; i < repeats; ++i) {
    auto again = wish(run, call, *start, run.any(4));
    co_await run.use(*me.line, call, std::move(again));
  }
  if (!run.chance(40))
    co_return;
  const auto other = co_await free_start(run, *me.line, manager);
  if (!other)
    co_return;
  auto change = wish(run, call, *other, run.any(4));
  co_await run.use(*me.line, call, std::move(change));
}

} // namespace

task<> retry_storm(load_run& run) {
  co_await work_off(run, static_cast<std::size_t>(run.options.calls),
                    storm_call);
}

task<> forgetful(load_run& run) {
  co_await work_off(run, static_cast<std::size_t>(run.options.calls),
                    forgetful_call);
}

} // namespace rental::load

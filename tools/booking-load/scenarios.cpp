#include "tools/booking-load/scenarios.hpp"

#include <algorithm>
#include <stdexcept>

namespace rental::load {
namespace {

struct work_list {
  std::size_t next = 0;
  std::size_t calls = 0;
  steady::time_point began = steady::now();
};

task<> keep_working(load_run& run, work_list& list, conversation talk) {
  worker me{run.connect(), 0, {}, {}};
  while (!run.stopping && list.next < list.calls) {
    me.index = list.next++;
    me.due = {};
    if (run.options.rate > 0) {
      me.due = list.began
               + std::chrono::duration_cast<steady::duration>(
                   std::chrono::duration<double>(static_cast<double>(me.index)
                                                 / run.options.rate));
      if (me.due > steady::now())
        co_await run.loop.until(me.due);
    }
    co_await talk(run, me);
  }
}

std::string number(std::int64_t n) {
  return std::to_string(n);
}

} // namespace

task<> work_off(load_run& run, std::size_t calls, conversation talk) {
  work_list list{0, calls};
  task_group lines;
  const auto most = std::min<std::size_t>(
      static_cast<std::size_t>(run.options.callers), calls);
  for (std::size_t i = 0; i < most; ++i)
    lines.spawn(keep_working(run, list, talk));
  co_await lines.all();
}

task<> play(load_run& run, const std::string& name) {
  if (name == "one-slot")
    return one_slot(run);
  if (name == "random")
    return random_starts(run);
  if (name == "retry-storm")
    return retry_storm(run);
  if (name == "forgetful")
    return forgetful(run);
  if (name == "mixed")
    return mixed(run);
  if (name == "openings")
    return openings_only(run);
  throw std::runtime_error{"there is no scenario '" + name + "'"};
}

std::string description(const load_options& options, const std::string& name) {
  const auto calls = number(options.calls) + " calls to "
                     + number(options.managers) + " managers, "
                     + number(options.callers) + " at a time";
  if (name == "one-slot")
    return number(options.callers) + " callers want the same slot, "
           + number(options.rounds) + " times";
  if (name == "random")
    return calls
           + "; starts at random, also off the grid, outside business "
             "hours, too soon and too far";
  if (name == "retry-storm")
    return calls
           + "; each tool call is sent 3 to 10 times, some while the "
             "first runs, some with other arguments";
  if (name == "forgetful")
    return calls
           + "; the same wish again and again under new ids, then "
             "another time";
  if (name == "mixed")
    return calls
           + "; openings, booking, and a second call to find, move or "
             "cancel; people copy viewings and drag them into other "
             "calendars";
  return number(options.callers) + " callers ask for openings for "
         + number(options.duration.count()) + " seconds";
}

} // namespace rental::load

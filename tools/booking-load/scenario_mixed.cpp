#include "tools/booking-load/humans.hpp"
#include "tools/booking-load/scenarios.hpp"

#include <array>

namespace rental::load {
namespace {

bool offers(load_run& run, const char* tool) {
  if (run.tools.contains(tool))
    return true;
  run.skip(std::string{tool} + " is not offered by this service");
  return false;
}

tool_use ask_openings(load_run& run, const phone_call& call) {
  constexpr std::array wishes{"", "Tuesday afternoon", "as soon as possible",
                              "Friday after three", "in the morning"};
  tool_use use;
  use.tool = "get_availability";
  use.arguments["property_address"] = call.address;
  const std::string wish = wishes[run.any(wishes.size())];
  if (!wish.empty())
    use.arguments["preferred_time"] = wish;
  return use;
}

/// Takes one of the times that were offered, in the words that were spoken.
tool_use take_offer(load_run& run, const phone_call& call,
                    const exchange& offer, const char* tool,
                    const char* argument) {
  const auto index = run.any(offer.options.size());
  tool_use use;
  use.tool = tool;
  use.arguments = tool == std::string_view{"set_appointment"}
                      ? run.booking(call, {})
                      : tool_arguments{{"property_address", call.address}};
  use.arguments[argument] = offer.meaning.options[index];
  use.wanted = offer.options[index];
  return use;
}

bool has_offer(const exchange& answer) {
  return !answer.options.empty()
         && answer.options.size() == answer.meaning.options.size();
}

/// Books, and takes an alternative when somebody was faster; three tries.
task<bool> book_one(load_run& run, worker& me, const phone_call& call,
                    exchange answer) {
  for (int i = 0; i < 3 && has_offer(answer); ++i) {
    auto taken = take_offer(run, call, answer, "set_appointment", "start_time");
    answer = co_await run.use(*me.line, call, std::move(taken));
    if (promises_viewing(answer.meaning.what))
      co_return true;
  }
  co_return false;
}

task<> move_it(load_run& run, worker& me, const phone_call& call) {
  auto ask = ask_openings(run, call);
  const auto offer = co_await run.use(*me.line, call, std::move(ask));
  if (!has_offer(offer))
    co_return;
  auto move = take_offer(run, call, offer, "reschedule_appointment",
                         "new_start_time");
  co_await run.use(*me.line, call, std::move(move));
}

task<> cancel_it(load_run& run, worker& me, const phone_call& call) {
  tool_use use;
  use.tool = "cancel_appointment";
  if (run.chance(50))
    use.arguments["property_address"] = call.address;
  co_await run.use(*me.line, call, std::move(use));
}

/// The same person calls again.
task<> second_call(load_run& run, worker& me, const phone_call& first) {
  const auto call = run.call_again(first);
  if (offers(run, "find_appointment")) {
    tool_use find;
    find.tool = "find_appointment";
    if (run.chance(50))
      find.arguments["property_address"] = call.address;
    co_await run.use(*me.line, call, std::move(find));
  }
  const auto mind = run.any(10);
  if (mind < 4 && offers(run, "reschedule_appointment"))
    co_await move_it(run, me, call);
  else if (mind < 8 && offers(run, "cancel_appointment"))
    co_await cancel_it(run, me, call);
}

task<> whole_call(load_run& run, worker& me) {
  const auto call = run.new_call(run.any_manager());
  co_await run.tell(*me.line, "status-update", status_update_body(call.facts));
  auto ask = ask_openings(run, call);
  ask.due = me.due;
  const auto offer = co_await run.use(*me.line, call, std::move(ask));
  if (run.chance(70)) {
    const bool booked = co_await book_one(run, me, call, offer);
    if (booked && run.chance(10))
      co_await meddle(run, *call.manager);
    if (booked && run.chance(60))
      co_await second_call(run, me, call);
  }
  co_await run.tell(*me.line, "end-of-call-report",
                    end_of_call_body(call.facts));
}

} // namespace

task<> mixed(load_run& run) {
  co_await work_off(run, static_cast<std::size_t>(run.options.calls),
                    whole_call);
}

} // namespace rental::load

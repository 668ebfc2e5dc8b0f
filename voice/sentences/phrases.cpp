#include "voice/sentences/phrases.hpp"

#include "voice/times/understand.hpp"
#include "voice/words/say.hpp"
#include "voice/words/words.hpp"

#include <vector>

namespace rental::phrase {

std::string on(std::string_view address, const time_slot& slot,
               const zone& tz) {
  return say_address(address) + " on " + say_when_and_zone(slot.start, tz);
}

namespace {

/// The clock of a day that is named before it.
std::string clock_in(const time_slot& slot, const sentence::setting& at) {
  const auto local = at.tz.to_local(slot.start);
  const auto day = date::floor<date::days>(local);
  auto bare = say_bare_clock(local);
  const auto read
      = understand_start(say_day(day) + " at " + bare, at.tz, at.now, at.rules);
  if (read.what == time_reading::kind::exact && read.first == slot.start)
    return bare;
  // With what tells two passes of one hour apart.
  return say_when(slot.start, at.tz).substr(say_day(day).size() + 4);
}

} // namespace

std::string options(std::span<const time_slot> slots,
                    const sentence::setting& at) {
  std::vector<std::string> days;
  while (!slots.empty()) {
    const auto day = at.tz.local_day(slots.front().start);
    std::vector<std::string> clocks;
    for (; !slots.empty() && at.tz.local_day(slots.front().start) == day;
         slots = slots.subspan(1))
      clocks.push_back(clock_in(slots.front(), at));
    days.push_back(say_day(day) + " at " + say_list(clocks, "or"));
  }
  return say_list(days, "or");
}

std::string viewings(std::span<const sentence::viewing> list, const zone& tz,
                     const char* word) {
  std::vector<std::string> all;
  for (const auto& v : list)
    all.push_back(say_address(v.address) + " on " + say_when(v.slot.start, tz));
  return say_list(all, word) + ", " + say_zone(tz, list.front().slot.start);
}

std::string choose(std::size_t count) {
  if (count == 1)
    return "Would you like that one?";
  return count == 2 ? "Would one of these suit you?"
                    : "Which works best for you?";
}

} // namespace rental::phrase

std::string rental::sentence::one_offer(const time_slot& slot,
                                        const setting& at) {
  return phrase::options({&slot, 1}, at);
}

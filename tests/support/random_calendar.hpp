// Random managers, rules and calendars, close to clock changes, and a model of
// what is free in them that is too simple to be wrong: it looks at every
// minute.
#pragma once

#include "domain/slots.hpp"

#include <array>
#include <random>
#include <string>
#include <vector>

namespace rental::test {

struct random_calendar {
  zone tz;
  booking_rules rules;
  instant now{};
  std::vector<calendar_event> events;
};

class dice {
public:
  explicit dice(unsigned seed) : engine_(seed) {}
  int between(int low, int high) {
    return std::uniform_int_distribution{low, high}(engine_);
  }
  bool chance(int percent) { return between(1, 100) <= percent; }
  template <class T>
  T one_of(std::initializer_list<T> all) {
    return all.begin()[between(0, static_cast<int>(all.size()) - 1)];
  }

private:
  std::mt19937 engine_;
};

inline booking_rules random_rules(dice& roll) {
  using std::chrono::minutes;
  booking_rules rules;
  rules.grid = minutes{roll.one_of({15, 20, 30, 60})};
  rules.slot = minutes{roll.one_of({15, 30, 45, 60})};
  rules.notice = minutes{roll.one_of({0, 60, 1440})};
  rules.horizon_days = roll.between(1, 4);
  rules.buffer_before = minutes{roll.one_of({0, 0, 15, 45})};
  rules.buffer_after = minutes{roll.one_of({0, 0, 10, 30})};
  rules.tentative_blocks = roll.chance(50);
  for (auto& open : rules.hours)
    open = day_hours{minutes{roll.between(0, 20) * 30},
                     minutes{roll.between(22, 48) * 30}};
  rules.hours[static_cast<std::size_t>(roll.between(0, 6))] = std::nullopt;
  return rules;
}

/// Within a few days of a clock change, if the zone has any.
inline instant random_now(dice& roll, const zone& tz) {
  const instant from = from_unix(1'767'225'600); // 2026
  const auto all = tz.stretches(from, from + date::days{5 * 365});
  const auto pick = all[static_cast<std::size_t>(
                            roll.between(0, static_cast<int>(all.size()) - 1))]
                        .end;
  const auto change = pick > from + date::days{3000} ? from : pick;
  return change - date::days{3}
         + std::chrono::seconds{60 * roll.between(0, 4 * 1440)};
}

inline calendar_event random_event(dice& roll, const random_calendar& world) {
  calendar_event it;
  it.shown = roll.one_of({show_as::busy, show_as::busy, show_as::oof,
                          show_as::tentative, show_as::free,
                          show_as::working_elsewhere, show_as::unknown});
  it.cancelled = roll.chance(10);
  it.declined = roll.chance(10);
  const auto from
      = world.now + std::chrono::minutes{roll.between(-600, 6 * 1440)};
  it.when
      = {from,
         from + std::chrono::minutes{roll.one_of({0, 5, 15, 30, 60, 90, 240})}};
  if (roll.chance(8)) {
    it.all_day = true;
    it.first_day = world.tz.local_day(from);
    it.last_day = it.first_day + date::days{roll.between(0, 2)};
  }
  return it;
}

/// Everything follows from the seed.
inline random_calendar make_random_calendar(unsigned seed) {
  static constexpr std::array zones
      = {"Africa/Cairo",     "America/Chicago",     "America/St_Johns",
         "America/Phoenix",  "Asia/Kathmandu",      "Australia/Lord_Howe",
         "Australia/Sydney", "Europe/Berlin",       "Pacific/Apia",
         "Pacific/Chatham",  "America/Los_Angeles", "UTC"};
  dice roll{seed};
  random_calendar world;
  world.tz = *zone::find(zones[seed % zones.size()]);
  world.rules = random_rules(roll);
  world.now = random_now(roll, world.tz);
  for (int i = roll.between(0, 14); i > 0; --i)
    world.events.push_back(random_event(roll, world));
  // A series: the same wall clock time every day, over the clock change.
  if (roll.chance(60)) {
    const auto first = random_event(roll, world);
    const auto wall = world.tz.to_local(first.when.start);
    for (int i = 0; i < 6; ++i) {
      auto it = first;
      it.all_day = false;
      it.when.start = world.tz.read(wall + date::days{i}).first;
      it.when.end = it.when.start + (first.when.end - first.when.start);
      world.events.push_back(it);
    }
  }
  for (std::size_t i = 0; i < world.events.size(); ++i)
    world.events[i].id = "other-" + std::to_string(i);
  return world;
}

/// Whether the event is in the way at that minute, in plain words.
inline bool in_the_way(const calendar_event& it, const random_calendar& world,
                       instant minute) {
  if (it.cancelled || it.declined || it.shown == show_as::free
      || it.shown == show_as::working_elsewhere
      || (it.shown == show_as::tentative && !world.rules.tentative_blocks))
    return false;
  if (!it.all_day)
    return it.when.start <= minute && minute < it.when.end;
  const auto today = world.tz.local_day(minute);
  return it.first_day <= today
         && (today < it.last_day || today == it.first_day);
}

/// Whether a viewing at `slot`, with its buffers, meets no event and none of
/// `rows`, minute by minute.
inline bool plainly_free(const random_calendar& world,
                         const std::vector<time_slot>& rows,
                         const time_slot& slot) {
  for (auto minute = slot.start - world.rules.buffer_before;
       minute < slot.end + world.rules.buffer_after;
       minute += std::chrono::minutes{1}) {
    for (const auto& event : world.events)
      if (in_the_way(event, world, minute))
        return false;
    for (const auto& row : rows)
      if (row.start <= minute && minute < row.end)
        return false;
  }
  return true;
}

} // namespace rental::test

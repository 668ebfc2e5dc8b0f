#include "domain/slots.hpp"
#include "tests/base/zones.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

using namespace rental;
using namespace rental::test;
using namespace std::chrono_literals;

namespace {

// The wall clock of Chicago, in 2026; 24 November is a Tuesday.
instant chicago(unsigned m, unsigned d, int hour, int minute = 0) {
  static const zone tz = zone_named("America/Chicago");
  return tz
      .read(local_time{day(2026, m, d)} + std::chrono::hours{hour}
            + std::chrono::minutes{minute})
      .first;
}

struct Slots : ::testing::Test {
  booking_rules rules;
  zone tz = zone_named("America/Chicago");
  instant now = chicago(11, 24, 10, 7);

  std::optional<refusal> check(instant start) const {
    return check_rules(rules, tz, now, start);
  }
};

struct Busy : ::testing::Test {
  booking_rules rules;
  busy_set busy;

  static instant at(int minute) { return from_unix(minute * 60); }
  static time_slot span(int from, int to) { return {at(from), at(to)}; }
};

calendar_event event_at(instant from, instant to) {
  calendar_event result;
  result.when = {from, to};
  return result;
}

calendar_event all_day(date::local_days from, date::local_days to) {
  calendar_event result;
  result.all_day = true;
  result.first_day = from;
  result.last_day = to;
  return result;
}

} // namespace

TEST_F(Slots, AreHalfHoursOfWorkingDaysFromTomorrowForAWeek) {
  const auto all = candidate_slots(rules, tz, now);
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all.front().start, chicago(11, 25, 10, 30));
  EXPECT_EQ(all.front().end, chicago(11, 25, 11));
  EXPECT_EQ(all.back().start, chicago(12, 1, 16, 30));
  // Wednesday without its morning, Thursday, Friday, Monday, Tuesday.
  EXPECT_EQ(all.size(), 13U + 4 * 16U);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
}

TEST_F(Slots, LastDayOfTheHorizonCountsInFull) {
  now = chicago(11, 24, 23, 59);
  EXPECT_EQ(candidate_slots(rules, tz, now).back().start,
            chicago(12, 1, 16, 30));
  now = chicago(11, 24, 0);
  EXPECT_EQ(candidate_slots(rules, tz, now).back().start,
            chicago(12, 1, 16, 30));
  EXPECT_EQ(check(chicago(12, 1, 16, 30)), std::nullopt);
  EXPECT_EQ(check(chicago(12, 2, 9)), refusal::too_far);
}

TEST_F(Slots, NoticeIsAbsoluteTime) {
  EXPECT_EQ(check(chicago(11, 25, 10)), refusal::too_soon);
  EXPECT_EQ(check(chicago(11, 25, 10, 30)), std::nullopt);
  now = chicago(11, 24, 10);
  EXPECT_EQ(check(chicago(11, 25, 10)), std::nullopt);
  now += 1s;
  EXPECT_EQ(check(chicago(11, 25, 10)), refusal::too_soon);
}

TEST_F(Slots, RefusalNamesTheFirstReason) {
  EXPECT_EQ(check(now - 1s), refusal::past);
  EXPECT_EQ(check(chicago(11, 23, 3, 17)), refusal::past);
  EXPECT_EQ(check(chicago(12, 25, 3, 17)), refusal::too_far);
  EXPECT_EQ(check(chicago(11, 24, 20, 17)), refusal::closed);
  EXPECT_EQ(check(chicago(11, 24, 14, 17)), refusal::off_grid);
  EXPECT_EQ(check(chicago(11, 24, 14)), refusal::too_soon);
}

TEST_F(Slots, ClosedOutsideOfHoursAndOnWeekends) {
  EXPECT_EQ(check(chicago(11, 26, 8, 30)), refusal::closed);
  EXPECT_EQ(check(chicago(11, 26, 9)), std::nullopt);
  EXPECT_EQ(check(chicago(11, 26, 16, 30)), std::nullopt);
  EXPECT_EQ(check(chicago(11, 26, 16, 31)), refusal::closed);
  EXPECT_EQ(check(chicago(11, 26, 17)), refusal::closed);
  EXPECT_EQ(check(chicago(11, 28, 12)), refusal::closed);
  EXPECT_EQ(check(chicago(11, 29, 12)), refusal::closed);
}

TEST_F(Slots, GridIsCountedFromMidnight) {
  rules.hours[4] = day_hours{9h + 10min, 11h};
  const auto all = candidate_slots(rules, tz, now);
  const auto first
      = std::find_if(all.begin(), all.end(), [](const time_slot& slot) {
          return slot.start >= chicago(11, 26, 0);
        });
  ASSERT_NE(first, all.end());
  EXPECT_EQ(first->start, chicago(11, 26, 9, 30));
  EXPECT_EQ(check(chicago(11, 26, 9, 10)), refusal::off_grid);
}

TEST_F(Slots, LongViewingsEndInsideTheHours) {
  rules.slot = 90min;
  EXPECT_EQ(check(chicago(11, 26, 15, 30)), std::nullopt);
  EXPECT_EQ(check(chicago(11, 26, 16)), refusal::closed);
  EXPECT_EQ(candidate_slots(rules, tz, now).back(),
            (time_slot{chicago(12, 1, 15, 30), chicago(12, 1, 17)}));
}

TEST_F(Slots, HoursMayReachMidnight) {
  rules.hours[4] = day_hours{22h, 24h};
  EXPECT_EQ(check(chicago(11, 26, 23, 30)), std::nullopt);
  EXPECT_EQ(check(chicago(11, 27, 0)), refusal::closed);
}

TEST_F(Slots, SenselessRulesOfferNothing) {
  for (auto spoil : {+[](booking_rules& r) { r.grid = 0min; },
                     +[](booking_rules& r) { r.grid = -30min; },
                     +[](booking_rules& r) { r.slot = 0min; },
                     +[](booking_rules& r) { r.horizon_days = -1; },
                     +[](booking_rules& r) { r.hours = {}; }}) {
    booking_rules bad;
    spoil(bad);
    EXPECT_TRUE(candidate_slots(bad, tz, now).empty());
    EXPECT_NE(check_rules(bad, tz, now, chicago(11, 26, 12)), std::nullopt);
  }
}

TEST_F(Slots, NineStaysNineOverAClockChange) {
  now = chicago(10, 29, 8);
  const auto all = candidate_slots(rules, tz, now);
  EXPECT_EQ(std::count_if(all.begin(), all.end(),
                          [&](const time_slot& slot) {
                            return tz.to_local(slot.start).time_since_epoch()
                                       % date::days{1}
                                   == 9h;
                          }),
            5);
  EXPECT_EQ(tz.to_iso(chicago(10, 30, 9)), "2026-10-30T09:00:00-05:00");
  EXPECT_EQ(tz.to_iso(chicago(11, 2, 9)), "2026-11-02T09:00:00-06:00");
}

TEST_F(Slots, HourThatComesTwiceIsOfferedOnce) {
  rules.hours.fill(day_hours{0h, 24h});
  now = chicago(10, 30, 12);
  const auto first = chicago(11, 1, 1, 30);
  EXPECT_EQ(check(first), std::nullopt);
  EXPECT_EQ(check(first + 1h), refusal::off_grid);
  EXPECT_EQ(tz.to_local(first), tz.to_local(first + 1h));
}

TEST_F(Slots, SkippedDayOfApiaIsPassedOver) {
  rules.hours.fill(day_hours{0h, 24h});
  rules.notice = 0min;
  const auto apia = zone_named("Pacific/Apia");
  const auto from = apia.start_of_day(day(2011, 12, 28));
  std::set<date::local_days> days;
  for (const auto& slot : candidate_slots(rules, apia, from)) {
    const auto shown = apia.local_day(slot.start);
    days.insert(shown);
    EXPECT_EQ(check_rules(rules, apia, from, slot.start), std::nullopt);
  }
  EXPECT_EQ(days.size(), 7U);
  EXPECT_EQ(days.count(day(2011, 12, 30)), 0U);
  EXPECT_EQ(days.count(day(2012, 1, 4)), 1U);
}

TEST_F(Slots, HorizonCoversEveryCandidateWithItsBuffers) {
  rules.hours.fill(day_hours{0h, 24h});
  rules.notice = 0min;
  rules.buffer_before = 20min;
  rules.buffer_after = 40min;
  for (const auto& zone : twelve_zones()) {
    const auto covered = horizon(rules, zone, now);
    EXPECT_EQ(covered.start, now - 20min);
    const auto all = candidate_slots(rules, zone, now);
    EXPECT_GE(all.front().start - rules.buffer_before, covered.start);
    EXPECT_EQ(all.back().end + rules.buffer_after, covered.end) << zone.name();
  }
}

TEST_F(Slots, FreeOnesAreTheCandidatesThatNothingTouches) {
  busy_set busy;
  busy.add({chicago(11, 26, 9, 45), chicago(11, 26, 10, 15)});
  const auto all = candidate_slots(rules, tz, now);
  const auto free = free_slots(rules, tz, now, busy);
  EXPECT_EQ(free.size() + 2, all.size());
  for (const auto& slot : free) {
    EXPECT_NE(slot.start, chicago(11, 26, 9, 30));
    EXPECT_NE(slot.start, chicago(11, 26, 10));
  }
}

TEST_F(Busy, TouchingIsNotOverlapping) {
  busy.add(span(60, 90));
  EXPECT_TRUE(busy.is_free(span(30, 60), rules));
  EXPECT_TRUE(busy.is_free(span(90, 120), rules));
  EXPECT_FALSE(busy.is_free(span(30, 61), rules));
  EXPECT_FALSE(busy.is_free(span(89, 120), rules));
  EXPECT_FALSE(busy.is_free(span(70, 80), rules));
  EXPECT_FALSE(busy.is_free(span(0, 200), rules));
}

TEST_F(Busy, BuffersKeepItsDistance) {
  busy.add(span(60, 90));
  rules.buffer_before = 15min;
  rules.buffer_after = 10min;
  EXPECT_TRUE(busy.is_free(span(20, 50), rules));
  EXPECT_FALSE(busy.is_free(span(21, 51), rules));
  EXPECT_TRUE(busy.is_free(span(105, 135), rules));
  EXPECT_FALSE(busy.is_free(span(104, 134), rules));
}

TEST_F(Busy, NeighboursMerge) {
  busy.add(span(60, 90));
  busy.add(span(120, 150));
  EXPECT_EQ(busy.intervals().size(), 2U);
  busy.add(span(90, 120));
  EXPECT_EQ(busy.intervals(), std::vector{span(60, 150)});
  busy_set other;
  other.add(span(0, 10));
  other.add(span(140, 200));
  busy.add(other);
  EXPECT_EQ(busy.intervals(), (std::vector{span(0, 10), span(60, 200)}));
  busy.add(busy);
  EXPECT_EQ(busy.intervals().size(), 2U);
}

TEST_F(Busy, EmptyTimesBlockNothing) {
  busy.add(span(60, 60));
  busy.add(span(90, 60));
  EXPECT_TRUE(busy.intervals().empty());
}

TEST(Events, BlockByHowTheyAreShown) {
  booking_rules rules;
  calendar_event event;
  const auto blocks_as = [&](show_as shown) {
    event.shown = shown;
    return blocks(event, rules);
  };
  EXPECT_TRUE(blocks_as(show_as::busy));
  EXPECT_TRUE(blocks_as(show_as::oof));
  EXPECT_TRUE(blocks_as(show_as::unknown));
  EXPECT_TRUE(blocks_as(show_as::tentative));
  EXPECT_FALSE(blocks_as(show_as::free));
  EXPECT_FALSE(blocks_as(show_as::working_elsewhere));
  rules.tentative_blocks = false;
  EXPECT_FALSE(blocks_as(show_as::tentative));
  EXPECT_TRUE(blocks_as(show_as::unknown));
}

TEST(Events, CancelledAndDeclinedDoNotBlock) {
  calendar_event event;
  event.cancelled = true;
  EXPECT_FALSE(blocks(event, {}));
  event.cancelled = false;
  event.declined = true;
  EXPECT_FALSE(blocks(event, {}));
}

TEST(Events, AllDayCoversTheDayOfTheManager) {
  const auto tz = zone_named("America/Chicago");
  const auto span = span_of(all_day(day(2026, 11, 26), day(2026, 11, 27)), tz);
  EXPECT_EQ(span.start, chicago(11, 26, 0));
  EXPECT_EQ(span.end, chicago(11, 27, 0));
}

TEST(Events, AllDayLastsAsLongAsTheDays) {
  const auto tz = zone_named("America/Chicago");
  const auto length = [&](unsigned m, unsigned from, unsigned to) {
    const auto span
        = span_of(all_day(day(2026, m, from), day(2026, m, to)), tz);
    return span.end - span.start;
  };
  EXPECT_EQ(length(11, 26, 28), 48h);
  EXPECT_EQ(length(3, 8, 9), 23h);
  EXPECT_EQ(length(11, 1, 2), 25h);
  // A last day that is not after the first one still blocks a day.
  EXPECT_EQ(length(11, 26, 26), 24h);
  EXPECT_EQ(length(11, 26, 20), 24h);
}

TEST(Events, AllDayInEveryZoneIsWhatTheWallClockShows) {
  for (const auto& tz : twelve_zones()) {
    for (auto d = day(2026, 1, 1); d < day(2031, 1, 1); d += date::days{1}) {
      const auto span = span_of(all_day(d, d + date::days{1}), tz);
      ASSERT_EQ(tz.local_day(span.start), d);
      ASSERT_EQ(tz.local_day(span.end - 1s), d);
      ASSERT_LT(tz.to_local(span.start - 1s), local_time{d});
      ASSERT_GE(tz.to_local(span.end), local_time{d + date::days{1}});
    }
  }
}

TEST(Events, BusyTimeLeavesOutWhatDoesNotBlock) {
  std::vector<calendar_event> events{
      event_at(chicago(11, 26, 9), chicago(11, 26, 10)),
      event_at(chicago(11, 26, 11), chicago(11, 26, 12)),
      event_at(chicago(11, 26, 13), chicago(11, 26, 14)),
      all_day(day(2026, 11, 27), day(2026, 11, 28))};
  events[1].shown = show_as::free;
  const auto tz = zone_named("America/Chicago");
  EXPECT_EQ(busy_from(events, {}, tz).intervals(),
            (std::vector<time_slot>{{chicago(11, 26, 9), chicago(11, 26, 10)},
                                    {chicago(11, 26, 13), chicago(11, 26, 14)},
                                    {chicago(11, 27, 0), chicago(11, 28, 0)}}));
}

#include "domain/unmet.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;

/// Sunday, 22 November 2026, 8 in the morning in Chicago; nothing is busy.
class UnmetTest : public ::testing::Test {
protected:
  std::optional<unmet_wish> why(const wish& wanted) const {
    return why_unmet(wanted, rules, tz, now, free_slots(rules, tz, now, busy));
  }
  void expect(const wish& wanted, refusal reason) const {
    const auto found = why(wanted);
    ASSERT_TRUE(found) << to_string(reason);
    EXPECT_STREQ(to_string(found->why), to_string(reason));
  }
  std::optional<unmet_wish> why(const wished_times& wanted) const {
    return why(wish{{wanted}, {}, false, false});
  }
  void expect(const wished_times& wanted, refusal reason) const {
    expect(wish{{wanted}, {}, false, false}, reason);
  }
  wished_times day(int from_today) const {
    wished_times wanted;
    wanted.first_day = wanted.last_day = today + date::days{from_today};
    return wanted;
  }
  static wished_times each(unsigned weekday) {
    wished_times wanted;
    wanted.weekdays.reset().set(weekday);
    return wanted;
  }

  zone tz = *zone::find("America/Chicago");
  instant now = from_unix(1'795'356'000);
  date::local_days today = tz.local_day(now);
  booking_rules rules;
  busy_set busy;
};

TEST_F(UnmetTest, WhatIsFreeNeedsNoReason) {
  EXPECT_FALSE(why(wish{}));
  EXPECT_FALSE(why(day(2)));
  wished_times afternoon;
  afternoon.from = 12h;
  EXPECT_FALSE(why(afternoon));
}

TEST_F(UnmetTest, ADayHasTheReasonOfItsStarts) {
  expect(day(-1), refusal::past);
  expect(day(0), refusal::closed); // a Sunday
  expect(day(6), refusal::closed);
  expect(day(28), refusal::too_far);
}

TEST_F(UnmetTest, TodayIsTooSoonWhateverIsLeftOfIt) {
  const auto monday_at_eight = now + 24h;
  for (auto later : {0h, 5h, 12h}) {
    now = monday_at_eight + later;
    expect(day(1), refusal::too_soon);
  }
  EXPECT_EQ(why(day(1))->day, today + date::days{1});
}

TEST_F(UnmetTest, AFullDayIsTaken) {
  const auto start = tz.read(local_time{today + date::days{2}}).first;
  busy.add({start, start + 24h});
  expect(day(2), refusal::taken);
  const auto tuesday = each(2);
  expect(tuesday, refusal::taken);
  EXPECT_EQ(why(tuesday)->day, today + date::days{2});
}

TEST_F(UnmetTest, APartOfADayIsClosed) {
  auto evening = day(3);
  evening.from = 18h;
  expect(evening, refusal::closed);
  EXPECT_TRUE(why(evening)->part);
  wished_times any_evening;
  any_evening.from = 18h;
  expect(any_evening, refusal::closed);
  EXPECT_FALSE(why(any_evening)->day);
}

TEST_F(UnmetTest, AStartHasTheReasonThatABookingWouldHear) {
  auto odd = day(3);
  odd.around = minutes{10 * 60 + 10};
  expect(odd, refusal::off_grid);
  EXPECT_EQ(why(odd)->start,
            tz.read(local_time{*odd.first_day} + *odd.around).first);
  auto late = day(3);
  late.around = minutes{20 * 60};
  expect(late, refusal::closed);
}

TEST_F(UnmetTest, OfAWeekdayTheOneThatComesNearest) {
  now += 48h; // Tuesday
  const auto tuesday = each(2);
  const auto next = tz.read(local_time{today + date::days{9}}).first;
  busy.add({next, next + 24h});
  expect(tuesday, refusal::taken);
  const auto saturday = each(6);
  expect(saturday, refusal::closed);
}

TEST_F(UnmetTest, OfSeveralDaysNoneIsTold) {
  auto week = day(14);
  week.last_day = today + date::days{20};
  expect(week, refusal::too_far);
  EXPECT_FALSE(why(week)->day);
  EXPECT_TRUE(why(week)->several_days);
  auto weekend = day(6);
  weekend.last_day = today + date::days{7};
  expect(weekend, refusal::closed);
  EXPECT_EQ(why(weekend)->day, today + date::days{6});
}

} // namespace
} // namespace rental

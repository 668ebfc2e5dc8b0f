#include "domain/slots.hpp"
#include "tests/base/zones.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

using namespace rental;
using namespace rental::test;
using namespace std::chrono_literals;

namespace {

// Berlin, a Monday morning; free are 9 to 17 of the working days from tomorrow.
struct Offer : ::testing::Test {
  zone tz = zone_named("Europe/Berlin");
  booking_rules rules;
  instant now{day(2026, 11, 23).time_since_epoch() + 8h};
  std::vector<time_slot> free = free_slots(rules, tz, now, {});

  std::vector<std::string> pick(const wish& wanted, std::size_t count = 3) {
    return text(pick_to_offer(free, tz, wanted, count));
  }
  std::vector<std::string> pick(const wished_times& wanted,
                                std::size_t count = 3) {
    return pick(one_of({wanted}), count);
  }
  static wish one_of(std::vector<wished_times> times) {
    return {std::move(times), {}, false, false};
  }
  static wished_times on(date::local_days day) {
    wished_times times;
    times.first_day = times.last_day = day;
    return times;
  }
  static wished_times each(unsigned weekday) {
    wished_times times;
    times.weekdays.reset().set(weekday);
    return times;
  }
  // "24 09:00": day of the month and wall clock.
  std::vector<std::string> text(const std::vector<time_slot>& slots) {
    std::vector<std::string> result;
    for (const auto& slot : slots) {
      const auto iso = tz.to_iso(slot.start);
      result.push_back(iso.substr(8, 2) + ' ' + iso.substr(11, 5));
    }
    return result;
  }
  void keep(date::local_days only) {
    std::erase_if(free, [&](const time_slot& slot) {
      return tz.local_day(slot.start) != only;
    });
  }
};

using texts = std::vector<std::string>;

TEST_F(Offer, WhatOthersDecideAboutIsNotOffered) {
  const auto first = pick_to_offer(free, tz, {}, 3);
  const auto second = pick_to_offer(free, tz, {}, 3, first);
  EXPECT_EQ(second.size(), 3u);
  for (const auto& slot : second)
    EXPECT_EQ(std::count(first.begin(), first.end(), slot), 0);
  wish soonest;
  soonest.soonest = true;
  const std::vector held{free[0], free[1]};
  EXPECT_EQ(text(pick_to_offer(free, tz, soonest, 2, held)),
            text({free[2], free[3]}));
}

TEST_F(Offer, WhatOthersDecideAboutIsOfferedWhereThereIsLittleElse) {
  auto wanted = on(day(2026, 11, 25));
  wanted.around = 14h;
  const auto exact = pick_to_offer(free, tz, one_of({wanted}), 3);
  ASSERT_EQ(exact.size(), 1u);
  EXPECT_EQ(text(pick_to_offer(free, tz, one_of({wanted}), 3, exact)),
            text(exact))
      << "what was asked for";
  const std::vector three{free[0], free[4], free[8]};
  EXPECT_EQ(text(pick_to_offer(three, tz, {}, 3, std::vector{free[0]})),
            text({free[4], free[8]}));
  EXPECT_EQ(
      text(pick_to_offer(three, tz, {}, 3, std::vector{free[0], free[4]})),
      text({free[0], free[8]}))
      << "one is no choice";
}

} // namespace

TEST_F(Offer, WithoutAWishSpreadsOverDaysAndHalfDays) {
  EXPECT_EQ(pick(wish{}), (texts{"24 09:00", "25 12:00", "26 09:00"}));
}

TEST_F(Offer, BeginsWithTheEarliest) {
  for (std::size_t count = 1; count < 9; ++count)
    EXPECT_EQ(pick(wish{}, count).front(), "24 09:00");
}

TEST_F(Offer, OneDaySpreadsOverItsParts) {
  keep(day(2026, 11, 25));
  EXPECT_EQ(pick(wish{}), (texts{"25 09:00", "25 12:00", "25 15:00"}));
}

TEST_F(Offer, AnotherDayIsWorthMoreThanAnotherHalfDay) {
  std::erase_if(free, [&](const time_slot& slot) {
    const auto wall = tz.to_local(slot.start);
    return wall >= local_time{day(2026, 11, 25)}
           && wall.time_since_epoch() % 24h >= 12h;
  });
  EXPECT_EQ(pick(wish{}, 2), (texts{"24 09:00", "25 09:00"}));
  EXPECT_EQ(pick(wish{}, 3), (texts{"24 09:00", "25 09:00", "26 09:00"}));
}

TEST_F(Offer, NeverMoreThanAskedForOrThere) {
  EXPECT_TRUE(pick(wish{}, 0).empty());
  EXPECT_EQ(pick(wish{}, 1).size(), 1U);
  free.resize(2);
  EXPECT_EQ(pick(wish{}, 3).size(), 2U);
  free.clear();
  EXPECT_TRUE(pick(wish{}, 3).empty());
}

TEST_F(Offer, IsInOrderOfTimeWithoutRepetition) {
  wished_times wanted;
  for (int hour = 0; hour < 24; ++hour) {
    wanted.around = std::chrono::hours{hour};
    const auto offered = pick_to_offer(free, tz, one_of({wanted}), 5);
    ASSERT_EQ(offered.size(), 5U);
    EXPECT_TRUE(std::is_sorted(offered.begin(), offered.end()));
    EXPECT_EQ(std::set(offered.begin(), offered.end()).size(), 5U);
  }
}

TEST_F(Offer, WishForATimeOfADayThatIsFreeIsOfferedAlone) {
  auto wanted = on(day(2026, 11, 26));
  wanted.around = 14h;
  EXPECT_EQ(pick(wanted, 1), texts{"26 14:00"});
  EXPECT_EQ(pick(wanted), texts{"26 14:00"});
  std::erase_if(free, [&](const time_slot& slot) {
    return text({slot}) == texts{"26 14:00"};
  });
  EXPECT_EQ(pick(wanted, 2), (texts{"26 13:30", "26 14:30"}));
}

TEST_F(Offer, WishForADaySpreadsOverIt) {
  auto wanted = on(day(2026, 11, 26));
  EXPECT_EQ(pick(wanted), (texts{"26 09:00", "26 12:00", "26 15:00"}));
}

TEST_F(Offer, WishForATimeSpreadsOverDays) {
  wished_times wanted;
  wanted.around = 15h + 30min;
  EXPECT_EQ(pick(wanted), (texts{"24 15:30", "25 15:30", "26 15:30"}));
}

TEST_F(Offer, WishForAPartOfTheDayStaysInIt) {
  wished_times wanted;
  wanted.from = 12h;
  wanted.to = 17h;
  for (const auto& slot : pick_to_offer(free, tz, one_of({wanted}), 5)) {
    const auto at = tz.to_local(slot.start).time_since_epoch() % 24h;
    EXPECT_GE(at, 12h);
    EXPECT_LT(at, 17h);
  }
  wanted.first_day = wanted.last_day = day(2026, 11, 25);
  EXPECT_EQ(pick(wanted), (texts{"25 12:00", "25 13:00", "25 15:00"}));
}

TEST_F(Offer, WishForAWeekdayMeansThatDay) {
  auto wanted = each(5);
  for (const auto& offered : pick(wanted))
    EXPECT_EQ(offered.substr(0, 2), "27");
  wanted = each(0);
  // Sunday is closed; Monday is nearer than Friday.
  for (const auto& offered : pick(wanted))
    EXPECT_EQ(offered.substr(0, 2), "30");
}

TEST_F(Offer, WeekdayThatComesTwiceIsOfferedTwice) {
  now = instant{day(2026, 11, 23).time_since_epoch() + 1h};
  rules.notice = 0min;
  free = free_slots(rules, tz, now, {});
  const auto wanted = each(1);
  const auto offered = pick(wanted, 2);
  EXPECT_EQ(offered, (texts{"23 09:00", "30 12:00"}));
}

TEST_F(Offer, FullDayGivesTheNearestOthers) {
  std::erase_if(free, [&](const time_slot& slot) {
    return tz.local_day(slot.start) == day(2026, 11, 26);
  });
  auto wanted = on(day(2026, 11, 26));
  wanted.around = 10h;
  EXPECT_EQ(pick(wanted, 2), (texts{"25 10:00", "27 10:00"}));
}

TEST_F(Offer, OtherTimeOfTheDayBeatsAnotherDayUnlessItIsFarOff) {
  auto wanted = on(day(2026, 11, 25));
  wanted.around = 10h;
  const auto without = [&](instant from, instant to) {
    busy_set busy;
    busy.add({from, to});
    free = free_slots(rules, tz, now, busy);
    return pick(wanted, 1);
  };
  const instant midnight{day(2026, 11, 25).time_since_epoch() - 1h};
  EXPECT_EQ(without(midnight, midnight + 14h), texts{"25 14:00"});
  EXPECT_EQ(without(midnight, midnight + 16h + 30min), texts{"24 10:00"});
}

TEST_F(Offer, TheEarliestAreNotSpread) {
  wish wanted{{}, {}, true, false};
  EXPECT_EQ(pick(wanted), (texts{"24 09:00", "24 09:30", "24 10:00"}));
  wanted.any_of = {on(day(2026, 11, 26))};
  EXPECT_EQ(pick(wanted), (texts{"26 09:00", "26 09:30", "26 10:00"}));
}

TEST_F(Offer, WhatIsRuledOutIsNeverOffered) {
  wish wanted{{}, {each(2)}, false, false};
  for (const auto& offered : pick(wanted, 9))
    EXPECT_NE(offered.substr(0, 2), "24");
  wanted.any_of = {each(2)};
  for (const auto& offered : pick(wanted, 9))
    EXPECT_NE(offered.substr(0, 2), "24");
  wished_times any_hour;
  any_hour.from = 0h;
  wanted.none_of = {any_hour};
  EXPECT_TRUE(pick(wanted).empty());
}

TEST_F(Offer, OfSeveralWishesEachIsOffered) {
  EXPECT_EQ(pick(one_of({on(day(2026, 11, 25)), on(day(2026, 11, 27))}), 2),
            (texts{"25 09:00", "27 12:00"}));
  auto days = on(day(2026, 11, 25));
  days.last_day = day(2026, 11, 26);
  for (const auto& offered : pick(days, 9))
    EXPECT_TRUE(offered.starts_with("25") || offered.starts_with("26"));
}

TEST_F(Offer, MeetsTellsWhetherASlotIsTheWish) {
  const time_slot slot{instant{day(2026, 11, 25).time_since_epoch() + 13h},
                       instant{day(2026, 11, 25).time_since_epoch() + 14h}};
  EXPECT_TRUE(meets(slot, tz, wish{}));
  auto wanted = each(3);
  wanted.around = 14h;
  EXPECT_TRUE(meets(slot, tz, one_of({wanted})));
  wanted.around = 14h + 1min;
  EXPECT_FALSE(meets(slot, tz, one_of({wanted})));
  wanted.around.reset();
  wanted.to = 14h;
  EXPECT_FALSE(meets(slot, tz, one_of({wanted})));
  wanted.to = 14h + 30min;
  EXPECT_TRUE(meets(slot, tz, one_of({wanted})));
  wanted.first_day = wanted.last_day = day(2026, 11, 26);
  EXPECT_FALSE(meets(slot, tz, one_of({wanted})));
}

TEST_F(Offer, FarAwayWishesStillGetAnAnswer) {
  auto wanted = on(day(9999, 12, 31));
  EXPECT_EQ(pick(wanted, 1).front().substr(0, 2), "30");
  wanted = on(day(1, 1, 1));
  EXPECT_EQ(pick(wanted, 1).front().substr(0, 2), "24");
}

TEST_F(Offer, NearestPrefersTheEarlierOfTwoEquallyFar) {
  const auto at = [&](int hour, int minute) {
    return instant{day(2026, 11, 25).time_since_epoch()}
           + std::chrono::hours{hour - 1} + std::chrono::minutes{minute};
  };
  EXPECT_EQ(text(nearest(free, at(12, 0), 1)), texts{"25 12:00"});
  EXPECT_EQ(text(nearest(free, at(12, 15), 1)), texts{"25 12:00"});
  EXPECT_EQ(text(nearest(free, at(12, 15), 2)),
            (texts{"25 12:00", "25 12:30"}));
  EXPECT_EQ(text(nearest(free, at(12, 16), 1)), texts{"25 12:30"});
  EXPECT_EQ(text(nearest(free, at(3, 0), 2)), (texts{"25 09:00", "25 09:30"}));
}

// What is shown is what can be booked: the pure half. Random managers near
// clock changes; a model that looks at every minute.
#include "tests/support/random_calendar.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace rental::test {
namespace {

using namespace std::chrono_literals;

unsigned rounds(unsigned few, unsigned many) {
  const auto* is_long = std::getenv("RENTAL_LONG");
  return is_long && *is_long == '1' ? many : few;
}

TEST(FreeProperty, ShownIsExactlyWhatRulesAndCalendarAllow) {
  std::size_t free_ones = 0, taken_ones = 0;
  for (unsigned seed = 1; seed <= rounds(120, 4000); ++seed) {
    const auto world = make_random_calendar(seed);
    const auto busy = busy_from(world.events, world.rules, world.tz);
    const auto shown = free_slots(world.rules, world.tz, world.now, busy);
    const auto window = horizon(world.rules, world.tz, world.now);
    for (instant t = std::chrono::floor<std::chrono::hours>(window.start);
         t < window.end + 24h; t += 5min) {
      const time_slot slot{t, t + world.rules.slot};
      const bool allowed = !check_rules(world.rules, world.tz, world.now, t);
      const bool free = allowed && plainly_free(world, {}, slot);
      ASSERT_EQ(std::binary_search(shown.begin(), shown.end(), slot), free)
          << "seed " << seed << ", " << world.tz.to_iso(t);
      // The order goes the other way round: rules, then the calendar.
      ASSERT_EQ(allowed && busy.is_free(slot, world.rules), free)
          << "seed " << seed << ", " << world.tz.to_iso(t);
      free_ones += free;
      taken_ones += allowed && !free;
    }
  }
  EXPECT_GT(free_ones, 1000u);
  EXPECT_GT(taken_ones, 1000u);
}

TEST(FreeProperty, WhateverIsOfferedOrProposedIsShown) {
  for (unsigned seed = 1; seed <= rounds(200, 4000); ++seed) {
    const auto world = make_random_calendar(seed);
    const auto shown
        = free_slots(world.rules, world.tz, world.now,
                     busy_from(world.events, world.rules, world.tz));
    dice roll{seed};
    wished_times times;
    if (roll.chance(50))
      times.around = std::chrono::minutes{roll.between(0, 1439)};
    if (roll.chance(50))
      times.weekdays.reset().set(static_cast<std::size_t>(roll.between(0, 6)));
    const wish wanted{{times}, {}, roll.chance(20), false};
    const auto offered = pick_to_offer(shown, world.tz, wanted, 3);
    const auto met = static_cast<std::size_t>(
        std::count_if(shown.begin(), shown.end(), [&](const auto& slot) {
          return meets(slot, world.tz, wanted);
        }));
    ASSERT_EQ(offered.size(),
              std::min<std::size_t>(3, met ? met : shown.size()));
    for (const auto& slot : offered) {
      ASSERT_TRUE(std::binary_search(shown.begin(), shown.end(), slot))
          << "seed " << seed;
      ASSERT_TRUE(met == 0 || meets(slot, world.tz, wanted)) << "seed " << seed;
    }
    for (const auto& slot :
         nearest(shown, world.now + std::chrono::hours{roll.between(0, 99)}, 2))
      ASSERT_TRUE(std::binary_search(shown.begin(), shown.end(), slot))
          << "seed " << seed;
  }
}

} // namespace
} // namespace rental::test

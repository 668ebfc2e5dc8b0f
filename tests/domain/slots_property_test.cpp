// Random rules, clocks and calendars, against models too simple to be wrong.
#include "domain/slots.hpp"
#include "tests/base/zones.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

using namespace rental;
using namespace rental::test;
using namespace std::chrono_literals;
using std::chrono::minutes;

namespace {

class dice {
public:
  explicit dice(unsigned seed) : engine_(seed) {}
  int between(int low, int high) {
    return std::uniform_int_distribution{low, high}(engine_);
  }
  template <class T>
  T one_of(std::initializer_list<T> all) {
    return all.begin()[between(0, static_cast<int>(all.size()) - 1)];
  }

private:
  std::mt19937 engine_;
};

booking_rules random_rules(dice& roll) {
  booking_rules rules;
  rules.grid = minutes{roll.one_of({15, 20, 30, 45, 60})};
  rules.slot = minutes{roll.one_of({15, 30, 45, 60, 90})};
  rules.notice = minutes{roll.one_of({0, 1, 60, 1440, 2000})};
  rules.horizon_days = roll.between(0, 8);
  for (auto& open : rules.hours) {
    if (roll.between(0, 4) == 0)
      open = std::nullopt;
    else if (roll.between(0, 1) == 0)
      open = day_hours{0min, 24h};
    else
      open = day_hours{minutes{roll.between(0, 300)},
                       minutes{roll.between(90, 1440)}};
  }
  return rules;
}

// A moment within a few days of a clock change, if the zone has any.
instant random_now(dice& roll, const zone& tz) {
  const instant base{day(2026, 1, 1).time_since_epoch()};
  const auto all = tz.stretches(base, base + date::days{5 * 365});
  const auto pick = all[static_cast<std::size_t>(
                            roll.between(0, static_cast<int>(all.size()) - 1))]
                        .end;
  const auto change = pick > base + date::days{3000} ? base : pick;
  return change - date::days{4}
         + std::chrono::seconds{roll.between(0, 5 * 86400)};
}

struct minute_model {
  std::vector<bool> busy = std::vector<bool>(4000, false);

  void add(int from, int to) {
    for (int i = from; i < to; ++i)
      busy[static_cast<std::size_t>(i)] = true;
  }
  bool is_free(int from, int to) const {
    for (int i = std::max(from, 0); i < to; ++i)
      if (busy[static_cast<std::size_t>(i)])
        return false;
    return true;
  }
};

time_slot span(int from, int to) {
  return {from_unix(from * 60), from_unix(to * 60)};
}

} // namespace

TEST(SlotsProperty, CheckAllowsExactlyTheCandidates) {
  dice roll{20260301};
  std::size_t allowed = 0;
  for (int round = 0; round < 96; ++round) {
    const auto& tz = twelve_zones()[static_cast<std::size_t>(round % 12)];
    const auto rules = random_rules(roll);
    const auto now = random_now(roll, tz);
    std::set<instant> starts;
    for (const auto& slot : candidate_slots(rules, tz, now)) {
      ASSERT_TRUE(starts.empty() || slot.start > *starts.rbegin());
      starts.insert(slot.start);
    }
    allowed += starts.size();
    const auto begin = std::chrono::floor<std::chrono::hours>(now) - 24h;
    const auto end = now + date::days{rules.horizon_days + 3};
    for (instant t = begin; t < end; t += 5min)
      ASSERT_EQ(!check_rules(rules, tz, now, t), starts.count(t) == 1)
          << tz.to_iso(t) << ", now " << tz.to_iso(now);
    for (const auto start : starts)
      ASSERT_EQ(check_rules(rules, tz, now, start), std::nullopt);
  }
  EXPECT_GT(allowed, 5000U);
}

TEST(SlotsProperty, FreeAgreesWithAModelOfMinutes) {
  dice roll{4711};
  for (int round = 0; round < 200; ++round) {
    busy_set busy;
    minute_model model;
    booking_rules rules;
    rules.buffer_before = minutes{roll.one_of({0, 0, 15, 30})};
    rules.buffer_after = minutes{roll.one_of({0, 0, 10, 45})};
    for (int i = roll.between(0, 25); i > 0; --i) {
      const int from = roll.between(0, 2900);
      const int to = from + roll.between(0, 100);
      busy.add(span(from, to));
      model.add(from, to);
    }
    for (int i = 0; i < 200; ++i) {
      const int from = roll.between(0, 3000);
      const int to = from + roll.between(1, 120);
      ASSERT_EQ(
          busy.is_free(span(from, to), rules),
          model.is_free(from - static_cast<int>(rules.buffer_before.count()),
                        to + static_cast<int>(rules.buffer_after.count())));
    }
  }
}

TEST(SlotsProperty, MergedIntervalsAreSortedApartAndComplete) {
  dice roll{1848};
  for (int round = 0; round < 200; ++round) {
    busy_set one, two;
    minute_model model;
    for (int i = roll.between(0, 40); i > 0; --i) {
      const int from = roll.between(0, 2900);
      const int to = from + roll.between(0, 60);
      (i % 2 ? one : two).add(span(from, to));
      model.add(from, to);
    }
    one.add(two);
    std::int64_t total = 0;
    for (std::size_t i = 0; i < one.intervals().size(); ++i) {
      const auto& interval = one.intervals()[i];
      ASSERT_LT(interval.start, interval.end);
      if (i > 0) {
        ASSERT_LT(one.intervals()[i - 1].end, interval.start);
      }
      total += (interval.end - interval.start) / 1min;
    }
    ASSERT_EQ(total, std::count(model.busy.begin(), model.busy.end(), true));
  }
}

TEST(SlotsProperty, OrderOfEventsDoesNotMatter) {
  dice roll{99};
  for (int round = 0; round < 50; ++round) {
    std::vector<time_slot> spans;
    for (int i = 0; i < 12; ++i) {
      const int from = roll.between(0, 600);
      spans.push_back(span(from, from + roll.between(1, 90)));
    }
    busy_set forward, backward;
    for (const auto& slot : spans)
      forward.add(slot);
    std::sort(spans.rbegin(), spans.rend());
    for (const auto& slot : spans)
      backward.add(slot);
    ASSERT_EQ(forward.intervals(), backward.intervals());
  }
}

TEST(SlotsProperty, FreeSlotsAreTheFreeCandidates) {
  dice roll{7};
  for (int round = 0; round < 48; ++round) {
    const auto& tz = twelve_zones()[static_cast<std::size_t>(round % 12)];
    auto rules = random_rules(roll);
    rules.buffer_before = minutes{roll.one_of({0, 15})};
    const auto now = random_now(roll, tz);
    busy_set busy;
    for (int i = 0; i < 15; ++i) {
      const auto from = now + minutes{roll.between(0, 12000)};
      busy.add({from, from + minutes{roll.between(1, 300)}});
    }
    std::vector<time_slot> expected;
    for (const auto& slot : candidate_slots(rules, tz, now))
      if (busy.is_free(slot, rules))
        expected.push_back(slot);
    ASSERT_EQ(free_slots(rules, tz, now, busy), expected);
  }
}

TEST(SlotsProperty, NearestLeavesNothingNearerOut) {
  dice roll{31};
  for (int round = 0; round < 200; ++round) {
    std::vector<time_slot> free;
    int at = 0;
    for (int i = roll.between(0, 30); i > 0; --i) {
      at += roll.between(1, 4) * 30;
      free.push_back(span(at, at + 30));
    }
    const auto wanted = from_unix(roll.between(-10, 130) * 1800);
    const auto count = static_cast<std::size_t>(roll.between(0, 5));
    const auto found = nearest(free, wanted, count);
    ASSERT_EQ(found.size(), std::min(count, free.size()));
    ASSERT_TRUE(std::is_sorted(found.begin(), found.end()));
    const auto far = [&](const time_slot& slot) {
      return std::pair{std::chrono::abs(slot.start - wanted), slot.start};
    };
    for (const auto& slot : free)
      for (const auto& chosen : found)
        if (std::count(found.begin(), found.end(), slot) == 0) {
          ASSERT_GT(far(slot), far(chosen));
        }
  }
}

#include "domain/reconnect.hpp"

#include <gtest/gtest.h>

#include <map>
#include <vector>

namespace rental {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const instant died = from_unix(1795356000);

TEST(Reconnect, EveryGrantIsProvedWithinADayAndNotAllAtOnce) {
  std::map<std::int64_t, int> per_minute;
  for (std::int64_t id = 1; id <= 10'000; ++id) {
    const auto next = next_probe(id, died);
    EXPECT_GE(next, died + hours{20});
    EXPECT_LT(next, died + hours{24});
    ++per_minute[to_unix(next) / 60];
  }
  EXPECT_GE(per_minute.size(), 240u);
  for (const auto& [minute, count] : per_minute)
    EXPECT_LE(count, 50) << "evenly spread it would be 42";
}

TEST(Reconnect, TheSeriesWhenAllGoesWell) {
  std::vector<int> sent;
  std::optional<int> last;
  for (auto now = died; now < died + days{40}; now += minutes{30})
    if (const auto day = due_reminder(died, now, last)) {
      EXPECT_EQ(now, died + days{*day});
      sent.push_back(*day);
      last = day;
    }
  EXPECT_EQ(sent, (std::vector<int>{0, 1, 3, 7, 14}));
}

TEST(Reconnect, MissedOnesAreNotMadeUpFor) {
  EXPECT_EQ(due_reminder(died, died + days{8}, std::nullopt), 7);
  EXPECT_EQ(due_reminder(died, died + days{8}, 7), std::nullopt);
  EXPECT_EQ(due_reminder(died, died + days{8}, 3), 7);
  EXPECT_EQ(due_reminder(died, died + days{100}, std::nullopt), 14);
  EXPECT_EQ(due_reminder(died, died - seconds{1}, std::nullopt), std::nullopt);
}

TEST(Reconnect, KnowsWhenTheNextOneIsDue) {
  EXPECT_EQ(next_reminder(died, -1), died);
  EXPECT_EQ(next_reminder(died, 0), died + days{1});
  EXPECT_EQ(next_reminder(died, 7), died + days{14});
  EXPECT_EQ(next_reminder(died, 14), std::nullopt);
}

} // namespace
} // namespace rental

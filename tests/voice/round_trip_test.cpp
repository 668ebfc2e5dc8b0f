// What is said is understood again: the model books by repeating our words.
#include "tests/voice/support.hpp"
#include "voice/times/understand.hpp"
#include "voice/words/say.hpp"

#include <array>
#include <random>
#include <vector>

namespace rental {
namespace {

using namespace std::chrono_literals;
using kind = time_reading::kind;
using testing::local;
using testing::zone_named;

constexpr std::array zones{"America/Chicago",
                           "America/New_York",
                           "America/Phoenix",
                           "Europe/Berlin",
                           "Asia/Kathmandu",
                           "Australia/Lord_Howe",
                           "Africa/Casablanca",
                           "Pacific/Apia",
                           "America/St_Johns",
                           "Pacific/Chatham",
                           "America/Mexico_City",
                           "Etc/GMT+5",
                           "UTC",
                           "America/Argentina/Buenos_Aires"};

/// Every way in which `t` is said.
std::vector<std::string> said(instant t, const zone& tz, instant now) {
  return {say_when(t, tz),
          say_when(t, tz, now),
          say_when_and_zone(t, tz),
          say_when(t, tz) + " " + say_zone(tz, t),
          say_full_day(tz.local_day(t)) + " at " + say_clock(tz.to_local(t))
              + ", " + say_zone(tz, t),
          tz.to_iso(t),
          to_iso_utc(t)};
}

void expect_round_trip(instant t, const zone& tz, instant now) {
  bool twice = tz.read(tz.to_local(t)).what == local_reading::kind::ambiguous;
  auto all = said(t, tz, now);
  for (std::size_t i = 0; i < all.size(); ++i) {
    // Day and clock alone cannot tell a repeated hour apart.
    if (twice && i == 4)
      continue;
    auto got = understand_start(all[i], tz, now, {});
    EXPECT_EQ(got, (time_reading{kind::exact, t, t}))
        << tz.name() << " now " << tz.to_iso(now) << " said " << all[i]
        << " meant " << tz.to_iso(t) << " got " << to_string(got.what) << " "
        << tz.to_iso(got.first);
  }
}

TEST(RoundTrip, OfRandomInstants) {
  std::mt19937_64 random{20261122};
  for (auto name : zones) {
    auto tz = zone_named(name);
    for (int i = 0; i < 120; ++i) {
      instant now{std::chrono::seconds{1767225600 + random() % 126230400}};
      auto minutes_ahead = 1 + random() % (364 * 1440);
      auto t = std::chrono::floor<std::chrono::minutes>(now)
               + std::chrono::minutes{minutes_ahead};
      expect_round_trip(t, tz, now);
      if (HasFailure())
        return;
    }
  }
}

TEST(RoundTrip, OfEveryQuarterHourAroundClockChanges) {
  struct change {
    const char* zone;
    int year;
    unsigned month, day;
  };
  for (auto [name, year, month, day] : {
           change{"America/Chicago", 2026, 3, 8},
           change{"America/Chicago", 2026, 11, 1},
           change{"Europe/Berlin", 2026, 3, 29},
           change{"Europe/Berlin", 2026, 10, 25},
           change{"Australia/Lord_Howe", 2027, 4, 4},
           change{"Australia/Lord_Howe", 2026, 10, 4},
           change{"Africa/Casablanca", 2027, 2, 7},
           change{"Africa/Casablanca", 2027, 3, 14},
           change{"America/St_Johns", 2026, 11, 1},
           change{"Pacific/Chatham", 2026, 4, 5},
       }) {
    auto tz = zone_named(name);
    auto noon = tz.read(local(year, month, day, 12)).first;
    auto now = noon - 60h;
    for (auto t = noon - 18h; t < noon + 18h; t += 15min)
      expect_round_trip(t, tz, now);
  }
}

TEST(RoundTrip, OfTheDayOfTheQuestion) {
  auto tz = zone_named("America/Chicago");
  auto now = tz.read(local(2026, 11, 24, 10, 7)).first;
  for (auto t = tz.read(local(2026, 11, 24, 10, 15)).first; t < now + 26h;
       t += 15min)
    expect_round_trip(t, tz, now);
}

/// Words of times and others, in any order: nothing may throw, hang or break
/// the promises of time_reading.
TEST(UnderstandAnything, KeepsItsPromisesForRandomWords) {
  constexpr std::array vocabulary{
      "tuesday",  "next",    "this",    "at",       "two",   "thirty",
      "half",     "past",    "to",      "quarter",  "the",   "24th",
      "november", "2026",    "pm",      "am",       "noon",  "tomorrow",
      "in",       "morning", "evening", "twenty",   "four",  "first",
      "week",     "from",    "central", "time",     "utc",   "-06:00",
      "14:30",    "3/4",     "2",       "30",       ",",     ".",
      "may",      "second",  "of",      "monday",   "02:30", "2026-11-24",
      "berlin",   "after",   "clocks",  "thousand", "oh",    "midnight"};
  auto tz = zone_named("America/Chicago");
  auto now = tz.read(local(2026, 11, 24, 10, 7)).first;
  std::mt19937 random{7};
  int understood = 0;
  for (int i = 0; i < 8000; ++i) {
    std::string text;
    for (auto n = 1 + random() % 7; n > 0; --n)
      text += std::string{vocabulary[random() % vocabulary.size()]}
              + (random() % 8 ? " " : "");
    auto got = understand_start(text, tz, now, {});
    understood += got.what != kind::unclear ? 1 : 0;
    if (got.what == kind::exact) {
      EXPECT_GE(got.first, now) << text;
      EXPECT_EQ(got.first, got.second) << text;
    } else if (got.what == kind::ambiguous) {
      EXPECT_GE(got.first, now) << text;
      EXPECT_LT(got.first, got.second) << text;
    } else if (got.what == kind::past) {
      EXPECT_LT(got.first, now) << text;
    }
    understand_wish(text, tz, now);
  }
  EXPECT_GT(understood, 50);
}

TEST(UnderstandAnything, KeepsItsPromisesForRandomBytes) {
  auto tz = zone_named("America/Chicago");
  auto now = tz.read(local(2026, 11, 24, 10, 7)).first;
  std::mt19937 random{8};
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (auto n = random() % 60; n > 0; --n)
      text += static_cast<char>(random());
    EXPECT_EQ(understand_start(text, tz, now, {}).what, kind::unclear);
    understand_wish(text, tz, now);
    EXPECT_LE(say_address(text).size(), 160U);
    EXPECT_LE(say_name(text).size(), 60U);
  }
}

} // namespace
} // namespace rental

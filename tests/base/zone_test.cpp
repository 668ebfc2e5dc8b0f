#include "tests/base/zones.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

using namespace rental;
using namespace rental::test;
using namespace std::chrono_literals;
using date::local_days;
using date::year_month_day;
using enum local_reading::kind;

namespace {

instant utc(int y, unsigned m, unsigned d, int hour = 0, int minute = 0) {
  return instant{day(y, m, d).time_since_epoch()} + std::chrono::hours{hour}
         + std::chrono::minutes{minute};
}

local_time wall(int y, unsigned m, unsigned d, int hour = 0, int minute = 0) {
  return local_time{day(y, m, d)} + std::chrono::hours{hour}
         + std::chrono::minutes{minute};
}

} // namespace

TEST(Zone, IsUtcByDefault) {
  const zone uut;
  EXPECT_EQ(uut.name(), "UTC");
  EXPECT_EQ(uut, zone_named("UTC"));
  EXPECT_EQ(uut, zone_named("Etc/UTC"));
  EXPECT_EQ(uut.to_iso(utc(2026, 7, 1, 12)), "2026-07-01T12:00:00+00:00");
  EXPECT_EQ(uut.read(wall(2026, 7, 1, 12)).first, utc(2026, 7, 1, 12));
}

TEST(Zone, IsFoundByItsIanaName) {
  EXPECT_EQ(zone_named("Europe/Berlin").name(), "Europe/Berlin");
  EXPECT_EQ(
      zone_named("America/Argentina/Buenos_Aires").offset_at(utc(2026, 1, 1)),
      -3h);
  EXPECT_EQ(zone_named("US/Central").offset_at(utc(2026, 1, 1)), -6h);
}

TEST(Zone, IsFoundByItsWindowsName) {
  EXPECT_EQ(zone_named("W. Europe Standard Time").name(), "Europe/Berlin");
  EXPECT_EQ(zone_named("Central Standard Time").name(), "America/Chicago");
  EXPECT_EQ(zone_named("India Standard Time").offset_at(utc(2026, 1, 1)),
            5h + 30min);
}

TEST(Zone, NameMayBeInAnyCase) {
  EXPECT_EQ(zone_named("europe/berlin"), zone_named("Europe/Berlin"));
  EXPECT_EQ(zone_named("CENTRAL STANDARD TIME"), zone_named("America/Chicago"));
  EXPECT_EQ(zone_named("utc"), zone{});
}

TEST(Zone, RefusesWhatIsNoZone) {
  for (const std::string name : {"",
                                 " ",
                                 "undefined",
                                 "null",
                                 "Z",
                                 "tzone://Microsoft/Custom",
                                 "tzone://Microsoft/Utc",
                                 "Customized Time Zone",
                                 "Mars/Olympus",
                                 "Europe",
                                 "Europe/",
                                 "/Europe/Berlin",
                                 "../Europe/Berlin",
                                 "Europe/Berlin ",
                                 "+01:00",
                                 "UTC+25",
                                 "localtime",
                                 "LOCALTIME",
                                 "posix/Europe/Berlin",
                                 "right/Europe/Berlin",
                                 "posixrules",
                                 "Factory",
                                 "tzdata.zi",
                                 "zone.tab",
                                 "Europe/Berlin\nX",
                                 "\xff\xfe"}) {
    const auto found = zone::find(name);
    ASSERT_FALSE(found) << name << " is " << found->name();
    EXPECT_EQ(found.error().code, errc::bad_request) << name;
  }
  const auto endless = zone::find(std::string(100000, 'a'));
  ASSERT_FALSE(endless);
  EXPECT_LT(endless.error().detail.size(), 100U);
  EXPECT_FALSE(zone::find(std::string{"Europe/Berlin\0x", 15}));
}

TEST(Zone, FailureNamesTheZoneUnlessItIsUnprintable) {
  EXPECT_EQ(zone::find("Mars/Olympus").error().detail,
            "unknown time zone \"Mars/Olympus\"");
  EXPECT_EQ(zone::find("a\nb").error().detail,
            "unknown time zone (unprintable)");
}

TEST(Zone, ReadsAnOrdinaryTime) {
  const auto reading
      = zone_named("America/Chicago").read(wall(2026, 11, 24, 9, 30));
  EXPECT_EQ(reading.what, unique);
  EXPECT_EQ(reading.first, utc(2026, 11, 24, 15, 30));
  EXPECT_EQ(reading.second, reading.first);
}

TEST(Zone, KnowsTimesThatDoNotExist) {
  const auto reading = zone_named("Europe/Berlin").read(wall(2026, 3, 29, 2));
  EXPECT_EQ(reading.what, nonexistent);
  EXPECT_EQ(reading.first, utc(2026, 3, 29, 1));
  EXPECT_EQ(reading.second, reading.first);
  const auto howe = zone_named("Australia/Lord_Howe");
  EXPECT_EQ(howe.read(wall(2026, 10, 4, 2, 15)).what, nonexistent);
  EXPECT_EQ(howe.read(wall(2026, 10, 4, 2, 15)).first,
            utc(2026, 10, 3, 15, 30));
  EXPECT_EQ(howe.read(wall(2026, 10, 4, 2, 30)).what, unique);
}

TEST(Zone, KnowsTimesThatComeTwice) {
  const auto berlin = zone_named("Europe/Berlin");
  const auto reading = berlin.read(wall(2026, 10, 25, 2, 30));
  EXPECT_EQ(reading.what, ambiguous);
  EXPECT_EQ(reading.first, utc(2026, 10, 25, 0, 30));
  EXPECT_EQ(reading.second, utc(2026, 10, 25, 1, 30));
  EXPECT_EQ(berlin.read(wall(2026, 10, 25, 3)).what, unique);
  EXPECT_EQ(berlin.read(wall(2026, 10, 25, 1, 59)).what, unique);
  const auto howe = zone_named("Australia/Lord_Howe");
  EXPECT_EQ(howe.read(wall(2026, 4, 5, 1, 45)).first, utc(2026, 4, 4, 14, 45));
  EXPECT_EQ(howe.read(wall(2026, 4, 5, 1, 45)).second, utc(2026, 4, 4, 15, 15));
}

TEST(Zone, TellsTheDateOfItsClock) {
  const auto chicago = zone_named("America/Chicago");
  EXPECT_EQ(chicago.local_day(utc(2026, 11, 25, 5, 59)), day(2026, 11, 24));
  EXPECT_EQ(chicago.local_day(utc(2026, 11, 25, 6)), day(2026, 11, 25));
}

TEST(Zone, WritesItsOffset) {
  EXPECT_EQ(zone_named("America/Chicago").to_iso(utc(2026, 11, 24, 15)),
            "2026-11-24T09:00:00-06:00");
  EXPECT_EQ(zone_named("America/Chicago").to_iso(utc(2026, 7, 1, 15)),
            "2026-07-01T10:00:00-05:00");
  EXPECT_EQ(zone_named("Asia/Kathmandu").to_iso(utc(2026, 1, 1)),
            "2026-01-01T05:45:00+05:45");
  EXPECT_EQ(zone_named("America/St_Johns").to_iso(utc(2026, 1, 1)),
            "2025-12-31T20:30:00-03:30");
}

TEST(Zone, LocalMeanTimeIsWrittenAsTheRightInstant) {
  // Berlin was 53 minutes and 28 seconds ahead until 1893.
  EXPECT_EQ(zone_named("Europe/Berlin").to_iso(utc(1890, 1, 1)),
            "1890-01-01T00:53:00+00:53");
}

TEST(Zone, DayWithoutMidnightBeginsWhenTheClockChanges) {
  const auto cairo = zone_named("Africa/Cairo");
  const auto begin = cairo.start_of_day(day(2025, 4, 25));
  EXPECT_EQ(cairo.to_local(begin), wall(2025, 4, 25, 1));
  EXPECT_EQ(cairo.to_local(begin - 1s), wall(2025, 4, 25) - 1s);
}

TEST(Zone, MidnightThatComesTwiceBeginsTheDayOnce) {
  const auto havana = zone_named("America/Havana");
  const auto begin = havana.start_of_day(day(2025, 11, 2));
  EXPECT_EQ(begin, utc(2025, 11, 2, 4));
  EXPECT_EQ(havana.read(wall(2025, 11, 2)).what, ambiguous);
}

TEST(Zone, DayThatWasSkippedIsEmpty) {
  const auto apia = zone_named("Pacific/Apia");
  EXPECT_EQ(apia.read(wall(2011, 12, 30, 12)).what, nonexistent);
  EXPECT_EQ(apia.start_of_day(day(2011, 12, 30)), utc(2011, 12, 30, 10));
  EXPECT_EQ(apia.start_of_day(day(2011, 12, 31)), utc(2011, 12, 30, 10));
  EXPECT_EQ(apia.read(wall(2011, 12, 31)).what, unique);
  EXPECT_EQ(apia.read(wall(2011, 12, 29, 23, 59)).what, unique);
}

TEST(Zone, DayThatCameTwiceBeginsOnce) {
  // Kwajalein went west of the date line in 1969: 30 September came twice.
  const auto kwajalein = zone_named("Pacific/Kwajalein");
  const auto reading = kwajalein.read(wall(1969, 9, 30, 12));
  EXPECT_EQ(reading.what, ambiguous);
  EXPECT_EQ(kwajalein.start_of_day(day(1969, 9, 30)), reading.first - 12h);
}

TEST(Zone, StretchesLieSideBySide) {
  for (const auto& tz : twelve_zones()) {
    const auto all = tz.stretches(utc(1900, 1, 1), utc(2040, 1, 1));
    ASSERT_FALSE(all.empty());
    EXPECT_LE(all.front().begin, utc(1900, 1, 1));
    EXPECT_GT(all.back().end, utc(2040, 1, 1));
    for (std::size_t i = 1; i < all.size(); ++i)
      ASSERT_EQ(all[i - 1].end, all[i].begin) << tz.name();
  }
}

TEST(Zone, StretchesShowTheSameWallClock) {
  for (const auto& tz : twelve_zones()) {
    const auto all = tz.stretches(utc(2026, 1, 1), utc(2031, 1, 1));
    for (const auto& s : all)
      for (const auto t : {std::max(s.begin, utc(2026, 1, 1)),
                           std::min(s.end, utc(2031, 1, 1)) - 1s})
        ASSERT_EQ(local_in(all, t), tz.to_local(t)) << tz.to_iso(t);
  }
}

TEST(Zone, StretchesEndWithTheCalendar) {
  EXPECT_EQ(zone{}.stretches(instant::min(), instant::max()).size(), 1U);
  const auto all
      = zone_named("Asia/Kathmandu").stretches(utc(2026, 1, 1), instant::max());
  EXPECT_EQ(all.size(), 1U);
}

TEST(Zone, ClockChangesAreKnownForTenYears) {
  EXPECT_EQ(zone_named("Europe/Berlin").offset_at(utc(2036, 7, 1)), 2h);
  EXPECT_EQ(zone_named("America/New_York").offset_at(utc(2036, 7, 1)), -4h);
}

TEST(Zone, WhatIsShownCanBeReadBack) {
  for (const auto& tz : twelve_zones()) {
    for (auto t = utc(2026, 1, 1); t < utc(2031, 1, 1); t += 7h + 11min) {
      const auto reading = tz.read(tz.to_local(t));
      ASSERT_NE(reading.what, nonexistent) << tz.to_iso(t);
      ASSERT_TRUE(reading.first == t || reading.second == t) << tz.to_iso(t);
    }
  }
}

TEST(Zone, DaysJoinWithoutGapInEveryZone) {
  for (const auto& tz : twelve_zones()) {
    for (auto d = day(2026, 1, 1); d < day(2031, 1, 1); d += date::days{1}) {
      const auto begin = tz.start_of_day(d);
      ASSERT_EQ(tz.local_day(begin), d) << tz.to_iso(begin);
      ASSERT_LT(tz.to_local(begin - 1s), local_time{d}) << tz.to_iso(begin);
    }
  }
}

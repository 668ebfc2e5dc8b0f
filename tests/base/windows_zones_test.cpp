// Every name that Windows, and so Exchange, has for a zone.
#include "tests/base/zones.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unicode/timezone.h>
#include <unicode/ures.h>

#include <fstream>
#include <set>
#include <string>

using namespace rental;
using namespace rental::test;

namespace {

std::set<std::string> names_known_to_icu() {
  std::set<std::string> names;
  UErrorCode status = U_ZERO_ERROR;
  auto* bundle = ures_openDirect(nullptr, "windowsZones", &status);
  auto* table = ures_getByKey(bundle, "mapTimezones", nullptr, &status);
  UResourceBundle* row = nullptr;
  while (U_SUCCESS(status) && ures_hasNext(table)) {
    row = ures_getNextResource(table, row, &status);
    names.insert(ures_getKey(row));
  }
  ures_close(row);
  ures_close(table);
  ures_close(bundle);
  return names;
}

// Whether two zones show the same time from 2026 to 2030.
::testing::AssertionResult same_clock(const zone& a, const zone& b) {
  const instant from{day(2026, 1, 1).time_since_epoch()};
  const instant to{day(2031, 1, 1).time_since_epoch()};
  for (const auto* tz : {&a, &b})
    for (const auto& s : tz->stretches(from, to))
      for (const auto t : {std::max(s.begin, from), std::min(s.end, to)})
        if (a.offset_at(t) != b.offset_at(t))
          return ::testing::AssertionFailure()
                 << a.to_iso(t) << " in " << a.name() << " is " << b.to_iso(t)
                 << " in " << b.name();
  return ::testing::AssertionSuccess();
}

} // namespace

TEST(WindowsZones, EveryNameOfIcuIsFound) {
  const auto names = names_known_to_icu();
  ASSERT_GT(names.size(), 130U);
  for (const auto& name : names) {
    const auto found = zone::find(name);
    EXPECT_TRUE(found) << name;
  }
}

TEST(WindowsZones, NamesThatMovedSinceIcuFollowTheLaw) {
  EXPECT_TRUE(same_clock(zone_named("Central Asia Standard Time"),
                         zone_named("Asia/Bishkek")));
  EXPECT_TRUE(same_clock(zone_named("Mountain Standard Time (Mexico)"),
                         zone_named("America/Mazatlan")));
}

TEST(WindowsZones, SameClockSeesADifference) {
  EXPECT_FALSE(
      same_clock(zone_named("Europe/Berlin"), zone_named("Europe/London")));
  EXPECT_FALSE(
      same_clock(zone_named("America/Denver"), zone_named("America/Phoenix")));
}

TEST(WindowsZones, NewestTableOfUnicodeAgrees) {
  std::ifstream file{RENTAL_SOURCE_DIR "/tests/fixtures/windows-zones.json"};
  ASSERT_TRUE(file);
  const auto table = nlohmann::json::parse(file).at("windowsToIana");
  ASSERT_GT(table.size(), 130U);
  for (const auto& [windows, iana] : table.items()) {
    const auto found = zone::find(windows);
    ASSERT_TRUE(found) << windows;
    EXPECT_TRUE(same_clock(*found, zone_named(iana.get<std::string>())))
        << windows;
  }
}

#include "config/iso_time.hpp"

#include <gtest/gtest.h>

namespace rental::test {
namespace {

TEST(IsoTimeTest, ReadsEveryWayOfWritingAnOffset) {
  const std::optional<instant> noon = from_unix(1759243500);
  for (auto text :
       {"2025-09-30T14:45:00Z", "2025-09-30T14:45:00", "2025-09-30 14:45:00",
        "2025-09-30T14:45:00.123456", "2025-09-30T14:45:00.123456Z",
        "2025-09-30T14:45:00+00:00", "2025-09-30T16:45:00+02:00",
        "2025-09-30T09:45:00-05:00", "2025-09-30T09:45:00-0500",
        "2025-09-30T14:45Z", "2025-09-30T20:30:00+05:45"})
    EXPECT_EQ(read_instant(text), noon) << text;
}

TEST(IsoTimeTest, ReadsLeapDaysAndMidnight) {
  EXPECT_EQ(read_instant("2024-02-29T00:00:00Z"), from_unix(1709164800));
  EXPECT_EQ(read_instant("1970-01-01T00:00:00Z"), from_unix(0));
}

TEST(IsoTimeTest, RefusesEverythingElse) {
  for (auto text :
       {"", "tomorrow", "2025-09-30", "2025-02-29T00:00:00Z",
        "2025-13-01T00:00:00Z", "2025-09-30T24:00:00Z", "2025-09-30T14:60:00Z",
        "2025-09-30T14:45:60Z", "2025-09-30T14:45:00.", "2025-09-30T14:45:00+2",
        "2025-09-30T14:45:00Zulu", "2025-9-30T14:45:00Z",
        "2025-09-30T14:45:00+99:00", "+025-09-30T14:45:00Z", "2025-09-30T"})
    EXPECT_EQ(read_instant(text), std::nullopt) << text;
}

} // namespace
} // namespace rental::test

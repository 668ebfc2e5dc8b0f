#include "base/clock.hpp"
#include "base/redact.hpp"
#include "base/time.hpp"

#include <gtest/gtest.h>

using namespace rental;
using namespace std::chrono_literals;

TEST(Time, IsWrittenAsRfc3339) {
  EXPECT_EQ(to_iso_utc(from_unix(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_iso_utc(from_unix(1795532405)), "2026-11-24T15:00:05Z");
  EXPECT_EQ(to_iso_utc(from_unix(951782399)), "2000-02-28T23:59:59Z");
  EXPECT_EQ(to_iso_utc(from_unix(951782400)), "2000-02-29T00:00:00Z");
}

TEST(Time, BeforeTheEpochIsWrittenToo) {
  EXPECT_EQ(to_iso_utc(from_unix(-1)), "1969-12-31T23:59:59Z");
  EXPECT_EQ(to_iso_utc(from_unix(-62135596800)), "0001-01-01T00:00:00Z");
}

TEST(Time, YearsThatRfc3339CannotHoldAreCut) {
  EXPECT_EQ(to_iso_utc(from_unix(253402300799)), "9999-12-31T23:59:59Z");
  EXPECT_EQ(to_iso_utc(from_unix(253402300800)), "9999-12-31T23:59:59Z");
  EXPECT_EQ(to_iso_utc(instant::max()), "9999-12-31T23:59:59Z");
  EXPECT_EQ(to_iso_utc(instant::min()), "0000-01-01T00:00:00Z");
}

TEST(Time, TakesAnyZoneAtItsEnd) {
  EXPECT_EQ(to_iso(from_unix(0), "+05:45"), "1970-01-01T00:00:00+05:45");
}

TEST(Time, IntervalsAreHalfOpen) {
  const time_slot nine{from_unix(0), from_unix(1800)};
  EXPECT_FALSE(overlaps(nine, {from_unix(1800), from_unix(3600)}));
  EXPECT_FALSE(overlaps({from_unix(-1800), from_unix(0)}, nine));
  EXPECT_TRUE(overlaps(nine, {from_unix(1799), from_unix(3600)}));
  EXPECT_TRUE(overlaps(nine, {from_unix(600), from_unix(601)}));
  EXPECT_TRUE(overlaps({from_unix(-1), from_unix(9999)}, nine));
}

TEST(Clock, OfTheMachineShowsTheTimeOfTheSystem) {
  const auto before = std::chrono::floor<std::chrono::seconds>(
      std::chrono::system_clock::now());
  const auto now = rental::system_clock{}.now();
  EXPECT_GE(now, before);
  EXPECT_LE(now - before, 60s);
}

TEST(Clock, ShiftedStartsWhereItIsTold) {
  const auto start = from_unix(1795532400);
  const shifted_clock uut{start};
  const auto shown = uut.now();
  EXPECT_GE(shown, start);
  EXPECT_LE(shown, start + 60s);
}

TEST(Clock, ManualMovesOnlyByHand) {
  manual_clock uut{from_unix(100)};
  EXPECT_EQ(uut.now(), from_unix(100));
  uut.advance(90min);
  EXPECT_EQ(uut.now(), from_unix(100 + 5400));
  uut.set(from_unix(7));
  EXPECT_EQ(uut.now(), from_unix(7));
}

TEST(Redact, PhoneKeepsTooLittleToCall) {
  EXPECT_EQ(redact_phone("+14055550142"), "+1*******42");
  EXPECT_EQ(redact_phone("+4930123456"), "+4*******56");
}

TEST(Redact, StrangePhonesVanish) {
  for (const char* text :
       {"", "+", "+1", "+1405555", "4055550142", "+1 405 555 0142",
        "+1405555014x", "+12345678901234567", "call me"})
    EXPECT_EQ(redact_phone(text), "***") << text;
}

TEST(Redact, EmailKeepsOneLetterAndTheDomain) {
  EXPECT_EQ(redact_email("jane.smith@example.com"), "j***@example.com");
  EXPECT_EQ(redact_email("j@example.com"), "j***@example.com");
}

TEST(Redact, StrangeEmailsVanish) {
  for (const char* text : {"", "@", "@example.com", "jane@", "jane",
                           "jane@home@example.com", "jane smith@example.com",
                           "jane@exam\nple.com", "j\xc3\xa4ne@example.com"})
    EXPECT_EQ(redact_email(text), "***") << text;
}

TEST(Redact, IdsOfManagersStayUnlessTheyArePersonal) {
  EXPECT_EQ(redact_id("pete_admin"), "pete_admin");
  EXPECT_EQ(redact_id("550e8400-e29b-41d4-a716-446655440000"),
            "550e8400-e29b-41d4-a716-446655440000");
  EXPECT_EQ(redact_id("+14055550142"), "+1*******42");
  EXPECT_EQ(redact_id("pete@example.com"), "p***@example.com");
  EXPECT_EQ(redact_id("(405) 555-0142"), "***");
  EXPECT_EQ(redact_id("Pete 4055550142"), "***");
}

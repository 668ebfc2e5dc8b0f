#include "net/retry_after.hpp"

#include <gtest/gtest.h>

using namespace rental;
using namespace std::chrono_literals;

namespace {

/// 2026-11-22T07:30:00Z
constexpr instant now = from_unix(1795332600);

} // namespace

TEST(RetryAfter, ReadsWholeAndFractionalSeconds) {
  EXPECT_EQ(parse_retry_after("120", now), 120s);
  EXPECT_EQ(parse_retry_after(" 57 ", now), 57s);
  EXPECT_EQ(parse_retry_after("2.128", now), 2128ms);
  EXPECT_EQ(parse_retry_after("0.0001", now), 1ms);
  EXPECT_EQ(parse_retry_after("0", now), 0ms);
}

TEST(RetryAfter, ReadsDates) {
  EXPECT_EQ(parse_retry_after("Sun, 22 Nov 2026 07:30:10 GMT", now), 10s);
  EXPECT_EQ(parse_retry_after("Sunday, 22-Nov-26 07:31:00 GMT", now), 60s);
  EXPECT_EQ(parse_retry_after("Sun Nov 22 07:30:01 2026", now), 1s);
  EXPECT_EQ(parse_retry_after("Sun, 22 Nov 2026 07:29:00 GMT", now), 0s);
}

TEST(RetryAfter, CapsWhatIsHuge) {
  EXPECT_EQ(parse_retry_after("86400", now), 3600s);
  EXPECT_EQ(parse_retry_after(std::string(400, '9'), now), 3600s);
  EXPECT_EQ(parse_retry_after("Sun, 22 Nov 2099 07:30:00 GMT", now), 3600s);
}

TEST(RetryAfter, RefusesGarbage) {
  for (const char* text : {"", "  ", "-5", "soon", "1e3", "1,5", "1.2.3", ".",
                           ".5", "0x10", "inf", "nan", "5s", "12:30"})
    EXPECT_EQ(parse_retry_after(text, now), std::nullopt) << text;
}

TEST(RetryAfter, TakesTheServersOwnClockForDates) {
  const std::map<std::string, std::string> headers{
      {"date", "Sun, 22 Nov 2026 09:00:00 GMT"},
      {"retry-after", "Sun, 22 Nov 2026 09:00:05 GMT"}};
  EXPECT_EQ(retry_after_of(headers, now), 5s);
  EXPECT_EQ(
      retry_after_of({{"retry-after", "Sun, 22 Nov 2026 07:30:07 GMT"}}, now),
      7s);
  EXPECT_EQ(retry_after_of({}, now), 0s);
  EXPECT_EQ(retry_after_of({{"retry-after", "?"}}, now), 0s);
}

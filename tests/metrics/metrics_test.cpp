// What the operator's page reads out of the metrics.
#include "metrics/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rental::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class MetricsTest : public testing::Test {
protected:
  std::shared_ptr<manual_clock> time
      = std::make_shared<manual_clock>(from_unix(1'800'000'000));
  metrics numbers{time};
};

TEST_F(MetricsTest, AddsUpTheOtherLabels) {
  const char* family = "peterental_tool_requests_total";
  numbers.count(family, {{"tool", "a"}, {"outcome", "ok"}}, 2);
  numbers.count(family, {{"tool", "b"}, {"outcome", "ok"}});
  numbers.count(family, {{"tool", "b"}, {"outcome", "no"}});
  EXPECT_THAT(numbers.counted(family, "outcome"),
              ElementsAre(Pair("no", 1), Pair("ok", 3)));
  EXPECT_TRUE(numbers.counted("peterental_nothing_total", "outcome").empty());
}

TEST_F(MetricsTest, TellsOfEachFamilyWhatItIs) {
  numbers.count("peterental_overlap_refused_total", {{"result", "hold"}});
  EXPECT_THAT(numbers.text(),
              HasSubstr("# HELP peterental_overlap_refused_total Bookings"));
}

std::size_t lines_with(const std::string& text, std::string_view what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1))
    ++count;
  return count;
}

TEST_F(MetricsTest, WhatAStrangerChoosesIsNoLabel) {
  for (int i = 0; i < 2000; ++i) {
    const auto junk = "X" + std::to_string(i) + std::string(10'000, 'y');
    numbers.count("peterental_http_requests_total",
                  {{"method", junk}, {"status", std::to_string(600 + i)}});
    numbers.observe("peterental_tool_seconds", {{"tool", junk}}, 1);
  }
  numbers.count("peterental_http_requests_total",
                {{"method", "PATCH"}, {"status", "405"}});
  numbers.observe("peterental_tool_seconds", {{"tool", "get_availability"}}, 1);
  const auto text = numbers.text();
  EXPECT_LT(text.size(), 10'000u);
  EXPECT_THAT(text, HasSubstr("{method=\"other\",status=\"other\"} 2000"));
  EXPECT_THAT(text, HasSubstr("{method=\"PATCH\",status=\"405\"} 1"));
  EXPECT_THAT(text, HasSubstr("_count{tool=\"other\"} 2000"));
  EXPECT_THAT(text, HasSubstr("_count{tool=\"get_availability\"} 1"));
}

TEST_F(MetricsTest, AFamilyHasAnEnd) {
  for (int i = 0; i < 5000; ++i)
    numbers.count("peterental_mail_total", {{"result", std::to_string(i)}});
  const auto text = numbers.text();
  EXPECT_LE(lines_with(text, "peterental_mail_total{"), 301u);
  EXPECT_THAT(text, HasSubstr("{result=\"other\"} 4700"));
  numbers.count("peterental_mail_total", {{"result", "7"}});
  EXPECT_THAT(numbers.text(), HasSubstr("{result=\"7\"} 2"));
}

TEST_F(MetricsTest, NoLabelBreaksALine) {
  numbers.count("peterental_connect_total", {{"outcome", "a\nb 1\x1b[2J"}});
  EXPECT_THAT(numbers.text(), HasSubstr("{outcome=\"other\"} 1"));
}

TEST_F(MetricsTest, ChangesWithWhatIsShownAlone) {
  const auto before = numbers.changes();
  numbers.count("peterental_http_requests_total", {{"status", "200"}});
  numbers.set("peterental_outbox_oldest_seconds", {}, 7);
  EXPECT_EQ(numbers.changes(), before);
  numbers.count("peterental_booking_total", {{"result", "booked"}});
  const auto after = numbers.changes();
  EXPECT_GT(after, before);
  numbers.set("peterental_wishes_waiting", {}, 1);
  EXPECT_GT(numbers.changes(), after);
  const auto same = numbers.changes();
  numbers.set("peterental_wishes_waiting", {}, 1);
  EXPECT_EQ(numbers.changes(), same);
}

TEST_F(MetricsTest, KeepsTheLastHourByMinutes) {
  numbers.observe("peterental_tool_seconds", {{"tool", "a"}}, 0.2);
  numbers.observe("peterental_http_request_seconds", {}, 0.2);
  numbers.count("peterental_booking_total", {{"result", "booked"}});
  numbers.count("peterental_booking_total", {{"result", "lost_race"}});
  time->advance(5min);
  for (int i = 0; i < 100; ++i)
    numbers.observe("peterental_tool_seconds", {{"tool", "a"}},
                    i < 95 ? 0.05 : 3);
  const auto hour = numbers.last_hour();
  ASSERT_EQ(hour.size(), 60u);
  EXPECT_EQ(hour[54].calls, 1u);
  EXPECT_EQ(hour[54].bookings, 1u);
  EXPECT_NEAR(hour[54].p95, 0.2, 0.02);
  EXPECT_EQ(hour[55].calls, 0u);
  EXPECT_EQ(hour[55].p95, 0);
  EXPECT_EQ(hour[59].calls, 100u);
  EXPECT_NEAR(hour[59].p95, 0.05, 0.005);
  EXPECT_EQ(hour[59].begin - hour[0].begin, 59min);
}

TEST_F(MetricsTest, ForgetsWhatIsOlderThanAnHour) {
  numbers.count("peterental_booking_total", {{"result", "booked"}});
  time->advance(60min);
  for (const auto& minute : numbers.last_hour())
    EXPECT_EQ(minute.bookings, 0u);
}

TEST_F(MetricsTest, ExtremesStayInTheHistory) {
  numbers.observe("peterental_tool_seconds", {}, 0);
  time->advance(1min);
  numbers.observe("peterental_tool_seconds", {}, 86'400);
  const auto hour = numbers.last_hour();
  EXPECT_GT(hour[58].p95, 0);
  EXPECT_LT(hour[58].p95, 0.001);
  EXPECT_GT(hour[59].p95, 60);
}

} // namespace
} // namespace rental::test

#include "net/clock_watch.hpp"

#include <gtest/gtest.h>

#include <vector>

using namespace rental;
using namespace std::chrono_literals;

namespace {

/// 2026-11-22T07:30:00Z
constexpr instant true_time = from_unix(1795332600);

http_reply dated(const char* date) {
  return {200, {{"date", date}}, {}};
}

/// Answers everything at once, and the same.
struct fixed_client final : http_client {
  void send(http_request, callback on_reply) override { on_reply(answer); }
  expected<http_reply> answer = http_reply{};
};

} // namespace

TEST(ClockWatch, TellsHowFarOurClockIsAhead) {
  EXPECT_EQ(clock_ahead_of(dated("Sun, 22 Nov 2026 07:30:00 GMT"), true_time),
            0s);
  EXPECT_EQ(clock_ahead_of(dated("Sun, 22 Nov 2026 06:00:00 GMT"), true_time),
            90min);
  EXPECT_EQ(clock_ahead_of(dated("Mon, 23 Nov 2026 07:30:00 GMT"), true_time),
            -24h);
}

TEST(ClockWatch, NeedsADateOfThisVeryMoment) {
  EXPECT_EQ(clock_ahead_of({200, {}, {}}, true_time), std::nullopt);
  EXPECT_EQ(clock_ahead_of(dated("yesterday evening or so"), true_time),
            std::nullopt);
  auto kept = dated("Sun, 22 Nov 2026 06:00:00 GMT");
  kept.headers["age"] = "5400";
  EXPECT_EQ(clock_ahead_of(kept, true_time), std::nullopt) << "a cache kept it";
}

TEST(ClockWatch, PassesEverythingOnAndListens) {
  fixed_client inner;
  manual_clock time{true_time};
  std::vector<std::chrono::seconds> told;
  clock_watch watch{inner, time, [&](auto ahead) { told.push_back(ahead); }};
  std::vector<expected<http_reply>> answers;
  const auto ask = [&] {
    watch.send({}, [&](expected<http_reply> x) { answers.push_back(x); });
  };
  inner.answer = dated("Sun, 22 Nov 2026 07:28:00 GMT");
  ask();
  inner.answer = errc::unreachable;
  ask();
  EXPECT_EQ(told, std::vector<std::chrono::seconds>{120s});
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0]->status, 200);
  EXPECT_EQ(answers[1].error().code, errc::unreachable);
}

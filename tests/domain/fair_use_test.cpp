#include "domain/fair_use.hpp"
#include "domain/replay.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

using namespace std::chrono_literals;
const instant noon = from_unix(1'795'370'400);

TEST(FairUseTest, EachLimitHasANameOfItsOwn) {
  const use_limits limits{3, 5, 4};
  EXPECT_EQ(over_limit(limits, {2, 4, 3}, false), over_use::none);
  EXPECT_EQ(over_limit(limits, {3, 0, 0}, false), over_use::call);
  EXPECT_EQ(over_limit(limits, {0, 5, 0}, false), over_use::caller);
  EXPECT_EQ(over_limit(limits, {0, 0, 4}, false), over_use::email);
  EXPECT_STREQ(to_string(over_use::email), "invitations_per_email");
}

TEST(FairUseTest, AMoveCountsForInvitationsAlone) {
  const use_limits limits{3, 5, 4};
  EXPECT_EQ(over_limit(limits, {9, 9, 0}, true), over_use::none);
  EXPECT_EQ(over_limit(limits, {0, 0, 4}, true), over_use::email);
}

TEST(FairUseTest, ZeroIsNoLimit) {
  EXPECT_EQ(over_limit({0, 0, 0}, {99, 99, 99}, false), over_use::none);
}

TEST(FairUseTest, ThePauseDoublesUpToTheLongest) {
  const code_limits limits{3, 300s};
  EXPECT_EQ(pause_before_try(limits, {2, noon}, noon), 0s);
  EXPECT_EQ(pause_before_try(limits, {3, noon}, noon), 30s);
  EXPECT_EQ(pause_before_try(limits, {4, noon}, noon), 60s);
  EXPECT_EQ(pause_before_try(limits, {6, noon}, noon), 240s);
  EXPECT_EQ(pause_before_try(limits, {7, noon}, noon), 300s);
  EXPECT_EQ(pause_before_try(limits, {1'000'000, noon}, noon), 300s);
}

TEST(FairUseTest, ThePauseEnds) {
  const code_limits limits{3, 300s};
  EXPECT_EQ(pause_before_try(limits, {4, noon}, noon + 45s), 15s);
  EXPECT_EQ(pause_before_try(limits, {4, noon}, noon + 60s), 0s);
  EXPECT_EQ(pause_before_try(limits, {4, noon}, noon - 24h), 60s)
      << "the clock was ahead";
}

// 50 a day at most in the long run: a week of guessing finds one of a million
// codes with a chance of 1 in 2,800.
TEST(FairUseTest, AWeekOfGuessingFindsNothing) {
  const code_limits limits;
  code_tries so_far{0, noon};
  auto now = noon;
  int tried = 0;
  for (; now < noon + 24h * 7; ++tried) {
    now += pause_before_try(limits, so_far, now);
    so_far = {so_far.failures + 1, now};
  }
  EXPECT_LT(tried, 400);
}

stored_answer said(answer_kind kind) {
  stored_answer answer;
  answer.kind = kind;
  answer.booking_id = "b";
  answer.starts_at = noon;
  answer.created_at = noon;
  return answer;
}

replay_facts facts(booking_state state, instant start = noon) {
  booking row;
  row.state = state;
  row.slot = {start, start + 30min};
  return {noon, row, false};
}

TEST(StillHoldsTest, AViewingStandsAtTheTimeThatWasSaid) {
  const auto answer = said(answer_kind::stands);
  EXPECT_TRUE(still_holds(answer, facts(booking_state::confirmed)));
  EXPECT_FALSE(still_holds(answer, facts(booking_state::confirmed, noon + 1h)));
  EXPECT_FALSE(still_holds(answer, facts(booking_state::cancelling)));
  EXPECT_FALSE(still_holds(answer, facts(booking_state::cancelled)));
  EXPECT_FALSE(still_holds(answer, {noon, {}, false}));
}

TEST(StillHoldsTest, ACancelledViewingIsGone) {
  const auto answer = said(answer_kind::cancelled);
  EXPECT_TRUE(still_holds(answer, facts(booking_state::cancelled)));
  EXPECT_TRUE(still_holds(answer, {noon, {}, false}));
  EXPECT_FALSE(still_holds(answer, facts(booking_state::confirmed)))
      << "the manager took it back out of the bin";
}

TEST(StillHoldsTest, ACallBackIsOwed) {
  EXPECT_TRUE(still_holds(said(answer_kind::noted), {noon, {}, true}));
  EXPECT_FALSE(still_holds(said(answer_kind::noted), {noon, {}, false}));
}

TEST(StillHoldsTest, ARefusalForAMoment) {
  auto answer = said(answer_kind::passing);
  EXPECT_TRUE(still_holds(answer, {noon + passing_answer_holds, {}, false}));
  EXPECT_FALSE(
      still_holds(answer, {noon + passing_answer_holds + 1s, {}, false}));
  EXPECT_FALSE(still_holds(answer, {noon - 1s, {}, false}));
  answer.overtaken = true;
  EXPECT_FALSE(still_holds(answer, {noon, {}, false}));
}

} // namespace
} // namespace rental

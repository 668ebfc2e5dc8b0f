#include "domain/outbox.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

using namespace std::chrono_literals;
using step = mail_fate::step;

mail_fate after(errc code, int attempts = 1, int unsure = 0,
                bool has_smtp = false, bool by_smtp = false) {
  return fate_of({{code, "", {}}, by_smtp, has_smtp, attempts, unsure}, 45s);
}

TEST(Outbox, WhatCertainlyDidNotLeaveIsTriedUntilItDoes) {
  for (const auto code :
       {errc::throttled, errc::unreachable, errc::needs_reconnect,
        errc::not_connected, errc::storage})
    for (const int attempts : {1, 7, 500}) {
      const auto fate = after(code, attempts);
      EXPECT_EQ(fate.next, step::queue) << to_string(code);
      EXPECT_FALSE(fate.unsure) << to_string(code);
      EXPECT_GT(fate.pause, 0s);
      EXPECT_LE(fate.pause, 45s);
    }
}

TEST(Outbox, WhatTheOtherSideAsksForIsTheLeast) {
  const auto fate
      = fate_of({{errc::throttled, "", 90'500ms}, false, false, 1, 0}, 45s);
  EXPECT_EQ(fate.pause, 91s);
  const auto busy = fate_of(
      {{errc::provider_unavailable, "", 120s}, false, false, 1, 0}, 45s);
  EXPECT_EQ(busy.pause, 120s);
}

TEST(Outbox, DoubtIsTriedAgainAndEndsInSomebodysList) {
  for (const auto code :
       {errc::timeout, errc::network, errc::provider_unavailable,
        errc::bad_answer, errc::internal}) {
    auto last = 0s;
    int unsure = 0;
    for (; unsure < 100; ++unsure) {
      const auto fate = after(code, unsure + 1, unsure);
      EXPECT_TRUE(fate.unsure);
      if (fate.next == step::unknown)
        break;
      EXPECT_EQ(fate.next, step::queue);
      EXPECT_GT(fate.pause, last);
      last = fate.pause;
    }
    EXPECT_GE(unsure, 4) << to_string(code);
    EXPECT_LT(unsure, 12) << "a manager is not mailed for ever";
  }
}

TEST(Outbox, WhatNeverGotPastTheGateIsNoDoubt) {
  EXPECT_FALSE(
      may_have_left({errc::timeout, "not sent: waited at the gate", {}}));
  EXPECT_TRUE(may_have_left({errc::timeout, "no answer", {}}));
}

TEST(Outbox, AMailboxThatCannotSendLeavesItToTheMailServer) {
  for (const auto code :
       {errc::needs_reconnect, errc::not_connected, errc::scope_missing,
        errc::no_mailbox, errc::operator_fault, errc::unauthorized,
        errc::provider_refused, errc::forbidden})
    EXPECT_EQ(after(code, 1, 0, true).next, step::by_smtp) << to_string(code);
  EXPECT_EQ(after(errc::throttled, 1, 0, true).next, step::queue);
  EXPECT_EQ(after(errc::throttled, 20, 0, true).next, step::by_smtp);
  EXPECT_EQ(after(errc::provider_unavailable, 1, 0, true).next, step::queue);
  EXPECT_EQ(after(errc::provider_unavailable, 2, 1, true).next, step::by_smtp);
}

TEST(Outbox, TheMailServerIsAskedOnceATry) {
  for (const auto code : {errc::throttled, errc::unreachable, errc::timeout,
                          errc::operator_fault, errc::unavailable})
    EXPECT_EQ(after(code, 30, 1, true, true).next, step::queue)
        << to_string(code);
  EXPECT_EQ(after(errc::provider_refused, 1, 0, true, true).next, step::failed);
  EXPECT_EQ(after(errc::bad_request, 1, 0, true, true).next, step::failed);
  EXPECT_EQ(after(errc::provider_refused).next, step::failed);
  EXPECT_EQ(after(errc::forbidden).next, step::failed);
}

TEST(Outbox, AMailboxThatMayNotSendIsInSomebodysList) {
  EXPECT_EQ(after(errc::scope_missing).next, step::failed);
  EXPECT_EQ(after(errc::scope_missing, 500).next, step::failed);
}

} // namespace
} // namespace rental

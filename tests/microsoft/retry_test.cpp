#include "microsoft/retry.hpp"

#include <gtest/gtest.h>

using namespace rental;
using namespace std::chrono_literals;

namespace {

failed_try read_failed(errc code) {
  return {false, code, true, 0, 1, 0ms, 10s, 0.5};
}

failed_try write_failed(errc code) {
  return {true, code, true, 0, 1, 0ms, 10s, 0.5};
}

} // namespace

TEST(Retry, ReadsAreRepeatedOnPassingFaults) {
  for (const auto code : {errc::throttled, errc::provider_unavailable,
                          errc::network, errc::unreachable})
    EXPECT_TRUE(wait_before_retry(read_failed(code))) << to_string(code);
  for (const auto code :
       {errc::unauthorized, errc::forbidden, errc::not_found,
        errc::provider_refused, errc::bad_answer, errc::timeout,
        errc::unavailable, errc::no_mailbox, errc::changed})
    EXPECT_FALSE(wait_before_retry(read_failed(code))) << to_string(code);
}

TEST(Retry, WritesOnlyWhereNothingWasDone) {
  EXPECT_TRUE(wait_before_retry(write_failed(errc::throttled)));
  EXPECT_TRUE(wait_before_retry(write_failed(errc::unreachable)));
  for (const auto code : {errc::provider_unavailable, errc::network,
                          errc::timeout, errc::bad_answer})
    EXPECT_FALSE(wait_before_retry(write_failed(code))) << to_string(code);
}

TEST(Retry, ARefusalWithoutAReasonIsRepeatedOnceWhereThatDoesNoHarm) {
  for (auto last :
       {read_failed(errc::bad_answer), write_failed(errc::bad_answer)}) {
    last.unexplained = 1;
    EXPECT_TRUE(wait_before_retry(last));
    last.unexplained = 2;
    EXPECT_FALSE(wait_before_retry(last));
    last.unexplained = 1;
    last.repeatable = false;
    EXPECT_FALSE(wait_before_retry(last));
  }
}

TEST(Retry, OwnPausesGrowAndAreSpread) {
  retry_limits limits;
  limits.attempts = 20;
  limits.base = 100ms;
  limits.longest = 1s;
  auto last = read_failed(errc::network);
  std::chrono::milliseconds before{0};
  for (last.attempts = 1; last.attempts < 5; ++last.attempts) {
    const auto full = 100ms * (1 << (last.attempts - 1));
    last.jitter = 0;
    EXPECT_EQ(*wait_before_retry(last, limits), full / 2);
    last.jitter = 1;
    EXPECT_EQ(*wait_before_retry(last, limits), full);
    EXPECT_GT(full, before);
    before = full;
  }
  last.attempts = 19;
  EXPECT_EQ(*wait_before_retry(last, limits), 1s);
}

TEST(Retry, RetryAfterIsNeverUndercut) {
  auto last = write_failed(errc::throttled);
  last.retry_after = 2128ms;
  for (const double jitter : {-1.0, 0.0, 0.5, 1.0, 7.0}) {
    last.jitter = jitter;
    const auto wait = wait_before_retry(last);
    ASSERT_TRUE(wait);
    EXPECT_GE(*wait, 2128ms);
    EXPECT_LE(*wait, 2128ms + retry_limits{}.base);
  }
}

TEST(Retry, GivesUpAtOnceWhatDoesNotFit) {
  auto last = read_failed(errc::throttled);
  last.retry_after = 57s;
  EXPECT_FALSE(wait_before_retry(last));
  last.retry_after = 0ms;
  last.time_left = 200ms;
  EXPECT_FALSE(wait_before_retry(last));
  last.time_left = -1s;
  EXPECT_FALSE(wait_before_retry(last));
}

TEST(Retry, AttemptsAreBounded) {
  auto last = read_failed(errc::network);
  last.attempts = retry_limits{}.attempts;
  EXPECT_FALSE(wait_before_retry(last));
}

// The stable names of enumerations: they stand in the database and in logs.
#include "base/errc.hpp"
#include "base/expected.hpp"
#include "base/secret.hpp"
#include "domain/booking.hpp"
#include "domain/slots.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

using namespace rental;

TEST(Names, ErrorCodesHaveDifferentOnes) {
  std::set<std::string> seen;
  const auto count = static_cast<int>(errc::count_);
  for (int code = 0; code < count; ++code)
    seen.insert(to_string(static_cast<errc>(code)));
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(count));
  EXPECT_STREQ(to_string(errc::bad_request), "bad_request");
  EXPECT_STREQ(to_string(errc::slot_taken), "slot_taken");
  EXPECT_STREQ(to_string(errc::timeout), "timeout");
  EXPECT_STREQ(to_string(errc::internal), "internal");
  EXPECT_STREQ(to_string(errc::count_), "unknown_errc");
}

TEST(Names, BookingStatesComeBack) {
  using enum booking_state;
  for (auto state : {held, writing, confirmed, cancelling, cancelled, failed})
    EXPECT_EQ(booking_state_from(to_string(state)), state);
  EXPECT_EQ(booking_state_from("HELD"), std::nullopt);
  EXPECT_STREQ(to_string(cancelling), "cancelling");
}

TEST(Names, ConnectionStatesComeBack) {
  using enum connection_state;
  for (auto state : {connected, degraded, needs_reconnect, disconnected})
    EXPECT_EQ(connection_state_from(to_string(state)), state);
  EXPECT_EQ(connection_state_from(""), std::nullopt);
  EXPECT_STREQ(to_string(needs_reconnect), "needs_reconnect");
}

TEST(Names, RefusalsSayWhy) {
  EXPECT_STREQ(to_string(refusal::past), "past");
  EXPECT_STREQ(to_string(refusal::too_soon), "too_soon");
  EXPECT_STREQ(to_string(refusal::too_far), "too_far");
  EXPECT_STREQ(to_string(refusal::closed), "closed");
  EXPECT_STREQ(to_string(refusal::off_grid), "off_grid");
  EXPECT_STREQ(to_string(refusal::taken), "taken");
}

TEST(Names, FailureIsTextForALog) {
  EXPECT_EQ(to_string(failure{errc::throttled, {}, {}}), "throttled");
  EXPECT_EQ(to_string(failure{errc::storage, "disk full", {}}),
            "storage: disk full");
}

TEST(Secret, LeavesNothingBehindWhenMoved) {
  secret a{"correct horse battery staple"};
  const secret b{std::move(a)};
  EXPECT_EQ(b.reveal(), "correct horse battery staple");
  EXPECT_TRUE(a.empty()); // NOLINT(bugprone-use-after-move)
}

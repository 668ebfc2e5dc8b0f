// The same tool call id again: other arguments, and long afterwards.
#include "tests/service/service_fixture.hpp"

namespace rental::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class RepeatsTest : public ServiceTest {
protected:
  static tool viewing(const std::string& start) {
    return {"set_appointment",
            {{"property_address", address},
             {"start_time", start},
             {"attendee_name", "Jane Smith"}},
            "call_1"};
  }
};

TEST_F(RepeatsTest, OtherArgumentsUnderOneIdAreANewWish) {
  start_connected();
  EXPECT_TRUE(is_booked(ask({"c"}, viewing(tuesday_at_ten))));
  const auto moved
      = run({"c"}, {viewing("2026-11-25T10:00:00-06:00")}).content();
  EXPECT_FALSE(moved["results"][0].contains("error")) << moved;
  ASSERT_THAT(events(), SizeIs(1));
  EXPECT_NE(events()[0]["start"], tuesday_at_ten_utc);
}

TEST_F(RepeatsTest, WhatWasCancelledIsBookedAgainUnderTheSameIds) {
  start_connected();
  const phone_call jane{"c", "+14055550142"};
  const auto first = run(jane, {viewing(tuesday_at_ten)}).body;
  EXPECT_THAT(first, HasSubstr("You're booked"));
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(ask(jane, {"cancel_appointment", {}, "cancel_appointment_0"}),
                HasSubstr("is cancelled"));
    EXPECT_THAT(events(), SizeIs(0));
    EXPECT_EQ(run(jane, {viewing(tuesday_at_ten)}).body, first);
    EXPECT_THAT(events(), SizeIs(1));
  }
  EXPECT_THAT(get("/metrics").body,
              HasSubstr("peterental_idempotency_total{result=\"anew\"} 2"));
}

TEST_F(RepeatsTest, AnAnswerIsKeptForSevenDaysAndThenSwept) {
  start_connected();
  const auto first = run({"c"}, {viewing(tuesday_at_ten)}).body;
  EXPECT_THAT(first, HasSubstr("You're booked"));
  start({{"CLOCK_START", "2026-11-29T13:00:00Z"}});
  EXPECT_EQ(run({"c"}, {viewing(tuesday_at_ten)}).body, first)
      << "an hour before the seven days are over";
  // The sweep runs at the start, beside the first requests.
  start({{"CLOCK_START", "2026-11-29T15:00:00Z"}});
  EXPECT_TRUE(eventually(
      [&] { return run({"c"}, {viewing(tuesday_at_ten)}).body != first; }));
  EXPECT_THAT(events(), SizeIs(1));
}

} // namespace
} // namespace rental::test

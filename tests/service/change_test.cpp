// Finding, cancelling and moving a viewing by voice.
#include "tests/service/service_fixture.hpp"

namespace rental::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class ChangeTest : public ServiceTest {
protected:
  ChangeTest() {
    start_connected();
    EXPECT_TRUE(is_booked(book(first, tuesday_at_ten)));
  }

  std::string find(const phone_call& call) const {
    return ask(call, {"find_appointment", json::object(), {}});
  }
  std::string cancel(const phone_call& call) const {
    return ask(call,
               {"cancel_appointment", {{"property_address", address}}, {}});
  }
  std::string move(const phone_call& call, const std::string& to) const {
    return ask(call, {"reschedule_appointment",
                      {{"property_address", address}, {"start_time", to}},
                      {}});
  }

  const phone_call first{"first"};
  const phone_call later{"later"};
  const phone_call stranger{"stranger", "+14055550177"};
  const std::string spoken
      = "Tuesday, November twenty-fourth at ten in the morning";
};

TEST_F(ChangeTest, FindsTheCallersViewing) {
  EXPECT_THAT(find(later),
              AllOf(StartsWith("You have a viewing of"), HasSubstr(spoken)));
}

TEST_F(ChangeTest, TellsAStrangerNothing) {
  for (const auto& call : {stranger, phone_call{"hidden", ""}})
    for (const auto& said :
         {find(call), cancel(call), move(call, "2026-11-25T10:00:00-06:00")}) {
      EXPECT_THAT(said, AllOf(Not(HasSubstr("Tuesday")), Not(HasSubstr("ten")),
                              Not(HasSubstr("Jane"))));
      EXPECT_THAT(said, Not(HasSubstr("no answer")));
    }
  ASSERT_THAT(events(), SizeIs(1));
  EXPECT_EQ(events()[0]["start"], tuesday_at_ten_utc);
}

TEST_F(ChangeTest, CancelsTheCallersViewing) {
  EXPECT_THAT(free_starts(), Not(Contains(tuesday_at_ten)));
  EXPECT_THAT(cancel(later),
              AllOf(HasSubstr(spoken), HasSubstr("is cancelled")));
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_THAT(confirmed(), IsEmpty());
  EXPECT_THAT(free_starts(), Contains(tuesday_at_ten));
  EXPECT_THAT(find(later), HasSubstr("don't see an upcoming viewing"));
  EXPECT_TRUE(is_booked(book(stranger, tuesday_at_ten)));
}

TEST_F(ChangeTest, MovesTheCallersViewing) {
  const auto id = events()[0]["id"];
  EXPECT_THAT(move(later, "2026-11-25T14:00:00-06:00"),
              AllOf(HasSubstr("is moved from " + spoken),
                    HasSubstr("Wednesday, November twenty-fifth at two in the "
                              "afternoon")));
  ASSERT_THAT(events(), SizeIs(1));
  EXPECT_EQ(events()[0]["start"], "2026-11-25T20:00:00Z");
  EXPECT_EQ(events()[0]["id"], id) << "moved, not written anew";
  ASSERT_THAT(confirmed(), SizeIs(1));
  EXPECT_EQ(confirmed()[0]["start_time"], "2026-11-25T14:00:00-06:00");
  const auto starts = free_starts();
  EXPECT_THAT(starts, Contains(tuesday_at_ten));
  EXPECT_THAT(starts, Not(Contains("2026-11-25T14:00:00-06:00")));
}

TEST_F(ChangeTest, KeepsTheOldTimeWhenTheNewOneIsTaken) {
  human("2026-11-25T20:00:00Z", "2026-11-25T20:30:00Z");
  const auto said = move(later, "2026-11-25T14:00:00-06:00");
  EXPECT_THAT(said, Not(HasSubstr("is moved")));
  ASSERT_THAT(events(), SizeIs(1));
  EXPECT_EQ(events()[0]["start"], tuesday_at_ten_utc);
  ASSERT_THAT(confirmed(), SizeIs(1));
  EXPECT_EQ(confirmed()[0]["start_time"], tuesday_at_ten);
}

TEST_F(ChangeTest, TakesAnotherTimeInTheSameCallForAMove) {
  EXPECT_THAT(book(first, "2026-11-25T14:00:00-06:00"),
              HasSubstr("is moved from " + spoken));
  ASSERT_THAT(events(), SizeIs(1));
  EXPECT_EQ(events()[0]["start"], "2026-11-25T20:00:00Z");
}

TEST_F(ChangeTest, CancelsOnceAlthoughTheAnswerIsCutOff) {
  fault("deleteEvent", {{"cut", "before_headers"}, {"when", "after"}});
  fault("cancelEvent", {{"cut", "before_headers"}, {"when", "after"}});
  EXPECT_THAT(cancel(later), HasSubstr("is cancelled"));
  EXPECT_THAT(events(), IsEmpty());
}

} // namespace
} // namespace rental::test

// Whole conversations over the real webhook: what is said beside what was
// offered, and what the calendar holds afterwards. The clock stands on Sunday,
// 22 November 2026, in Chicago.
#include "tests/service/service_fixture.hpp"

#include <gmock/gmock.h>

namespace rental::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class ConversationTest : public ServiceTest {
protected:
  ConversationTest() { start_connected(); }

  std::string wish(const std::string& words, const phone_call& call = {"c"}) {
    json arguments{{"property_address", address}};
    if (!words.empty())
      arguments["preferred_time"] = words;
    return ask(call, {"get_availability", arguments, {}});
  }
};

TEST_F(ConversationTest, TheFirstOneIsTheFirstThatWasOffered) {
  const auto offered = offers_in(wish("Thursday afternoon"));
  ASSERT_FALSE(offered.empty());
  const auto said = book({"c"}, "the first one please");
  EXPECT_TRUE(is_booked(said)) << said;
  EXPECT_THAT(said, HasSubstr(offered[0]));
  EXPECT_THAT(events(), SizeIs(1));
}

TEST_F(ConversationTest, WithoutAnOfferItIsAQuestion) {
  const auto said = book({"c"}, "the first one please");
  EXPECT_EQ(said.back(), '?') << said;
  EXPECT_THAT(events(), IsEmpty());
}

TEST_F(ConversationTest, AnotherCallersOffersAreNotMeant) {
  wish("Thursday afternoon", {"c", "+14055550101"});
  const auto said = book({"d", "+14055550102"}, "the first one please");
  EXPECT_EQ(said.back(), '?') << said;
  EXPECT_THAT(events(), IsEmpty());
}

TEST_F(ConversationTest, NoneOfThoseOffersOthers) {
  const auto first = offers_in(wish(""));
  const auto second = offers_in(wish("none of those work for me"));
  ASSERT_THAT(second, Not(IsEmpty()));
  for (const auto& offer : second)
    EXPECT_THAT(first, Not(Contains(offer)));
}

TEST_F(ConversationTest, TheDayAfterAndTheSameTimeThere) {
  wish("Tuesday at ten");
  EXPECT_THAT(wish("what about the day after"),
              HasSubstr("Wednesday, November twenty-fifth"));
  wish("Tuesday at ten");
  EXPECT_THAT(wish("same time on Friday"),
              HasSubstr("Yes, Friday, November twenty-seventh at ten is free"));
  const auto said = book({"c"}, "yes that works");
  EXPECT_TRUE(is_booked(said)) << said;
  EXPECT_THAT(said, HasSubstr("Friday, November twenty-seventh at ten"));
}

TEST_F(ConversationTest, WhatIsTakenOffersWhatMayBePointedAt) {
  human("2026-11-24T16:00:00Z", "2026-11-24T17:00:00Z");
  const auto refused = book({"c"}, tuesday_at_ten);
  EXPECT_THAT(refused, HasSubstr("is taken. The nearest I have is"));
  const auto said = book({"c"}, "the later one");
  EXPECT_TRUE(is_booked(said)) << said;
  EXPECT_THAT(events(), SizeIs(1));
}

TEST_F(ConversationTest, AMoveMayPointToo) {
  ASSERT_TRUE(is_booked(book({"c"}, tuesday_at_ten)));
  wish("Wednesday at three");
  const auto said
      = ask({"c"}, {"reschedule_appointment",
                    {{"property_address", address}, {"start_time", "that one"}},
                    {}});
  EXPECT_THAT(said, HasSubstr("is moved from"));
  EXPECT_THAT(said, HasSubstr("Wednesday, November twenty-fifth at three"));
  EXPECT_THAT(events(), SizeIs(1));
}

TEST_F(ConversationTest, WhoRingsAgainIsBookedAlready) {
  ASSERT_TRUE(is_booked(book({"c"}, tuesday_at_ten)));
  const auto again = book({"d"}, tuesday_at_ten);
  EXPECT_THAT(again, HasSubstr("already booked"));
  EXPECT_THAT(events(), SizeIs(1));
  const auto stranger = book({"e", "+14055550177"}, tuesday_at_ten);
  EXPECT_THAT(stranger, HasSubstr("is taken"));
  EXPECT_THAT(events(), SizeIs(1));
}

} // namespace
} // namespace rental::test

// A conversation remembers what it was offered.
#include "actors/calendar/offer_memory.hpp"
#include "tests/actors/calendar_fixture.hpp"

#include <gmock/gmock.h>

namespace rental {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class OffersTest : public test::calendar_test {
protected:
  std::string hear(const std::string& preferred,
                   const std::string& call = "call-1",
                   const std::string& address = "123 Main St") {
    openings_query query{address, preferred, sched.clock().now() + 6s,
                         conversation_of("default", call)};
    const auto answer = ask<openings_answer>(uut, atom::openings_v, query);
    EXPECT_TRUE(answer);
    return answer ? answer->sentence : "";
  }
  booking_outcome want(const std::string& start,
                       const std::string& call = "call-1",
                       const std::string& address = "123 Main St") {
    return book(uut,
                order(call, "t-" + std::to_string(++last_), start, address));
  }
  std::string start_of(const booking_outcome& outcome) const {
    return outcome.made ? zone::find("America/Chicago")
                              ->to_iso(outcome.made->slot.start)
                              .substr(0, 16)
                        : outcome.sentence;
  }

  calendar_actor uut = wake();
  int last_ = 0;
};

TEST_F(OffersTest, TheFirstOneIsBookedThatWasOffered) {
  EXPECT_EQ(hear("Tuesday afternoon"),
            "For one twenty three Main Street, I have Tuesday, November "
            "twenty-fourth at noon, one, or three. Which works best for you?");
  const auto outcome = want("the second one");
  EXPECT_EQ(outcome.result, booking_result::booked) << outcome.sentence;
  EXPECT_EQ(start_of(outcome), "2026-11-24T13:00");
}

TEST_F(OffersTest, WhatWasOfferedElsewhereIsNotMeant) {
  hear("Tuesday afternoon");
  EXPECT_EQ(want("the second one", "call-2").result, booking_result::unclear);
  EXPECT_EQ(want("the second one", "").result, booking_result::unclear);
  EXPECT_EQ(want("the second one", "call-1", "9 Oak Avenue").result,
            booking_result::unclear);
  EXPECT_THAT(graph->events, IsEmpty());
}

TEST_F(OffersTest, SeveralThatFitAreAskedFor) {
  hear("Tuesday afternoon");
  const auto outcome = want("Tuesday");
  EXPECT_EQ(outcome.result, booking_result::unclear);
  EXPECT_EQ(outcome.sentence,
            "Which one do you mean, Tuesday, November twenty-fourth at noon, "
            "one, or three?");
}

TEST_F(OffersTest, WhatWasUnderstoodIsNotAskedFor) {
  EXPECT_EQ(want("at three").sentence,
            "Which day would suit you, at three in the afternoon?");
  EXPECT_THAT(want("Tuesday").sentence, HasSubstr("What time on Tuesday"));
  EXPECT_THAT(want("whenever").sentence, HasSubstr("the day and the time"));
}

TEST_F(OffersTest, TheAddressIsSaidOnce) {
  EXPECT_THAT(hear(""), HasSubstr("Main Street"));
  EXPECT_THAT(hear("Thursday"), Not(HasSubstr("Main Street")));
  EXPECT_THAT(hear("Thursday", "call-2"), HasSubstr("Main Street"));
  EXPECT_THAT(hear("Thursday", ""), HasSubstr("Main Street"));
}

TEST_F(OffersTest, NoneOfThoseIsNeverTheSameAgain) {
  std::vector<std::string> heard{hear("Tuesday")};
  for (int i = 0; i < 3; ++i) {
    heard.push_back(hear("none of those"));
    EXPECT_THAT(heard, Not(testing::Contains(heard.back()).Times(2)));
  }
}

TEST_F(OffersTest, LaterAndTheDayAfterFollowTheOffer) {
  hear("Tuesday at ten");
  EXPECT_THAT(hear("later that day"), HasSubstr("I have Tuesday, November "
                                                "twenty-fourth at"));
  EXPECT_THAT(hear("the day after"), HasSubstr("Wednesday, November "
                                               "twenty-fifth"));
  EXPECT_THAT(hear("the same time on Friday"),
              HasSubstr("Friday, November twenty-seventh"));
}

TEST_F(OffersTest, AnExactWishThatIsFreeHearsYes) {
  EXPECT_EQ(
      hear("Tuesday at two"),
      "Yes, Tuesday, November twenty-fourth at two is free for one twenty "
      "three Main Street. Shall I book it?");
  EXPECT_EQ(start_of(want("yes please")), "2026-11-24T14:00");
}

TEST_F(OffersTest, YesBehindAnotherQuestionTakesNoOldOffer) {
  const auto ask_between = [&](auto between, const char* name) {
    graph->events.clear();
    const auto call = std::string{"call-"} + name;
    hear("Tuesday at ten", call);
    between(call);
    EXPECT_EQ(want("yes", call).result, booking_result::unclear) << name;
    EXPECT_THAT(graph->events, IsEmpty()) << name;
  };
  ask_between([&](const auto& call) { want("no", call); }, "no");
  ask_between([&](const auto& call) { want("Monday", call); }, "monday");
  ask_between([&](const auto& call) { want("yesterday at ten", call); },
              "past");
  ask_between(
      [&](const auto& call) {
        find_query query{};
        query.by.number = "+14055550142";
        query.by.call_id = call;
        EXPECT_TRUE(ask<found_bookings>(uut, atom::appointment_v, query));
      },
      "find");
}

TEST_F(OffersTest, AnOfferThatWasTakenMovesNothingLater) {
  hear("Tuesday at ten");
  ASSERT_EQ(want("yes").result, booking_result::booked);
  ASSERT_EQ(want("Wednesday at eleven").result, booking_result::moved);
  EXPECT_EQ(want("yes").result, booking_result::unclear);
  EXPECT_THAT(graph->events, SizeIs(1));
}

TEST_F(OffersTest, AQuestionWithTimesIsAnOffer) {
  hear("Tuesday afternoon");
  EXPECT_EQ(want("Tuesday").result, booking_result::unclear);
  EXPECT_EQ(start_of(want("the third one")), "2026-11-24T15:00");
}

TEST_F(OffersTest, WhatIsLeftIsNotCalledFull) {
  for (auto hour = 9; hour < 17; ++hour)
    if (hour != 10)
      graph->add_event({test::tuesday_at_two + (hour - 14) * 1h,
                        test::tuesday_at_two + (hour - 13) * 1h});
  EXPECT_THAT(hear("Tuesday"), HasSubstr("at ten or ten thirty"));
  EXPECT_THAT(hear("any other time on Tuesday"),
              HasSubstr("I have nothing else on Tuesday, November "
                        "twenty-fourth."));
}

TEST_F(OffersTest, WhatARefusalNamesMayBePointedAt) {
  graph->add_event(at(test::tuesday_at_two));
  const auto refused = want("2026-11-24T14:00:00");
  ASSERT_THAT(refused.alternatives, SizeIs(2));
  const auto outcome = want("the later one");
  EXPECT_EQ(outcome.result, booking_result::booked) << outcome.sentence;
  EXPECT_EQ(outcome.made->slot, refused.alternatives[1]);
}

TEST_F(OffersTest, WhatIsAskedAboutIsBookedByAYes) {
  int call = 0;
  for (const auto* yes : {"yes", "okay", "ok", "fine", "correct", "do it",
                          "that's right", "yes I would", "yes it is", "I do"}) {
    const auto talk = "asking-" + std::to_string(++call);
    const auto home = std::to_string(call) + " Birch Lane";
    const auto hour
        = std::array{"nine", "ten", "eleven", "one", "two"}[call % 5];
    const auto day = call <= 5 ? "Wednesday" : "Thursday";
    const auto asked
        = want("is " + std::string{day} + " at " + hour + " free", talk, home);
    EXPECT_EQ(asked.result, booking_result::unclear);
    EXPECT_THAT(asked.sentence,
                HasSubstr("Would you like me to arrange " + std::string{day}));
    EXPECT_EQ(want(yes, talk, home).result, booking_result::booked) << yes;
  }
}

TEST_F(OffersTest, OkayChoosesNoneOfSeveral) {
  hear("Tuesday afternoon");
  EXPECT_EQ(want("okay").result, booking_result::unclear);
  EXPECT_THAT(graph->events, IsEmpty());
}

TEST_F(OffersTest, ANoIsNotMisheard) {
  want("Wednesday at two?");
  EXPECT_EQ(want("no thanks").sentence,
            "All right. Which day and time would suit you?");
  EXPECT_EQ(want("yes").result, booking_result::unclear);
  EXPECT_THAT(graph->events, IsEmpty());
}

TEST_F(OffersTest, WhatCannotBeBookedIsNotAskedAbout) {
  graph->add_event(at(test::tuesday_at_two));
  const auto taken = want("Tuesday at two?");
  EXPECT_EQ(taken.result, booking_result::refused);
  EXPECT_EQ(taken.why, refusal::taken);
  EXPECT_EQ(want("Wednesday at four in the morning?", "call-2").result,
            booking_result::refused);
}

TEST_F(OffersTest, CallersAtOnceHearDifferentTimes) {
  const auto first = hear("Tuesday afternoon");
  const auto second = hear("Tuesday afternoon", "call-2");
  EXPECT_NE(second, first);
  // The house next door is shown by the same person.
  EXPECT_NE(hear("Tuesday afternoon", "call-3", "125 Main St"), first);
  EXPECT_EQ(want("the first one").result, booking_result::booked);
  EXPECT_EQ(want("the first one", "call-2").result, booking_result::booked);
}

TEST_F(OffersTest, WhatIsHeldMayBeBookedAllTheSame) {
  hear("Tuesday afternoon");
  EXPECT_THAT(hear("Tuesday at one", "call-2"), HasSubstr("one is free"));
  EXPECT_EQ(want("Tuesday at one", "call-2").result, booking_result::booked);
  EXPECT_EQ(want("the second one").result, booking_result::refused);
}

TEST_F(OffersTest, ATimeIsHeldForTwoMinutesAndNotBeyondTheCall) {
  const auto first = hear("Tuesday afternoon");
  caf::anon_send(uut, atom::ended_v, conversation_of("default", "call-1"));
  sched.run();
  EXPECT_EQ(hear("Tuesday afternoon", "call-2"), first);
  time->set(time->now() + 119s);
  EXPECT_NE(hear("Tuesday afternoon", "call-3"), first);
  time->set(time->now() + 121s);
  EXPECT_EQ(hear("Tuesday afternoon", "call-4"), first);
}

TEST(OfferMemory, WhatIsHeldBelongsToTheLastWhoWasOfferedIt) {
  offer_memory memory;
  const auto now = from_unix(1'795'359'600);
  const time_slot one{now + 24h, now + 25h};
  const time_slot two{now + 25h, now + 26h};
  memory.remember("a", "12 Elm St", {one, two}, now);
  EXPECT_THAT(memory.held_by_others("a", now), IsEmpty());
  EXPECT_THAT(memory.held_by_others("b", now), ElementsAre(one, two));
  memory.remember("b", "12 Elm St", {two}, now + 1min);
  EXPECT_THAT(memory.held_by_others("a", now + 1min), ElementsAre(two));
  EXPECT_THAT(memory.held_by_others("b", now + 1min), ElementsAre(one));
  memory.settle("a");
  EXPECT_THAT(memory.held_by_others("b", now + 1min), IsEmpty());
  // Other times than before: the former are given up.
  memory.remember("b", "12 Elm St", {one}, now + 2min);
  EXPECT_THAT(memory.held_by_others("a", now + 2min), ElementsAre(one));
  EXPECT_THAT(memory.held_by_others("a", now + 4min), IsEmpty());
}

TEST(OfferMemory, ForgetsAfterAnHour) {
  offer_memory memory;
  const auto now = from_unix(1'795'359'600);
  const time_slot slot{now + 24h, now + 25h};
  memory.remember("a", "12 Elm St", {slot}, now);
  EXPECT_THAT(memory.find("a", "12 Elm Street", now + 60min).last,
              ElementsAre(slot));
  EXPECT_THAT(memory.find("a", "", now).last, ElementsAre(slot));
  EXPECT_THAT(memory.find("a", "14 Elm St", now).last, IsEmpty());
  EXPECT_THAT(memory.find("b", "12 Elm St", now).last, IsEmpty());
  EXPECT_THAT(memory.find("a", "12 Elm St", now + 61min).last, IsEmpty());
  // What comes later does not keep it, nor bring it back.
  memory.remember("a", "9 Oak Ave", {slot}, now + 50min);
  EXPECT_THAT(memory.find("a", "12 Elm St", now + 61min).last, IsEmpty());
  memory.remember("a", "9 Oak Ave", {slot}, now + 61min);
  EXPECT_THAT(memory.find("a", "12 Elm St", now + 61min).last, IsEmpty());
}

TEST(OfferMemory, WhatIsSettledCannotBePointedAt) {
  offer_memory memory;
  const auto now = from_unix(1'795'359'600);
  const time_slot slot{now + 24h, now + 25h};
  memory.remember("a", "12 Elm St", {slot}, now);
  memory.remember("b", "12 Elm St", {slot}, now);
  memory.settle("a");
  EXPECT_THAT(memory.find("a", "12 Elm St", now).last, IsEmpty());
  EXPECT_THAT(memory.find("a", "12 Elm St", now).all, ElementsAre(slot));
  EXPECT_THAT(memory.find("b", "12 Elm St", now).last, ElementsAre(slot));
}

TEST(OfferMemory, IsBounded) {
  offer_memory memory;
  const auto now = from_unix(1'795'359'600);
  for (std::size_t i = 0; i < offer_memory::most_conversations + 10; ++i)
    memory.remember(std::to_string(i), "12 Elm St", {{now, now + 30min}},
                    now + std::chrono::seconds{i / 100});
  EXPECT_EQ(memory.size(), offer_memory::most_conversations);
  EXPECT_THAT(memory.find("0", "12 Elm St", now).last, IsEmpty());
  std::vector<time_slot> many;
  for (int i = 0; i < 200; ++i)
    many.push_back({now + 30min * i, now + 30min * (i + 1)});
  memory.remember("x", "12 Elm St", many, now);
  EXPECT_THAT(memory.find("x", "12 Elm St", now).all,
              SizeIs(offer_memory::most_times));
}

} // namespace
} // namespace rental

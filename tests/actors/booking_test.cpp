#include "tests/actors/calendar_fixture.hpp"

#include <algorithm>

namespace rental {
namespace {

using namespace std::chrono_literals;
using test::script;

class BookingTest : public test::calendar_test {
protected:
  calendar_actor uut = wake();
};

TEST_F(BookingTest, BooksAndSaysSo) {
  const auto answer = book(uut, order("call-1", "tool-1"));
  EXPECT_EQ(answer.result, booking_result::booked);
  ASSERT_TRUE(answer.made);
  EXPECT_EQ(answer.made->slot, at(test::tuesday_at_two));
  ASSERT_EQ(graph->events.size(), 1u);
  EXPECT_EQ(graph->events[0].when, at(test::tuesday_at_two));
  ASSERT_EQ(rows().size(), 1u);
  EXPECT_EQ(rows()[0].state, booking_state::confirmed);
  EXPECT_EQ(rows()[0].event_id, graph->events[0].id);
}

TEST_F(BookingTest, WritesWhatTheVisitorNeeds) {
  auto x = order("call-1", "tool-1");
  x.who.email = "jane@example.com";
  x.who.name = "Jane <b>Smith";
  book(uut, x);
  ASSERT_EQ(graph->drafts.size(), 1u);
  const auto& draft = graph->drafts[0];
  EXPECT_EQ(draft.subject, "Property Viewing: 123 Main St");
  EXPECT_EQ(draft.location, "123 Main St");
  EXPECT_EQ(draft.attendee_email, "jane@example.com");
  EXPECT_NE(draft.html_body.find("+14055550142"), std::string::npos);
  EXPECT_EQ(draft.html_body.find("call-1"), std::string::npos);
  EXPECT_EQ(draft.html_body.find(rows()[0].id), std::string::npos);
  EXPECT_EQ(draft.html_body.find("<b>Smith"), std::string::npos);
  EXPECT_EQ(draft.booking_id, rows()[0].id);
  EXPECT_EQ(draft.transaction_id, rows()[0].transaction_id);
}

TEST_F(BookingTest, ReadsBypassingTheCacheBeforeAndAfterTheWrite) {
  openings(uut);
  book(uut, order("call-1", "tool-1"));
  EXPECT_EQ(graph->calls,
            (std::vector<std::string>{"view", "view", "create", "view"}));
}

TEST_F(BookingTest, TwentyCallersOneSlotOneEvent) {
  std::vector<test::outcome<booking_outcome>> answers;
  for (int i = 0; i < 20; ++i)
    answers.push_back(ask_later<booking_outcome>(
        uut, 10s, atom::book_v, order("call-" + std::to_string(i), "tool")));
  sched.run();
  int booked = 0;
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer->has_value());
    const auto& got = (*answer)->cvalue();
    booked += got.result == booking_result::booked;
    if (got.result != booking_result::booked) {
      EXPECT_EQ(got.result, booking_result::refused);
      EXPECT_EQ(got.why, refusal::taken);
      EXPECT_EQ(got.alternatives.size(), 2u);
      for (const auto& x : got.alternatives)
        EXPECT_FALSE(overlaps(x, at(test::tuesday_at_two)));
    }
  }
  EXPECT_EQ(booked, 1);
  EXPECT_EQ(graph->events.size(), 1u);
}

TEST_F(BookingTest, AnEventThatAppearedBeforeTheWriteBlocks) {
  openings(uut); // cached as free
  graph->add_event(at(test::tuesday_at_two));
  const auto answer = book(uut, order("call-1", "tool-1"));
  EXPECT_EQ(answer.why, refusal::taken);
  EXPECT_EQ(graph->count("create"), 0u);
  EXPECT_EQ(rows()[0].state, booking_state::failed);
}

TEST_F(BookingTest, AnEventThatAppearsAfterTheWriteWins) {
  graph->after_create = [this] {
    graph->after_create = nullptr;
    graph->add_event(at(test::tuesday_at_two + 10min));
  };
  const auto answer = book(uut, order("call-1", "tool-1"));
  EXPECT_EQ(answer.result, booking_result::refused);
  ASSERT_EQ(graph->events.size(), 1u) << "ours is gone";
  EXPECT_FALSE(graph->events[0].booking_id);
  EXPECT_EQ(rows()[0].state, booking_state::failed);
}

TEST_F(BookingTest, AWithdrawalWhoseAnswerIsLostFreesTheSlotAllTheSame) {
  graph->after_create = [this] {
    graph->after_create = nullptr;
    graph->add_event(at(test::tuesday_at_two));
  };
  graph->fail_next("delete", {errc::network, true, ""});
  EXPECT_EQ(book(uut, order("call-1", "tool-1")).result,
            booking_result::refused);
  EXPECT_EQ(graph->count("delete"), 2u);
  EXPECT_EQ(rows()[0].state, booking_state::failed);
}

TEST_F(BookingTest, WhatWasRefusedIsNotBookedLater) {
  graph->after_create = [this] {
    graph->after_create = nullptr;
    graph->add_event(at(test::tuesday_at_two));
  };
  for (int i = 0; i < saga::machine::most_withdraws; ++i)
    graph->fail_next("delete", {errc::network, false, ""});
  EXPECT_EQ(book(uut, order("call-1", "tool-1")).result,
            booking_result::refused);
  EXPECT_EQ(rows()[0].state, booking_state::writing);
  EXPECT_EQ(graph->events.size(), 2u);
  // Somebody else's event goes, so the slot looks free to the reconciler.
  std::erase_if(graph->events, [](const auto& x) { return !x.booking_id; });
  caf::anon_send(uut, atom::reconcile_v);
  sched.run();
  EXPECT_TRUE(graph->events.empty());
  EXPECT_EQ(rows()[0].state, booking_state::failed);
}

TEST_F(BookingTest, TheSameToolCallIsAnsweredByteForByte) {
  const auto first = book(uut, order("call-1", "tool-1"));
  const auto second = book(uut, order("call-1", "tool-1"));
  EXPECT_EQ(second.result, booking_result::replayed);
  EXPECT_EQ(second.sentence, first.sentence);
  EXPECT_EQ(graph->events.size(), 1u);
}

TEST_F(BookingTest, ARepeatWaitsForTheFirstAndGetsItsAnswer) {
  graph->holding = true;
  auto first = ask_later<booking_outcome>(uut, 10s, atom::book_v,
                                          order("call-1", "tool-1"));
  auto second = ask_later<booking_outcome>(uut, 10s, atom::book_v,
                                           order("call-1", "tool-1"));
  sched.run();
  EXPECT_FALSE(second->has_value());
  while (graph->let_go() > 0)
    sched.run();
  ASSERT_TRUE(first->has_value());
  ASSERT_TRUE(second->has_value());
  EXPECT_EQ((**first)->sentence, (**second)->sentence);
  EXPECT_EQ(graph->events.size(), 1u);
}

TEST_F(BookingTest, TheSameWishUnderANewIdIsTheSameBooking) {
  book(uut, order("call-1", "tool-1"));
  const auto answer = book(
      uut, order("call-1", "tool-2", "Tuesday at two", "123 main street"));
  EXPECT_EQ(answer.result, booking_result::already_booked);
  EXPECT_EQ(graph->events.size(), 1u);
  EXPECT_EQ(rows().size(), 1u);
}

TEST_F(BookingTest, AnotherTimeInTheSameCallIsAMove) {
  book(uut, order("call-1", "tool-1"));
  const auto event = graph->events[0].id;
  const auto answer
      = book(uut, order("call-1", "tool-2", "2026-11-25T10:00:00"));
  EXPECT_EQ(answer.result, booking_result::moved) << answer.sentence;
  ASSERT_EQ(graph->events.size(), 1u);
  EXPECT_EQ(graph->events[0].id, event);
  EXPECT_EQ(graph->events[0].when,
            at(from_unix(to_unix(test::tuesday_at_two) + 20 * 3600)));
  const auto all = rows();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(std::count_if(all.begin(), all.end(),
                          [](const auto& x) { return is_active(x.state); }),
            1);
}

TEST_F(BookingTest, AMovedViewingMovesAgain) {
  book(uut, order("call-1", "tool-1"));
  book(uut, order("call-1", "tool-2", "2026-11-25T10:00:00"));
  const auto answer
      = book(uut, order("call-1", "tool-3", "2026-11-24T14:00:00"));
  EXPECT_EQ(answer.result, booking_result::moved) << answer.sentence;
  ASSERT_EQ(graph->events.size(), 1u);
  EXPECT_EQ(graph->events[0].when, at(test::tuesday_at_two));
}

TEST_F(BookingTest, AnotherPropertyInTheSameCallIsAnotherViewing) {
  book(uut, order("call-1", "tool-1"));
  const auto answer = book(
      uut, order("call-1", "tool-2", "2026-11-25T10:00:00", "9 Oak Avenue"));
  EXPECT_EQ(answer.result, booking_result::booked);
  EXPECT_EQ(graph->events.size(), 2u);
}

TEST_F(BookingTest, AHomeThatMayBeAnotherIsAskedAboutOnce) {
  auto first = order("call-1", "tool-1");
  first.address = "19 Cedar Lane";
  book(uut, first);
  auto second = order("call-1", "tool-2");
  second.address = "the rear house at 19 Cedar Lane";
  second.start = "2026-11-24T15:00:00-06:00";
  const auto asked = book(uut, second);
  EXPECT_EQ(asked.result, booking_result::unclear);
  EXPECT_NE(asked.sentence.find("another home?"), std::string::npos);
  EXPECT_EQ(graph->events.size(), 1u);
  second.key.tool_call_id = "tool-3";
  EXPECT_EQ(book(uut, second).result, booking_result::booked);
  EXPECT_EQ(graph->events.size(), 2u);
}

TEST_F(BookingTest, WhatTellsTwoHomesApartMakesTwoViewings) {
  auto first = order("call-1", "tool-1");
  first.address = "front house, 19 Cedar Lane";
  book(uut, first);
  auto second = order("call-1", "tool-2");
  second.address = "back house, 19 Cedar Lane";
  second.start = "2026-11-24T15:00:00-06:00";
  EXPECT_EQ(book(uut, second).result, booking_result::booked);
  EXPECT_EQ(graph->events.size(), 2u);
}

TEST_F(BookingTest, ALostAnswerOfTheWriteIsLookedUp) {
  for (auto code : {errc::timeout, errc::network, errc::provider_unavailable,
                    errc::bad_answer}) {
    graph->events.clear();
    graph->fail_next("create", {code, true, ""});
    const auto name = std::string{to_string(code)};
    const auto start = name == "timeout"      ? "2026-11-24T09:00:00"
                       : name == "network"    ? "2026-11-24T10:00:00"
                       : name == "bad_answer" ? "2026-11-24T11:00:00"
                                              : "2026-11-24T12:00:00";
    const auto answer = book(uut, order("call-" + name, "tool", start));
    EXPECT_EQ(answer.result, booking_result::booked) << name;
    EXPECT_EQ(graph->events.size(), 1u) << name;
  }
}

TEST_F(BookingTest, AWriteThatDidNotHappenIsRepeatedWithTheSameId) {
  graph->fail_next("create", {errc::timeout, false, ""});
  const auto answer = book(uut, order("call-1", "tool-1"));
  EXPECT_EQ(answer.result, booking_result::booked);
  ASSERT_EQ(graph->drafts.size(), 2u);
  EXPECT_EQ(graph->drafts[0].transaction_id, graph->drafts[1].transaction_id);
  EXPECT_EQ(graph->events.size(), 1u);
}

TEST_F(BookingTest, AnUnknownOutcomeIsNotedAndStaysBlocked) {
  graph->fail_next("create", {errc::timeout, true, ""});
  graph->fail_next("find", {errc::timeout, false, ""});
  graph->fail_next("find", {errc::timeout, false, ""});
  const auto answer = book(uut, order("call-1", "tool-1"));
  EXPECT_EQ(answer.result, booking_result::noted);
  EXPECT_EQ(answer.sentence.find("booked for"), std::string::npos);
  EXPECT_EQ(rows()[0].state, booking_state::writing);
  ASSERT_EQ(wishes().size(), 1u);
  EXPECT_EQ(wishes()[0].who.phone, "+14055550142");
}

TEST_F(BookingTest, ARefusedWriteIsNotedAndFreed) {
  graph->fail_next("create", {errc::provider_refused, false, "ErrorInvalid"});
  const auto answer = book(uut, order("call-1", "tool-1"));
  EXPECT_EQ(answer.result, booking_result::noted);
  EXPECT_EQ(rows()[0].state, booking_state::failed);
  EXPECT_EQ(wishes().size(), 1u);
}

TEST_F(BookingTest, ADuplicateTransactionIsFoundAgain) {
  graph->fail_next(
      "create", {errc::provider_refused, true, "ErrorDuplicateTransactionId"});
  EXPECT_EQ(book(uut, order("call-1", "tool-1")).result,
            booking_result::booked);
  EXPECT_EQ(graph->events.size(), 1u);
}

TEST_F(BookingTest, AnUnreadableCalendarBooksNothingAndKeepsTheWish) {
  graph->fail_next("view", {errc::provider_unavailable, false, ""});
  const auto answer = book(uut, order("call-1", "tool-1"));
  EXPECT_EQ(answer.result, booking_result::noted);
  EXPECT_TRUE(graph->events.empty());
  EXPECT_EQ(rows()[0].state, booking_state::failed);
  ASSERT_EQ(wishes().size(), 1u);
  EXPECT_EQ(wishes()[0].address, "123 Main St");
  EXPECT_EQ(wishes()[0].wanted, "Tue 24 Nov, 2:00 PM CST");
}

TEST_F(BookingTest, ForbiddenTimesNameTheReasonAndTwoOthers) {
  struct {
    const char* start;
    refusal why;
  } const cases[] = {
      {"2026-11-24T14:10:00", refusal::off_grid},
      {"2026-11-24T20:00:00", refusal::closed},
      {"2026-11-28T10:00:00", refusal::closed}, // Saturday
      {"2026-12-24T10:00:00", refusal::too_far},
      {"2026-11-20T10:00:00", refusal::past},
  };
  int n = 0;
  for (const auto& each : cases) {
    const auto answer
        = book(uut, order("call-x", "tool-" + std::to_string(++n), each.start));
    EXPECT_EQ(answer.result, booking_result::refused) << each.start;
    EXPECT_EQ(answer.why, each.why) << each.start;
    const auto offered = each.why == refusal::past ? 0u : 2u;
    EXPECT_EQ(answer.alternatives.size(), offered) << each.start;
  }
  EXPECT_TRUE(graph->events.empty());
}

// Ten past two: half past two is nearer than three, though the two overlap.
TEST_F(BookingTest, BesideATimeOffTheGridTheGridItselfIsOffered) {
  const auto answer
      = book(uut, order("call-1", "tool-1", "2026-11-24T14:10:00"));
  ASSERT_EQ(answer.alternatives.size(), 2u);
  EXPECT_EQ(answer.alternatives[0].start, test::tuesday_at_two);
  EXPECT_EQ(answer.alternatives[1].start, test::tuesday_at_two + 30min);
}

TEST_F(BookingTest, LessThanADaysNoticeIsRefused) {
  time->set(test::tuesday_at_two - 23h);
  EXPECT_EQ(book(uut, order("call-1", "tool-1")).why, refusal::too_soon);
}

TEST_F(BookingTest, AnAmbiguousTimeIsAskedBack) {
  const auto answer
      = book(uut, order("call-1", "tool-1", "next Tuesday at two"));
  EXPECT_EQ(answer.result, booking_result::unclear) << answer.sentence;
  EXPECT_EQ(answer.sentence.back(), '?');
  EXPECT_TRUE(graph->events.empty());
}

TEST_F(BookingTest, ADayAloneIsAskedForItsTime) {
  const auto answer = book(uut, order("call-1", "tool-1", "Tuesday"));
  EXPECT_EQ(answer.result, booking_result::unclear);
  EXPECT_EQ(answer.sentence,
            "What time on Tuesday, November twenty-fourth would suit you?");
}

TEST_F(BookingTest, WhatWasOfferedCanBeBookedAsItWasSaid) {
  const auto offer = openings(uut);
  const auto slot = offer.free->front();
  auto x = order("call-1", "tool-1", say_when(slot.start, offer.tz));
  const auto answer = book(uut, x);
  ASSERT_EQ(answer.result, booking_result::booked) << answer.sentence;
  EXPECT_EQ(answer.made->slot, slot);
}

TEST_F(BookingTest, ALateBookingIsNotedAndFinishedInTheBackground) {
  graph->holding = true;
  auto late = ask_later<booking_outcome>(uut, 30s, atom::book_v,
                                         order("call-1", "tool-1"));
  sched.run();
  advance(10s);
  ASSERT_TRUE(late->has_value());
  EXPECT_EQ((**late)->result, booking_result::noted);
  const auto said = (**late)->sentence;
  graph->holding = false;
  while (graph->let_go() > 0)
    sched.run();
  EXPECT_EQ(rows()[0].state, booking_state::confirmed);
  EXPECT_EQ(graph->events.size(), 1u);
  EXPECT_EQ(book(uut, order("call-1", "tool-1")).sentence, said)
      << "the same id gets the same answer while the call back is owed";
}

TEST_F(BookingTest, AQueuedOrderWhoseTimeIsOverIsNeverStarted) {
  graph->holding = true;
  auto first = ask_later<booking_outcome>(uut, 30s, atom::book_v,
                                          order("call-1", "tool-1"));
  auto second = ask_later<booking_outcome>(
      uut, 30s, atom::book_v, order("call-2", "tool-2", "2026-11-25T10:00:00"));
  sched.run();
  advance(10s);
  ASSERT_TRUE(second->has_value());
  EXPECT_EQ((**second)->result, booking_result::noted);
  graph->holding = false;
  while (graph->let_go() > 0)
    sched.run();
  EXPECT_EQ(graph->events.size(), 1u) << "only the first";
}

TEST_F(BookingTest, AnswersGoOnWhileABookingRuns) {
  openings(uut);
  graph->holding = true;
  auto slow = ask_later<booking_outcome>(uut, 10s, atom::book_v,
                                         order("call-1", "tool-1"));
  sched.run();
  EXPECT_FALSE(slow->has_value());
  auto list = ask<booking_list>(uut, atom::bookings_v);
  ASSERT_TRUE(list);
  EXPECT_EQ(list->rows.size(), 1u);
}

TEST_F(BookingTest, StoppingAnswersWhoWaits) {
  graph->holding = true;
  auto waiting = ask_later<booking_outcome>(uut, 10s, atom::book_v,
                                            order("call-1", "tool-1"));
  sched.run();
  caf::anon_send_exit(uut, caf::exit_reason::user_shutdown);
  sched.run();
  ASSERT_TRUE(waiting->has_value());
  EXPECT_EQ((*waiting)->error(), errc::timeout);
}

} // namespace
} // namespace rental

// Tool-call ids that come again: what is a repeat, and what is a new wish.
#include "tests/actors/change_of_mind_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;

class ReplayTest : public test::change_of_mind_test {
protected:
  /// As models name their calls: after the tool, again in each turn.
  booking_order wish(const std::string& start = "2026-11-24T14:00:00",
                     const std::string& address = "123 Main St") {
    return order("call-1", "set_appointment_0", start, address);
  }
  booking_order no_wish(const std::string& which = {}) {
    auto x = change(order_kind::cancel, "cancel_appointment_0", which);
    x.key.call_id = "call-1";
    return x;
  }
};

TEST_F(ReplayTest, BookedCancelledAndBookedAgainUnderTheSameIds) {
  const auto first = book(uut, wish());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(book(uut, no_wish()).result, booking_result::cancelled) << i;
    EXPECT_TRUE(graph->events.empty());
    const auto again = book(uut, wish());
    EXPECT_EQ(again.result, booking_result::booked) << again.sentence;
    EXPECT_EQ(again.sentence, first.sentence);
    EXPECT_EQ(graph->events.size(), 1u);
  }
  EXPECT_EQ(active(), 1u);
  EXPECT_EQ(book(uut, wish()).result, booking_result::replayed);
}

TEST_F(ReplayTest, AnotherTimeUnderTheSameIdIsAMove) {
  book(uut, wish());
  const auto moved = book(uut, wish("2026-11-25T10:00:00"));
  EXPECT_EQ(moved.result, booking_result::moved) << moved.sentence;
  EXPECT_EQ(book(uut, wish("2026-11-25T10:00:00")).sentence, moved.sentence);
  EXPECT_EQ(graph->events.size(), 1u);
  // The first answer does not hold any more: it is wished for again.
  EXPECT_EQ(book(uut, wish()).result, booking_result::moved);
  EXPECT_EQ(graph->events[0].when, at(test::tuesday_at_two));
}

TEST_F(ReplayTest, TwoPropertiesUnderOneIdAreBothRepeated) {
  const auto main = book(uut, wish());
  const auto oak = book(uut, wish("2026-11-25T10:00:00", "9 Oak Avenue"));
  EXPECT_EQ(oak.result, booking_result::booked);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(book(uut, wish()).sentence, main.sentence);
    EXPECT_EQ(book(uut, wish("2026-11-25T10:00:00", "9 Oak Avenue")).sentence,
              oak.sentence);
  }
  EXPECT_EQ(graph->events.size(), 2u);
  EXPECT_EQ(counted["idempotency=replayed"], 4);
}

// The line broke behind "let me book that": a second call, the same wish.
TEST_F(ReplayTest, WhoRingsAgainFindsTheViewingBooked) {
  auto once = wish();
  once.by.number = "+14055550142";
  ASSERT_EQ(book(uut, once).result, booking_result::booked);
  auto again = once;
  again.key.call_id = "call-2";
  const auto heard = book(uut, again);
  EXPECT_EQ(heard.result, booking_result::already_booked) << heard.sentence;
  EXPECT_EQ(graph->events.size(), 1u);
  auto stranger = again;
  stranger.key.call_id = "call-3";
  stranger.by.number = "+14055550177";
  EXPECT_EQ(book(uut, stranger).why, refusal::taken);
  auto later = wish("2026-11-25T10:00:00");
  later.by.number = "+14055550142";
  later.key.call_id = "call-4";
  EXPECT_EQ(book(uut, later).result, booking_result::booked)
      << "another time in another call is another viewing";
  EXPECT_EQ(graph->events.size(), 2u);
}

TEST_F(ReplayTest, ATakenTimeAndThenAnotherUnderTheSameId) {
  graph->add_event(at(test::tuesday_at_two));
  EXPECT_EQ(book(uut, wish()).why, refusal::taken);
  EXPECT_EQ(book(uut, wish("2026-11-25T10:00:00")).result,
            booking_result::booked);
}

TEST_F(ReplayTest, ATakenTimeIsLookedAtAgain) {
  graph->add_event(at(test::tuesday_at_two));
  const auto first = book(uut, wish());
  EXPECT_EQ(book(uut, wish()).sentence, first.sentence);
  graph->events.clear();
  EXPECT_EQ(book(uut, wish()).result, booking_result::booked);
}

TEST_F(ReplayTest, ARefusalIsRepeatedForSecondsOnly) {
  const auto first = book(uut, wish("2026-11-28T10:00:00"));
  EXPECT_EQ(first.result, booking_result::refused);
  const auto copy = book(uut, wish("2026-11-28T10:00:00"));
  EXPECT_EQ(copy.result, booking_result::replayed);
  EXPECT_EQ(copy.sentence, first.sentence);
  time->set(time->now() + passing_answer_holds + 1s);
  EXPECT_EQ(book(uut, wish("2026-11-28T10:00:00")).result,
            booking_result::refused);
}

TEST_F(ReplayTest, ARefusalEndsWithWhatTheCallChanges) {
  book(uut, wish("2026-11-24T14:00:00", "9 Oak Avenue"));
  EXPECT_EQ(book(uut, wish()).why, refusal::taken) << "by the caller";
  EXPECT_EQ(book(uut, no_wish()).result, booking_result::cancelled);
  EXPECT_EQ(book(uut, wish()).result, booking_result::booked);
}

TEST_F(ReplayTest, ACancellationIsRepeatedWhileItMeansNoOtherViewing) {
  book(uut, wish());
  book(uut, wish("2026-11-25T10:00:00", "9 Oak Avenue"));
  const auto first = book(uut, no_wish("Tuesday at two"));
  EXPECT_EQ(first.result, booking_result::cancelled);
  const auto again = book(uut, no_wish("Tuesday at two"));
  EXPECT_EQ(again.result, booking_result::replayed);
  EXPECT_EQ(again.sentence, first.sentence);
  EXPECT_EQ(active(), 1u) << "the other one stays";
}

TEST_F(ReplayTest, AViewingThatTheManagerMovedIsNotSaidToStand) {
  const auto first = book(uut, wish());
  const auto row = rows()[0];
  in_db<done>([&](store_session& session) {
    return session.follow_event(row.id, row.version,
                                {row.event_id, row.etag, row.ical_uid},
                                at(test::tuesday_at_two + 1h), time->now());
  });
  graph->events[0].when = at(test::tuesday_at_two + 1h);
  EXPECT_NE(book(uut, wish()).result, booking_result::replayed);
}

TEST_F(ReplayTest, AFaultIsTriedAgainUnderTheSameId) {
  book(uut, wish());
  graph->fail_next("move", {errc::provider_refused, false, "ErrorInvalid"});
  auto move = change(order_kind::move, "reschedule_0", "Wednesday at ten");
  EXPECT_EQ(book(uut, move).result, booking_result::refused);
  EXPECT_EQ(book(uut, move).result, booking_result::moved);
}

TEST_F(ReplayTest, CopiesThatWaitHearWhatTheFirstHeard) {
  graph->fail_next("view", {errc::provider_unavailable, false, ""});
  graph->holding = true;
  std::vector<test::outcome<booking_outcome>> answers;
  for (int i = 0; i < 3; ++i)
    answers.push_back(
        ask_later<booking_outcome>(uut, 10s, atom::book_v, wish()));
  sched.run();
  while (graph->let_go() > 0)
    sched.run();
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer->has_value());
    EXPECT_EQ((**answer)->sentence, (**answers[0])->sentence);
  }
  EXPECT_EQ(wishes().size(), 1u);
}

TEST_F(ReplayTest, BehindACancellationACopyIsANewWish) {
  book(uut, order("call-1", "before", "2026-11-25T10:00:00", "9 Oak Avenue"));
  graph->holding = true;
  auto first = ask_later<booking_outcome>(uut, 10s, atom::book_v, wish());
  auto cancel = ask_later<booking_outcome>(uut, 10s, atom::book_v,
                                           no_wish("Tuesday at two"));
  auto again = ask_later<booking_outcome>(uut, 10s, atom::book_v, wish());
  sched.run();
  while (graph->let_go() > 0)
    sched.run();
  EXPECT_EQ((**first)->result, booking_result::booked);
  EXPECT_EQ((**cancel)->result, booking_result::cancelled);
  EXPECT_EQ((**again)->result, booking_result::booked);
  EXPECT_EQ(active(), 2u);
}

TEST_F(ReplayTest, NotedIsRepeatedWhileTheCallBackIsOwed) {
  graph->fail_next("view", {errc::provider_unavailable, false, ""});
  const auto first = book(uut, wish());
  EXPECT_EQ(first.result, booking_result::noted);
  EXPECT_EQ(book(uut, wish()).sentence, first.sentence);
  ASSERT_EQ(wishes().size(), 1u);
  end_wish(wishes()[0].id);
  EXPECT_EQ(book(uut, wish()).result, booking_result::booked);
}

// Its turn never came, so nobody looked whether what was said still holds.
TEST_F(ReplayTest, WhatWasNeverBegunIsNotAnsweredFromMemory) {
  const auto first = book(uut, wish());
  EXPECT_EQ(book(uut, no_wish()).result, booking_result::cancelled);
  graph->holding = true;
  auto slow = ask_later<booking_outcome>(
      uut, 30s, atom::book_v,
      order("call-2", "tool-2", "2026-11-25T10:00:00", "9 Oak Avenue"));
  auto again = ask_later<booking_outcome>(uut, 30s, atom::book_v, wish());
  sched.run();
  advance(10s);
  ASSERT_TRUE(again->has_value());
  EXPECT_EQ((**again)->result, booking_result::noted);
  EXPECT_NE((**again)->sentence, first.sentence);
  graph->holding = false;
  while (graph->let_go() > 0)
    sched.run();
}

// Another instance, or the answer by the deadline, may have spoken first: what
// it said is what the caller heard, and the mail about the viewing says so.
TEST_F(ReplayTest, TheFirstStoredAnswerIsWhatIsSaid) {
  graph->after_create = [this] {
    graph->after_create = nullptr;
    in_db<stored_answer>([&](store_session& session) {
      stored_answer other{
          wish().key, wish().fingerprint, "It was noted.", false,
          {},         time->now()};
      other.kind = answer_kind::noted;
      return session.put_answer(other);
    });
  };
  const auto answer = book(uut, wish());
  EXPECT_EQ(answer.sentence, "It was noted.");
  EXPECT_EQ(answer.result, booking_result::replayed);
  EXPECT_EQ(rows()[0].state, booking_state::confirmed);
  const auto all = mails();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_NE(all[0].text.find("took longer than the call"), std::string::npos)
      << all[0].text;
}

} // namespace
} // namespace rental

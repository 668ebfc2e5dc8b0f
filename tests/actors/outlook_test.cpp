// What people do to a viewing's event in Outlook, and what becomes of it:
// docs/outlook.md names each of these tests.
#include "tests/actors/outlook_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;
using test::tuesday_at_two;

class OutlookTest : public test::outlook_test {};

TEST_F(OutlookTest, AnEventInAnotherCalendarOfTheMailboxStaysBooked) {
  book(uut, order("call-1", "tool-1"));
  drag_to_other_calendar(0);
  read_again();
  EXPECT_EQ(row("call-1").state, booking_state::confirmed);
  EXPECT_FALSE(is_offered(tuesday_at_two)) << "it still takes its time";
  EXPECT_EQ(book(uut, from("+14055550188", "call-2")).why, refusal::taken);
  graph->elsewhere[0].when = at(tuesday_at_two + 1h);
  read_again();
  EXPECT_EQ(row("call-1").slot, at(tuesday_at_two + 1h));
  EXPECT_TRUE(is_offered(tuesday_at_two));
}

TEST_F(OutlookTest, AListThatLagsEndsNothing) {
  book(uut, order("call-1", "tool-1"));
  lag();
  read_again();
  EXPECT_EQ(row("call-1").state, booking_state::confirmed);
  EXPECT_FALSE(is_offered(tuesday_at_two));
  catch_up();
  read_again();
  EXPECT_EQ(row("call-1").state, booking_state::confirmed);
  EXPECT_EQ(counted["noticed=deleted in Outlook"], 0);
}

TEST_F(OutlookTest, AListThatShowsTheOldTimeAfterAMoveIsNotFollowed) {
  book(uut, order("call-1", "tool-1"));
  const auto before = graph->events[0];
  const auto moved
      = book(uut, change(order_kind::move, "tool-2", "2026-11-25T10:00:00"));
  ASSERT_EQ(moved.result, booking_result::moved) << moved.sentence;
  const auto now = graph->events[0];
  // The list shows what was; the event itself says what is.
  graph->listed = std::vector{before};
  read_again();
  EXPECT_EQ(row("call-9").slot, now.when);
  graph->listed.reset();
}

TEST_F(OutlookTest, AnEventThatCannotBeAskedForChangesNothing) {
  book(uut, order("call-1", "tool-1"));
  const auto event = graph->events[0];
  graph->events.clear();
  for (const auto code : {errc::timeout, errc::throttled, errc::network,
                          errc::provider_unavailable, errc::provider_refused}) {
    graph->fail_next("get", {code, false, ""});
    read_again();
    EXPECT_EQ(row("call-1").state, booking_state::confirmed) << to_string(code);
  }
  graph->fail_next("find", {errc::network, false, ""});
  read_again();
  EXPECT_EQ(row("call-1").state, booking_state::confirmed);
  read_again();
  EXPECT_EQ(row("call-1").state, booking_state::cancelled);
  EXPECT_EQ(row("call-1").reason, "deleted in Outlook");
}

TEST_F(OutlookTest, AnIdThatChangedIsLearned) {
  book(uut, order("call-1", "tool-1"));
  graph->events[0].id = "after-the-mailbox-moved";
  read_again();
  EXPECT_EQ(row("call-1").state, booking_state::confirmed);
  EXPECT_EQ(row("call-1").event_id, "after-the-mailbox-moved");
  // Whatever else may have been lost with the old id.
  graph->events[0].id = "once-more";
  graph->events[0].booking_id.reset();
  graph->events[0].when = at(tuesday_at_two + 2h);
  read_again();
  EXPECT_EQ(row("call-1").event_id, "once-more") << "by the iCalUId";
  EXPECT_EQ(row("call-1").slot, at(tuesday_at_two + 2h));
}

TEST_F(OutlookTest, WhatHasAnotherIdIsCancelledForTheVisitor) {
  book(uut, order("call-1", "tool-1"));
  graph->events[0].id = "another-spelling";
  // Nobody has read the calendar since.
  const auto answer = book(uut, change(order_kind::cancel, "tool-2"));
  EXPECT_EQ(answer.result, booking_result::cancelled) << answer.sentence;
  EXPECT_TRUE(graph->events.empty()) << "no event is left behind";
}

TEST_F(OutlookTest, ACancellationThatMeetsA404LooksForTheEvent) {
  book(uut, order("call-1", "tool-1"));
  // The id changes between the look and the DELETE.
  graph->before_delete = [this] { graph->events[0].id = "just-moved"; };
  const auto answer = book(uut, change(order_kind::cancel, "tool-2"));
  EXPECT_EQ(answer.result, booking_result::cancelled) << answer.sentence;
  EXPECT_TRUE(graph->events.empty());
}

TEST_F(OutlookTest, ACancellationMeetsAnEventThatChanged) {
  book(uut, order("call-1", "tool-1"));
  graph->events[0].etag = "edited-by-the-manager";
  EXPECT_EQ(book(uut, change(order_kind::cancel, "tool-2")).result,
            booking_result::cancelled);
  EXPECT_TRUE(graph->events.empty());
  EXPECT_EQ(graph->count("delete"), 2u) << "412, a look, and once more";
}

TEST_F(OutlookTest, WhatExchangeRefusesToDeleteIsLookedAt) {
  book(uut, order("call-1", "tool-1"));
  // "ErrorCannotDeleteObject": it is in the bin already.
  graph->before_delete = [this] { graph->events.clear(); };
  graph->fail_next("delete", {errc::provider_refused, true, ""});
  EXPECT_EQ(book(uut, change(order_kind::cancel, "tool-2")).result,
            booking_result::cancelled);
  book(uut, order("call-3", "tool-3"));
  graph->before_delete = {};
  for (int i = 0; i < 2; ++i)
    graph->fail_next("delete", {errc::provider_refused, false, ""});
  EXPECT_EQ(book(uut, change(order_kind::cancel, "tool-4")).result,
            booking_result::noted)
      << "it is still there";
  EXPECT_EQ(graph->events.size(), 1u);
}

TEST_F(OutlookTest, WhatHasAnotherIdMovesForTheVisitor) {
  book(uut, order("call-1", "tool-1"));
  graph->before_move = [this] { graph->events[0].id = "just-moved"; };
  const auto answer
      = book(uut, change(order_kind::move, "tool-2", "2026-11-25T10:00:00"));
  EXPECT_EQ(answer.result, booking_result::moved) << answer.sentence;
  ASSERT_EQ(graph->events.size(), 1u);
  EXPECT_EQ(row("call-9").event_id, "just-moved");
  EXPECT_EQ(row("call-9").slot, graph->events[0].when);
}

TEST_F(OutlookTest, ACopyIsNeverTakenForTheViewing) {
  book(uut, order("call-1", "tool-1"));
  copy(0, at(tuesday_at_two + 24h));
  std::swap(graph->events[0], graph->events[1]); // and listed first
  read_again();
  EXPECT_EQ(row("call-1").slot, at(tuesday_at_two));
  EXPECT_FALSE(is_offered(tuesday_at_two + 24h)) << "but it blocks";
  EXPECT_NE(find({"+14055550142", "", ""}).sentence.find("Tuesday"),
            std::string::npos);
  const auto moved
      = book(uut, change(order_kind::move, "tool-2", "2026-11-25T14:00:00"));
  EXPECT_EQ(moved.why, refusal::taken) << "also for the viewing itself";
  EXPECT_EQ(book(uut, change(order_kind::cancel, "tool-3")).result,
            booking_result::cancelled);
  ASSERT_EQ(graph->events.size(), 1u);
  EXPECT_EQ(graph->events[0].id, "copy-1") << "the copy is the manager's";
}

TEST_F(OutlookTest, ACopyIsNamedToTheManagerOnce) {
  book(uut, order("call-1", "tool-1"));
  copy(0, at(tuesday_at_two + 24h));
  for (int i = 0; i < 3; ++i)
    read_again();
  EXPECT_EQ(mails_about("copy:"), 1u);
  uut = wake();
  read_again();
  EXPECT_EQ(mails_about("copy:"), 1u) << "nor after a restart";
  EXPECT_EQ(counted["noticed=copied in Outlook"], 2);
}

TEST_F(OutlookTest, ACopyThatOutlivesTheViewingIsNotTheViewing) {
  book(uut, order("call-1", "tool-1"));
  copy(0, at(tuesday_at_two + 24h));
  std::erase_if(graph->events,
                [](const auto& x) { return !x.id.starts_with("copy"); });
  read_again();
  EXPECT_EQ(row("call-1").state, booking_state::cancelled);
  EXPECT_TRUE(is_offered(tuesday_at_two));
  EXPECT_FALSE(is_offered(tuesday_at_two + 24h));
}

TEST_F(OutlookTest, AViewingPutOverAnotherIsFollowedAndTold) {
  book(uut, order("call-1", "tool-1"));
  book(uut, from("+14055550188", "call-2", "2026-11-24T15:00:00"));
  graph->events[0].when = at(tuesday_at_two + 1h);
  for (int i = 0; i < 3; ++i)
    read_again();
  EXPECT_EQ(row("call-1").slot, at(tuesday_at_two + 1h));
  EXPECT_TRUE(row("call-1").overlaps);
  EXPECT_EQ(row("call-2").slot, at(tuesday_at_two + 1h));
  EXPECT_TRUE(is_offered(tuesday_at_two)) << "the old time is free again";
  EXPECT_EQ(mails_about("collision:"), 1u);
  const auto heard = find({"+14055550142", "", ""});
  EXPECT_NE(heard.sentence.find("at three"), std::string::npos)
      << heard.sentence;
  // Ours are refused there as ever, and both can be cancelled.
  EXPECT_EQ(
      book(uut, from("+14055550177", "call-3", "2026-11-24T15:00:00")).why,
      refusal::taken);
  EXPECT_EQ(book(uut, change(order_kind::cancel, "tool-5")).result,
            booking_result::cancelled);
  EXPECT_EQ(row("call-2").state, booking_state::confirmed);
}

TEST_F(OutlookTest, ViewingsThatChangePlacesDoNotCollide) {
  book(uut, order("call-1", "tool-1"));
  book(uut, from("+14055550188", "call-2", "2026-11-24T15:00:00"));
  std::swap(graph->events[0].when, graph->events[1].when);
  read_again();
  EXPECT_EQ(row("call-1").slot, at(tuesday_at_two + 1h));
  EXPECT_EQ(row("call-2").slot, at(tuesday_at_two));
  EXPECT_FALSE(row("call-1").overlaps);
  EXPECT_EQ(mails_about("collision:"), 0u);
}

TEST_F(OutlookTest, AViewingMadeLongerKeepsItsLengthWhenItMoves) {
  book(uut, order("call-1", "tool-1"));
  graph->events[0].when.end += 45min;
  // Nobody has read the calendar since.
  const auto answer
      = book(uut, change(order_kind::move, "tool-2", "2026-11-25T10:00:00"));
  ASSERT_EQ(answer.result, booking_result::moved) << answer.sentence;
  const auto length
      = [](const time_slot& slot) { return slot.end - slot.start; };
  EXPECT_EQ(length(graph->events[0].when), 75min);
  EXPECT_EQ(length(row("call-9").slot), 75min);
}

TEST_F(OutlookTest, TheRulesHoldForTheLengthThatTheManagerGave) {
  book(uut, order("call-1", "tool-1"));
  graph->events[0].when.end += 30min;
  graph->add_event(
      at(tuesday_at_two + 20h + 30min)); // Wednesday, half past ten
  EXPECT_EQ(
      book(uut, change(order_kind::move, "tool-2", "2026-11-25T16:30:00")).why,
      refusal::closed);
  const auto taken
      = book(uut, change(order_kind::move, "tool-3", "2026-11-25T10:00:00"));
  EXPECT_EQ(taken.why, refusal::taken);
  for (const auto& slot : taken.alternatives)
    EXPECT_EQ(slot.end - slot.start, 1h);
  EXPECT_EQ(graph->events[0].when.start, tuesday_at_two) << "nothing moved";
}

TEST_F(OutlookTest, AnEventOutOfTheBinIsBookedAgain) {
  book(uut, order("call-1", "tool-1"));
  const auto event = graph->events[0];
  graph->events.clear();
  read_again();
  ASSERT_EQ(row("call-1").state, booking_state::cancelled);
  graph->events.push_back(event);
  read_again();
  EXPECT_EQ(row("call-1").state, booking_state::confirmed);
  EXPECT_FALSE(is_offered(tuesday_at_two));
  EXPECT_EQ(find({"+14055550142", "", ""}).rows.size(), 1u);
  EXPECT_EQ(counted["noticed=restored in Outlook"], 1);
}

TEST_F(OutlookTest, TheVisitorFindsWhatCameBackBeforeAnybodyReads) {
  book(uut, order("call-1", "tool-1"));
  const auto event = graph->events[0];
  graph->events.clear();
  read_again();
  graph->events.push_back(event);
  const auto found = find({"+14055550142", "", ""});
  EXPECT_EQ(found.rows.size(), 1u) << found.sentence;
  EXPECT_EQ(book(uut, change(order_kind::cancel, "tool-2")).result,
            booking_result::cancelled);
}

TEST_F(OutlookTest, WhatComesBackToATakenTimeIsToldToTheManager) {
  book(uut, order("call-1", "tool-1"));
  const auto event = graph->events[0];
  graph->events.clear();
  read_again();
  book(uut, from("+14055550188", "call-2"));
  graph->events.push_back(event);
  for (int i = 0; i < 3; ++i)
    read_again();
  EXPECT_EQ(row("call-1").state, booking_state::cancelled);
  EXPECT_EQ(row("call-2").state, booking_state::confirmed);
  EXPECT_EQ(mails_about("not-restored:"), 1u);
  EXPECT_TRUE(find({"+14055550142", "", ""}).rows.empty());
}

TEST_F(OutlookTest, WhatItsVisitorCancelledStaysSo) {
  book(uut, order("call-1", "tool-1"));
  const auto event = graph->events[0];
  book(uut, change(order_kind::cancel, "tool-2"));
  graph->events.push_back(event);
  read_again();
  EXPECT_EQ(row("call-1").state, booking_state::cancelled);
  EXPECT_FALSE(is_offered(tuesday_at_two)) << "the event blocks all the same";
}

TEST_F(OutlookTest, TheVisitorHearsWhatTheManagerDidAMomentAgo) {
  book(uut, order("call-1", "tool-1"));
  graph->events[0].when = at(tuesday_at_two + 90min);
  const auto moved = find({"+14055550142", "", ""});
  EXPECT_NE(moved.sentence.find("three thirty"), std::string::npos)
      << moved.sentence;
  EXPECT_EQ(row("call-1").slot, at(tuesday_at_two + 90min));
  graph->events.clear();
  EXPECT_TRUE(find({"+14055550142", "", ""}).rows.empty());
  EXPECT_EQ(row("call-1").state, booking_state::cancelled);
}

TEST_F(OutlookTest, WhatTheManagerDeletedIsBookedAnewInTheSameCall) {
  book(uut, order("call-1", "tool-1"));
  graph->events.clear();
  const auto answer
      = book(uut, order("call-1", "tool-2", "2026-11-24T14:00:00"));
  EXPECT_EQ(answer.result, booking_result::booked) << answer.sentence;
  EXPECT_EQ(graph->events.size(), 1u);
}

TEST_F(OutlookTest, AnAllDayEventKeepsTheViewingsTimeAndIsTold) {
  book(uut, order("call-1", "tool-1"));
  auto& event = graph->events[0];
  event.all_day = true;
  event.first_day = date::local_days{date::year{2026} / 11 / 24};
  event.last_day = event.first_day + date::days{1};
  for (int i = 0; i < 2; ++i)
    read_again();
  EXPECT_EQ(row("call-1").slot, at(tuesday_at_two));
  EXPECT_EQ(row("call-1").state, booking_state::confirmed);
  EXPECT_FALSE(is_offered(tuesday_at_two + 2h)) << "the whole day is busy";
  EXPECT_EQ(mails_about("all-day:"), 1u);
}

TEST_F(OutlookTest, ACancelledMeetingEndsTheViewing) {
  book(uut, order("call-1", "tool-1"));
  graph->events[0].cancelled = true;
  read_again();
  EXPECT_EQ(row("call-1").reason, "cancelled in Outlook");
  EXPECT_TRUE(is_offered(tuesday_at_two));
}

TEST_F(OutlookTest, AFreeEventOfAViewingStillTakesItsTime) {
  book(uut, order("call-1", "tool-1"));
  graph->events[0].shown = show_as::free;
  read_again();
  EXPECT_FALSE(is_offered(tuesday_at_two));
}

TEST_F(OutlookTest, ASeriesMadeOfAViewingKeepsIt) {
  book(uut, order("call-1", "tool-1"));
  // The list shows occurrences; the id is that of the series.
  const auto series = graph->events[0];
  graph->elsewhere.push_back(series);
  graph->events.clear();
  for (int week = 0; week < 2; ++week) {
    auto occurrence = series;
    occurrence.id = "occurrence-" + std::to_string(week);
    occurrence.series_id = series.id;
    occurrence.when = at(tuesday_at_two + week * 168h);
    graph->events.push_back(occurrence);
  }
  read_again();
  EXPECT_EQ(row("call-1").state, booking_state::confirmed);
  EXPECT_EQ(row("call-1").event_id, series.id);
  EXPECT_EQ(mails_about("copy:"), 0u);
}

TEST_F(OutlookTest, AReadingNeverOvertakesACancellation) {
  book(uut, order("call-1", "tool-1"));
  time->advance(301s);
  graph->holding = true;
  auto cancelled = ask_later<booking_outcome>(
      uut, 10s, atom::book_v, change(order_kind::cancel, "tool-2"));
  caf::anon_send(uut, atom::warm_v);
  sched.run();
  graph->events[0].when = at(tuesday_at_two + 1h);
  graph->holding = false;
  while (graph->let_go() > 0)
    sched.run();
  ASSERT_TRUE(cancelled->has_value());
  EXPECT_EQ((**cancelled)->result, booking_result::cancelled);
  EXPECT_EQ(row("call-1").reason, "by the visitor");
  EXPECT_TRUE(graph->events.empty());
}

} // namespace
} // namespace rental

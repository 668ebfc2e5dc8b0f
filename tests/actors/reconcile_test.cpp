// Rows that were left unfinished, and what people change in Outlook.
#include "tests/actors/change_of_mind_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;

class ReconcileTest : public test::change_of_mind_test {
protected:
  void reconcile() {
    caf::anon_send(uut, atom::reconcile_v);
    sched.run();
  }
  booking left(booking_state state) {
    booking row;
    row.id = "7f0c8a52-0000-4000-8000-000000000001";
    row.transaction_id = "transaction";
    row.manager = manager.id;
    row.slot = at(test::tuesday_at_two);
    row.address = "123 Main St";
    row.who = {"Jane Smith", "+14055550142", ""};
    row.call_id = "call-1";
    row.created_at = row.updated_at = time->now();
    return in_db<booking>([&](store_session& session) -> expected<booking> {
      if (auto held = session.hold(row); !held)
        return held.error();
      if (state != booking_state::held)
        if (auto marked
            = session.mark_writing(row.id, row.transaction_id, time->now());
            !marked)
          return marked.error();
      return session.booking_by_id(row.id);
    });
  }
};

TEST_F(ReconcileTest, AHeldRowIsFreed) {
  left(booking_state::held);
  reconcile();
  EXPECT_EQ(rows()[0].state, booking_state::failed);
  EXPECT_EQ(graph->count("create"), 0u);
}

TEST_F(ReconcileTest, AWrittenEventIsConfirmedAndTold) {
  const auto row = left(booking_state::writing);
  calendar_event event;
  event.id = "event-x";
  event.when = row.slot;
  event.booking_id = row.id;
  graph->events.push_back(event);
  reconcile();
  EXPECT_EQ(rows()[0].state, booking_state::confirmed);
  EXPECT_EQ(rows()[0].event_id, "event-x");
  EXPECT_EQ(graph->events.size(), 1u);
  EXPECT_TRUE(mailed("booked:"));
}

TEST_F(ReconcileTest, AnEventThatWasNotWrittenIsWrittenNow) {
  left(booking_state::writing);
  reconcile();
  EXPECT_EQ(rows()[0].state, booking_state::confirmed);
  EXPECT_EQ(graph->events.size(), 1u);
  EXPECT_EQ(graph->drafts[0].transaction_id, "transaction");
}

TEST_F(ReconcileTest, ButNotOverSomebodyElsesEvent) {
  left(booking_state::writing);
  graph->add_event(at(test::tuesday_at_two));
  reconcile();
  EXPECT_EQ(rows()[0].state, booking_state::failed);
  EXPECT_EQ(graph->count("create"), 0u);
}

TEST_F(ReconcileTest, AnUnreadableCalendarLeavesItForLater) {
  left(booking_state::writing);
  for (int i = 0; i < 2; ++i)
    graph->fail_next("find", {errc::timeout, false, ""});
  reconcile();
  EXPECT_EQ(rows()[0].state, booking_state::writing);
  reconcile();
  EXPECT_EQ(rows()[0].state, booking_state::confirmed);
}

TEST_F(ReconcileTest, ARepeatedOrderMeetsItsOwnRowFinished) {
  left(booking_state::writing);
  // The process ended; the caller's order comes again before anything else.
  const auto restarted = wake();
  const auto answer = book(restarted, order("call-1", "tool-7"));
  EXPECT_EQ(answer.result, booking_result::already_booked) << answer.sentence;
  EXPECT_EQ(graph->events.size(), 1u);
  EXPECT_EQ(active(), 1u);
}

TEST_F(ReconcileTest, ARowInHandIsLeftAlone) {
  graph->holding = true;
  auto running = ask_later<booking_outcome>(uut, 10s, atom::book_v,
                                            order("call-1", "tool-1"));
  sched.run();
  reconcile();
  graph->holding = false;
  while (graph->let_go() > 0)
    sched.run();
  ASSERT_TRUE(running->has_value());
  EXPECT_EQ((**running)->result, booking_result::booked);
  EXPECT_EQ(graph->count("create"), 1u);
}

class NoticeTest : public test::change_of_mind_test {
protected:
  void read_again() {
    time->advance(301s);
    openings(uut);
    sched.run();
  }
};

TEST_F(NoticeTest, AnEventDeletedInOutlookFreesTheSlot) {
  book(uut, order("call-1", "tool-1"));
  graph->events.clear();
  read_again();
  EXPECT_EQ(rows()[0].state, booking_state::cancelled);
  EXPECT_EQ(rows()[0].reason, "deleted in Outlook");
  const auto answer = openings(uut);
  EXPECT_EQ(std::count(answer.free->begin(), answer.free->end(),
                       at(test::tuesday_at_two)),
            1);
}

TEST_F(NoticeTest, AnEventMovedInOutlookMovesTheBooking) {
  book(uut, order("call-1", "tool-1"));
  graph->events[0].when = at(test::tuesday_at_two + 1h);
  read_again();
  EXPECT_EQ(rows()[0].slot, at(test::tuesday_at_two + 1h));
  EXPECT_EQ(rows()[0].state, booking_state::confirmed);
}

TEST_F(NoticeTest, AnEventThatOnlyLeftTheHorizonIsNotGone) {
  book(uut, order("call-1", "tool-1"));
  auto away = graph->events[0];
  away.when = at(test::tuesday_at_two + 24h * 30);
  graph->events.clear();
  graph->elsewhere.push_back(away);
  read_again();
  EXPECT_EQ(rows()[0].state, booking_state::confirmed);
  EXPECT_EQ(rows()[0].slot, away.when);
}

TEST_F(NoticeTest, AFailedReadChangesNothing) {
  book(uut, order("call-1", "tool-1"));
  graph->fail_next("view", {errc::network, false, ""});
  read_again();
  EXPECT_EQ(rows()[0].state, booking_state::confirmed);
}

} // namespace
} // namespace rental

// Viewings that stand in a mailbox that is not connected any more.
#include "actors/calendar/sign_in_verdict.hpp"
#include "tests/actors/change_of_mind_fixture.hpp"

#include <caf/scoped_actor.hpp>

namespace rental {
namespace {

using namespace std::chrono_literals;

class FormerMailboxTest : public test::change_of_mind_test {
protected:
  FormerMailboxTest() { become("oid-pete"); }

  /// The manager's row as a sign-in with this account leaves it.
  void become(const std::string& object_id) {
    auto changed = row();
    changed.tenant_id = "tid-1";
    changed.object_id = object_id;
    manager = in_db<manager_record>(
        [&](store_session& session) { return session.put_manager(changed); });
    caf::anon_send(uut, atom::changed_v);
    sched.run();
  }

  /// Another account is connected; its calendar is empty.
  void another_mailbox() {
    graph->events.clear();
    become("oid-kim");
  }

  void look_at_calendar() {
    time->advance(11s);
    openings(uut);
    sched.run();
  }

  void reconcile() {
    caf::anon_send(uut, atom::reconcile_v);
    sched.run();
  }

  void carry(const std::string& mailbox) {
    const auto which = rows()[0].id;
    in_db<done>([&](store_session& session) {
      return session.carry_over(which, mailbox, "another-transaction",
                                carrying_over, time->now());
    });
  }

  booking_order cancel_order() {
    auto x = order("call-2", "t-2");
    x.kind = order_kind::cancel;
    x.by.number = "+14055550142";
    return x;
  }
};

TEST_F(FormerMailboxTest, AnotherMailboxThatDoesNotKnowThemDeletesNothing) {
  book(uut, order("call-1", "t-1"));
  ASSERT_EQ(rows()[0].mailbox, "tid-1/oid-pete");
  another_mailbox();
  look_at_calendar();
  reconcile();
  EXPECT_EQ(rows()[0].state, booking_state::confirmed);
  EXPECT_EQ(graph->count("find"), 0u) << "nobody is asked about it";
  EXPECT_EQ(
      book(uut, order("call-3", "t-3", "2026-11-24T14:00:00", "9 Other St"))
          .result,
      booking_result::refused)
      << "its time stays taken";
}

TEST_F(FormerMailboxTest, BackInTheMailboxItIsLookedAfterAgain) {
  book(uut, order("call-1", "t-1"));
  another_mailbox();
  look_at_calendar();
  become("oid-pete"); // where the event was deleted meanwhile
  look_at_calendar();
  EXPECT_EQ(rows()[0].state, booking_state::cancelled);
}

TEST_F(FormerMailboxTest, ACancellationIsNotedAndNothingIsDeleted) {
  book(uut, order("call-1", "t-1"));
  another_mailbox();
  const auto answer = book(uut, cancel_order());
  EXPECT_EQ(answer.result, booking_result::noted);
  EXPECT_EQ(rows()[0].state, booking_state::confirmed);
  EXPECT_EQ(graph->count("delete"), 0u);
  ASSERT_EQ(wishes().size(), 1u);
  EXPECT_EQ(wishes()[0].reason, "former_mailbox");
}

TEST_F(FormerMailboxTest, AMoveIsNotedAndNothingIsWritten) {
  book(uut, order("call-1", "t-1"));
  another_mailbox();
  auto move = cancel_order();
  move.kind = order_kind::move;
  move.start = "2026-11-25T10:00:00";
  EXPECT_EQ(book(uut, move).result, booking_result::noted);
  EXPECT_EQ(graph->count("move"), 0u);
  EXPECT_EQ(rows().size(), 1u);
  EXPECT_EQ(wishes().size(), 1u);
}

TEST_F(FormerMailboxTest, TheOperatorMayFreeTheTime) {
  book(uut, order("call-1", "t-1"));
  another_mailbox();
  auto x = cancel_order();
  x.booking_id = rows()[0].id;
  EXPECT_EQ(book(uut, x).result, booking_result::cancelled);
  EXPECT_EQ(graph->count("delete"), 0u);
  EXPECT_EQ(rows()[0].state, booking_state::cancelled);
}

TEST_F(FormerMailboxTest, CarriedOverItIsWrittenIntoTheNewMailboxOnce) {
  book(uut, order("call-1", "t-1"));
  graph->events.clear();
  carry("tid-1/oid-kim");
  become("oid-kim");
  const auto row = rows()[0];
  EXPECT_EQ(row.state, booking_state::confirmed);
  EXPECT_EQ(row.reason, "");
  ASSERT_EQ(graph->events.size(), 1u);
  EXPECT_EQ(row.event_id, graph->events[0].id);
  EXPECT_EQ(graph->drafts.back().transaction_id, "another-transaction");
  look_at_calendar();
  reconcile();
  EXPECT_EQ(rows()[0].state, booking_state::confirmed);
  EXPECT_EQ(graph->events.size(), 1u);
}

TEST_F(FormerMailboxTest, CarryingOverThatFailsIsRepeatedAndBlocks) {
  book(uut, order("call-1", "t-1"));
  graph->events.clear();
  graph->fail_next("create", {errc::provider_unavailable, true, ""});
  carry("tid-1/oid-kim");
  become("oid-kim");
  EXPECT_EQ(rows()[0].state, booking_state::writing);
  EXPECT_EQ(
      book(uut, order("call-3", "t-3", "2026-11-24T14:00:00", "9 Other St"))
          .result,
      booking_result::refused);
  reconcile();
  EXPECT_EQ(rows()[0].state, booking_state::confirmed);
  EXPECT_EQ(graph->events.size(), 1u) << "the first write had arrived";
}

TEST_F(FormerMailboxTest, AChangeInTheMiddleOfABookingWritesNothingElsewhere) {
  graph->holding = true;
  auto wanted = order("call-1", "t-1");
  caf::scoped_actor caller{system};
  caller->send(uut, atom::book_v, wanted);
  sched.run();
  graph->holding = false;
  auto changed = row();
  changed.object_id = "oid-kim";
  in_db<manager_record>(
      [&](store_session& session) { return session.put_manager(changed); });
  caf::anon_send(uut, atom::changed_v);
  sched.run();
  while (graph->let_go() != 0)
    sched.run();
  EXPECT_EQ(graph->count("create"), 0u);
  ASSERT_EQ(rows().size(), 1u);
  EXPECT_EQ(rows()[0].state, booking_state::failed) << "the time is free";
}

} // namespace
} // namespace rental

#include "tests/actors/calendar_fixture.hpp"

#include <algorithm>

namespace rental {
namespace {

using namespace std::chrono_literals;
using test::script;

class ChangeOfMindTest : public test::calendar_test {
protected:
  booking_order change(order_kind kind, const std::string& tool_call,
                       const std::string& start = {},
                       const std::string& number = "+14055550142") {
    auto x = order("call-9", tool_call, start, "");
    x.kind = kind;
    if (kind == order_kind::cancel)
      std::swap(x.start, x.which);
    x.by.number = number;
    x.who = {};
    return x;
  }

  found_bookings find(const caller_identity& by) {
    auto answer
        = ask<found_bookings>(uut, atom::appointment_v, find_query{by, {}});
    EXPECT_TRUE(answer);
    return answer ? *answer : found_bookings{};
  }

  std::vector<outbox_mail> mails() {
    return in_db<std::vector<outbox_mail>>(
        [&](store_session& session) { return session.mails(manager.id); });
  }

  bool mailed(const std::string& prefix) {
    const auto all = mails();
    return std::any_of(all.begin(), all.end(), [&](const auto& mail) {
      return mail.key.starts_with(prefix);
    });
  }

  std::size_t active() {
    const auto all = rows();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(),
                      [](const auto& x) { return is_active(x.state); }));
  }

  calendar_actor uut = wake();
};

TEST_F(ChangeOfMindTest, TheCallerIsKnownByTheNumber) {
  book(uut, order("call-1", "tool-1"));
  const auto found = find({"+14055550142", "", ""});
  ASSERT_EQ(found.rows.size(), 1u);
  EXPECT_EQ(found.rows[0].slot, at(test::tuesday_at_two));
  EXPECT_NE(found.sentence.find("two in the afternoon"), std::string::npos);
}

TEST_F(ChangeOfMindTest, OrByTheNumberThatTheBookingCameFrom) {
  auto x = order("call-1", "tool-1");
  x.by.number = "+14055559999";
  book(uut, x);
  EXPECT_EQ(find({"+14055559999", "", ""}).rows.size(), 1u);
  EXPECT_EQ(find({"+14055550142", "", ""}).rows.size(), 1u);
}

TEST_F(ChangeOfMindTest, AStrangerLearnsNothing) {
  book(uut, order("call-1", "tool-1"));
  const auto other = find({"+14055550000", "", ""});
  EXPECT_TRUE(other.rows.empty());
  const auto nobody = find({});
  EXPECT_TRUE(nobody.rows.empty());
  EXPECT_EQ(nobody.sentence.find("Main"), std::string::npos);
  EXPECT_EQ(other.sentence.find("Main"), std::string::npos);
}

TEST_F(ChangeOfMindTest, EmailAndCodeAreAsGoodAsTheNumber) {
  auto x = order("call-1", "tool-1");
  x.who.email = "Jane@Example.com";
  book(uut, x);
  const auto code = rows()[0].code;
  ASSERT_EQ(code.size(), 6u);
  EXPECT_NE(graph->drafts[0].html_body.find(code), std::string::npos);
  EXPECT_EQ(find({"", "jane@example.com", code}).rows.size(), 1u);
  EXPECT_TRUE(find({"", "john@example.com", code}).rows.empty());
  EXPECT_TRUE(find({"", "jane@example.com", "000000x"}).rows.empty());
}

TEST_F(ChangeOfMindTest, CancellingFreesSlotAndEvent) {
  book(uut, order("call-1", "tool-1"));
  const auto answer = book(uut, change(order_kind::cancel, "tool-2"));
  EXPECT_EQ(answer.result, booking_result::cancelled) << answer.sentence;
  EXPECT_TRUE(graph->events.empty());
  EXPECT_EQ(rows()[0].state, booking_state::cancelled);
  EXPECT_TRUE(mailed("cancelled:"));
  EXPECT_EQ(book(uut, order("call-2", "tool-3")).result,
            booking_result::booked);
}

TEST_F(ChangeOfMindTest, AStrangerCancelsNothing) {
  book(uut, order("call-1", "tool-1"));
  EXPECT_EQ(book(uut, change(order_kind::cancel, "tool-2", "", "+14055550000"))
                .result,
            booking_result::nothing_found);
  EXPECT_EQ(book(uut, change(order_kind::cancel, "tool-3", "", "")).result,
            booking_result::stranger);
  EXPECT_EQ(graph->events.size(), 1u);
}

TEST_F(ChangeOfMindTest, ACancellationIsReplayed) {
  book(uut, order("call-1", "tool-1"));
  const auto first = book(uut, change(order_kind::cancel, "tool-2"));
  const auto second = book(uut, change(order_kind::cancel, "tool-2"));
  EXPECT_EQ(second.result, booking_result::replayed);
  EXPECT_EQ(second.sentence, first.sentence);
  EXPECT_EQ(graph->count("delete"), 1u);
}

TEST_F(ChangeOfMindTest, WhichOneIsAskedBack) {
  book(uut, order("call-1", "tool-1"));
  book(uut, order("call-1", "tool-2", "2026-11-25T10:00:00", "9 Oak Avenue"));
  EXPECT_EQ(book(uut, change(order_kind::cancel, "tool-3")).result,
            booking_result::which_one);
  const auto answer
      = book(uut, change(order_kind::cancel, "tool-4", "Wednesday at ten"));
  EXPECT_EQ(answer.result, booking_result::cancelled) << answer.sentence;
  EXPECT_EQ(active(), 1u);
}

TEST_F(ChangeOfMindTest, ADayAloneMeansTheViewingOfThatDay) {
  book(uut, order("call-1", "tool-1"));
  book(uut, order("call-1", "tool-2", "2026-11-25T10:00:00", "9 Oak Avenue"));
  const auto answer
      = book(uut, change(order_kind::cancel, "tool-3", "Wednesday"));
  EXPECT_EQ(answer.result, booking_result::cancelled) << answer.sentence;
  EXPECT_NE(answer.sentence.find("Wednesday"), std::string::npos)
      << answer.sentence;
}

TEST_F(ChangeOfMindTest, AnotherViewingThanTheOneThatIsMeantIsNotCancelled) {
  book(uut, order("call-1", "tool-1"));
  for (const std::string which : {"Wednesday at ten", "Thursday"}) {
    const auto answer = book(uut, change(order_kind::cancel, which, which));
    EXPECT_EQ(answer.result, booking_result::which_one) << answer.sentence;
    EXPECT_NE(answer.sentence.find("Do you mean your viewing of"),
              std::string::npos)
        << answer.sentence;
  }
  auto elsewhere = change(order_kind::cancel, "elsewhere");
  elsewhere.address = "9 Oak Avenue";
  EXPECT_EQ(book(uut, elsewhere).result, booking_result::which_one);
  EXPECT_EQ(graph->events.size(), 1u);
  EXPECT_EQ(book(uut, change(order_kind::cancel, "it", "my viewing")).result,
            booking_result::cancelled);
}

TEST_F(ChangeOfMindTest, ViewingsElsewhereAreNotKeptSecret) {
  book(uut, order("call-1", "tool-1"));
  const auto answer = ask<found_bookings>(
      uut, atom::appointment_v,
      find_query{{"+14055550142", "", ""}, "9 Oak Avenue"});
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->rows.size(), 1u);
  EXPECT_EQ(answer->rows[0].address, "123 Main St");
}

TEST_F(ChangeOfMindTest, AWishToCancelSaysWhichViewing) {
  book(uut, order("call-1", "tool-1"));
  graph->fail_next("delete", {errc::timeout, false, ""});
  graph->fail_next("delete", {errc::timeout, false, ""});
  book(uut, change(order_kind::cancel, "tool-2"));
  ASSERT_EQ(wishes().size(), 1u);
  EXPECT_EQ(wishes()[0].wanted,
            "to cancel the viewing, Tuesday, November twenty-fourth at two in "
            "the afternoon, Central time");
}

TEST_F(ChangeOfMindTest, ACancellationThatIsUnknownStaysBlockedAndEnds) {
  book(uut, order("call-1", "tool-1"));
  graph->fail_next("delete", {errc::timeout, false, ""});
  graph->fail_next("delete", {errc::timeout, false, ""});
  const auto answer = book(uut, change(order_kind::cancel, "tool-2"));
  EXPECT_EQ(answer.result, booking_result::noted);
  EXPECT_EQ(rows()[0].state, booking_state::cancelling);
  caf::anon_send(uut, atom::reconcile_v);
  sched.run();
  EXPECT_EQ(rows()[0].state, booking_state::cancelled);
  EXPECT_TRUE(graph->events.empty());
}

TEST_F(ChangeOfMindTest, AMoveKeepsOneEvent) {
  book(uut, order("call-1", "tool-1"));
  const auto event = graph->events[0].id;
  const auto answer
      = book(uut, change(order_kind::move, "tool-2", "Wednesday at ten"));
  EXPECT_EQ(answer.result, booking_result::moved) << answer.sentence;
  ASSERT_EQ(graph->events.size(), 1u);
  EXPECT_EQ(graph->events[0].id, event);
  EXPECT_EQ(graph->events[0].when, at(test::tuesday_at_two + 20h));
  EXPECT_EQ(active(), 1u);
  EXPECT_TRUE(mailed("moved:"));
}

TEST_F(ChangeOfMindTest, AMoveToATakenTimeChangesNothing) {
  book(uut, order("call-1", "tool-1"));
  graph->add_event(at(test::tuesday_at_two + 20h));
  const auto answer
      = book(uut, change(order_kind::move, "tool-2", "Wednesday at ten"));
  EXPECT_EQ(answer.why, refusal::taken);
  EXPECT_EQ(active(), 1u);
  EXPECT_EQ(graph->events[0].when, at(test::tuesday_at_two));
}

TEST_F(ChangeOfMindTest, A412IsReadAgainAndRepeatedOnce) {
  book(uut, order("call-1", "tool-1"));
  graph->events[0].etag = "changed by the manager";
  const auto answer
      = book(uut, change(order_kind::move, "tool-2", "Wednesday at ten"));
  EXPECT_EQ(answer.result, booking_result::moved) << answer.sentence;
  EXPECT_EQ(graph->count("move"), 2u);
}

TEST_F(ChangeOfMindTest, AnUnknownMoveIsLookedUp) {
  book(uut, order("call-1", "tool-1"));
  graph->fail_next("move", {errc::network, true, ""});
  const auto answer
      = book(uut, change(order_kind::move, "tool-2", "Wednesday at ten"));
  EXPECT_EQ(answer.result, booking_result::moved) << answer.sentence;
  EXPECT_EQ(graph->count("move"), 1u);
  EXPECT_EQ(active(), 1u);
}

TEST_F(ChangeOfMindTest, TheOperatorNamesTheBooking) {
  book(uut, order("call-1", "tool-1"));
  auto x = change(order_kind::cancel, "", "", "");
  x.key = {};
  x.booking_id = rows()[0].id;
  EXPECT_EQ(book(uut, x).result, booking_result::cancelled);
}

class ReconcileTest : public ChangeOfMindTest {
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

class NoticeTest : public ChangeOfMindTest {
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

TEST_F(ChangeOfMindTest, AMoveThatYieldsGoesBackThoughAnAnswerIsLost) {
  book(uut, order("call-1", "tool-1"));
  const auto three = test::tuesday_at_two + 1h;
  int moves = 0;
  for (const bool happened : {true, false}) {
    graph->calls.clear();
    // Seen by the second reading only: an event that came during the write.
    graph->holding = true;
    auto answer = ask_later<booking_outcome>(
        uut, 6s, atom::book_v,
        change(order_kind::move, "move-" + std::to_string(++moves),
               "2026-11-24T15:00:00"));
    sched.run();
    graph->let_go(); // the reading
    sched.run();
    graph->add_event(at(three));
    graph->holding = false;
    graph->fail_next("move", {errc::network, happened, ""});
    graph->let_go(); // the write
    sched.run();
    ASSERT_TRUE(answer->has_value());
    EXPECT_EQ((**answer)->result, booking_result::refused);
    // There and back; the second time the etag was old, and back takes two.
    EXPECT_EQ(graph->count("move"), happened ? 2u : 4u);
    std::erase_if(graph->events, [](const auto& x) { return !x.booking_id; });
    ASSERT_EQ(graph->events.size(), 1u);
    EXPECT_EQ(graph->events[0].when, at(test::tuesday_at_two));
    EXPECT_EQ(find({"+14055550142", "", ""}).rows.size(), 1u);
  }
}

TEST_F(ChangeOfMindTest, AFreedSlotIsOfferedThoughAnOlderReadingIsOnItsWay) {
  book(uut, order("call-1", "tool-1"));
  time->advance(301s);
  graph->holding = true;
  const openings_query query{"123 Main St", "", sched.clock().now() + 6s};
  auto older = ask_later<openings_answer>(uut, 6s, atom::openings_v, query);
  sched.run();
  graph->holding = false;
  auto cancelled = ask<booking_outcome>(uut, atom::book_v,
                                        change(order_kind::cancel, "tool-2"));
  ASSERT_TRUE(cancelled);
  EXPECT_EQ(cancelled->result, booking_result::cancelled);
  const auto answer = openings(uut);
  ASSERT_TRUE(answer.free);
  EXPECT_EQ(std::count(answer.free->begin(), answer.free->end(),
                       at(test::tuesday_at_two)),
            1);
  graph->let_go();
  sched.run();
  EXPECT_TRUE(older->has_value());
}

} // namespace
} // namespace rental

#include "tests/actors/change_of_mind_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;
using ChangeOfMindTest = test::change_of_mind_test;

// 29 November 2026, 8 in the morning in Chicago.
const instant sunday_before_december
    = from_unix(to_unix(test::sunday) + 7 * 86400);

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

// "The second" of two is no second of the month, and "not that one" is no word
// for the only one.
TEST_F(ChangeOfMindTest, WordsThatPointPickNoViewing) {
  time->set(sunday_before_december);
  book(uut, order("call-1", "tool-1", "2026-12-01T14:00:00"));
  book(uut, order("call-1", "tool-2", "2026-12-02T10:00:00", "9 Oak Avenue"));
  for (const std::string which :
       {"the second one", "the second", "the first two", "the other one"})
    EXPECT_EQ(book(uut, change(order_kind::cancel, which, which)).result,
              booking_result::which_one)
        << which;
  EXPECT_EQ(active(), 2u);
  EXPECT_EQ(book(uut, change(order_kind::cancel, "day", "the one on Wednesday"))
                .result,
            booking_result::cancelled);
  EXPECT_EQ(
      book(uut, change(order_kind::cancel, "not", "no, not that one")).result,
      booking_result::which_one);
  EXPECT_EQ(active(), 1u);
}

TEST_F(ChangeOfMindTest, ATimeOfDayPicksTheViewingThatHasIt) {
  time->set(sunday_before_december);
  book(uut, order("call-1", "tool-1", "2026-12-01T14:00:00"));
  book(uut, order("call-1", "tool-2", "2026-12-02T10:00:00", "9 Oak Avenue"));
  EXPECT_EQ(
      book(uut, change(order_kind::cancel, "a", "the one at eleven")).result,
      booking_result::which_one);
  EXPECT_EQ(
      book(uut, change(order_kind::cancel, "b", "not the one at ten")).result,
      booking_result::which_one);
  EXPECT_EQ(
      book(uut, change(order_kind::cancel, "d", "Wednesday is fine")).result,
      booking_result::which_one);
  EXPECT_EQ(active(), 2u);
  const auto cancelled
      = book(uut, change(order_kind::cancel, "c", "the one at ten"));
  EXPECT_EQ(cancelled.result, booking_result::cancelled) << cancelled.sentence;
  for (const auto& row : rows()) {
    EXPECT_EQ(is_active(row.state), row.address == "123 Main St");
  }
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
            "to cancel the viewing, Tue 24 Nov, 2:00 PM CST");
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
  EXPECT_EQ(rows()[0].reason, by_operator);
  const auto all = mails();
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const auto& mail) {
    return mail.text.find("cancelled by the office") != std::string::npos;
  }));
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
    graph->let_go(); // the look at the viewing's event
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

// A calendar actor that throws: whoever waits hears something true, and what it
// had in hand is ended.
#include "actors/directory/directory.hpp"
#include "tests/actors/calendar_fixture.hpp"
#include "voice/sentences/sentences.hpp"

#include <gmock/gmock.h>

#include <set>
#include <stdexcept>

namespace rental {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

class FailureTest : public test::calendar_test {
protected:
  FailureTest() {
    options.normalise_id = [](std::string_view id) { return std::string{id}; };
    deps.on_step = [this](const std::string& step) {
      seen.insert(step);
      if (throws == 0 || (step != throws_at && step != throws_later_at))
        return;
      --throws;
      throw std::runtime_error{"planted: Jane Smith +14055550142"};
    };
    uut = spawn(directory, options, deps);
  }

  void TearDown() override {
    caf::anon_send_exit(uut, caf::exit_reason::user_shutdown);
    sched.run();
  }

  calendar_ref find() {
    auto found = ask<calendar_ref>(uut, atom::find_v, manager_query{});
    EXPECT_TRUE(found);
    return found ? *found : calendar_ref{};
  }

  /// Lets the reconciler look, twice.
  void let_reconcile() {
    for (int i = 0; i < 2; ++i) {
      time->advance(31s);
      advance(31s);
    }
  }

  /// The n-th slot of a day on which nothing else happens.
  static std::string wednesday(int n) {
    const auto hour = 9 + n / 2;
    return std::string{"2026-11-25T"} + (hour < 10 ? "0" : "")
           + std::to_string(hour) + (n % 2 ? ":30:00" : ":00:00");
  }

  bool unfinished() {
    for (const auto& row : rows())
      if (row.state == booking_state::held
          || row.state == booking_state::writing
          || row.state == booking_state::cancelling)
        return true;
    return false;
  }

  std::size_t confirmed() {
    std::size_t count = 0;
    for (const auto& row : rows())
      count += row.state == booking_state::confirmed;
    return count;
  }

  directory_options options;
  directory_actor uut;
  std::string throws_at;
  /// What is left unfinished takes other steps.
  std::string throws_later_at = "nowhere";
  int throws = 1;
  std::set<std::string> seen;
};

TEST_F(FailureTest, AtEveryStepTheCallerHearsTheTruthAndTheRowIsEnded) {
  const auto found = find();
  ASSERT_EQ(book(found.calendar, order("call-0", "tool-0")).result,
            booking_result::booked);
  const auto steps = seen;
  ASSERT_GE(steps.size(), 12u);
  int n = 0;
  for (const auto& step : steps) {
    SCOPED_TRACE(step);
    const auto call = "call-" + std::to_string(++n);
    throws_at = step;
    throws = 1;
    const auto wishes_before = wishes().size();
    const auto told
        = book(find().calendar, order(call, "tool-" + call, wednesday(n)));
    EXPECT_EQ(throws, 0) << "it was planted";
    // What was stored last before it threw is what is said.
    const bool is_done = step == "confirm:after" || step.starts_with("finish:");
    EXPECT_THAT(told.sentence,
                HasSubstr(is_done ? "You're booked" : "not confirmed yet"));
    EXPECT_EQ(wishes().size(), wishes_before + (is_done ? 0 : 1))
        << "a promise is kept";
    let_reconcile();
    EXPECT_FALSE(unfinished());
    EXPECT_EQ(graph->events.size(), confirmed())
        << "an event without a booking, or the other way round";
  }
}

TEST_F(FailureTest, TheSameToolCallHearsTheSameAnswerAfterwards) {
  throws_at = "create:before";
  const auto first = book(find().calendar, order("call", "tool"));
  const auto second = book(find().calendar, order("call", "tool"));
  EXPECT_EQ(second.result, booking_result::replayed);
  EXPECT_EQ(second.sentence, first.sentence);
}

TEST_F(FailureTest, WhoeverElseWaitsHearsSomethingToo) {
  const auto found = find();
  graph->holding = true;
  auto in_hand = ask_later<booking_outcome>(found.calendar, 20s, atom::book_v,
                                            order("a", "tool-a"));
  auto queued
      = ask_later<booking_outcome>(found.calendar, 20s, atom::book_v,
                                   order("b", "tool-b", "2026-11-24T15:00:00"));
  auto listening = ask_later<openings_answer>(
      found.calendar, 20s, atom::openings_v,
      openings_query{"123 Main St", "", sched.clock().now() + 6s});
  auto mailing = ask_later<mail_result>(found.calendar, 20s, atom::mail_v,
                                        outgoing_mail{"", "Hello", "<p>"});
  sched.run();
  ASSERT_FALSE(in_hand->has_value() || queued->has_value()
               || listening->has_value() || mailing->has_value());
  throws_at = "read_before:after";
  graph->holding = false;
  // The order reached Microsoft last: it looked into the ledger before.
  const auto reading = graph->held.back();
  graph->held.clear();
  reading();
  sched.run();
  ASSERT_EQ(throws, 0);
  ASSERT_TRUE(in_hand->has_value() && **in_hand);
  EXPECT_EQ((**in_hand)->result, booking_result::noted);
  ASSERT_TRUE(queued->has_value() && **queued);
  EXPECT_EQ((**queued)->result, booking_result::refused);
  EXPECT_EQ((**queued)->sentence, sentence::not_booked("123 Main St"));
  ASSERT_TRUE(listening->has_value());
  EXPECT_EQ(from_caf((*listening)->error()).code, errc::internal);
  ASSERT_TRUE(mailing->has_value());
  EXPECT_EQ(from_caf((*mailing)->error()).code, errc::internal);
  EXPECT_THAT(wishes(), SizeIs(1)) << "of the one in hand alone";
}

TEST_F(FailureTest, TheDirectoryStartsItAnewAtOnceButNotForEver) {
  const auto first = find();
  throws_at = "create:after";
  throws_later_at = "find:before";
  throws = 100; // it fails whenever it tries to end what is left
  book(first.calendar, order("call", "tool"));
  sched.run();
  EXPECT_EQ(100 - throws, 2) << "once for the caller, once when it came back";
  const auto again = find();
  EXPECT_NE(again.calendar, first.calendar);
  throws = 0;
  let_reconcile();
  EXPECT_FALSE(unfinished());
  EXPECT_EQ(graph->events.size(), confirmed());
  EXPECT_EQ(
      book(find().calendar, order("c", "t", "2026-11-25T10:00:00")).result,
      booking_result::booked);
}

TEST_F(FailureTest, CancellingThatFailsIsNotedAndEnded) {
  int n = 0;
  for (const auto* step : {"mark:before", "mark:after", "remove:before",
                           "remove:after", "close:before", "close:after"}) {
    SCOPED_TRACE(step);
    const auto call = std::to_string(++n);
    throws_at.clear();
    ASSERT_EQ(book(find().calendar, order("b" + call, "b" + call, wednesday(n)))
                  .result,
              booking_result::booked);
    auto wish = order("c" + call, "c" + call, "");
    wish.kind = order_kind::cancel;
    wish.which = wednesday(n);
    wish.by.number = "+14055550142";
    throws_at = step;
    throws = 1;
    const auto told = book(find().calendar, wish);
    EXPECT_EQ(throws, 0) << "it was planted";
    EXPECT_EQ(told.result, booking_result::noted);
    const bool is_done = step == std::string{"close:after"};
    EXPECT_THAT(told.sentence, HasSubstr(is_done ? "is cancelled" : "noted"));
    EXPECT_THAT(wishes(), SizeIs(is_done ? n - 1 : n));
    let_reconcile();
    EXPECT_FALSE(unfinished());
    EXPECT_EQ(graph->events.size(), confirmed());
  }
}

} // namespace
} // namespace rental

// Every rule of the checker catches what it is for. A checker that cannot fail
// proves nothing.
#include "tests/load/planted.hpp"

namespace rental::load {
namespace {

using names = std::vector<std::string>;

TEST(CheckerTest, AGoodRunIsCleanAndEveryRuleLookedAtSomething) {
  planted run;
  auto result = check(run.all);
  for (const auto& each : result.violations)
    ADD_FAILURE() << each.rule << ": " << each.what;
  for (const auto& rule : result.rules) {
    EXPECT_EQ(rule.broken, 0u) << rule.rule;
    if (rule.rule != "old_id_new_wish") {
      EXPECT_GT(rule.looked_at, 0u) << rule.rule;
    }
  }
}

TEST(CheckerTest, RulesAreNamedOnce) {
  auto all = rule_names();
  EXPECT_EQ(all.size(), 21u);
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
}

TEST(CheckerTest, NoEvidenceIsNoViolation) {
  EXPECT_TRUE(check({}).clean());
}

TEST(CheckerTest, OverlappingBookingsAreCaught) {
  planted run;
  run.book("b5", "call-5", run.nine + std::chrono::minutes{29});
  auto result = check(run.all);
  EXPECT_EQ(broken_rules(run.all), (names{"event_overlap", "overlap"}));
  EXPECT_EQ(result.violations[0].ids[0], planted::uuid("b1"));
  EXPECT_EQ(result.violations[0].ids[1], planted::uuid("b5"));
}

TEST(CheckerTest, HalfDoneBookingsOverlapAsWell) {
  planted run;
  run.all.ledger.bookings.push_back({planted::uuid("b5"),
                                     1,
                                     {run.nine, run.nine + half_hour},
                                     "x",
                                     "call-5",
                                     booking_state::held,
                                     "",
                                     ""});
  EXPECT_EQ(broken_rules(run.all), (names{"overlap", "unfinished"}));
}

TEST(CheckerTest, BookingsThatTouchOrBelongToOthersDoNotOverlap) {
  planted run;
  run.book("b5", "call-5", run.nine + half_hour);
  EXPECT_EQ(broken_rules(run.all), names{});
  run.row("b5").slot = run.row("b1").slot;
  run.row("b5").manager = 2;
  run.event("b5").slot = run.row("b1").slot;
  run.event("b5").account = "ana@example";
  run.all.ledger.outbox->back().manager = 2;
  run.all.mails.back().account = "ana@example";
  EXPECT_EQ(broken_rules(run.all), names{});
}

// The guard in the database may be off and the ledger still look right.
TEST(CheckerTest, OverlappingEventsAreCaughtWithoutTheLedger) {
  planted run;
  auto second = run.event("b1");
  second.id = "event-b9";
  second.booking_id = planted::uuid("b9");
  run.all.events.push_back(second);
  EXPECT_EQ(broken_rules(run.all), (names{"event_overlap", "no_stray_event"}));
}

TEST(CheckerTest, AConfirmedBookingWithoutEventIsCaught) {
  for (int how = 0; how < 3; ++how) {
    planted run;
    if (how == 0)
      run.event("b1").deleted = true;
    else if (how == 1)
      run.event("b1").cancelled = true;
    else
      std::erase_if(run.all.events,
                    [](auto& each) { return each.id == "event-b1"; });
    EXPECT_EQ(broken_rules(run.all), names{"one_event"}) << how;
  }
}

TEST(CheckerTest, TwoEventsOfOneBookingAreCaught) {
  planted run;
  auto second = run.event("b1");
  second.id = "event-b9";
  second.slot = {run.nine + std::chrono::hours{6},
                 run.nine + std::chrono::hours{6} + half_hour};
  run.all.events.push_back(second);
  EXPECT_EQ(broken_rules(run.all), (names{"one_event", "right_time"}));
}

TEST(CheckerTest, AnEventInAnotherCalendarIsCaught) {
  planted run;
  run.event("b1").account = "ana@example";
  EXPECT_EQ(broken_rules(run.all), names{"one_event"});
}

TEST(CheckerTest, AnotherEventIdThanTheLedgerNotedIsCaught) {
  planted run;
  run.row("b1").event_id = "event-unknown";
  EXPECT_EQ(broken_rules(run.all), names{"one_event"});
  run.row("b1").event_id = "old-b1";
  EXPECT_EQ(broken_rules(run.all), names{}) << "the ordinary id is an id too";
}

TEST(CheckerTest, AnEventWithoutPropertyIsKnownByTheLedgersEventId) {
  planted run;
  run.event("b1").booking_id.clear();
  EXPECT_EQ(broken_rules(run.all), names{});
}

TEST(CheckerTest, AnEventAtAnotherTimeIsCaught) {
  planted run;
  run.event("b1").slot.start -= std::chrono::hours{1};
  EXPECT_EQ(broken_rules(run.all), names{"right_time"});
  planted longer;
  longer.event("b1").slot.end += std::chrono::minutes{1};
  EXPECT_EQ(broken_rules(longer.all), names{"right_time"});
}

TEST(CheckerTest, AnEventWithoutBookingIsCaught) {
  planted run;
  run.event("b4").deleted = false;
  EXPECT_EQ(broken_rules(run.all), names{"no_stray_event"});
  planted unknown;
  unknown.event("b4").deleted = false;
  unknown.event("b4").booking_id = planted::uuid("zz");
  EXPECT_EQ(broken_rules(unknown.all), names{"no_stray_event"});
}

TEST(CheckerTest, WhatHumansPutIntoTheCalendarIsTheirs) {
  planted run;
  auto lunch = run.event("b1");
  lunch.id = "lunch";
  lunch.booking_id.clear();
  lunch.by_human = true;
  run.all.events.push_back(lunch);
  EXPECT_EQ(broken_rules(run.all), names{});
}

TEST(CheckerTest, UnfinishedBookingsAreCaught) {
  for (auto state : {booking_state::held, booking_state::writing,
                     booking_state::cancelling}) {
    planted run;
    run.book("b5", "call-5", run.nine + std::chrono::hours{6});
    run.row("b5").state = state;
    EXPECT_EQ(broken_rules(run.all), names{"unfinished"});
  }
}

TEST(CheckerTest, BookedWithoutBookingIsCaught) {
  planted run;
  run.tell("call-7", "id-7", said::booked, run.nine);
  EXPECT_EQ(broken_rules(run.all), names{"booked_is_true"});
}

TEST(CheckerTest, BookedIsNotTrueWhenTheBookingFailedOrIsAtAnotherTime) {
  planted run;
  run.row("b1").state = booking_state::failed;
  run.event("b1").deleted = true;
  EXPECT_EQ(broken_rules(run.all), names{"booked_is_true"});
  planted elsewhere;
  elsewhere.row("b1").slot.start += half_hour;
  elsewhere.event("b1").slot.start += half_hour;
  EXPECT_EQ(broken_rules(elsewhere.all), names{"booked_is_true"});
}

TEST(CheckerTest, BookedWithATimeThatNobodyUnderstandsIsCaught) {
  planted run;
  for (auto& each : run.all.transcript)
    if (each.tool_call_id == "id-1")
      each.when.reset();
  EXPECT_EQ(broken_rules(run.all),
            (names{"booked_is_true", "time_understood"}));
}

TEST(CheckerTest, AnOfferWithATimeThatNobodyUnderstandsIsCaught) {
  planted run;
  run.answer("id-5").meaning.options.push_back("some day");
  EXPECT_EQ(broken_rules(run.all), names{"time_understood"});
}

// A ledger may move a booking in place; then a later "moved" accounts for it.
TEST(CheckerTest, ABookingThatWasMovedInPlaceWasTrueBefore) {
  planted run;
  const auto to = run.nine + std::chrono::hours{6};
  run.row("b1").slot = {to, to + half_hour};
  run.event("b1").slot = {to, to + half_hour};
  EXPECT_EQ(broken_rules(run.all), names{"booked_is_true"});
  run.tell("call-1", "id-9", said::moved, to);
  EXPECT_EQ(broken_rules(run.all), names{});
}

TEST(CheckerTest, AMoveByAnotherCallOfTheSameCallerIsTrue) {
  planted run;
  auto& again
      = run.tell("call-8", "id-8", said::already_at_that_time, run.nine);
  again.phone = run.answer("id-1").phone;
  EXPECT_EQ(broken_rules(run.all), names{});
  run.all.transcript.back().phone = "+14055550999";
  EXPECT_EQ(broken_rules(run.all), names{"booked_is_true"});
}

TEST(CheckerTest, AnotherTimeThanAskedForIsCaught) {
  planted run;
  for (auto& each : run.all.transcript)
    if (each.tool_call_id == "id-1")
      *each.wanted += half_hour;
  EXPECT_EQ(broken_rules(run.all), names{"time_as_asked"});
}

TEST(CheckerTest, CancelledThoughItStandsIsCaught) {
  planted run;
  run.row("b4").state = booking_state::confirmed;
  run.event("b4").deleted = false;
  EXPECT_EQ(broken_rules(run.all), names{"cancelled_is_true"});
}

TEST(CheckerTest, TellingAStrangerIsCaught) {
  planted run;
  run.answer("id-f").phone = "+14055550999";
  run.answer("id-f").call_id = "call-9";
  EXPECT_EQ(broken_rules(run.all), names{"own_viewings_only"});
}

TEST(CheckerTest, TellingAViewingThatNeverWasIsCaught) {
  planted run;
  run.answer("id-f").options = {run.nine + std::chrono::hours{20}};
  EXPECT_EQ(broken_rules(run.all), names{"own_viewings_only"});
}

} // namespace
} // namespace rental::load

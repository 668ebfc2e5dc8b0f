// Rules about repeated and competing calls, mail and answers.
#include "tests/load/planted.hpp"

#include <algorithm>

namespace rental::load {
namespace {

using names = std::vector<std::string>;

TEST(CheckerCallsTest, ARepeatedCallWithAnotherAnswerIsCaught) {
  planted run;
  run.answer("id-1").body += " ";
  EXPECT_EQ(broken_rules(run.all), names{"same_id_same_answer"});
  auto result = check(run.all);
  EXPECT_EQ(result.violations[0].ids, (names{"call-1", "id-1"}));
}

TEST(CheckerCallsTest, RepeatsWithoutAnswerDoNotCountAsDifferent) {
  planted run;
  auto& lost = run.tell("call-1", "id-1", said::unanswered, run.nine);
  lost.status = 0;
  lost.trouble = "timeout";
  lost.body.clear();
  lost.contest = "round 1";
  EXPECT_EQ(broken_rules(run.all), names{"answered"});
}

TEST(CheckerCallsTest, OpeningsMayDifferUnderOneId) {
  planted run;
  run.tell("call-1", "id-g", said::offered, run.nine).tool = "get_availability";
  auto& second = run.tell("call-1", "id-g", said::offered, run.nine);
  second.tool = "get_availability";
  second.body = "another";
  EXPECT_EQ(broken_rules(run.all), names{});
}

TEST(CheckerCallsTest, OtherArgumentsUnderOneIdAreAWishOfTheirOwn) {
  planted run;
  auto& other = run.tell("call-1", "id-1", said::refused, run.nine);
  other.arguments = "{}";
  other.when.reset();
  other.meaning.when.clear();
  EXPECT_EQ(broken_rules(run.all), names{});
  for (const auto& rule : check(run.all).rules)
    if (rule.rule == "old_id_new_wish") {
      EXPECT_EQ(rule.looked_at, 2u);
    }
  auto& deaf = run.all.transcript.back();
  deaf.meaning.what = said::booked;
  deaf.when = run.answer("id-1").when;
  deaf.wanted = *deaf.when + std::chrono::hours{1};
  const auto broken = broken_rules(run.all);
  EXPECT_TRUE(std::count(broken.begin(), broken.end(), "old_id_new_wish"));
}

TEST(CheckerCallsTest, AnAnswerThatWasOvertakenMayChange) {
  planted run;
  const auto& first = run.answer("id-1");
  const auto asked_at = first.done;
  auto& change = run.tell("call-1", "id-c", said::cancelled, run.nine);
  change.tool = "cancel_appointment";
  change.sent = asked_at + std::chrono::milliseconds{10};
  change.done = asked_at + std::chrono::milliseconds{20};
  auto& again = run.tell("call-1", "id-1", said::booked, run.nine);
  again.arguments = run.answer("id-1").arguments;
  again.body += " ";
  again.sent = asked_at + std::chrono::milliseconds{30};
  again.done = asked_at + std::chrono::milliseconds{40};
  const auto broken = broken_rules(run.all);
  EXPECT_EQ(std::count(broken.begin(), broken.end(), "same_id_same_answer"), 0);
}

TEST(CheckerCallsTest, TwoBookingsOfOneCallAndPropertyAreCaught) {
  planted run;
  run.book("b5", "call-1", run.nine + std::chrono::hours{6});
  run.row("b5").address = "12 ELM street";
  EXPECT_EQ(broken_rules(run.all), names{"one_per_call"});
  run.row("b5").address = "14 Elm Street";
  EXPECT_EQ(broken_rules(run.all), names{});
}

TEST(CheckerCallsTest, TwoWinnersAreCaught) {
  planted run;
  run.tell("call-2", "id-w", said::booked, run.nine + std::chrono::hours{1})
      .contest
      = "round 1";
  EXPECT_EQ(broken_rules(run.all), names{"one_winner"});
}

TEST(CheckerCallsTest, ARaceWithoutWinnerIsCaught) {
  planted run;
  for (auto& each : run.all.transcript)
    if (each.call_id == "call-1")
      each.contest.clear();
  EXPECT_EQ(broken_rules(run.all), names{"one_winner"});
}

TEST(CheckerCallsTest, ALoserWhoIsOfferedNothingIsCaught) {
  planted none;
  none.answer("id-5").options.clear();
  none.answer("id-5").meaning.options.clear();
  EXPECT_EQ(broken_rules(none.all), names{"losers_offered"});
  planted same;
  same.answer("id-5").options = {same.nine};
  EXPECT_EQ(broken_rules(same.all), names{"losers_offered"});
  planted vague;
  vague.answer("id-5").meaning.what = said::noted;
  EXPECT_EQ(broken_rules(vague.all), names{"losers_offered"});
}

TEST(CheckerCallsTest, MailThatArrivedTwiceIsCaught) {
  planted run;
  run.all.mails.push_back(run.all.mails[0]);
  EXPECT_EQ(broken_rules(run.all), names{"mail_once"});
}

TEST(CheckerCallsTest, MailThatArrivedAgainSaysSo) {
  planted run;
  run.all.mails.push_back(run.all.mails[0]);
  run.all.mails.back().again = true;
  EXPECT_EQ(broken_rules(run.all), names{});
  run.all.mails[0].again = true; // nobody knows what became of the first
  EXPECT_EQ(broken_rules(run.all), names{});
}

TEST(CheckerCallsTest, MailThatIsQueuedAgainMayHaveArrived) {
  planted run;
  auto& row = (*run.all.ledger.outbox)[0];
  row.state = "queued";
  row.last_error = "interrupted";
  row.unsure = 1;
  EXPECT_EQ(broken_rules(run.all), names{});
  run.all.mails.push_back(run.all.mails[0]);
  EXPECT_EQ(broken_rules(run.all), names{"mail_once"});
}

TEST(CheckerCallsTest, MailThatIsMarkedSentButNeverArrivedIsCaught) {
  planted run;
  run.all.mails.erase(run.all.mails.begin());
  EXPECT_EQ(broken_rules(run.all), names{"mail_once"});
}

// One lost and another doubled: the totals agree, the calls do not.
TEST(CheckerCallsTest, OneMailInThePlaceOfAnotherIsCaught) {
  planted run;
  run.all.mails[0].text = run.all.mails[1].text;
  EXPECT_EQ(broken_rules(run.all), names{"mail_once"});
}

// Two viewings at one time after somebody moved an event: one mail tells both.
TEST(CheckerCallsTest, OneMailMayTellTwoCalls) {
  planted run;
  auto& rows = *run.all.ledger.outbox;
  const auto& bookings = run.all.ledger.bookings;
  ASSERT_NE(bookings[0].call_id, bookings[1].call_id);
  auto both = rows[0];
  both.key = "collision:" + bookings[0].id + ":" + bookings[1].id + ":1";
  auto mail = run.all.mails[0];
  mail.text = "Call " + bookings[0].call_id + ", Call " + bookings[1].call_id;
  rows.push_back(both);
  run.all.mails.push_back(mail);
  EXPECT_EQ(broken_rules(run.all), names{});
  run.all.mails.push_back(mail);
  EXPECT_EQ(broken_rules(run.all), names{"mail_once"});
}

TEST(CheckerCallsTest, MailOfUnknownOutcomeMayHaveArrivedOrNot) {
  planted run;
  auto& row = (*run.all.ledger.outbox)[0];
  row.state = "unknown";
  row.last_error = "timeout";
  EXPECT_EQ(broken_rules(run.all), names{});
  run.all.mails.erase(run.all.mails.begin());
  EXPECT_EQ(broken_rules(run.all), names{});
}

TEST(CheckerCallsTest, MailThatWaitsHasAReasonOnceItWasTried) {
  for (auto state : {"queued", "failed", "unknown"}) {
    planted run;
    auto& row = (*run.all.ledger.outbox)[0];
    row.state = state;
    run.all.mails.erase(run.all.mails.begin());
    EXPECT_EQ(broken_rules(run.all), names{"mail_once"}) << state;
    row.last_error = "throttled";
    EXPECT_EQ(broken_rules(run.all), names{}) << state;
  }
  planted fresh;
  auto& row = (*fresh.all.ledger.outbox)[0];
  row.state = "queued";
  row.attempts = 0;
  fresh.all.mails.erase(fresh.all.mails.begin());
  EXPECT_EQ(broken_rules(fresh.all), names{});
}

TEST(CheckerCallsTest, MailThatArrivedThoughItIsQueuedIsCaught) {
  planted run;
  auto& row = (*run.all.ledger.outbox)[0];
  row.state = "queued";
  row.last_error = "throttled";
  EXPECT_EQ(broken_rules(run.all), names{"mail_once"});
}

TEST(CheckerCallsTest, ABookingWithoutMailIsCaught) {
  planted run;
  run.all.ledger.outbox->erase(run.all.ledger.outbox->begin());
  run.all.mails.erase(run.all.mails.begin());
  EXPECT_EQ(broken_rules(run.all), names{"mail_for_each"});
}

TEST(CheckerCallsTest, ADatabaseWithoutOutboxIsNotBlamed) {
  planted run;
  run.all.ledger.outbox.reset();
  run.all.mails.clear();
  EXPECT_EQ(broken_rules(run.all), names{});
  planted unused;
  unused.all.ledger.outbox->clear();
  unused.all.mails.clear();
  EXPECT_EQ(broken_rules(unused.all), names{});
}

TEST(CheckerCallsTest, AnAnswerThatNamesALostBookingIsCaught) {
  planted run;
  run.all.ledger.answers[0].booking_id = planted::uuid("zz");
  EXPECT_EQ(broken_rules(run.all), names{"answer_kept"});
}

TEST(CheckerCallsTest, StrangeAndMalformedAnswersAreCaught) {
  for (auto what : {said::strange, said::malformed}) {
    planted run;
    run.tell("call-5", "id-x", what, run.nine).when.reset();
    run.all.transcript.back().meaning.when.clear();
    EXPECT_EQ(broken_rules(run.all), names{"known_sentence"});
  }
}

TEST(CheckerCallsTest, ErrorsAndSilenceAreCaught) {
  for (int status : {0, 500, 401}) {
    planted run;
    auto& each = run.tell("call-5", "id-x", said::http_error, run.nine);
    each.status = status;
    each.when.reset();
    each.meaning.when.clear();
    EXPECT_EQ(broken_rules(run.all), names{"answered"}) << status;
  }
}

} // namespace
} // namespace rental::load

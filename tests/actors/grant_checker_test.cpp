#include "actors/letters/reconnect_mail.hpp"
#include "actors/mail/grant_checker.hpp"
#include "tests/actors/calendar_fixture.hpp"
#include "tests/actors/fake_sender.hpp"
#include "voice/sentences/sentences.hpp"

#include <gmock/gmock.h>

namespace rental {
namespace {

using namespace std::chrono_literals;
using test::fake_sender;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class ReconnectorTest : public test::calendar_test {
protected:
  ReconnectorTest() {
    directory_options options;
    options.normalise_id = [](std::string_view id) { return std::string{id}; };
    home = spawn(directory, options, deps);
    all.time = time;
    all.ledger = deps.ledger;
    all.directory = home;
    all.mail = mail;
    all.default_zone = deps.options.default_zone;
    all.count = deps.count;
    all.gauge = [this](std::string_view, double value) { waiting = value; };
    all.link = [](const manager_record& who, instant until) {
      return "https://cal.example/connect/" + who.key.user_id + "/"
             + to_iso_utc(until);
    };
  }

  void TearDown() override {
    caf::anon_send_exit(home, caf::exit_reason::user_shutdown);
    sched.run();
  }

  grant_checker_actor start() { return spawn(grant_checker, all); }

  /// Time passes, in steps in which the timers go off.
  void pass(std::chrono::seconds span, std::chrono::seconds step = 10min) {
    for (auto left = span; left > 0s; left -= step) {
      time->advance(std::min(left, step));
      advance(std::min(left, step));
    }
  }

  void die(const std::string& user_id = "pete_admin") {
    in_db<done>([&](store_session& session) -> expected<done> {
      auto row = session.manager({"default", user_id});
      if (!row)
        return row.error();
      return session.put_state(row->id, connection_state::needs_reconnect,
                               "invalid_grant", time->now());
    });
  }

  std::vector<std::string> history() {
    std::vector<std::string> lines;
    for (const auto& each :
         in_db<std::vector<reminder>>([&](store_session& session) {
           return session.reminders(manager.id);
         }))
      lines.push_back(std::to_string(each.day) + " " + each.state);
    return lines;
  }

  std::shared_ptr<fake_sender> mail = std::make_shared<fake_sender>();
  directory_actor home;
  grant_checker_deps all;
  double waiting = -1;
};

// -- proofs -------------------------------------------------------------------

TEST_F(ReconnectorTest, ProvesAGrantOnceADayAndNoOftener) {
  start();
  pass(19h);
  EXPECT_THAT(identity->refreshed_with, IsEmpty());
  pass(5h);
  EXPECT_THAT(identity->refreshed_with, ElementsAre("refresh-1"));
  pass(19h);
  EXPECT_THAT(identity->refreshed_with, SizeIs(1));
  pass(5h);
  EXPECT_THAT(identity->refreshed_with, ElementsAre("refresh-1", "refresh-2"));
  EXPECT_EQ(counted["probe=alive"], 2);
  EXPECT_EQ(graph->count("view"), 0u) << "the calendar itself is left alone";
  EXPECT_THAT(mail->sent, IsEmpty());
}

TEST_F(ReconnectorTest, FindsADeadGrantBeforeACallerDoes) {
  identity->failures.push_back({errc::needs_reconnect, "invalid_grant", {}});
  start();
  pass(24h);
  EXPECT_EQ(row().state, connection_state::needs_reconnect);
  EXPECT_EQ(counted["probe=needs_reconnect"], 1);
  ASSERT_THAT(mail->sent, SizeIs(1));
  EXPECT_EQ(mail->sent[0].to, "pete@contoso.example");
  pass(23h);
  EXPECT_THAT(identity->refreshed_with, SizeIs(1)) << "it is dead for good";
}

TEST_F(ReconnectorTest, AProofThatCameToNothingIsRepeatedAnHourLater) {
  identity->failures.assign(2, {errc::unreachable, "no route", {}});
  start();
  pass(27h);
  EXPECT_EQ(counted["probe=unreachable"], 2);
  EXPECT_EQ(counted["probe=alive"], 1);
  EXPECT_EQ(row().state, connection_state::connected);
  EXPECT_THAT(mail->sent, IsEmpty());
}

TEST_F(ReconnectorTest, ProvesFewAtATime) {
  for (int i = 0; i < 40; ++i)
    stored_manager("manager-" + std::to_string(i));
  identity->holding = true;
  start();
  time->advance(24h);
  advance(15s);
  EXPECT_THAT(identity->refreshed_with, SizeIs(4));
  advance(15s);
  EXPECT_THAT(identity->refreshed_with, SizeIs(4)) << "the first are not back";
  while (!identity->held.empty()) {
    identity->let_go();
    sched.run();
    EXPECT_LE(identity->held.size(), 4u);
  }
  EXPECT_THAT(identity->refreshed_with, SizeIs(20)) << "enough for this look";
  identity->holding = false;
  advance(15s);
  advance(15s);
  EXPECT_THAT(identity->refreshed_with, SizeIs(41));
}

TEST_F(ReconnectorTest, ACallerSharesTheRefreshOfAProof) {
  start();
  identity->holding = true;
  time->advance(24h);
  advance(15s);
  ASSERT_THAT(identity->refreshed_with, SizeIs(1));
  manager_query query;
  query.user_id = "pete_admin";
  auto ref = ask<calendar_ref>(home, atom::find_v, query);
  ASSERT_TRUE(ref);
  auto heard = ask_later<openings_answer>(
      ref->calendar, 5s, atom::openings_v,
      openings_query{"123 Main St", "", sched.clock().now() + 6s});
  sched.run();
  EXPECT_FALSE(heard->has_value());
  identity->let_go();
  sched.run();
  ASSERT_TRUE(heard->has_value() && **heard);
  EXPECT_EQ((**heard)->state, openings_state::readable);
  EXPECT_THAT(identity->refreshed_with, SizeIs(1));
}

// -- mails --------------------------------------------------------------------

TEST_F(ReconnectorTest, WritesOnFiveDaysAndThenNoMore) {
  const auto died = time->now();
  die();
  start();
  std::vector<long> days;
  while (time->now() < died + 30 * 24h) {
    if (mail->sent.size() > days.size())
      days.push_back((time->now() - died) / 24h);
    pass(1h);
  }
  EXPECT_THAT(days, ElementsAre(0, 1, 3, 7, 14));
  EXPECT_THAT(history(),
              ElementsAre("0 sent", "1 sent", "3 sent", "7 sent", "14 sent"));
  EXPECT_EQ(counted["reconnect_mails=sent"], 5);
}

TEST_F(ReconnectorTest, StopsWhenTheManagerIsBackOrGone) {
  die();
  start();
  pass(2h);
  ASSERT_THAT(mail->sent, SizeIs(1));
  in_db<done>([&](store_session& session) {
    return session.forget_tokens(manager.id, time->now());
  });
  pass(20 * 24h, 6h);
  EXPECT_THAT(mail->sent, SizeIs(1));
}

TEST_F(ReconnectorTest, DoesNotRepeatAMailThatMayHaveArrived) {
  die();
  mail->failures.push_back({errc::timeout, "no word", {}});
  start();
  pass(23h);
  EXPECT_THAT(mail->sent, IsEmpty());
  EXPECT_THAT(history(), ElementsAre("0 unknown"));
  pass(2h);
  EXPECT_THAT(mail->sent, SizeIs(1)) << "the next day's";
}

TEST_F(ReconnectorTest, RepeatsAMailThatCertainlyDidNotLeave) {
  die();
  mail->failures.assign(3, {errc::unreachable, "no route", {}});
  start();
  pass(1h);
  EXPECT_THAT(mail->sent, SizeIs(1));
  EXPECT_THAT(history(), ElementsAre("0 sent"));
  EXPECT_EQ(counted["reconnect_mails=unreachable"], 3);
}

TEST_F(ReconnectorTest, AnAddressThatIsRefusedIsTriedAgainTheNextDay) {
  die();
  mail->failures.push_back({errc::provider_refused, "550", {}});
  start();
  pass(23h);
  EXPECT_THAT(history(), ElementsAre("0 failed"));
  pass(2h);
  EXPECT_THAT(history(), ElementsAre("0 failed", "1 sent"));
}

TEST_F(ReconnectorTest, ACrashWhileSendingCostsThatMailAtMost) {
  die();
  mail->holding = true;
  auto first = start();
  ASSERT_THAT(mail->held, SizeIs(1));
  EXPECT_THAT(history(), ElementsAre("0 sending"));
  caf::anon_send_exit(first, caf::exit_reason::kill);
  sched.run();
  mail->holding = false;
  start();
  pass(23h);
  EXPECT_THAT(mail->sent, IsEmpty());
  EXPECT_THAT(history(), ElementsAre("0 unknown"));
  pass(2h);
  EXPECT_THAT(mail->sent, SizeIs(1));
}

TEST_F(ReconnectorTest, SaysOnceADayThatThereIsNoMailServer) {
  all.mail = nullptr;
  start();
  pass(1h);
  EXPECT_EQ(waiting, 0);
  EXPECT_EQ(counted["reconnect_mails=no_mail_server"], 0);
  die();
  pass(23h);
  EXPECT_EQ(waiting, 1);
  EXPECT_EQ(counted["reconnect_mails=no_mail_server"], 1);
  pass(24h);
  EXPECT_EQ(counted["reconnect_mails=no_mail_server"], 2);
  EXPECT_THAT(history(), IsEmpty()) << "nothing counts as mailed";
}

TEST_F(ReconnectorTest, AMailServerThatIsAddedLaterGetsOneMailNotAll) {
  all.mail = nullptr;
  auto without = start();
  die();
  pass(8 * 24h, 6h);
  caf::anon_send_exit(without, caf::exit_reason::kill);
  all.mail = mail;
  start();
  pass(1h);
  EXPECT_THAT(mail->sent, SizeIs(1));
  EXPECT_THAT(history(), ElementsAre("7 sent"));
}

// -- what it says -------------------------------------------------------------

TEST_F(ReconnectorTest, TheMailSaysWhatHappenedAndWhatToDo) {
  due_mail_to due;
  due.what.died_at = test::sunday;
  due.manager = manager;
  due.manager.display_name = "Pete <script>alert(1)</script>";
  const auto sunday_in_two_weeks = time->now() + 14 * 24h;
  const auto got = reconnect_mail(due, "https://cal.example/connect/x?a=1&b=2",
                                  sunday_in_two_weeks, all.default_zone,
                                  "Ask them to call again.");
  EXPECT_EQ(got.to, "pete@contoso.example");
  EXPECT_EQ(got.subject, "Please connect your calendar again");
  EXPECT_THAT(got.text,
              AllOf(HasSubstr("https://cal.example/connect/x?a=1&b=2"),
                    HasSubstr("Ask them to call again."),
                    HasSubstr("sign in as pete@contoso.example"),
                    HasSubstr("the end of Sat 5 Dec"),
                    HasSubstr("we write again tomorrow")));
  EXPECT_THAT(got.html,
              AllOf(Not(HasSubstr("<script>")), HasSubstr("&lt;script&gt;"),
                    HasSubstr(">Connect the calendar again</a>")));
  due.what.day = 7;
  EXPECT_THAT(reconnect_mail(due, "x", sunday_in_two_weeks, {}, "x").text,
              HasSubstr("we write again in 7 days"));
  due.what.day = 14;
  EXPECT_THAT(reconnect_mail(due, "x", sunday_in_two_weeks, {}, "x").text,
              HasSubstr("This is the last mail about it."));
}

TEST_F(ReconnectorTest, TheMailListsWhoAskedMeanwhile) {
  const auto ask_for = [&](const std::string& name) {
    in_db<std::int64_t>([&](store_session& session) {
      callback_request wish;
      wish.manager = manager.id;
      wish.who = {name, "+14055550177", ""};
      wish.address = "9 Elm <b>Street";
      wish.wanted = "Tue 24 Nov, 2:00 PM CST";
      wish.created_at = time->now();
      return session.put_wish(wish);
    });
  };
  ask_for("Long Ago");
  time->advance(1h);
  in_db<done>([&](store_session& session) {
    return session.put_state(manager.id, connection_state::needs_reconnect,
                             "revoked", time->now());
  });
  ask_for("Una Vale");
  start();
  ASSERT_THAT(mail->sent, SizeIs(1));
  EXPECT_THAT(mail->sent[0].text,
              AllOf(HasSubstr("* Una Vale, +14055550177: 9 Elm <b>Street, Tue "
                              "24 Nov, 2:00 PM CST"),
                    Not(HasSubstr("Long Ago"))));
  EXPECT_THAT(mail->sent[0].html, HasSubstr("9 Elm &lt;b&gt;Street"));
}

} // namespace
} // namespace rental

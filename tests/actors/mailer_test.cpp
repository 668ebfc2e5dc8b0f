#include "actors/letters/booking_mail.hpp"
#include "actors/mail/mailer.hpp"
#include "tests/actors/calendar_fixture.hpp"
#include "tests/actors/fake_sender.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;

class MailerTest : public test::calendar_test {
protected:
  MailerTest() {
    directory_options options;
    options.normalise_id = [](std::string_view id) { return std::string{id}; };
    home = spawn(directory, options, deps);
    all.time = time;
    all.ledger = deps.ledger;
    all.directory = home;
    all.count = deps.count;
    all.gauge = [this](std::string_view, double value) { oldest = value; };
  }

  void TearDown() override {
    caf::anon_send_exit(home, caf::exit_reason::user_shutdown);
    sched.run();
  }

  void queue(const std::string& key) {
    in_db<done>([&](store_session& session) {
      outbox_mail mail;
      mail.manager = manager.id;
      mail.key = key;
      mail.subject = "Viewing booked";
      mail.html = "<p>hello</p>";
      mail.created_at = mail.not_before = time->now();
      return session.put_mail(mail);
    });
  }

  outbox_mail only() {
    const auto all_mails = in_db<std::vector<outbox_mail>>(
        [&](store_session& session) { return session.mails(manager.id); });
    EXPECT_EQ(all_mails.size(), 1u);
    return all_mails.empty() ? outbox_mail{} : all_mails[0];
  }

  /// One round of the mailer.
  void tick(std::chrono::seconds by = 3s) {
    time->advance(by);
    advance(by);
  }

  directory_actor home;
  mailer_deps all;
  double oldest = -1;
};

TEST_F(MailerTest, SendsFromTheManagersMailboxToTheManager) {
  queue("booked:1");
  spawn(mailer, all);
  ASSERT_EQ(graph->mails.size(), 1u);
  EXPECT_EQ(graph->mails[0].to, "pete@contoso.example");
  EXPECT_EQ(graph->mails[0].subject, "Viewing booked");
  EXPECT_EQ(only().state, "sent");
}

TEST_F(MailerTest, ABacklogDoesNotWaitForTheTimer) {
  for (int i = 0; i < 120; ++i)
    queue("booked:" + std::to_string(i));
  spawn(mailer, all);
  EXPECT_EQ(graph->mails.size(), 120u);
}

TEST_F(MailerTest, SendsOnce) {
  queue("booked:1");
  queue("booked:1");
  spawn(mailer, all);
  for (int i = 0; i < 5; ++i)
    tick();
  EXPECT_EQ(graph->mails.size(), 1u);
}

TEST_F(MailerTest, AnUnknownOutcomeIsRepeatedAndSaysSo) {
  queue("booked:1");
  graph->fail_next("mail", {errc::timeout, false, ""});
  spawn(mailer, all);
  EXPECT_EQ(only().state, "queued");
  EXPECT_FALSE(only().last_error.empty());
  tick();
  ASSERT_EQ(graph->mails.size(), 1u);
  EXPECT_EQ(graph->mails[0].subject, "Viewing booked (again)");
  EXPECT_NE(graph->mails[0].html.find("may have reached you before"),
            std::string::npos);
  EXPECT_EQ(only().state, "sent");
}

TEST_F(MailerTest, WhatIsFoundAmongTheSentIsNotRepeated) {
  in_db<done>([&](store_session& session) {
    auto tokens = manager.tokens;
    tokens.scope = "Calendars.ReadWrite Mail.Send Mail.Read";
    return session.put_tokens(manager.id, tokens, time->now());
  });
  queue("booked:1");
  graph->fail_next("mail", {errc::network, true, ""}); // it did leave
  spawn(mailer, all);
  tick();
  EXPECT_EQ(graph->mails.size(), 1u);
  EXPECT_EQ(only().state, "sent");
  EXPECT_EQ(graph->count("find_mail"), 1u);
  EXPECT_EQ(counted["mail=found_sent"], 1);
}

TEST_F(MailerTest, WithoutLeaveToReadNobodyLooks) {
  queue("booked:1");
  graph->fail_next("mail", {errc::network, true, ""});
  spawn(mailer, all);
  tick();
  EXPECT_EQ(graph->count("find_mail"), 0u);
  ASSERT_EQ(graph->mails.size(), 2u) << "twice is better than not at all";
  EXPECT_EQ(graph->mails[0].id, graph->mails[1].id);
  EXPECT_EQ(graph->mails[1].subject, "Viewing booked (again)");
}

TEST_F(MailerTest, WhatStaysUnknownEndsInTheList) {
  queue("booked:1");
  for (int i = 0; i < 40; ++i)
    graph->fail_next("mail", {errc::provider_unavailable, false, ""});
  spawn(mailer, all);
  for (int i = 0; i < 200 && only().state == "queued"; ++i)
    tick(60s);
  EXPECT_EQ(only().state, "unknown");
  EXPECT_LT(graph->count("mail"), 12u);
  // The button.
  graph->scripts.clear();
  const auto id = only().id;
  in_db<done>([&](store_session& session) {
    return session.resend_mail(id, time->now());
  });
  tick();
  EXPECT_EQ(only().state, "sent");
  ASSERT_EQ(graph->mails.size(), 1u);
  EXPECT_EQ(graph->mails[0].subject, "Viewing booked (again)");
}

TEST_F(MailerTest, ASecondDoubtGoesToTheMailServer) {
  const auto server = std::make_shared<test::fake_sender>();
  all.smtp = server;
  queue("booked:1");
  for (int i = 0; i < 2; ++i)
    graph->fail_next("mail", {errc::provider_unavailable, false, ""});
  spawn(mailer, all);
  EXPECT_TRUE(server->sent.empty());
  tick();
  ASSERT_EQ(server->sent.size(), 1u);
  EXPECT_EQ(server->sent[0].to, "pete@contoso.example");
  EXPECT_EQ(server->sent[0].subject, "Viewing booked (again)");
  EXPECT_EQ(only().state, "sent");
}

TEST_F(MailerTest, AMailboxThatCannotSendIsNotWaitedFor) {
  const auto server = std::make_shared<test::fake_sender>();
  all.smtp = server;
  queue("wish:1");
  in_db<done>([&](store_session& session) {
    return session.put_state(manager.id, connection_state::needs_reconnect,
                             "revoked", time->now());
  });
  spawn(mailer, all);
  ASSERT_EQ(server->sent.size(), 1u);
  EXPECT_EQ(server->sent[0].subject, "Viewing booked");
  EXPECT_TRUE(server->sent[0].id.starts_with("wish-1-"));
  EXPECT_EQ(only().state, "sent");
  EXPECT_TRUE(graph->mails.empty());
}

TEST_F(MailerTest, AMailServerThatIsAwayIsTriedAgain) {
  const auto server = std::make_shared<test::fake_sender>();
  server->failures = {{errc::unreachable, "", {}}, {errc::throttled, "", {}}};
  all.smtp = server;
  queue("wish:1");
  in_db<done>([&](store_session& session) {
    return session.forget_tokens(manager.id, time->now());
  });
  spawn(mailer, all);
  EXPECT_EQ(only().state, "queued");
  for (int i = 0; i < 10; ++i)
    tick();
  ASSERT_EQ(server->sent.size(), 1u);
  EXPECT_EQ(server->sent[0].subject, "Viewing booked") << "no doubt, no remark";
}

TEST_F(MailerTest, WhoeverStopsTheServiceWaitsForTheMailInHand) {
  queue("booked:1");
  queue("booked:2");
  graph->holding = true;
  graph->fail_next("mail", {errc::throttled, false, ""});
  const auto uut = spawn(mailer, all);
  caf::anon_send_exit(uut, caf::exit_reason::user_shutdown);
  sched.run();
  graph->let_go();
  sched.run();
  for (const auto& mail : in_db<std::vector<outbox_mail>>(
           [&](store_session& session) { return session.mails(0); })) {
    EXPECT_EQ(mail.state, "queued") << mail.key;
    EXPECT_EQ(mail.unsure, 0) << mail.key;
  }
  EXPECT_TRUE(graph->mails.empty());
}

TEST_F(MailerTest, OneMailboxThatFailsDoesNotHoldUpTheOthers) {
  const auto other = stored_manager("zoe");
  for (int i = 0; i < 5; ++i)
    queue("booked:" + std::to_string(i));
  manager = other;
  queue("booked:other");
  graph->fail_next("mail", {errc::timeout, false, ""});
  spawn(mailer, all);
  EXPECT_EQ(graph->count("mail"), 2u);
  EXPECT_EQ(only().state, "sent");
}

TEST_F(MailerTest, ThrottledComesAgainWithBackoff) {
  queue("booked:1");
  graph->fail_next("mail", {errc::throttled, false, ""});
  spawn(mailer, all);
  EXPECT_EQ(only().state, "queued");
  EXPECT_FALSE(only().last_error.empty());
  EXPECT_GT(only().not_before, time->now());
  for (int i = 0; i < 3; ++i)
    tick();
  EXPECT_EQ(only().state, "sent");
  EXPECT_EQ(graph->mails.size(), 1u);
}

TEST_F(MailerTest, ADeadGrantLeavesItThereUntilReconnection) {
  queue("booked:1");
  in_db<done>([&](store_session& session) {
    return session.put_state(manager.id, connection_state::needs_reconnect,
                             "revoked", time->now());
  });
  spawn(mailer, all);
  for (int i = 0; i < 30; ++i)
    tick(30s);
  EXPECT_EQ(only().state, "queued");
  EXPECT_NE(only().last_error.find("needs_reconnect"), std::string::npos);
  EXPECT_GT(oldest, 800);
  manager = stored_manager("pete_admin"); // connected again
  caf::anon_send(home, atom::changed_v, manager.key);
  for (int i = 0; i < 20; ++i)
    tick();
  EXPECT_EQ(only().state, "sent") << "within a minute";
  EXPECT_EQ(graph->mails.size(), 1u);
}

TEST_F(MailerTest, AMailThatWasBeingSentAtACrashIsSentAgain) {
  queue("booked:1");
  in_db<done>([&](store_session& session) {
    return session.put_mail_state(1, {"sending", "", time->now(), time->now()});
  });
  spawn(mailer, all);
  tick();
  ASSERT_EQ(graph->mails.size(), 1u);
  EXPECT_EQ(graph->mails[0].subject, "Viewing booked (again)");
  EXPECT_EQ(only().state, "sent");
}

TEST_F(MailerTest, AWishThatWasMailedStillWaits) {
  graph->fail_next("view", {errc::provider_unavailable, false, ""});
  const auto uut = wake();
  EXPECT_EQ(book(uut, order("call-1", "tool-1")).result, booking_result::noted);
  ASSERT_EQ(wishes().size(), 1u);
  EXPECT_FALSE(wishes()[0].mailed_at);
  spawn(mailer, all);
  ASSERT_EQ(graph->mails.size(), 1u);
  EXPECT_NE(graph->mails[0].html.find("+14055550142"), std::string::npos);
  EXPECT_NE(graph->mails[0].html.find("123 Main St"), std::string::npos);
  EXPECT_TRUE(wishes()[0].mailed_at);
  EXPECT_FALSE(wishes()[0].handled) << "only Done ends it";
}

TEST_F(MailerTest, HostileTextIsEscaped) {
  booking row;
  row.id = "b-1";
  row.manager = manager.id;
  row.address = "<script>alert(1)</script>";
  row.who.name = "A & B <x>";
  row.slot = at(test::tuesday_at_two);
  const auto mail
      = booked_mail(row, *zone::find("America/Chicago"), {}, test::sunday);
  EXPECT_EQ(mail.html.find("<script>"), std::string::npos);
  EXPECT_NE(mail.html.find("A &amp; B &lt;x&gt;"), std::string::npos);
  EXPECT_NE(mail.text.find("A & B <x>"), std::string::npos);
}

} // namespace
} // namespace rental

#include "actors/booking_mail.hpp"
#include "actors/mailer.hpp"
#include "tests/actors/calendar_fixture.hpp"

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

TEST_F(MailerTest, AnUnknownOutcomeIsNotRepeated) {
  queue("booked:1");
  graph->fail_next("mail", {errc::timeout, true, ""});
  spawn(mailer, all);
  for (int i = 0; i < 5; ++i)
    tick(60s);
  EXPECT_EQ(graph->mails.size(), 1u);
  EXPECT_EQ(only().state, "unknown");
  EXPECT_FALSE(only().last_error.empty());
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

TEST_F(MailerTest, AMailThatWasBeingSentAtACrashIsUnknown) {
  queue("booked:1");
  in_db<done>([&](store_session& session) {
    return session.put_mail_state(1, "sending", "", time->now());
  });
  spawn(mailer, all);
  tick();
  EXPECT_TRUE(graph->mails.empty());
  EXPECT_EQ(only().state, "unknown");
}

TEST_F(MailerTest, AWishThatWasMailedIsTold) {
  graph->fail_next("view", {errc::provider_unavailable, false, ""});
  const auto uut = wake();
  EXPECT_EQ(book(uut, order("call-1", "tool-1")).result, booking_result::noted);
  ASSERT_EQ(wishes().size(), 1u);
  EXPECT_FALSE(wishes()[0].told_at);
  spawn(mailer, all);
  ASSERT_EQ(graph->mails.size(), 1u);
  EXPECT_NE(graph->mails[0].html.find("+14055550142"), std::string::npos);
  EXPECT_NE(graph->mails[0].html.find("123 Main St"), std::string::npos);
  EXPECT_TRUE(wishes()[0].told_at);
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

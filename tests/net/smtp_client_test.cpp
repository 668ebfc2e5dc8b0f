#include "net/smtp_client.hpp"
#include "net/worker_pool.hpp"
#include "tests/net/waiting.hpp"
#include "tests/support/smtp_server.hpp"

#include <gmock/gmock.h>

namespace rental {
namespace {

using namespace std::chrono_literals;
using test::smtp_script;
using test::smtp_server;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class SmtpTest : public testing::Test {
protected:
  std::unique_ptr<smtp_client> client_for(const std::string& url,
                                          smtp_options options = {}) {
    options.url = secret{url};
    options.from = {"Lakeside Viewings", "viewings@lakeside.example"};
    auto made = smtp_client::make(std::move(options), time, pool.as_executor());
    EXPECT_TRUE(made) << to_string(made ? failure{} : made.error());
    return made ? *std::move(made) : nullptr;
  }
  /// As if the server stood at mail.example.
  std::unique_ptr<smtp_client> far_client(const smtp_server& server,
                                          const std::string& user = {}) {
    smtp_options options;
    options.ca_file = server.ca_file();
    options.connect_to = "mail.example:2525:" + server.address();
    return client_for("smtp://" + user + "mail.example:2525", options);
  }
  expected<done> send(smtp_client& client, mail_message mail,
                      std::chrono::milliseconds patience = 20s) {
    test::awaited<expected<done>> sent;
    client.send(std::move(mail), test::in(patience), sent.callback());
    return sent.get();
  }
  static mail_message hello() {
    return {
        "pete@contoso.example", "Your calendar is disconnected",
        "Dear Pete,\n.this line begins with a dot\ngr\xc3\xbc\xc3\x9f dich\n",
        "<p>Dear Pete</p>\n", "mail-1"};
  }
  errc code_of(const expected<done>& sent) {
    EXPECT_FALSE(sent);
    return sent ? errc::count_ : sent.error().code;
  }

  std::shared_ptr<const clock> time
      = std::make_shared<manual_clock>(from_unix(1795356000));
  worker_pool pool{1, "mail"};
};

TEST_F(SmtpTest, PutsTheseBytesOnTheWire) {
  smtp_server server;
  auto client = client_for("smtp://" + server.address());
  const auto sent = send(*client, hello());
  ASSERT_TRUE(sent) << to_string(sent.error());
  ASSERT_THAT(server.mails(), SizeIs(1));
  const auto mail = server.mails()[0];
  EXPECT_EQ(mail.from, "viewings@lakeside.example");
  EXPECT_THAT(mail.to, ElementsAre("pete@contoso.example"));
  const auto end = mail.data.find("\r\n\r\n");
  const auto head = "\r\n" + mail.data.substr(0, end) + "\r\n";
  for (const auto* field :
       {"Date: Sun, 22 Nov 2026 14:00:00 +0000",
        "From: \"Lakeside Viewings\" <viewings@lakeside.example>",
        "To: pete@contoso.example", "Subject: Your calendar is disconnected",
        "Message-ID: <mail-1@lakeside.example>",
        "Auto-Submitted: auto-generated", "Mime-Version: 1.0"})
    EXPECT_THAT(head, HasSubstr("\r\n" + std::string{field} + "\r\n"));
  const auto body = mail.data.substr(end);
  EXPECT_THAT(
      body,
      AllOf(HasSubstr("Content-Type: multipart/alternative; boundary="),
            HasSubstr("Content-Type: text/plain; charset=utf-8\r\n"
                      "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                      "Dear Pete,\r\n.this line begins with a dot\r\n"
                      "gr=C3=BC=C3=9F dich\r\n"),
            HasSubstr("Content-Type: text/html; charset=utf-8\r\n"
                      "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                      "<p>Dear Pete</p>\r\n")));
  EXPECT_LT(body.find("text/plain"), body.find("text/html"))
      << "the last form is the one that is shown";
}

TEST_F(SmtpTest, SignsInWithWhatTheUrlSays) {
  smtp_server server{{false, "pete@lakeside", "p/w:d"}};
  auto client
      = client_for("smtp://pete%40lakeside:p%2Fw%3Ad@" + server.address());
  const auto sent = send(*client, hello());
  ASSERT_TRUE(sent) << to_string(sent.error());
  EXPECT_EQ(server.mails()[0].user, "pete@lakeside");
}

TEST_F(SmtpTest, NamesTheSettingWhenThePasswordIsWrong) {
  smtp_server server{{false, "pete", "right"}};
  auto client = client_for("smtp://pete:geheim@" + server.address());
  const auto sent = send(*client, hello());
  EXPECT_EQ(code_of(sent), errc::operator_fault);
  EXPECT_THAT(sent.error().detail,
              AllOf(HasSubstr("SMTP_URL"), Not(HasSubstr("geheim"))));
  EXPECT_THAT(server.mails(), IsEmpty());
}

TEST_F(SmtpTest, SaysNothingInClearToAnotherMachine) {
  smtp_server server{{false, "pete", "geheim"}};
  auto client = far_client(server, "pete:geheim@");
  EXPECT_EQ(code_of(send(*client, hello())), errc::operator_fault);
  EXPECT_THAT(server.commands(), Not(Contains(StartsWith("AUTH"))));
  EXPECT_THAT(server.commands(), Not(Contains(StartsWith("MAIL"))));
}

TEST_F(SmtpTest, TurnsToTlsBeforeItSignsIn) {
  smtp_server server{{true, "pete", "geheim"}};
  auto client = far_client(server, "pete:geheim@");
  const auto sent = send(*client, hello());
  ASSERT_TRUE(sent) << to_string(sent.error());
  ASSERT_THAT(server.mails(), SizeIs(1));
  EXPECT_TRUE(server.mails()[0].encrypted);
  const auto said = server.commands();
  const auto at = [&](const char* begin) {
    return std::find_if(said.begin(), said.end(), [&](const auto& line) {
      return line.starts_with(begin);
    });
  };
  EXPECT_LT(at("(TLS)"), at("AUTH"));
}

TEST_F(SmtpTest, TrustsNoCertificateThatItCannotVerify) {
  smtp_server server{{true}};
  smtp_options options;
  options.connect_to = "mail.example:2525:" + server.address();
  auto client = client_for("smtp://mail.example:2525", options);
  EXPECT_EQ(code_of(send(*client, hello())), errc::unreachable);
  options.ca_file = server.ca_file();
  options.connect_to = "other.example:2525:" + server.address();
  auto other = client_for("smtp://other.example:2525", options);
  EXPECT_EQ(code_of(send(*other, hello())), errc::unreachable);
  EXPECT_THAT(server.mails(), IsEmpty());
}

TEST_F(SmtpTest, TellsRefusedFromLater) {
  for (const auto* step : {"MAIL", "RCPT", "DATA", "."}) {
    smtp_server server;
    auto client = client_for("smtp://" + server.address());
    server.reply_with(step, "550 no");
    EXPECT_EQ(code_of(send(*client, hello())), errc::provider_refused) << step;
    server.reply_with(step, "451 later");
    EXPECT_EQ(code_of(send(*client, hello())), errc::throttled) << step;
    EXPECT_THAT(server.mails(), IsEmpty());
    server.reply_with(step, "");
    EXPECT_TRUE(send(*client, hello())) << step;
  }
}

TEST_F(SmtpTest, DoesNotClaimToKnowWhatItCannotKnow) {
  smtp_server server;
  auto client = client_for("smtp://" + server.address());
  server.reply_with(".", "cut");
  EXPECT_EQ(code_of(send(*client, hello())), errc::network);
  server.reply_with(".", "silence");
  EXPECT_EQ(code_of(send(*client, hello(), 700ms)), errc::timeout);
  EXPECT_THAT(server.mails(), SizeIs(2)) << "they were taken in all the same";
}

TEST_F(SmtpTest, KnowsThatNothingWasSent) {
  smtp_server server;
  auto client = client_for("smtp://" + server.address());
  for (const auto* step : {"EHLO", "MAIL", "RCPT"}) {
    server.reply_with(step, "cut");
    EXPECT_EQ(code_of(send(*client, hello())), errc::unreachable) << step;
    server.reply_with(step, "silence");
    EXPECT_EQ(code_of(send(*client, hello(), 500ms)), errc::unreachable);
    server.reply_with(step, "");
  }
  EXPECT_EQ(code_of(send(*client, hello(), 0ms)), errc::unreachable);
  auto nobody = client_for("smtp://127.0.0.1:9");
  EXPECT_EQ(code_of(send(*nobody, hello())), errc::unreachable);
  EXPECT_THAT(server.mails(), IsEmpty());
}

TEST_F(SmtpTest, LetsNobodyWriteHeadersOrCommands) {
  smtp_server server;
  auto client = client_for("smtp://" + server.address());
  auto mail = hello();
  mail.subject = "Hello\r\nBcc: all@contoso.example";
  ASSERT_TRUE(send(*client, mail));
  EXPECT_THAT(server.mails()[0].data,
              AllOf(HasSubstr("Subject: Hello  Bcc: all@contoso.example\r\n"),
                    Not(HasSubstr("\nBcc:"))));
  for (const auto* address :
       {"", "pete", "pete@contoso.example>\r\nRCPT TO:<all@contoso.example",
        "pete@contoso.example\r\nBcc: all@contoso.example"}) {
    mail = hello();
    mail.to = address;
    EXPECT_EQ(code_of(send(*client, mail)), errc::bad_request) << address;
  }
  mail = hello();
  mail.id = "1>\r\nBcc: x";
  EXPECT_EQ(code_of(send(*client, mail)), errc::bad_request);
  EXPECT_THAT(server.mails(), SizeIs(1));
}

TEST_F(SmtpTest, ChecksWithoutSending) {
  smtp_server server{{false, "pete", "right"}};
  const auto until = test::in(20s);
  EXPECT_TRUE(
      client_for("smtp://pete:right@" + server.address())->check(until));
  EXPECT_EQ(
      code_of(
          client_for("smtp://pete:wrong@" + server.address())->check(until)),
      errc::operator_fault);
  EXPECT_THAT(server.commands(), Contains(StartsWith("AUTH")));
  EXPECT_THAT(server.commands(), Not(Contains(StartsWith("MAIL"))));
}

TEST_F(SmtpTest, GivesUpWhenTheServiceStops) {
  smtp_server server;
  server.reply_with("MAIL", "silence");
  auto client = client_for("smtp://" + server.address());
  test::awaited<expected<done>> sent;
  client->send(hello(), test::in(60s), sent.callback());
  while (server.commands().size() < 2)
    std::this_thread::sleep_for(5ms);
  client.reset();
  EXPECT_EQ(code_of(sent.get()), errc::unavailable);
}

TEST_F(SmtpTest, RefusesSettingsThatAreOfNoUse) {
  for (const auto* url :
       {"", "mail.example", "http://mail.example", "smtp://",
        "smtp://pete@mail.example", "smtp://a:b@c@mail.example?x",
        "smtp://mail.example:99999", "smtp://mail example"}) {
    smtp_options options;
    options.url = secret{url};
    options.from = {"", "a@b.example"};
    const auto made = smtp_client::make(options, time, pool.as_executor());
    ASSERT_FALSE(made) << url;
    EXPECT_EQ(made.error().code, errc::bad_request);
    EXPECT_THAT(made.error().detail, HasSubstr("SMTP_URL"));
  }
  smtp_options options;
  options.url = secret{"smtps://mail.example"};
  EXPECT_FALSE(smtp_client::make(options, time, pool.as_executor()));
}

} // namespace
} // namespace rental

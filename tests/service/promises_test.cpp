// "We will call you back", "you will get a mail": each ends in done, or in
// somebody's list.
#include "tests/service/service_fixture.hpp"
#include "tests/support/smtp_server.hpp"

#include <fstream>

namespace rental::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class PromisesTest : public ServiceTest {
protected:
  json callbacks(const std::string& filter = "open") {
    return get("/calendar/callbacks?filter=" + filter).content()["callbacks"];
  }
  page post(const std::string& path, const std::string& body = {}) {
    return pete.send("POST", url(path), body,
                     {{"Content-Type", "application/json"}});
  }
  json mails() { return control("GET", "/mails"); }
  json unsent() { return get("/calendar/mails").content()["mails"]; }
  std::string leave_message(const phone_call& call) {
    return ask(call, {"leave_message",
                      {{"attendee_name", "Una Vale"},
                       {"property_address", address},
                       {"message", "Is there a garage?"}},
                      {}});
  }
  void report(const phone_call& call) {
    const json message{{"type", "end-of-call-report"},
                       {"call", {{"id", call.id}}},
                       {"customer", {{"number", call.number}}}};
    const auto out = webhook(json{{"message", message}}.dump());
    EXPECT_EQ(out.status, 200);
    EXPECT_EQ(out.body, "{}");
  }
};

TEST_F(PromisesTest, AMessageWaitsUntilSomebodySaysDone) {
  start_connected();
  EXPECT_THAT(leave_message({"c-1"}), HasSubstr("call you back"));
  ASSERT_THAT(callbacks(), SizeIs(1));
  const auto row = callbacks()[0];
  EXPECT_EQ(row["message"], "Is there a garage?");
  EXPECT_EQ(row["attendee_phone"], "+14055550199");
  EXPECT_EQ(row["user_id"], manager);
  ASSERT_TRUE(
      eventually([&] { return !callbacks()[0]["mailed_at"].is_null(); }));
  EXPECT_THAT(mails().dump(), HasSubstr("Is there a garage?"));
  EXPECT_THAT(callbacks(), SizeIs(1)) << "a mail is no call back";
  const auto id = row["id"].dump();
  const auto done = post("/calendar/callbacks/" + id + "/handled",
                         R"({"by":"Maria","note":"yes, for two cars"})");
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_THAT(callbacks(), IsEmpty());
  ASSERT_THAT(callbacks("all"), SizeIs(1));
  EXPECT_EQ(callbacks("all")[0]["handled_by"], "Maria");
  EXPECT_EQ(callbacks("all")[0]["note"], "yes, for two cars");
  EXPECT_EQ(post("/calendar/callbacks/999/handled").status, 404);
  EXPECT_EQ(get("/calendar/callbacks?filter=some").status, 400);
}

TEST_F(PromisesTest, AMessageIsKeptWhereNobodyIsConnected) {
  start();
  EXPECT_THAT(leave_message({"c-1"}), HasSubstr("call you back"));
  ASSERT_THAT(callbacks(), SizeIs(1));
  EXPECT_TRUE(callbacks()[0]["user_id"].is_null());
  EXPECT_THAT(get("/admin", {{"Accept", "text/html"}}).body,
              HasSubstr("Una Vale"));
}

TEST_F(PromisesTest, WhoeverWasPutOffIsALeadOnce) {
  start_connected();
  human("2026-11-22T00:00:00Z", "2026-12-05T00:00:00Z");
  EXPECT_THAT(openings({"c-1"}), HasSubstr("leave a message"));
  report({"c-1"});
  ASSERT_TRUE(eventually([&] { return callbacks().size() == 1; }));
  EXPECT_EQ(callbacks()[0]["kind"], "lead");
  report({"c-1"});
  openings({"c-2"});
  leave_message({"c-2"});
  report({"c-2"});
  openings({"c-3", ""}); // nobody to call back
  report({"c-3", ""});
  EXPECT_EQ(callbacks().size(), 2u);
}

TEST_F(PromisesTest, AMailSurvivesMicrosoftsFailures) {
  start_connected();
  for (const auto& action :
       {json{{"status", 503}}, json{{"status", 500}, {"when", "after"}}})
    fault("sendMail", action);
  EXPECT_TRUE(is_booked(book({"c-1"}, tuesday_at_ten)));
  ASSERT_TRUE(eventually([&] { return mails().size() == 2; }));
  EXPECT_THAT(mails()[0]["subject"].get<std::string>(),
              HasSubstr(tuesday_at_ten_written));
  EXPECT_THAT(mails()[1]["subject"].get<std::string>(), HasSubstr("(again)"));
  EXPECT_TRUE(eventually([&] { return unsent().empty(); }));
}

TEST_F(PromisesTest, WhatIsInSentItemsIsNotSentAgain) {
  control("POST", "/accounts",
          {{"email", account}, {"extraScopes", {"Mail.Read"}}});
  start_connected();
  fault("sendMail", {{"cut", "reset"}, {"when", "after"}});
  EXPECT_TRUE(is_booked(book({"c-1"}, tuesday_at_ten)));
  ASSERT_TRUE(eventually([&] { return requests_of("listSent") == 1; }));
  EXPECT_TRUE(eventually([&] { return unsent().empty(); }));
  EXPECT_THAT(mails(), SizeIs(1));
}

TEST_F(PromisesTest, ARefusedMailHasAButton) {
  start_connected();
  fault("sendMail",
        {{"status", 400},
         {"body", {{"error", {{"code", "ErrorInvalidRecipients"}}}}}});
  EXPECT_TRUE(is_booked(book({"c-1"}, tuesday_at_ten)));
  ASSERT_TRUE(eventually([&] {
    return unsent().size() == 1 && unsent()[0]["state"] == "failed";
  }));
  const auto id = unsent()[0]["id"].dump();
  EXPECT_EQ(post("/calendar/mails/" + id + "/again").status, 202);
  ASSERT_TRUE(eventually([&] { return mails().size() == 1; }));
  EXPECT_TRUE(eventually([&] { return unsent().empty(); }));
  EXPECT_EQ(post("/calendar/mails/" + id + "/again").status, 409);
}

TEST_F(PromisesTest, WhatWasThrottledIsSentOnceAfterARestart) {
  start_connected();
  fault("sendMail", {{"status", 429}, {"retry_after", 2}});
  EXPECT_TRUE(is_booked(book({"c-1"}, tuesday_at_ten)));
  ASSERT_TRUE(eventually([&] { return requests_of("sendMail") == 1; }));
  start(); // stops it, while the mail waits
  ASSERT_TRUE(eventually([&] { return mails().size() == 1; }));
  EXPECT_THAT(mails()[0]["subject"].get<std::string>(),
              Not(HasSubstr("(again)")));
}

TEST_F(PromisesTest, WhoAsksADeadCalendarIsMailedBySmtp) {
  smtp_server server;
  usual["SMTP_URL"] = "smtp://" + server.address();
  usual["SMTP_FROM"] = "Viewings <viewings@lakeside.example>";
  start_connected();
  control("POST", "/revoke-refresh-tokens", {{"account", account}});
  control("POST", "/expire-access-tokens", {{"account", account}});
  book({"c-1"}, tuesday_at_ten);
  const auto told = [&] {
    for (const auto& mail : server.mails())
      if (mail.data.find("Wanted: Tue 24 Nov") != std::string::npos)
        return true;
    return false;
  };
  EXPECT_TRUE(eventually(told));
  EXPECT_THAT(mails(), IsEmpty());
  ASSERT_TRUE(
      eventually([&] { return !callbacks()[0]["mailed_at"].is_null(); }));
}

TEST_F(PromisesTest, TheInvitationIsForTheVisitorsEyes) {
  const auto file = folder + "/settings.toml";
  std::ofstream{file} << "[firm]\nname = \"Lakeside Rentals\"\n"
                         "phone = \"+1 405 555 0100\"\n";
  usual["CONFIG"] = file;
  start_connected();
  book({"call-77"}, tuesday_at_ten, {{"attendee_email", "jo@x.example"}});
  ASSERT_THAT(events(), SizeIs(1));
  const auto body = events()[0]["event"]["body"]["content"].get<std::string>();
  EXPECT_THAT(body, HasSubstr("Lakeside Rentals"));
  EXPECT_THAT(body, HasSubstr("+1 405 555 0100"));
  EXPECT_THAT(body, HasSubstr(tuesday_at_ten_written));
  EXPECT_THAT(body, Not(HasSubstr("call-77")));
  EXPECT_THAT(body,
              Not(HasSubstr(confirmed()[0]["booking_id"].get<std::string>())));
}

} // namespace
} // namespace rental::test

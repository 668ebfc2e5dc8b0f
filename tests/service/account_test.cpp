// Whose calendar it is: one id for each mailbox, links that work once, another
// account than before, administrators, clocks, and sessions that end.
#include "tests/service/service_fixture.hpp"

#include <regex>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::string friday_at_nine = "2026-11-27T09:00:00-06:00";

std::string match(const std::string& text, const char* pattern) {
  std::smatch found;
  return std::regex_search(text, found, std::regex{pattern}) ? found[1].str()
                                                             : std::string{};
}

class AccountTest : public ServiceTest {
protected:
  void start_for_all() { start(production); }

  std::string link_for(const std::string& user_id,
                       const std::string& expect = "") {
    json body{{"user_id", user_id}};
    if (!expect.empty())
      body["expect"] = expect;
    auto headers = admin;
    headers.emplace_back("Content-Type", "application/json");
    return browser{}
        .send("POST", url("/calendar/connect-links"), body.dump(), headers)
        .content()
        .value("url", "");
  }

  /// Opens the page, presses its button and signs in as `who`.
  page follow(browser& person, const std::string& link,
              const std::string& who) {
    const auto door = person.get(link);
    if (door.status != 200)
      return door;
    const auto button = match(door.body, R"re(id="connect" href="([^"]*)")re");
    control("POST", "/auto-sign-in", {{"account", who}});
    auto end
        = person.get(url(std::regex_replace(button, std::regex{"&amp;"}, "&")));
    control("POST", "/auto-sign-in", {{"account", nullptr}});
    return end;
  }

  json state_of(const std::string& user_id) {
    return get("/calendar/auth/status?user_id=" + user_id, admin).content();
  }

  page book_for(const std::string& user_id, const std::string& start) {
    auto headers = admin;
    headers.emplace_back("Content-Type", "application/json");
    return browser{}.send("POST", url("/calendar/events?user_id=" + user_id),
                          json{{"user_id", user_id},
                               {"property_address", address},
                               {"start_time", start},
                               {"attendee_name", "Jane Smith"}}
                              .dump(),
                          headers);
  }

  json rows_of(const std::string& user_id) {
    return get("/calendar/events?user_id=" + user_id, admin)
        .content()
        .value("events", json::array());
  }

  std::vector<std::string> mailed_to(const std::string& whom) {
    std::vector<std::string> subjects;
    for (const auto& mail : control("GET", "/mails"))
      if (mail.dump().find(whom) != std::string::npos)
        subjects.push_back(mail.value("subject", ""));
    return subjects;
  }

  const environment production{
      {"ADMIN_TOKEN", "a-token-of-the-operator"},
      {"VAPI_SECRET", "a-secret-of-the-webhook"},
      {"MASTER_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}};
  const pairs admin{{"Authorization", "Bearer a-token-of-the-operator"}};
};

TEST_F(AccountTest, AMailboxIsConnectedUnderOneIdOnly) {
  start_for_all();
  ASSERT_EQ(follow(pete, link_for(manager), account).status, 200);
  browser other;
  const auto refused = follow(other, link_for("front_desk"), account);
  EXPECT_EQ(refused.status, 409) << refused.body;
  EXPECT_THAT(refused.body,
              AllOf(HasSubstr("connected already"), HasSubstr(manager)));
  EXPECT_EQ(state_of("front_desk")["authorized"], false);
  EXPECT_EQ(state_of(manager)["authorized"], true);
}

TEST_F(AccountTest, ALinkConnectsOneCalendarOnce) {
  start_for_all();
  const auto link = link_for(manager);
  ASSERT_EQ(follow(pete, link, account).url, url("/calendar/connected"));
  browser other;
  const auto again = follow(other, link, ana);
  EXPECT_EQ(again.status, 410) << again.body;
  EXPECT_THAT(again.body, HasSubstr("used already"));
  EXPECT_EQ(state_of(manager)["account"], account);
  start_for_all(); // it is remembered
  EXPECT_EQ(other.get(link).status, 410);
}

TEST_F(AccountTest, AnotherAccountThanExpectedIsRefusedAndNothingKept) {
  start_for_all();
  const auto link = link_for(manager, account);
  browser finder;
  const auto refused = follow(finder, link, ana);
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body,
              AllOf(HasSubstr(account), Not(HasSubstr("id=\"keep\""))));
  EXPECT_EQ(state_of(manager)["authorized"], false);
  EXPECT_EQ(follow(pete, link, account).status, 200) << "still good for him";
}

TEST_F(AccountTest, AForeignPageDoesNotGetPastForWhomItIs) {
  start_for_all();
  auto start_url = link_for("mallory");
  start_url.replace(start_url.find("/calendar/connect?"), 18,
                    "/calendar/auth/start?");
  control("POST", "/auto-sign-in", {{"account", account}});
  const auto sent = pete.get(start_url, {{"Sec-Fetch-Site", "cross-site"}});
  EXPECT_EQ(sent.status, 200);
  EXPECT_THAT(sent.body,
              AllOf(HasSubstr("id=\"connect\""), HasSubstr("mallory")));
  EXPECT_EQ(requests_of("token"), 0);
  EXPECT_EQ(state_of("mallory")["authorized"], false);
}

// -- another account than before ----------------------------------------------

TEST_F(AccountTest, ViewingsStayWhenAnotherAccountIsConnected) {
  start_for_all();
  follow(pete, link_for(manager), account);
  ASSERT_EQ(book_for(manager, friday_at_nine).status, 201);
  const auto asked = follow(pete, link_for(manager), ana);
  EXPECT_EQ(asked.url, url("/calendar/connect/account"));
  EXPECT_THAT(asked.body, AllOf(HasSubstr("One viewing"), HasSubstr(ana),
                                HasSubstr(account)));
  EXPECT_EQ(state_of(manager)["account"], account) << "nothing yet";
  const auto kept = pete.submit(
      asked, {{"csrf", match(asked.body, R"re(name="csrf" value="([^"]+))re")},
              {"booked", "keep"}});
  EXPECT_EQ(kept.url, url("/calendar/connected")) << kept.body;
  EXPECT_EQ(state_of(manager)["account"], ana);
  // Read from the new calendar, which knows nothing of it.
  ASSERT_EQ(get("/calendar/availability?user_id=" + manager, admin).status,
            200);
  EXPECT_NE(book_for(manager, friday_at_nine).status, 201);
  ASSERT_THAT(rows_of(manager), SizeIs(1));
  EXPECT_EQ(rows_of(manager)[0]["state"], "confirmed");
  EXPECT_TRUE(eventually([&] {
    return !mailed_to("Another calendar is connected").empty()
           && !mailed_to("Your calendar is connected").empty();
  }));
}

TEST_F(AccountTest, ViewingsMoveOverWhenThePersonSaysSo) {
  start_for_all();
  follow(pete, link_for(manager), account);
  ASSERT_EQ(book_for(manager, friday_at_nine).status, 201);
  const auto asked = follow(pete, link_for(manager), ana);
  const auto kept = pete.submit(
      asked, {{"csrf", match(asked.body, R"re(name="csrf" value="([^"]+))re")},
              {"booked", "move"}});
  ASSERT_EQ(kept.status, 200) << kept.body;
  const auto hers = [&] { return control("GET", "/events?account=" + ana); };
  EXPECT_TRUE(eventually([&] { return !hers().empty(); }));
  EXPECT_EQ(hers()[0]["start"], "2026-11-27T15:00:00Z");
  EXPECT_TRUE(
      eventually([&] { return rows_of(manager)[0]["state"] == "confirmed"; }));
  EXPECT_THAT(hers(), SizeIs(1));
}

// -- administrators and clocks ------------------------------------------------

TEST_F(AccountTest, AnApprovalLeadsBackToTheOwnLink) {
  start_for_all();
  const auto link = link_for(manager);
  ASSERT_EQ(pete.get(link).status, 200);
  const auto back = pete.get(
      url("/calendar/auth/callback?admin_consent=True&tenant=t&state=123"));
  EXPECT_EQ(back.status, 200) << back.body;
  EXPECT_THAT(back.body, AllOf(HasSubstr("now connect your calendar"),
                               HasSubstr(link.substr(base.size()))));
}

TEST_F(AccountTest, AClockThatIsAheadIsNotTheManagersFault) {
  usual["CLOCK_START"] = "2026-11-22T15:40:00Z"; // 100 minutes
  start();
  const auto seen = connect();
  EXPECT_EQ(seen.status, 500);
  EXPECT_THAT(seen.body,
              AllOf(HasSubstr("not your fault"), HasSubstr("clock"),
                    testing::ContainsRegex("(99|10[0-5]) minutes ahead of")));
  EXPECT_EQ(status()["authorized"], false);
  const auto metric = match(get("/metrics").body,
                            "peterental_clock_ahead_seconds ([0-9.e+]+)");
  ASSERT_NE(metric, "");
  EXPECT_NEAR(std::stod(metric), 6000, 60);
}

// -- who is let in ------------------------------------------------------------

TEST_F(AccountTest, SigningOutEndsTheSessionOnTheServer) {
  start_for_all();
  const pairs form{{"Content-Type", "application/x-www-form-urlencoded"},
                   {"Accept", "text/html"}};
  browser operators;
  const auto in = operators.send("POST", url("/admin/sign-in"),
                                 "token=a-token-of-the-operator", form);
  const auto cookie = in.header("set-cookie");
  const pairs copied{{"Cookie", cookie.substr(0, cookie.find(';'))},
                     {"Accept", "text/html"}};
  const auto page = browser{}.get_one(url("/admin"), copied);
  ASSERT_EQ(page.status, 200);
  const auto csrf = match(page.body, R"re(name="csrf" value="([^"]+))re");
  EXPECT_EQ(operators.send("POST", url("/admin/sign-out"), "csrf=" + csrf, form)
                .status,
            303);
  EXPECT_EQ(browser{}.get_one(url("/admin"), copied).status, 302);
  start_for_all(); // and after a new start
  EXPECT_EQ(browser{}.get_one(url("/admin"), copied).status, 302);
}

TEST_F(AccountTest, DevelopmentModeBelievesNoForeignPage) {
  start();
  EXPECT_EQ(
      get("/calendar/events?user_id=a", {{"Host", "rebound.test"}}).status,
      403);
  EXPECT_EQ(get("/calendar/auth/status?user_id=a").status, 200);
  const auto forged = browser{}.send(
      "POST", url("/calendar/auth/disconnect?user_id=" + manager), "",
      {{"Origin", "https://evil.test"}});
  EXPECT_EQ(forged.status, 403);
  EXPECT_EQ(
      webhook(R"({"message":{"type":"status-update"}})", {{"Origin", "null"}})
          .status,
      403);
}

} // namespace
} // namespace rental::test

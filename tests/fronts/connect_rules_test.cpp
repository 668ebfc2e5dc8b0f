// CONNECT_FRONT: links that work once and from our own page, another account
// than before, administrators who approved, and what is said of our own faults.
#include "tests/fronts/connect_front_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;
using test::a_form;
using test::a_get;
using test::with_token;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using ConnectRules = test::connect_front_test;

// -- another account than before ----------------------------------------------

TEST_F(ConnectRules, AnotherAccountIsAskedAbout) {
  auto front = oauth();
  const auto link = link_for("pete_admin");
  const auto begun = open_and_start(front, link).second;
  connector->result = another_account();
  const auto back = come_back(front, cookies_after({begun}));
  EXPECT_EQ(back.status, 303u);
  EXPECT_EQ(header_of(back, "Location"), "/calendar/connect/account");
  const auto cookies = cookies_after({begun, back});
  EXPECT_THAT(cookies, AllOf(Not(HasSubstr("peterental_manager")),
                             Not(HasSubstr("the-token"))));
  const auto page = answered(
      front, a_get("/calendar/connect/account", {{"cookie", cookies}}));
  EXPECT_EQ(page.status, 200u);
  EXPECT_THAT(
      page.body,
      AllOf(HasSubstr("other@example.com"), HasSubstr("pete@example.com"),
            HasSubstr("3 viewings"), HasSubstr("id=\"keep\""),
            HasSubstr("id=\"move\""), HasSubstr("id=\"switch\""),
            HasSubstr("/calendar/auth/start?switch=1&amp;link=" + link)))
      << page.body;
  EXPECT_TRUE(connector->kept.empty());
}

TEST_F(ConnectRules, KeepStoresTheOtherAccountOnce) {
  auto front = oauth();
  connector->result = another_account();
  const auto back = come_back(front, "");
  const auto cookies = cookies_after({back});
  const auto page = answered(
      front, a_get("/calendar/connect/account", {{"cookie", cookies}}));
  const auto body = "csrf=" + field_in(page.body, "csrf");
  connector->result = connected("other@example.com");
  const auto kept = answered(
      front, a_form("/calendar/connect/keep", body, {{"cookie", cookies}}));
  EXPECT_EQ(kept.status, 303u);
  EXPECT_EQ(header_of(kept, "Location"), "/calendar/connected");
  ASSERT_EQ(connector->kept.size(), 1u);
  EXPECT_EQ(connector->kept[0].token, "the-token");
  EXPECT_EQ(connector->kept[0].cookie, "the-cookie");
  EXPECT_FALSE(connector->kept[0].move_over);
  const auto after = cookies_after({back, kept});
  EXPECT_THAT(after, AllOf(HasSubstr("peterental_manager"),
                           Not(HasSubstr("peterental_choice"))));
  EXPECT_EQ(answered(front, a_form("/calendar/connect/keep", body,
                                   {{"cookie", after}}))
                .status,
            410u);
  EXPECT_EQ(connector->kept.size(), 1u);
}

TEST_F(ConnectRules, KeepNeedsTheFormAndTheBrowser) {
  auto front = oauth();
  connector->result = another_account();
  const auto cookies = cookies_after({come_back(front, "")});
  for (const auto* body : {"", "csrf=", "csrf=other", "token=the-token"}) {
    const auto out = answered(
        front, a_form("/calendar/connect/keep", body, {{"cookie", cookies}}));
    EXPECT_EQ(out.status, 403u) << body;
    expect_readable(out);
  }
  const auto out
      = answered(front, a_form("/calendar/connect/keep", "csrf=the-token"));
  EXPECT_EQ(out.status, 410u);
  expect_readable(out);
  EXPECT_TRUE(connector->kept.empty());
}

TEST_F(ConnectRules, TheQuestionWaitsTenMinutes) {
  auto front = oauth();
  connector->result = another_account();
  const auto cookies = cookies_after({come_back(front, "")});
  time->advance(10min);
  EXPECT_EQ(answered(front, a_form("/calendar/connect/keep", "csrf=the-token",
                                   {{"cookie", cookies}}))
                .status,
            410u);
  EXPECT_EQ(
      answered(front, a_get("/calendar/connect/account", {{"cookie", cookies}}))
          .status,
      410u);
  EXPECT_TRUE(connector->kept.empty());
}

TEST_F(ConnectRules, SwitchAsksMicrosoftAnew) {
  auto front = oauth();
  open_and_start(front, link_for("pete_admin", "pete@example.com"),
                 "switch=1&");
  ASSERT_EQ(connector->begun.size(), 1u);
  EXPECT_TRUE(connector->begun[0].anew);
  EXPECT_EQ(connector->begun[0].expected_account, "pete@example.com");
}

TEST_F(ConnectRules, SwitchNeverLeadsToAnothersLink) {
  auto front = oauth();
  const auto begun = open_and_start(front, link_for("somebody_else")).second;
  connector->result = another_account();
  const auto back = come_back(front, cookies_after({begun}));
  const auto page
      = answered(front, a_get("/calendar/connect/account",
                              {{"cookie", cookies_after({begun, back})}}));
  EXPECT_THAT(page.body, AllOf(Not(HasSubstr("id=\"switch\"")),
                               HasSubstr("open the link")));
}

TEST_F(ConnectRules, MovingOverIsTheOtherButton) {
  auto front = oauth();
  connector->result = another_account();
  const auto cookies = cookies_after({come_back(front, "")});
  answered(front, a_form("/calendar/connect/keep", "csrf=the-token&booked=move",
                         {{"cookie", cookies}}));
  ASSERT_EQ(connector->kept.size(), 1u);
  EXPECT_TRUE(connector->kept[0].move_over);
}

TEST_F(ConnectRules, AnotherAccountThanExpectedIsRefused) {
  auto front = oauth();
  const auto link = link_for("pete_admin", "pete@example.com");
  const auto begun = open_and_start(front, link).second;
  auto result = connected("mallory@evil.test");
  result.problem = connect_problem::wrong_account;
  result.expected_account = "pete@example.com";
  connector->result = result;
  const auto out = come_back(front, cookies_after({begun}));
  EXPECT_EQ(out.status, 403u);
  expect_readable(out);
  EXPECT_THAT(
      out.body,
      AllOf(HasSubstr("mallory@evil.test"), Not(HasSubstr("id=\"keep")),
            HasSubstr("/calendar/auth/start?switch=1&amp;link=" + link)));
  EXPECT_THAT(cookies_after({begun, out}),
              AllOf(Not(HasSubstr("peterental_choice")),
                    Not(HasSubstr("peterental_manager"))));
}

// -- links --------------------------------------------------------------------

TEST_F(ConnectRules, OnlyOurOwnPageBeginsWithALink) {
  auto front = oauth();
  const auto link = link_for("pete_admin");
  const auto start = "/calendar/auth/start?link=" + link;
  const auto page = answered(front, a_get("/calendar/connect?link=" + link));
  const auto seen = cookies_after({page});
  EXPECT_THAT(header_of(page, "Set-Cookie"), HasSubstr("SameSite=Strict"));
  const auto other = cookies_after({answered(
      front, a_get("/calendar/connect?link=" + link_for("somebody_else")))});
  for (const auto& headers :
       {string_map{}, string_map{{"cookie", other}},
        string_map{{"cookie", seen}, {"sec-fetch-site", "cross-site"}},
        string_map{{"cookie", seen}, {"sec-fetch-site", "same-site"}}}) {
    const auto out = answered(front, a_get(start, headers));
    EXPECT_EQ(out.status, 303u);
    EXPECT_EQ(header_of(out, "Location"), "/calendar/connect?link=" + link)
        << "the person reads first for whom it is";
  }
  EXPECT_TRUE(connector->begun.empty());
  for (const char* site : {"same-origin", "none"})
    EXPECT_EQ(answered(front, a_get(start, {{"cookie", seen},
                                            {"sec-fetch-site", site}}))
                  .status,
              302u);
  EXPECT_EQ(answered(front, a_get(start, {{"cookie", seen}})).status, 302u)
      << "older browsers do not say where a request comes from";
  EXPECT_EQ(connector->begun.size(), 3u);
}

TEST_F(ConnectRules, AForeignPageBeginsNothingInDevelopmentMode) {
  options.open = true;
  auto front = oauth();
  const auto start = "/calendar/auth/start?user_id=a";
  const auto out
      = answered(front, a_get(start, {{"sec-fetch-site", "cross-site"}}));
  EXPECT_EQ(header_of(out, "Location"), "/calendar/connect?user_id=a");
  EXPECT_TRUE(connector->begun.empty());
  EXPECT_EQ(answered(front, a_get(start)).status, 302u);
}

TEST_F(ConnectRules, ALinkIsNamedToTheConnectorWhichKnowsWhetherItWasUsed) {
  auto front = oauth();
  const auto link = link_for("pete_admin");
  open_and_start(front, link);
  ASSERT_EQ(connector->begun.size(), 1u);
  EXPECT_EQ(connector->begun[0].link_id, connect_link_id(link));
  EXPECT_EQ(connector->begun[0].link_ends, time->now() + 24h);
  connector->link_used = true;
  const auto page = answered(front, a_get("/calendar/connect?link=" + link));
  EXPECT_EQ(page.status, 410u);
  expect_readable(page);
  EXPECT_THAT(page.body, AllOf(HasSubstr("used already"),
                               Not(HasSubstr("id=\"connect\""))));
  connector->link_used = false; // used between the page and the button
  connector->redirect = connect_redirect{{}, {}, true};
  EXPECT_EQ(open_and_start(front, link).second.status, 410u);
}

TEST_F(ConnectRules, AMailboxThatIsConnectedAlreadyNamesNoOtherAgency) {
  auto front = oauth();
  auto result = connected("pete@example.com");
  result.problem = connect_problem::already_connected;
  connector->result = result;
  auto out = come_back(front, "");
  EXPECT_EQ(out.status, 409u);
  expect_readable(out);
  EXPECT_THAT(out.body, AllOf(HasSubstr("connected already"),
                              HasSubstr("disconnected there first")));
  result.other_id = "+14055550177";
  connector->result = result;
  EXPECT_THAT(come_back(front, "").body, HasSubstr("+14055550177"));
}

// -- administrators -----------------------------------------------------------

TEST_F(ConnectRules, AnApprovalIsOneWhateverStandsBesideIt) {
  auto front = oauth();
  const auto link = link_for("pete_admin");
  const auto begun = open_and_start(front, link).second;
  for (const std::string query :
       {"admin_consent=True&state=s&tenant=t", "admin_consent=true",
        "admin_consent=TRUE&tenant=t&scope=a%20b&session_state=x",
        "tenant=t&state=s&admin_consent=True&code="}) {
    const auto out
        = answered(front, a_get("/calendar/auth/callback?" + query,
                                {{"cookie", cookies_after({begun})}}));
    EXPECT_EQ(out.status, 200u) << query;
    EXPECT_THAT(out.body,
                AllOf(HasSubstr("now connect your calendar"),
                      HasSubstr("href=\"/calendar/connect?link=" + link)))
        << query;
  }
  EXPECT_TRUE(connector->callbacks.empty());
}

TEST_F(ConnectRules, AnApprovalBesideAForeignCodeIsStillOne) {
  auto front = oauth();
  connect_result bad;
  bad.problem = connect_problem::bad_state;
  connector->result = bad;
  const auto begun = open_and_start(front, link_for("pete_admin")).second;
  const auto target
      = "/calendar/auth/callback?admin_consent=True&code=c&state=s";
  const string_map cookies{{"cookie", cookies_after({begun})}};
  EXPECT_EQ(answered(front, a_get(target, cookies)).status, 200u);
  connector->result = connected("pete@example.com");
  EXPECT_EQ(answered(front, a_get(target, cookies)).status, 303u)
      << "an administrator who signed in as well is connected";
}

TEST_F(ConnectRules, ADeclinedApprovalIsNotCalledABrokenSignIn) {
  auto front = oauth();
  for (const std::string query :
       {"error=permission_denied&error_description=no",
        "error=access_denied&tenant=t", "admin_consent=False&state=s",
        "admin_consent=True&state=s&error=access_denied"}) {
    const auto out = answered(front, a_get("/calendar/auth/callback?" + query));
    EXPECT_EQ(out.status, 403u) << query;
    EXPECT_THAT(out.body, HasSubstr("was not approved")) << query;
  }
}

// -- our own faults -----------------------------------------------------------

TEST_F(ConnectRules, OurOwnClockIsNotTheManagersFault) {
  auto front = oauth();
  connect_result bad;
  bad.problem = connect_problem::our_clock;
  for (const auto& [ahead, words] :
       {std::pair{std::chrono::seconds{95min}, "95 minutes ahead of"},
        std::pair{-std::chrono::seconds{26h}, "26 hours behind"}}) {
    bad.clock_ahead = ahead;
    connector->result = bad;
    const auto out = come_back(front, "");
    EXPECT_EQ(out.status, 500u);
    expect_readable(out);
    EXPECT_THAT(out.body, AllOf(HasSubstr("not your fault"), HasSubstr(words)));
  }
}

} // namespace
} // namespace rental

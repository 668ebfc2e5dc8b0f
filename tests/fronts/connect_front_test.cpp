// CONNECT_FRONT: from a link to the end of a sign-in.
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

constexpr instant sealed_at = from_unix(1'790'000'000);

using ConnectFront = test::connect_front_test;

// -- the page that a link leads to --------------------------------------------

TEST_F(ConnectFront, ThePageSaysForWhomAndWhatHappens) {
  const auto link = link_for("+14055550142", "pete@example.com");
  const auto out = answered(oauth(), a_get("/calendar/connect?link=" + link));
  EXPECT_EQ(out.status, 200u);
  for (const auto* text :
       {"+14055550142", "pete@example.com", "What is read", "What is written",
        "What never happens", "id=\"connect\"", "<html lang=\"en\">"})
    EXPECT_THAT(out.body, HasSubstr(text));
  EXPECT_THAT(out.body, HasSubstr("/calendar/auth/start?link=" + link))
      << out.body;
  EXPECT_EQ(header_of(out, "Referrer-Policy"), "no-referrer");
  EXPECT_EQ(header_of(out, "Cache-Control"), "no-store");
  EXPECT_TRUE(connector->begun.empty());
}

TEST_F(ConnectFront, AForgedLinkLeadsNowhere) {
  auto front = oauth();
  const auto good = link_for("pete_admin");
  auto changed = good;
  changed[20] = changed[20] == 'A' ? 'B' : 'A';
  const auto others
      = *keyring::parse(secret{"YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY="});
  const auto foreign = seal_connect_link(
      *others, {"north", "pete_admin", "", sealed_at + 24h});
  for (const auto& link : {changed, good.substr(0, 40), foreign,
                           std::string{"user_id=pete_admin"}})
    for (const auto* path : {"/calendar/connect", "/calendar/auth/start"}) {
      const auto out
          = answered(front, a_get(std::string{path} + "?link=" + link));
      EXPECT_EQ(out.status, 403u) << path;
      expect_readable(out);
    }
  EXPECT_TRUE(connector->begun.empty());
}

TEST_F(ConnectFront, AnExpiredLinkSaysSo) {
  auto front = oauth();
  const auto link = link_for("pete_admin");
  time->advance(24h);
  for (const auto* path : {"/calendar/connect", "/calendar/auth/start"}) {
    const auto out
        = answered(front, a_get(std::string{path} + "?link=" + link));
    EXPECT_EQ(out.status, 410u) << path;
    expect_readable(out);
    EXPECT_THAT(out.body, HasSubstr("expired"));
  }
  EXPECT_TRUE(connector->begun.empty());
}

TEST_F(ConnectFront, WithoutALinkOnlyTheOperatorGetsIn) {
  auto front = oauth();
  const auto page = "/calendar/connect?user_id=pete_admin";
  const auto start = "/calendar/auth/start?user_id=pete_admin";
  for (const auto* target : {page, start}) {
    const auto out = answered(front, a_get(target));
    EXPECT_EQ(out.status, 401u);
    expect_readable(out);
  }
  EXPECT_TRUE(connector->begun.empty());
  EXPECT_EQ(answered(front, a_get(page, with_token)).status, 200u);
  EXPECT_EQ(answered(front, a_get(start, with_token)).status, 302u);
}

TEST_F(ConnectFront, InDevelopmentModeAnIdWillDo) {
  options.open = true;
  const auto out
      = answered(oauth(), a_get("/calendar/connect?user_id=14055550142"));
  EXPECT_EQ(out.status, 200u);
  EXPECT_THAT(out.body, HasSubstr("+14055550142"));
  EXPECT_THAT(out.body, HasSubstr("%2B14055550142\""));
  EXPECT_THAT(
      answered(oauth(), a_get("/calendar/connect?user_id=a&agency=b")).body,
      HasSubstr("/calendar/auth/start?user_id=a&amp;agency=b\""));
}

// -- to Microsoft -------------------------------------------------------------

TEST_F(ConnectFront, StartSendsTheBrowserToMicrosoftAndBindsIt) {
  options.open = true;
  const auto out = answered(
      oauth(),
      a_get("/calendar/auth/start?user_id=14055550142",
            {{"host", "evil.test"}, {"x-forwarded-host", "evil.test"}}));
  EXPECT_EQ(out.status, 302u);
  EXPECT_EQ(header_of(out, "Location"), "https://login.test/authorize?state=s");
  EXPECT_EQ(header_of(out, "Set-Cookie"),
            "__Host-peterental_sign_in=cookie-value; Path=/; Max-Age=600; "
            "HttpOnly; SameSite=Lax; Secure");
  ASSERT_EQ(connector->begun.size(), 1u);
  EXPECT_EQ(connector->begun[0].manager,
            (manager_key{"default", "+14055550142"}));
  EXPECT_FALSE(connector->begun[0].anew);
}

TEST_F(ConnectFront, TheLinkAloneDecidesForWhom) {
  for (const bool open : {false, true}) {
    options.open = open;
    connector->begun.clear();
    answered(oauth(), a_get("/calendar/auth/start?user_id=mallory&agency=evil"
                            "&expected=m@evil.test&link="
                                + link_for("pete_admin", "pete@example.com"),
                            with_token));
    ASSERT_EQ(connector->begun.size(), 1u);
    EXPECT_EQ(connector->begun[0].manager,
              (manager_key{"north", "pete_admin"}));
    EXPECT_EQ(connector->begun[0].expected_account, "pete@example.com");
  }
}

TEST_F(ConnectFront, WithoutHttpsTheCookieIsPlain) {
  options.open = true;
  options.public_url = "http://localhost:8080";
  const auto cookie = header_of(
      answered(oauth(), a_get("/calendar/auth/start?user_id=a")), "Set-Cookie");
  EXPECT_THAT(cookie, HasSubstr("peterental_sign_in=cookie-value;"));
  EXPECT_THAT(cookie, HasSubstr("HttpOnly; SameSite=Lax"));
  EXPECT_THAT(cookie, Not(HasSubstr("__Host-")));
  EXPECT_THAT(cookie, Not(HasSubstr("Secure")));
}

TEST_F(ConnectFront, StartWithoutAUserIsAReadablePage) {
  options.open = true;
  auto front = oauth();
  for (const std::string& target :
       {std::string{"/calendar/auth/start"},
        std::string{"/calendar/auth/start?user_id="},
        std::string{"/calendar/auth/start?user_id=a%0ab"},
        std::string{"/calendar/connect?other=1"},
        "/calendar/auth/start?user_id=" + std::string(129, 'x')}) {
    const auto out = answered(front, a_get(target));
    EXPECT_EQ(out.status, 400u) << target;
    expect_readable(out);
  }
  EXPECT_TRUE(connector->begun.empty());
}

TEST_F(ConnectFront, StartTellsWhenItCannot) {
  options.open = true;
  connector->redirect = errc::storage;
  const auto out = answered(oauth(), a_get("/calendar/auth/start?user_id=a"));
  EXPECT_EQ(out.status, 503u);
  EXPECT_THAT(out.body, HasSubstr("Nothing was changed"));
}

// -- back from Microsoft ------------------------------------------------------

TEST_F(ConnectFront, CallbackHandsOverWhatCameAndLeavesTheAddressBar) {
  connector->result = connected("pete@example.com");
  const auto out = answered(
      oauth(),
      a_get("/calendar/auth/callback?code=c%2B1&state=s&error_subcode=e",
            {{"cookie", "x=1; __Host-peterental_sign_in=cookie-value"},
             {"host", "evil.test"}}));
  EXPECT_EQ(out.status, 303u);
  EXPECT_EQ(header_of(out, "Location"), "/calendar/connected");
  EXPECT_EQ(header_of(out, "Referrer-Policy"), "no-referrer");
  ASSERT_EQ(connector->callbacks.size(), 1u);
  EXPECT_EQ(connector->callbacks[0].code, "c+1");
  EXPECT_EQ(connector->callbacks[0].state, "s");
  EXPECT_EQ(connector->callbacks[0].error_subcode, "e");
  EXPECT_EQ(connector->callbacks[0].cookie, "cookie-value");
}

TEST_F(ConnectFront, TheSessionCookieIsSealedAndBound) {
  connector->result = connected("pete@example.com");
  const auto out = come_back(oauth(), "__Host-peterental_sign_in=cookie-value");
  std::string session;
  std::string sign_in;
  for (const auto& [name, value] : out.headers)
    if (value.starts_with("__Host-peterental_manager="))
      session = value;
    else if (value.starts_with("__Host-peterental_sign_in="))
      sign_in = value;
  EXPECT_THAT(session, HasSubstr("; Path=/; Max-Age=3600; HttpOnly; "
                                 "SameSite=Lax; Secure"));
  EXPECT_THAT(session, Not(HasSubstr("pete_admin")));
  EXPECT_THAT(session, Not(HasSubstr("example")));
  EXPECT_THAT(sign_in, HasSubstr("Max-Age=0"));
}

TEST_F(ConnectFront, CallbackNeverAnswersWithRawJson) {
  connect_result bad;
  bad.problem = connect_problem::bad_state;
  connector->result = bad;
  auto front = oauth();
  auto out = answered(front, a_get("/calendar/auth/callback"));
  EXPECT_EQ(out.status, 400u);
  expect_readable(out);
  EXPECT_THAT(cookies_after({out}), Not(HasSubstr("peterental_manager")));
  connector->result = errc::unavailable;
  out = come_back(front, "");
  EXPECT_EQ(out.status, 503u);
  expect_readable(out);
  EXPECT_THAT(options.numbers->text(),
              HasSubstr("peterental_connect_total{outcome=\"bad_state\"} 1"));
}

TEST_F(ConnectFront, TroubleLeadsBackToTheOwnLink) {
  auto front = oauth();
  const auto link = link_for("pete_admin");
  const auto begun = open_and_start(front, link).second;
  EXPECT_EQ(begun.status, 302u);
  connect_result bad;
  bad.problem = connect_problem::retry_later;
  connector->result = bad;
  auto out = come_back(front, cookies_after({begun}));
  EXPECT_THAT(out.body, HasSubstr("/calendar/connect?link=" + link))
      << out.body;
  time->advance(24h);
  out = come_back(front, cookies_after({begun}));
  EXPECT_THAT(out.body, Not(HasSubstr(link))) << "the link has expired";
  EXPECT_THAT(come_back(front, "").body, Not(HasSubstr("?link")));
}

TEST_F(ConnectFront, TheAdministratorsWallComesWithALinkToForward) {
  auto front = oauth();
  for (const auto problem : {connect_problem::cancelled_or_admin_wall,
                             connect_problem::admin_consent_needed}) {
    connect_result bad;
    bad.problem = problem;
    connector->result = bad;
    const auto out = come_back(front, "");
    EXPECT_EQ(out.status, 403u);
    EXPECT_THAT(
        out.body,
        AllOf(HasSubstr("https://login.test/organizations/adminconsent"),
              HasSubstr("administrator")));
  }
  connect_result other;
  other.problem = connect_problem::retry_later;
  connector->result = other;
  EXPECT_THAT(come_back(front, "").body, Not(HasSubstr("adminconsent")));
}

TEST_F(ConnectFront, AnAdministratorWhoApprovedIsThanked) {
  auto front = oauth();
  auto out = answered(
      front, a_get("/calendar/auth/callback?admin_consent=True&tenant=t"));
  EXPECT_EQ(out.status, 200u);
  EXPECT_THAT(out.body, AllOf(HasSubstr("is approved"),
                              HasSubstr("now connect your calendar")));
  out = answered(front, a_get("/calendar/auth/callback?admin_consent=True"
                              "&error=access_denied"));
  EXPECT_EQ(out.status, 403u);
  expect_readable(out);
  EXPECT_TRUE(connector->callbacks.empty());
}

} // namespace
} // namespace rental

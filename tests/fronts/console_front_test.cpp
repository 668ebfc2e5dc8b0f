// Who gets to the operator's pages, and what CONSOLE_FRONT asks of whom.
#include "fronts/authorize.hpp"
#include "http/access/ended_sessions.hpp"
#include "tests/fronts/console_front_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

using OperatorFront = test::operator_front_test;

TEST_F(OperatorFront, ABrowserWithoutASessionIsSentToTheSignIn) {
  handler = door();
  const auto out
      = answered(handler, a_get("/admin/managers/3?week=2026-11-23"));
  EXPECT_EQ(out.status, 302u);
  EXPECT_EQ(header_of(out, "Location"),
            "/admin/sign-in?next=%2Fadmin%2Fmanagers%2F3");
  auto api = a_get("/admin");
  api.headers.clear();
  EXPECT_EQ(answered(handler, api).status, 401u);
  EXPECT_EQ(answered(handler, a_form("/admin/wishes/3/done", "")).status, 401u);
  EXPECT_EQ(answered(handler, a_get("/admin/live")).status, 302u);
  EXPECT_TRUE(script->looks.empty());
  EXPECT_TRUE(script->told.empty());
}

TEST_F(OperatorFront, TheRightTokenOpensASession) {
  handler = door();
  const auto out = sign_in("admin-token", "/admin/managers/3");
  EXPECT_EQ(out.status, 303u);
  EXPECT_EQ(header_of(out, "Location"), "/admin/managers/3");
  for (const char* part : {"__Host-peterental_admin=", "; Path=/", "; HttpOnly",
                           "; SameSite=Strict", "; Secure", "; Max-Age=43200"})
    EXPECT_THAT(cookie, HasSubstr(part));
  EXPECT_THAT(cookie, Not(HasSubstr("admin-token")));
  EXPECT_EQ(answered(handler, signed_in(a_get("/admin"))).status, 200u);
}

TEST_F(OperatorFront, WithoutHttpsTheCookieIsNotSecure) {
  options.public_url = "http://localhost:8080";
  handler = door();
  sign_in();
  EXPECT_TRUE(cookie.starts_with("peterental_admin="));
  EXPECT_THAT(cookie, Not(HasSubstr("Secure")));
  EXPECT_EQ(answered(handler, signed_in(a_get("/admin"))).status, 200u);
}

TEST_F(OperatorFront, AWrongTokenOpensNothing) {
  handler = door();
  for (const char* token : {"", "admin-toke", "admin-token2", "ADMIN-TOKEN"}) {
    const auto out = sign_in(token);
    EXPECT_EQ(out.status, 401u) << token;
    EXPECT_EQ(cookie, "") << token;
    EXPECT_THAT(out.body, HasSubstr("not the admin token"));
  }
  EXPECT_EQ(options.numbers->counted("peterental_admin_sign_in_total",
                                     "result")["wrong"],
            4);
}

TEST_F(OperatorFront, GuessesHaveAnEnd) {
  options.limits.failures = std::make_shared<rate_limiter>(
      bucket_rate{0.01, 2}, [] { return rate_limiter::time_point{}; });
  handler = door();
  EXPECT_EQ(sign_in("wrong").status, 401u);
  EXPECT_EQ(sign_in("wrong").status, 401u);
  const auto out = sign_in();
  EXPECT_EQ(out.status, 429u);
  EXPECT_EQ(cookie, "");
  EXPECT_NE(header_of(out, "Retry-After"), "");
  EXPECT_EQ(options.numbers->counted("peterental_admin_sign_in_total",
                                     "result")["wrong"],
            2);
}

TEST_F(OperatorFront, TheSignInLeadsNowhereElse) {
  handler = door();
  for (const char* next :
       {"https://evil.test/", "//evil.test", "/admin//evil.test", "/administer",
        "/admin/../calendar", "/admin%0d%0aX: y", "/admin\\evil",
        "javascript:1", "/calendar/auth/start"})
    EXPECT_EQ(header_of(sign_in("admin-token", next), "Location"), "/admin")
        << next;
  EXPECT_EQ(header_of(sign_in("admin-token", "/admin?find=zoe"), "Location"),
            "/admin?find=zoe");
}

TEST_F(OperatorFront, ASessionEndsAfterTwelveHours) {
  handler = door();
  sign_in();
  time->advance(12h - 1s);
  EXPECT_EQ(answered(handler, signed_in(a_get("/admin"))).status, 200u);
  time->advance(1s);
  EXPECT_EQ(answered(handler, signed_in(a_get("/admin"))).status, 302u);
}

TEST_F(OperatorFront, AnotherAdminTokenEndsEverySession) {
  handler = door();
  sign_in();
  auto others = options;
  others.admin_tokens = {secret{"another-token"}};
  EXPECT_TRUE(is_admin(options, signed_in(a_get("/admin"))));
  EXPECT_FALSE(is_admin(others, signed_in(a_get("/admin"))));
  others.admin_tokens.push_back(secret{"admin-token"});
  EXPECT_TRUE(is_admin(others, signed_in(a_get("/admin"))));
}

TEST_F(OperatorFront, AChangedCookieIsNone) {
  handler = door();
  sign_in();
  const auto good = cookie;
  for (std::size_t at = good.find('=') + 1; at < good.find(';'); at += 7) {
    cookie = good;
    cookie[at] = cookie[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(is_admin(options, signed_in(a_get("/admin")))) << at;
  }
}

TEST_F(OperatorFront, WhatChangesSomethingNeedsTheCsrfToken) {
  handler = door();
  sign_in();
  const auto token = csrf();
  ASSERT_NE(token, "");
  for (const std::string body : {"", "csrf=", "csrf=wrong"}) {
    const auto out
        = answered(handler, signed_in(a_form("/admin/wishes/7/done", body)));
    EXPECT_EQ(out.status, 403u) << body;
  }
  // A simple request of a foreign page cannot have that type and is no form.
  auto plain = signed_in(a_form("/admin/wishes/7/done", "csrf=" + token));
  plain.headers["content-type"] = "text/plain";
  EXPECT_EQ(answered(handler, plain).status, 403u);
  EXPECT_TRUE(script->told.empty());
  const auto out = answered(
      handler,
      signed_in(a_form("/admin/wishes/7/done",
                       "csrf=" + token + "&by=Maria&note=comes+Friday")));
  EXPECT_EQ(out.status, 303u);
  EXPECT_EQ(header_of(out, "Location"), "/admin#wishes");
  ASSERT_EQ(script->told.size(), 1u);
  EXPECT_EQ(script->told[0].id, 7);
  EXPECT_EQ(script->told[0].by, "Maria");
  EXPECT_EQ(script->told[0].note, "comes Friday");
  auto by_header = signed_in(a_form("/admin/wishes/8/done", ""));
  by_header.headers["x-csrf-token"] = token;
  EXPECT_EQ(answered(handler, by_header).status, 303u);
  EXPECT_EQ(script->told[1].by, "operator");
}

TEST_F(OperatorFront, AMailThatWasGivenUpHasAButton) {
  outbox_mail lost;
  lost.id = 5;
  lost.manager = 3;
  lost.key = "booked:1";
  lost.state = "unknown";
  outbox_mail waiting = lost;
  waiting.id = 6;
  waiting.state = "queued";
  script->rows.mails = {lost, waiting};
  handler = door();
  sign_in();
  const auto page = answered(handler, signed_in(a_get("/admin"))).body;
  EXPECT_NE(page.find("/admin/mails/5/again"), std::string::npos);
  EXPECT_EQ(page.find("/admin/mails/6/again"), std::string::npos);
  const auto out = answered(
      handler, signed_in(a_form("/admin/mails/5/again", "csrf=" + csrf())));
  EXPECT_EQ(out.status, 303u);
  EXPECT_EQ(header_of(out, "Location"), "/admin#outbox");
  EXPECT_EQ(script->again, std::vector<std::int64_t>{5});
}

TEST_F(OperatorFront, WhatOnlyReadsNeedsNone) {
  handler = door();
  sign_in();
  auto in = signed_in(a_get("/calendar/events"));
  EXPECT_TRUE(is_admin(options, in));
  in.method = "HEAD";
  EXPECT_TRUE(is_admin(options, in));
  for (const std::string method : {"POST", "PUT", "DELETE"}) {
    in.method = method;
    EXPECT_FALSE(is_admin(options, in)) << method;
  }
}

TEST_F(OperatorFront, ACsrfTokenOfAnotherSessionDoesNotPass) {
  handler = door();
  sign_in();
  const auto theirs = csrf();
  sign_in();
  EXPECT_NE(csrf(), theirs);
  EXPECT_EQ(answered(handler, signed_in(a_form("/admin/wishes/7/done",
                                               "csrf=" + theirs)))
                .status,
            403u);
}

TEST_F(OperatorFront, TheAdminTokenNeedsNoCsrfToken) {
  handler = door();
  auto in = a_form("/admin/wishes/7/done", "");
  in.headers["authorization"] = "Bearer admin-token";
  EXPECT_EQ(answered(handler, in).status, 303u);
}

TEST_F(OperatorFront, SigningOutForgetsTheCookie) {
  handler = door();
  sign_in();
  EXPECT_EQ(answered(handler, signed_in(a_form("/admin/sign-out", ""))).status,
            403u);
  const auto out = answered(
      handler, signed_in(a_form("/admin/sign-out", "csrf=" + csrf())));
  EXPECT_EQ(out.status, 303u);
  EXPECT_THAT(header_of(out, "Set-Cookie"), HasSubstr("admin=; "));
  EXPECT_THAT(header_of(out, "Set-Cookie"), HasSubstr("Max-Age=0"));
}

TEST_F(OperatorFront, SigningOutEndsTheSessionForCopiesOfItsCookie) {
  options.ended = std::make_shared<ended_sessions>();
  handler = door();
  sign_in();
  const auto copied = signed_in(a_get("/admin"));
  EXPECT_EQ(answered(handler, copied).status, 200u);
  const auto out = answered(
      handler, signed_in(a_form("/admin/sign-out", "csrf=" + csrf())));
  EXPECT_EQ(out.status, 303u);
  EXPECT_NE(answered(handler, copied).status, 200u);
}

TEST_F(OperatorFront, InDevelopmentModeThePageIsOpen) {
  options.open = true;
  options.admin_tokens.clear();
  handler = door();
  const auto out = answered(handler, a_get("/admin"));
  EXPECT_EQ(out.status, 200u);
  EXPECT_THAT(out.body, Not(HasSubstr("sign-out")));
  EXPECT_EQ(answered(handler, a_form("/admin/wishes/7/done", "")).status, 303u);
}

TEST_F(OperatorFront, AsksEachCalendarForManagersAndProperties) {
  options.open = true;
  openings_answer said;
  said.sentence = "I can offer Tuesday.";
  calendar->answers[""] = said;
  said.sentence = "Nine Elm Street is open.";
  calendar->answers["9 elm"] = said;
  handler = door();
  const auto out = answered(handler, a_get("/admin?find=pe"));
  EXPECT_THAT(out.body, HasSubstr("I can offer Tuesday."));
  EXPECT_THAT(out.body, HasSubstr("Nine Elm Street is open."));
  // The only manager's week is on the page.
  EXPECT_THAT(out.body, HasSubstr("id=\"week\""));
  ASSERT_EQ(script->looks.size(), 1u);
  EXPECT_EQ(script->looks[0].find, "pe");
}

TEST_F(OperatorFront, ASilentCalendarIsSaidToBeSilent) {
  options.open = true;
  calendar->silent = true;
  handler = door();
  auto reply = send(handler, a_get("/admin"));
  sched.run();
  EXPECT_FALSE(reply->has_value());
  sched.advance_time(6s + 600ms);
  sched.run();
  ASSERT_TRUE(reply->has_value());
  EXPECT_THAT((*reply)->body, HasSubstr("did not answer in time"));
}

TEST_F(OperatorFront, ShowsTheWeekThatWasAskedFor) {
  options.open = true;
  handler = door();
  EXPECT_EQ(
      answered(handler, a_get("/admin/managers/3?week=2026-12-02")).status,
      200u);
  EXPECT_EQ(script->weeks.back().day,
            date::local_days{date::year{2026} / 12 / 2});
  for (const char* week :
       {"", "2026-02-31", "0001-01-01", "x", "99999-01-01"}) {
    EXPECT_EQ(
        answered(handler, a_get("/admin/managers/3?week=" + std::string{week}))
            .status,
        200u);
    EXPECT_FALSE(script->weeks.back().day) << week;
  }
}

TEST_F(OperatorFront, WhatIsNotThereIsNotFound) {
  options.open = true;
  handler = door();
  for (const char* path :
       {"/admin/managers/4", "/admin/managers/", "/admin/managers/x",
        "/admin/managers/-3", "/admin/managers/3/else"})
    EXPECT_EQ(answered(handler, a_get(path)).status, 404u) << path;
  EXPECT_EQ(answered(handler, a_form("/admin/wishes/x/done", "")).status, 404u);
}

TEST_F(OperatorFront, DisconnectsTheManagerOfTheRow) {
  options.open = true;
  handler = door();
  const auto out
      = answered(handler, a_form("/admin/managers/3/disconnect", ""));
  EXPECT_EQ(out.status, 303u);
  EXPECT_EQ(header_of(out, "Location"), "/admin/managers/3");
  ASSERT_EQ(connector->forgotten.size(), 1u);
  EXPECT_EQ(connector->forgotten[0].user_id, "pete_admin");
}

TEST_F(OperatorFront, MakesAConnectLink) {
  handler = door();
  EXPECT_EQ(
      answered(handler, a_form("/admin/connect-links", "user_id=zoe")).status,
      401u);
  sign_in();
  const auto token = csrf();
  const auto out = answered(
      handler,
      signed_in(a_form("/admin/connect-links", "user_id=zoe&csrf=" + token)));
  EXPECT_EQ(out.status, 200u);
  EXPECT_THAT(out.body, HasSubstr("A connect link for zoe"));
  EXPECT_THAT(out.body, HasSubstr("https://calendar.test/calendar/connect"));
  const auto none = answered(
      handler, signed_in(a_form("/admin/connect-links", "csrf=" + token)));
  EXPECT_EQ(none.status, 400u);
  EXPECT_THAT(none.body, HasSubstr("No link was made"));
}

// -- the stream ---------------------------------------------------------------

struct taken {
  std::string bytes;
  bool ended = false;
};

std::shared_ptr<taken> take(const http_out& out) {
  auto what = std::make_shared<taken>();
  out.more->attach({[what](std::string bytes) {
                      what->bytes += bytes;
                      return true;
                    },
                    [what] { what->ended = true; }});
  return what;
}

class OperatorStream : public OperatorFront {
protected:
  OperatorStream() {
    options.open = true;
    handler = door();
  }

  void second() {
    sched.advance_time(1s);
    sched.run();
  }
};

TEST_F(OperatorStream, TellsOfAChangeWithinASecond) {
  const auto out = answered(handler, a_get("/admin/live"));
  EXPECT_EQ(header_of(out, "Content-Type"), "text/event-stream");
  EXPECT_EQ(header_of(out, "Cache-Control"), "no-store");
  const auto page = take(out);
  second();
  EXPECT_EQ(page->bytes, "");
  options.numbers->count("peterental_booking_total", {{"result", "booked"}});
  second();
  EXPECT_EQ(page->bytes, "event: changed\ndata: 1\n\n");
  second();
  EXPECT_EQ(page->bytes, "event: changed\ndata: 1\n\n");
}

TEST_F(OperatorStream, GivesASignOfLifeAndNewsInTheEnd) {
  const auto page = take(answered(handler, a_get("/admin/live")));
  for (int i = 0; i < 16; ++i)
    second();
  EXPECT_EQ(page->bytes, ":\n\n");
  for (int i = 0; i < 15; ++i)
    second();
  EXPECT_EQ(page->bytes, ":\n\nevent: changed\ndata: 0\n\n");
}

TEST_F(OperatorStream, EndsAfterTenMinutesAndThenIsQuiet) {
  auto out = answered(handler, a_get("/admin/live"));
  const auto page = take(out);
  out.more.reset();
  for (int i = 0; i < 601; ++i)
    second();
  EXPECT_TRUE(page->ended);
  EXPECT_FALSE(sched.has_pending_timeout());
}

TEST_F(OperatorStream, HasALimitAndForgetsWhoWent) {
  const auto first = answered(handler, a_get("/admin/live"));
  const auto second_out = answered(handler, a_get("/admin/live"));
  EXPECT_EQ(answered(handler, a_get("/admin/live")).status, 503u);
  first.more->detach(); // the connection has gone
  EXPECT_EQ(answered(handler, a_get("/admin/live")).status, 200u);
}

} // namespace
} // namespace rental

#include "http/message/http_message.hpp"
#include "http/message/problem.hpp"
#include "http/message/status_for.hpp"
#include "http/server/responder.hpp"
#include "http/server/router.hpp"
#include "tests/http/header_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <thread>

namespace rental {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(HttpMessage, ParsesQueries) {
  EXPECT_EQ(parse_query("a=1&b=x%20y+z&c&=d&a=2&e=%e2%82%ac&f=%4"),
            (string_map{{"a", "1"},
                        {"b", "x y z"},
                        {"c", ""},
                        {"e", "\xe2\x82\xac"},
                        {"f", "%4"}}));
  EXPECT_TRUE(parse_query("").empty());
  EXPECT_TRUE(parse_query("&&&").empty());
}

TEST(HttpMessage, ParsesCookies) {
  EXPECT_EQ(parse_cookies("a=1; b=2=3;c; =x;  a=4"),
            (string_map{{"a", "1"}, {"b", "2=3"}}));
}

TEST(HttpMessage, PhoneNumbersGetTheirPlusBack) {
  http_in in;
  in.query = parse_query("user_id=+14055550142");
  EXPECT_EQ(in.user_id(), "+14055550142");
  in.query = parse_query("user_id=%2B14055550142");
  EXPECT_EQ(in.user_id(), "+14055550142");
  in.query = parse_query("user_id=+pete_admin+");
  EXPECT_EQ(in.user_id(), "pete_admin");
  in.query = {};
  EXPECT_EQ(in.user_id(), "");
}

TEST(HttpMessage, PagesCarryTheSecurityHeaders) {
  const auto out = page_out(200, "<p>");
  EXPECT_THAT(header_of(out, "Content-Security-Policy"),
              HasSubstr("default-src 'none'"));
  EXPECT_THAT(header_of(out, "Content-Security-Policy"),
              HasSubstr("frame-ancestors 'none'"));
  EXPECT_EQ(header_of(out, "Content-Security-Policy").find("unsafe"),
            std::string::npos);
  EXPECT_EQ(header_of(out, "Referrer-Policy"), "no-referrer");
  EXPECT_EQ(header_of(out, "Cache-Control"), "no-store");
}

TEST(Problem, IsAProblemDocument) {
  const auto out
      = problem(failure{errc::slot_taken, "that time is taken", {}}, "r-1");
  EXPECT_EQ(out.status, 409u);
  EXPECT_EQ(header_of(out, "Content-Type"), "application/problem+json");
  EXPECT_EQ(json::parse(out.body), json::parse(R"({
    "type":"about:blank","title":"Conflict","status":409,
    "detail":"that time is taken","code":"slot_taken","request_id":"r-1",
    "error":"that time is taken"})"));
}

TEST(Problem, KeepsOurFaultsToItself) {
  const auto out = problem(failure{errc::storage, "disk full at x", {}});
  EXPECT_EQ(out.status, 500u);
  EXPECT_EQ(out.body.find("disk"), std::string::npos);
}

TEST(Problem, SaysWhenToComeBack) {
  const auto out
      = problem(failure{errc::throttled, "", std::chrono::milliseconds{1500}});
  EXPECT_EQ(out.status, 503u);
  EXPECT_EQ(header_of(out, "Retry-After"), "2");
  EXPECT_EQ(header_of(problem(failure{errc::unauthorized, "", {}}),
                      "WWW-Authenticate"),
            "Bearer");
}

TEST(StatusFor, EveryErrorHasAStatusOfItsKind) {
  for (int i = 1; i < int(errc::count_); ++i) {
    const auto code = static_cast<errc>(i);
    const auto status = status_for(code);
    EXPECT_GE(status, 400u) << to_string(code);
    EXPECT_LE(status, 599u) << to_string(code);
    EXPECT_NE(reason_for(status), "Error") << status;
  }
  EXPECT_EQ(status_for(errc::unknown_manager), 404u);
  EXPECT_EQ(status_for(errc::internal), 500u);
}

TEST(Responder, AnswersOnce) {
  int answers = 0;
  unsigned status = 0;
  {
    responder one{[&](http_out out) {
      ++answers;
      status = out.status;
    }};
    responder two = one;
    EXPECT_FALSE(two.answered());
    two(text_out(201, ""));
    one(text_out(202, ""));
    EXPECT_TRUE(one.answered());
  }
  EXPECT_EQ(answers, 1);
  EXPECT_EQ(status, 201u);
}

TEST(Responder, Answers500WhenAllCopiesDie) {
  std::vector<unsigned> answers;
  {
    responder one{[&](http_out out) { answers.push_back(out.status); }};
    { responder two = one; }
    EXPECT_TRUE(answers.empty());
  }
  EXPECT_EQ(answers, std::vector<unsigned>{500});
}

TEST(Responder, ManyThreadsOneAnswer) {
  std::atomic<int> answers{0};
  responder respond{[&](http_out) { ++answers; }};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([respond] { respond(text_out(200, "")); });
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(answers, 1);
}

TEST(Responder, AnswersNobodyByDefault) {
  responder respond;
  respond(text_out(200, ""));
  EXPECT_TRUE(respond.answered());
}

http_out routed(const router& routes, http_in in) {
  http_out result;
  routes.handle(std::move(in),
                responder{[&](http_out out) { result = std::move(out); }});
  return result;
}

TEST(Router, PrefixesMatchWhatIsBelow) {
  router routes;
  routes.add("GET", "/assets/*", [](http_in in, responder respond) {
    respond(text_out(200, in.path));
  });
  http_in in;
  in.method = "GET";
  in.path = "/assets/style.css";
  EXPECT_EQ(routed(routes, in).body, "/assets/style.css");
  in.path = "/asset";
  EXPECT_EQ(routed(routes, in).status, 404u);
}

TEST(Router, BrowsersGetPages) {
  router routes;
  http_in in;
  in.method = "GET";
  in.path = "/x";
  in.request_id = "ref-1";
  in.headers["accept"] = "text/html,*/*;q=0.8";
  const auto out = routed(routes, in);
  EXPECT_EQ(out.status, 404u);
  EXPECT_EQ(header_of(out, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(out.body, HasSubstr("ref-1"));
}

} // namespace
} // namespace rental

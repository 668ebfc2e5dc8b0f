// The operator's page of the real service: who gets in, what is on it, and that
// it is told of news.
#include "tests/http/raw_client.hpp"
#include "tests/service/service_fixture.hpp"

#include <regex>

namespace rental::test {
namespace {

using testing::HasSubstr;
using testing::Not;

const pairs form{{"Content-Type", "application/x-www-form-urlencoded"},
                 {"Accept", "text/html"}};
const pairs html{{"Accept", "text/html"}};

const std::string master_key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

class OperatorTest : public ServiceTest {
protected:
  OperatorTest() { start_production("a-token-of-the-operator"); }

  void start_production(const std::string& admin_token) {
    token = admin_token;
    start({{"VAPI_SECRET", "a-secret-of-the-webhook"},
           {"ADMIN_TOKEN", admin_token},
           {"MASTER_KEY", master_key}});
  }

  page sign_in(const std::string& with, const std::string& next = "") {
    return ada.send("POST", url("/admin/sign-in"),
                    "token=" + with + "&next=" + next, form);
  }

  page admin_get(const std::string& path) {
    return ada.get_one(url(path), html);
  }

  page post(const std::string& path, const std::string& body) {
    return ada.send("POST", url(path), body, form);
  }

  std::string csrf() {
    const auto body = admin_get("/admin").body;
    std::smatch found;
    const std::regex field{"name=\"csrf\" value=\"([^\"]+)\""};
    return std::regex_search(body, found, field) ? found[1].str() : "";
  }

  /// Signs the manager in at Microsoft.
  void connect_pete() {
    control("POST", "/auto-sign-in", {{"account", account}});
    const auto begun
        = pete.get_one(url("/calendar/auth/start?user_id=" + manager),
                       {{"Authorization", "Bearer " + token}});
    const auto end = pete.get(begun.header("location"));
    control("POST", "/auto-sign-in", {{"account", nullptr}});
    ASSERT_EQ(end.status, 200) << end.body;
  }

  page book_at_ten() {
    json call{{"id", "tool-1"},
              {"type", "function"},
              {"function",
               {{"name", "set_appointment"},
                {"arguments",
                 {{"property_address", address},
                  {"start_time", tuesday_at_ten},
                  {"attendee_name", "Jane Smith"}}}}}};
    json message{{"type", "tool-calls"},
                 {"toolCallList", {call}},
                 {"call", {{"id", "c"}}},
                 {"customer", {{"number", "+14055550199"}}}};
    return webhook(json{{"message", message}}.dump(),
                   {{"X-Vapi-Secret", "a-secret-of-the-webhook"}});
  }

  std::uint16_t port() const {
    return static_cast<std::uint16_t>(std::stoi(base.substr(17)));
  }

  std::string token;
  /// The operator's.
  browser ada;
};

TEST_F(OperatorTest, ASessionOpensWithTheTokenAndEndsWithAnother) {
  auto sent = admin_get("/admin");
  EXPECT_EQ(sent.status, 302);
  EXPECT_EQ(sent.header("location"), "/admin/sign-in?next=%2Fadmin");
  EXPECT_EQ(admin_get("/admin/sign-in").status, 200);
  EXPECT_EQ(sign_in("wrong").status, 401);
  EXPECT_EQ(admin_get("/admin").status, 302);

  const auto in = sign_in(token, "%2Fadmin%3Ffind%3Dpete");
  EXPECT_EQ(in.status, 303);
  EXPECT_EQ(in.header("location"), "/admin?find=pete");
  for (const char* part : {"HttpOnly", "SameSite=Strict", "Max-Age=43200"})
    EXPECT_THAT(in.header("set-cookie"), HasSubstr(part));
  EXPECT_THAT(in.header("set-cookie"), Not(HasSubstr(token)));
  const auto home = admin_get("/admin");
  EXPECT_EQ(home.status, 200);
  EXPECT_EQ(home.header("cache-control"), "no-store");
  // The session is good for the API as well, to look.
  EXPECT_EQ(admin_get("/calendar/auth/status?user_id=pete_admin").status, 200);
  EXPECT_EQ(post("/calendar/auth/disconnect?user_id=pete_admin", "").status,
            401);

  start_production("another-token-of-the-operator");
  EXPECT_EQ(admin_get("/admin").status, 302);
}

TEST_F(OperatorTest, ASessionOutlivesARestart) {
  sign_in(token);
  start_production(token);
  EXPECT_EQ(admin_get("/admin").status, 200);
}

TEST_F(OperatorTest, SigningOutNeedsTheFormAndThenIsFinal) {
  sign_in(token);
  EXPECT_EQ(post("/admin/sign-out", "").status, 403);
  EXPECT_EQ(post("/admin/sign-out", "csrf=" + csrf()).status, 303);
  EXPECT_EQ(admin_get("/admin").status, 302);
}

TEST_F(OperatorTest, ShowsConnectionsViewingsAndWhatACallerHears) {
  connect_pete();
  sign_in(token);
  ASSERT_EQ(book_at_ten().status, 200);
  const auto home = admin_get("/admin");
  for (const char* text :
       {"pete_admin", "pete@contoso.example", "connected", "America/Chicago",
        "id=\"hear\"", "Monday, November twenty-third", "get_availability",
        "10:00 am", "Jane Smith", "+14055550199", "123 Main Street"})
    EXPECT_THAT(home.body, HasSubstr(text));
  const auto own = admin_get("/admin/managers/1?week=2026-11-24");
  EXPECT_EQ(own.status, 200);
  EXPECT_THAT(own.body, HasSubstr("Jane Smith"));
  EXPECT_THAT(admin_get("/admin/managers/1?week=2026-12-01").body,
              Not(HasSubstr("Jane Smith")));
  EXPECT_EQ(admin_get("/admin/managers/2").status, 404);
  EXPECT_THAT(admin_get("/admin?find=zoe").body,
              Not(HasSubstr("<strong>pete_admin")));

  EXPECT_EQ(post("/admin/managers/1/disconnect", "csrf=" + csrf()).status, 303);
  EXPECT_THAT(admin_get("/admin/managers/1").body, HasSubstr("disconnected"));
}

TEST_F(OperatorTest, ShowsWishesAndMailThatCannotLeave) {
  connect_pete();
  sign_in(token);
  fault("calendarView", {{"status", 503}, {"retry_after", 60}}, "forever");
  fault("sendMail", {{"status", 429}, {"retry_after", 60}}, "forever");
  ASSERT_EQ(book_at_ten().status, 200);
  ASSERT_TRUE(eventually([&] {
    return admin_get("/admin").body.find("throttled") != std::string::npos;
  }));
  const auto home = admin_get("/admin").body;
  for (const char* text : {"Jane Smith", "+14055550199", "/admin/wishes/1/done",
                           "1 attempt", "queued"})
    EXPECT_THAT(home, HasSubstr(text));
  EXPECT_EQ(post("/admin/wishes/1/done", "csrf=wrong").status, 403);
  EXPECT_EQ(post("/admin/wishes/1/done", "csrf=" + csrf()).status, 303);
  EXPECT_THAT(admin_get("/admin").body,
              HasSubstr("Nobody waits for a call back"));
}

TEST_F(OperatorTest, SaysThatNobodyCanBeMailedWithoutAMailServer) {
  connect_pete();
  sign_in(token);
  EXPECT_THAT(admin_get("/admin").body, Not(HasSubstr("SMTP_URL")));
  control("POST", "/revoke-refresh-tokens", {{"account", account}});
  control("POST", "/expire-access-tokens", {{"account", account}});
  ASSERT_EQ(book_at_ten().status, 200);
  ASSERT_TRUE(eventually([&] {
    return admin_get("/admin").body.find("1 needs reconnect")
           != std::string::npos;
  }));
  EXPECT_THAT(admin_get("/admin").body, HasSubstr("SMTP_URL is not set"));
  EXPECT_THAT(admin_get("/admin/managers/1").body,
              HasSubstr("SMTP_URL is not set"));
}

TEST_F(OperatorTest, IsToldOfABookingAndLetGoAtTheStop) {
  connect_pete();
  const auto in = sign_in(token);
  const auto cookie = in.header("set-cookie");
  raw_client open_page{port()};
  open_page.send(test::get(
      "/admin/live", "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n"));
  const auto answer = open_page.read();
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.at("content-type"), "text/event-stream");
  ASSERT_NE(open_page.until("retry: 3000\n\n"), "");
  ASSERT_EQ(book_at_ten().status, 200);
  std::string news;
  ASSERT_TRUE(eventually([&] {
    news = open_page.until("event: changed\n");
    return !news.empty();
  }));
  EXPECT_THAT(news, Not(HasSubstr("Jane")));
  const auto began = std::chrono::steady_clock::now();
  EXPECT_TRUE(running->stop(std::chrono::seconds{20}));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{20});
  EXPECT_TRUE(open_page.closed());
}

TEST_F(OperatorTest, TheStreamNeedsASession) {
  EXPECT_EQ(get("/admin/live").status, 401);
}

TEST_F(OperatorTest, IsOpenInDevelopmentMode) {
  // Without ADMIN_TOKEN, on the same database.
  start({{"MASTER_KEY", master_key}});
  const auto home = get("/admin", html);
  EXPECT_EQ(home.status, 200);
  EXPECT_THAT(home.body, Not(HasSubstr("sign-out")));
  EXPECT_EQ(get("/assets/admin.js").header("content-type"),
            "text/javascript; charset=utf-8");
}

} // namespace
} // namespace rental::test

// The headers that keep a browser from doing harm, on every answer there is.
#include "tests/service/service_fixture.hpp"

namespace rental::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct asked_url {
  const char* method;
  const char* target;
  long status;
  pairs headers = {};
  const char* body = "";
};

const pairs as_admin{{"Authorization", "Bearer the-admin-token"}};
const pairs as_vapi{{"X-Vapi-Secret", "the-webhook-secret"}};
const pairs as_reader{{"Accept", "text/html"}};

const std::vector<asked_url>& every_url() {
  static const std::vector<asked_url> all{
      {"POST", "/vapi/webhook", 200, as_vapi, R"({"message":{"type":"hang"}})"},
      {"POST", "/vapi/webhook", 400, as_vapi, "{"},
      {"POST", "/vapi/webhook", 401},
      {"GET", "/vapi/webhook", 405},
      {"OPTIONS", "/vapi/webhook", 405},
      {"GET", "/vapi/tools", 200},
      {"GET", "/calendar/auth/start?user_id=a", 401},
      {"GET", "/calendar/auth/start?user_id=a", 302, as_admin},
      {"GET", "/calendar/auth/start", 400, as_admin},
      {"GET", "/calendar/auth/callback", 400},
      {"GET", "/calendar/auth/callback?code=c&state=s", 400},
      {"GET", "/calendar/auth/status?user_id=a", 200, as_admin},
      {"GET", "/calendar/auth/status?user_id=a", 401},
      {"POST", "/calendar/auth/disconnect?user_id=a", 404, as_admin},
      {"POST", "/calendar/auth/disconnect?user_id=a", 401},
      {"GET", "/calendar/availability?user_id=a", 404, as_admin},
      {"GET", "/calendar/availability?user_id=a", 401},
      {"GET", "/calendar/events?user_id=a", 404, as_admin},
      {"GET", "/calendar/events?user_id=a", 401},
      {"POST", "/calendar/events", 400, as_admin},
      {"POST", "/calendar/events", 401},
      {"DELETE", "/calendar/events/x?user_id=a", 404, as_admin},
      {"PATCH", "/calendar/events/x?user_id=a", 401},
      {"GET", "/", 302, as_reader},
      {"GET", "/", 200},
      {"GET", "/health", 200},
      {"GET", "/healthz", 200},
      {"GET", "/readyz", 200},
      {"GET", "/metrics", 200, as_admin},
      {"GET", "/metrics", 401},
      {"GET", "/openapi.json", 200},
      {"GET", "/docs", 200},
      {"GET", "/assets/style.css", 200},
      {"GET", "/nothing", 404},
      {"GET", "/nothing", 404, as_reader}};
  return all;
}

class HeadersTest : public ServiceTest {
protected:
  void start_public(const std::string& public_url = "") {
    environment more{{"VAPI_SECRET", "the-webhook-secret"},
                     {"ADMIN_TOKEN", "the-admin-token"}};
    if (!public_url.empty()) {
      more["PUBLIC_URL"] = public_url;
      more["MASTER_KEY"] = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    }
    start(more);
  }

  page asked(const asked_url& one) const {
    auto headers = one.headers;
    headers.emplace_back("Origin", "https://evil.example");
    headers.emplace_back("Content-Type", "application/json");
    if (std::string{"GET"} == one.method)
      return browser{}.get_one(url(one.target), headers);
    return browser{}.send(one.method, url(one.target), one.body, headers);
  }
};

TEST_F(HeadersTest, EveryAnswerCarriesThem) {
  start_public();
  for (const auto& one : every_url()) {
    SCOPED_TRACE(std::string{one.method} + " " + one.target + " "
                 + std::to_string(one.status));
    const auto seen = asked(one);
    EXPECT_EQ(seen.status, one.status) << seen.body;
    EXPECT_EQ(seen.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(seen.header("x-frame-options"), "DENY");
    EXPECT_EQ(seen.header("cross-origin-resource-policy"), "same-origin");
    EXPECT_THAT(seen.header("referrer-policy"),
                AnyOf("no-referrer", "same-origin"));
    EXPECT_THAT(seen.header("content-security-policy"),
                testing::AllOf(HasSubstr("default-src 'none'"),
                               HasSubstr("frame-ancestors 'none'"),
                               Not(HasSubstr("unsafe"))));
    EXPECT_EQ(seen.header("strict-transport-security"), "") << "plain http";
    for (const auto& [name, value] : seen.headers)
      EXPECT_THAT(name, Not(StartsWith("access-control-")));
    const bool is_public = std::string{one.target}.starts_with("/assets/");
    EXPECT_THAT(seen.header("cache-control"),
                is_public ? HasSubstr("max-age") : HasSubstr("no-store"));
    EXPECT_THAT(seen.body, Not(HasSubstr("<script>")));
  }
}

TEST_F(HeadersTest, ReadersComeByHttpsOnlyWhereTheyAreToldTo) {
  start_public("https://calendar.example");
  EXPECT_EQ(get("/docs").header("strict-transport-security"),
            "max-age=31536000");
}

TEST_F(HeadersTest, RefusedRequestsCarryThemToo) {
  start_public();
  const auto seen = webhook(std::string(9u << 20, ' '), as_vapi);
  ASSERT_EQ(seen.status, 413);
  EXPECT_EQ(seen.header("cache-control"), "no-store");
  EXPECT_EQ(seen.header("x-content-type-options"), "nosniff");
}

} // namespace
} // namespace rental::test

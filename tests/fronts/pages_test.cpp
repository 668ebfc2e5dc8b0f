#include "fronts/api/health.hpp"
#include "fronts/connect/connect_pages.hpp"
#include "fronts/connect/connect_results.hpp"
#include "http/pages/embedded.hpp"
#include "http/pages/pages.hpp"
#include "metrics/metrics.hpp"
#include "tests/http/header_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace rental {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr auto hostile = R"("><script>alert('x')</script>{{link}}&amp;)";

connected_page some_page() {
  connected_page page;
  page.account = "pete@example.com";
  page.user_id = "pete_admin";
  page.zone = "America/Chicago";
  page.zone_said = "Central time";
  page.hours = {"Monday to Friday, 9:00 to 17:00"};
  return page;
}

TEST(Pages, TheConnectedPageSaysWhatMatters) {
  const auto out = render(some_page());
  EXPECT_EQ(out.status, 200u);
  for (const char* text :
       {"pete@example.com", "pete_admin", "America/Chicago", "Central time",
        "Monday to Friday, 9:00 to 17:00", "<html lang=\"en\">",
        "/assets/style.css", "name=\"viewport\"", "</html>"})
    EXPECT_THAT(out.body, HasSubstr(text));
  EXPECT_THAT(out.body, Not(HasSubstr("default is used")));
  EXPECT_THAT(out.body, Not(HasSubstr("the usual hours of this")));
}

TEST(Pages, TheConnectedPageOwnsUpToDefaults) {
  auto page = some_page();
  page.zone_is_default = page.hours_are_default = true;
  const auto out = render(page);
  EXPECT_THAT(out.body, HasSubstr("default is used"));
  EXPECT_THAT(out.body, HasSubstr("usual hours"));
}

TEST(Pages, EscapeHostileText) {
  connected_page page;
  page.account = page.user_id = page.zone = page.zone_said = page.heard
      = page.heard_note = page.csrf = page.attempt = hostile;
  page.hours = {hostile};
  trouble_page trouble;
  trouble.title = trouble.what = trouble.link = trouble.link_text
      = trouble.reference = trouble.admin_link = hostile;
  trouble.next_steps = {hostile};
  const confirm_page confirm{hostile, hostile, hostile,
                             hostile, hostile, hostile};
  const test_page tested{503, hostile, {{false, hostile}}, hostile, hostile};
  for (const auto& out :
       {render(page), render(trouble), render(confirm), render(tested),
        render(connect_page{hostile, hostile, hostile}),
        render(choice_page{hostile, hostile, hostile, 2, hostile, hostile}),
        render(notice_page{hostile, hostile, {hostile}, hostile, hostile}),
        not_found_page(hostile), error_page(hostile)}) {
    EXPECT_THAT(out.body, Not(HasSubstr("<script>")));
    EXPECT_THAT(out.body, HasSubstr("&lt;script&gt;"));
    // A template inside a value is text.
    EXPECT_THAT(out.body, HasSubstr("{{link}}&amp;amp;"));
  }
}

TEST(Pages, TroubleHidesWhatIsNotThere) {
  trouble_page page;
  page.status = 403;
  page.title = "No";
  const auto out = render(page);
  EXPECT_EQ(out.status, 403u);
  EXPECT_THAT(out.body, Not(HasSubstr("What to do next")));
  EXPECT_THAT(out.body, Not(HasSubstr("<a ")));
  EXPECT_THAT(out.body, Not(HasSubstr("Reference code")));
}

TEST(Pages, NoTemplateSkipsTheEscaping) {
  for (const char* name :
       {"frame_top.mustache", "frame_end.mustache", "connected.mustache",
        "trouble.mustache", "confirm.mustache", "docs.mustache",
        "connect.mustache", "choice.mustache", "test_viewing.mustache"}) {
    const auto text = embedded_file(name);
    ASSERT_TRUE(text) << name;
    EXPECT_EQ(text->find("{{{"), std::string_view::npos) << name;
    EXPECT_EQ(text->find("{{&"), std::string_view::npos) << name;
    auto rest = std::string{*text};
    for (std::size_t i; (i = rest.find("<script")) != std::string::npos;) {
      rest.erase(0, i);
      EXPECT_TRUE(rest.starts_with("<script src=\"/assets/")) << name;
      rest.erase(0, 1);
    }
    EXPECT_EQ(text->find("style="), std::string_view::npos) << name;
  }
}

TEST(Pages, AssetsAreServedAndNothingElse) {
  const auto css = asset("/assets/style.css");
  EXPECT_EQ(css.status, 200u);
  EXPECT_EQ(header_of(css, "Content-Type"), "text/css; charset=utf-8");
  EXPECT_THAT(css.body, HasSubstr("prefers-color-scheme: dark"));
  EXPECT_EQ(asset("/assets/icon.svg").status, 200u);
  EXPECT_EQ(header_of(asset("/assets/connected.js"), "Content-Type"),
            "text/javascript; charset=utf-8");
  for (const char* path : {"/assets/connected.mustache", "/assets/openapi.json",
                           "/assets/../style.css", "/assets/", "/assets/x.css"})
    EXPECT_EQ(asset(path).status, 404u) << path;
}

TEST(ConnectPages, EveryProblemHasItsPageAndANextStep) {
  const std::pair<connect_problem, unsigned> table[]
      = {{connect_problem::bad_state, 400},
         {connect_problem::other_browser, 400},
         {connect_problem::incomplete, 400},
         {connect_problem::cancelled_or_admin_wall, 403},
         {connect_problem::admin_consent_needed, 403},
         {connect_problem::retry_later, 503},
         {connect_problem::misconfigured, 500},
         {connect_problem::sign_in_again, 400},
         {connect_problem::scopes_missing, 403},
         {connect_problem::no_mailbox, 409},
         {connect_problem::storage_failed, 503}};
  std::set<std::string> pages;
  for (const auto& [problem, status] : table) {
    connect_result result;
    result.problem = problem;
    result.detail = "AADSTS50011 secret detail";
    const auto out = page_for(result, "https://x.test/start",
                              "https://x.test/admin", "ref-7");
    EXPECT_EQ(out.status, status) << to_string(problem);
    EXPECT_THAT(out.body, HasSubstr("What to do next")) << to_string(problem);
    EXPECT_THAT(out.body, HasSubstr("ref-7"));
    EXPECT_THAT(out.body, Not(HasSubstr("AADSTS")));
    EXPECT_EQ(header_of(out, "Content-Type"), "text/html; charset=utf-8");
    pages.insert(out.body);
  }
  EXPECT_EQ(pages.size(), std::size(table));
}

TEST(ConnectPages, OffersANewStartOnlyWithALink) {
  connect_result result;
  result.problem = connect_problem::retry_later;
  EXPECT_THAT(page_for(result, "/start?user_id=a", "", "r").body,
              HasSubstr("href=\"/start?user_id=a\""));
  EXPECT_THAT(page_for(result, "", "", "r").body, Not(HasSubstr("<a ")));
  result.problem = connect_problem::misconfigured;
  EXPECT_THAT(page_for(result, "/start", "", "r").body, Not(HasSubstr("<a ")));
}

TEST(ConnectPages, HoursInLines) {
  using std::chrono::minutes;
  EXPECT_THAT(hours_in_lines(default_hours()),
              ElementsAre("Monday to Friday, 9:00 to 17:00"));
  weekly_hours mixed{};
  mixed[1] = mixed[2] = day_hours{};
  mixed[4] = day_hours{minutes{8 * 60 + 5}, minutes{24 * 60}};
  mixed[6] = mixed[0] = day_hours{minutes{0}, minutes{12 * 60 + 30}};
  EXPECT_THAT(hours_in_lines(mixed),
              ElementsAre("Monday to Tuesday, 9:00 to 17:00",
                          "Thursday, 8:05 to 24:00",
                          "Saturday to Sunday, 0:00 to 12:30"));
  EXPECT_THAT(hours_in_lines({}), ElementsAre("Never"));
}

TEST(ConnectPages, PercentEncode) {
  EXPECT_EQ(encode_component("+1405 a/b~c\xe2"), "%2B1405%20a%2Fb~c%E2");
}

TEST(Documents, TheDocsPageShowsEveryOperation) {
  const auto out = docs_page();
  const auto document = json::parse(openapi_document("https://x.test").body);
  EXPECT_EQ(document["openapi"], "3.1.0");
  EXPECT_EQ(document["servers"][0]["url"], "https://x.test");
  for (const auto& [path, item] : document["paths"].items())
    for (const auto& [method, operation] : item.items()) {
      EXPECT_THAT(out.body,
                  HasSubstr("id=\""
                            + operation["operationId"].get<std::string>()
                            + "\""));
      EXPECT_TRUE(operation.contains("responses")) << path << ' ' << method;
    }
}

TEST(Documents, EveryReferenceLeadsSomewhere) {
  const auto document = json::parse(openapi_document("https://x.test").body);
  int references = 0;
  std::function<void(const json&)> walk = [&](const json& node) {
    if (node.is_object() && node.contains("$ref")) {
      const auto target = node["$ref"].get<std::string>().substr(1);
      EXPECT_TRUE(document.contains(json::json_pointer{target})) << target;
      ++references;
    }
    if (node.is_structured())
      for (const auto& child : node)
        walk(child);
  };
  walk(document);
  EXPECT_GT(references, 10);
}

TEST(Metrics, CountSetAndObserve) {
  metrics numbers;
  numbers.count("peterental_tool_requests_total",
                {{"tool", "get_availability"}, {"outcome", "offered"}});
  numbers.count("peterental_tool_requests_total",
                {{"tool", "get_availability"}, {"outcome", "offered"}}, 2);
  numbers.set("peterental_http_connections", {}, 5);
  numbers.add("peterental_http_connections", {}, -2);
  numbers.observe("peterental_tool_seconds", {{"tool", "get_availability"}},
                  0.02);
  const auto text = numbers.text();
  EXPECT_THAT(text, HasSubstr("peterental_tool_requests_total{outcome=\"offered"
                              "\",tool=\"get_availability\"} 3"));
  EXPECT_THAT(text, HasSubstr("peterental_http_connections 3"));
  EXPECT_THAT(
      text,
      HasSubstr("peterental_tool_seconds_bucket{tool=\"get_availability\",le=\""
                "0.025\"} 1"));
  EXPECT_THAT(text, HasSubstr("# HELP peterental_tool_seconds Time to answer"));
}

http_out asked(const router& routes, const std::string& path,
               string_map headers = {}) {
  http_in in;
  in.method = "GET";
  in.path = path;
  in.headers = std::move(headers);
  http_out result;
  routes.handle(std::move(in),
                responder{[&](http_out out) { result = std::move(out); }});
  return result;
}

TEST(Operations, HealthNeedsNobody) {
  router routes;
  add_operations(routes, {});
  for (const char* path : {"/health", "/healthz", "/"})
    EXPECT_EQ(
        json::parse(asked(routes, path).body),
        json::parse(R"({"status":"healthy","service":"peterental-calendar"})"));
  EXPECT_EQ(asked(routes, "/readyz").status, 200u);
  EXPECT_EQ(asked(routes, "/docs").status, 200u);
  EXPECT_EQ(asked(routes, "/openapi.json").status, 200u);
  EXPECT_EQ(asked(routes, "/assets/style.css").status, 200u);
  EXPECT_EQ(asked(routes, "/", {{"accept", "text/html"}}).status, 302u);
}

TEST(Operations, ReadinessAsks) {
  router routes;
  operations_options options;
  expected<done> ready = done{};
  options.check_ready = [&](auto then) { then(ready); };
  options.probes.every = std::chrono::milliseconds{0};
  add_operations(routes, options);
  EXPECT_EQ(asked(routes, "/readyz").status, 200u);
  ready = failure{errc::storage, "disk full", {}};
  const auto out = asked(routes, "/readyz");
  EXPECT_EQ(out.status, 503u);
  EXPECT_THAT(out.body, HasSubstr("storage"));
  EXPECT_THAT(out.body, Not(HasSubstr("disk")));
}

TEST(Operations, MetricsNeedTheTokenOutsideDevelopmentMode) {
  operations_options options;
  options.numbers = std::make_shared<metrics>();
  options.numbers->count("peterental_connect_total", {{"outcome", "none"}});
  options.admin_tokens = {secret{"token"}};
  router closed;
  add_operations(closed, options);
  EXPECT_EQ(asked(closed, "/metrics").status, 401u);
  EXPECT_EQ(asked(closed, "/metrics", {{"authorization", "Bearer x"}}).status,
            401u);
  const auto out
      = asked(closed, "/metrics", {{"authorization", "Bearer token"}});
  EXPECT_EQ(out.status, 200u);
  EXPECT_THAT(out.body, HasSubstr("peterental_connect_total"));
  options.open = true;
  router open;
  add_operations(open, options);
  EXPECT_EQ(asked(open, "/metrics").status, 200u);
}

} // namespace
} // namespace rental

#include "tests/sim/sim_client.hpp"

#include <curl/curl.h>
#include <gmock/gmock.h>

namespace rental::sim::test {

namespace {

class FaultTest : public SimTest {
protected:
  void order(const std::string& operation, const json& action,
             const json& more = json::object()) {
    json fault{{"match", {{"operation", operation}}}, {"action", action}};
    fault.merge_patch(more);
    control("POST", "/faults", fault);
  }

  reply book() {
    return graph(
        "POST", "/me/events",
        event_body("Viewing", "2026-11-24T09:00:00", "2026-11-24T09:30:00"));
  }

  reply look(const std::string& more = {}) {
    return graph("GET", "/me/calendarView?startDateTime=2026-11-24T00:00:00Z"
                        "&endDateTime=2026-11-25T00:00:00Z"
                            + more);
  }
};

} // namespace

TEST_F(FaultTest, BeforeTheWriteNothingIsWritten) {
  order("createEvent", {{"status", 503}});
  EXPECT_EQ(book().status, 503);
  EXPECT_EQ(stored().size(), 0u);
  EXPECT_EQ(book().status, 201) << "once only";
}

TEST_F(FaultTest, AfterTheWriteItIsWritten) {
  order("createEvent", {{"status", 504}, {"when", "after"}});
  EXPECT_EQ(book().status, 504);
  EXPECT_EQ(stored().size(), 1u);
}

TEST_F(FaultTest, ConnectionsAreCutInEveryWay) {
  struct kind {
    const char* cut;
    std::vector<int> failures;
  };
  for (auto& [cut, failures] : std::vector<kind>{
           {"before_headers", {CURLE_GOT_NOTHING}},
           {"mid_body", {CURLE_PARTIAL_FILE}},
           {"reset", {CURLE_RECV_ERROR, CURLE_GOT_NOTHING}},
           {"reset_mid_body", {CURLE_RECV_ERROR, CURLE_PARTIAL_FILE}}}) {
    auto before = stored().size();
    order("createEvent", {{"cut", cut}, {"when", "after"}});
    EXPECT_THAT(failures, ::testing::Contains(book().failure)) << cut;
    EXPECT_EQ(stored().size(), before + 1) << cut;
    order("createEvent", {{"cut", cut}});
    EXPECT_NE(book().failure, 0) << cut;
    EXPECT_EQ(stored().size(), before + 1) << cut;
  }
}

TEST_F(FaultTest, StalledAnswersEndWithTheSimulator) {
  order("createEvent", {{"stall", true}, {"when", "after"}});
  auto token = token_for("pete@contoso.example");
  auto handle = curl_easy_init();
  auto body
      = event_body("x", "2026-11-24T09:00:00", "2026-11-24T09:30:00").dump();
  auto list
      = curl_slist_append(nullptr, ("Authorization: Bearer " + token).c_str());
  list = curl_slist_append(list, "Content-Type: application/json");
  curl_easy_setopt(handle, CURLOPT_URL,
                   (microsoft.graph_url() + "/me/events").c_str());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 200L);
  EXPECT_EQ(curl_easy_perform(handle), CURLE_OPERATION_TIMEDOUT);
  curl_easy_cleanup(handle);
  curl_slist_free_all(list);
  EXPECT_EQ(stored().size(), 1u);
}

TEST_F(FaultTest, AnswersAreSpoiled) {
  order("createEvent", {{"drop_id", true}});
  auto nameless = book();
  EXPECT_EQ(nameless.status, 201);
  EXPECT_FALSE(nameless.content().contains("id"));
  EXPECT_EQ(nameless.content()["subject"], "Viewing");
  order("calendarView", {{"invalid_json", true}});
  EXPECT_TRUE(look().content().is_discarded());
  order("calendarView", {{"truncate", true}});
  auto half = look();
  EXPECT_EQ(half.failure, 0);
  EXPECT_TRUE(half.content().is_discarded());
  order("calendarView", {{"empty", true}});
  EXPECT_EQ(look().body, "");
  order("calendarView", {{"status", 502}, {"html", true}});
  auto html = look();
  EXPECT_EQ(html.status, 502);
  EXPECT_EQ(html.header("content-type"), "text/html");
  order("calendarView", {{"gzip", true}});
  auto zipped = look();
  EXPECT_EQ(zipped.header("content-encoding"), "gzip");
  EXPECT_EQ(zipped.body.substr(0, 2), "\x1f\x8b");
}

TEST_F(FaultTest, GzipCanBeUnpacked) {
  order("me", {{"gzip", true}});
  std::string unpacked;
  auto handle = curl_easy_init();
  auto header = "Authorization: Bearer " + token_for("pete@contoso.example");
  auto list = curl_slist_append(nullptr, header.c_str());
  curl_easy_setopt(handle, CURLOPT_URL,
                   (microsoft.graph_url() + "/me").c_str());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(
      handle, CURLOPT_WRITEFUNCTION,
      +[](char* data, std::size_t size, std::size_t count, void* into) {
        static_cast<std::string*>(into)->append(data, size * count);
        return size * count;
      });
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &unpacked);
  EXPECT_EQ(curl_easy_perform(handle), CURLE_OK);
  curl_easy_cleanup(handle);
  curl_slist_free_all(list);
  EXPECT_EQ(json::parse(unpacked)["displayName"], "Pete Wolkowski");
}

TEST_F(FaultTest, OwnStatusBodyAndHeaders) {
  order("me", {{"status", 418},
               {"body", {{"error", {{"code", "Teapot"}, {"message", ""}}}}},
               {"headers", {{"X-Kind", "pot"}}}});
  auto answer = graph("GET", "/me");
  EXPECT_EQ(answer.status, 418);
  EXPECT_EQ(answer.error_code(), "Teapot");
  EXPECT_EQ(answer.header("x-kind"), "pot");
}

TEST_F(FaultTest, RetryAfterInEveryForm) {
  auto header = [&](const json& form) {
    order("me", {{"status", 429}, {"retry_after", form}});
    return graph("GET", "/me").header("retry-after");
  };
  EXPECT_EQ(header({{"seconds", 3}, {"form", "integer"}}), "3");
  EXPECT_EQ(header({{"seconds", 2.128}, {"form", "fraction"}}), "2.128");
  EXPECT_EQ(header({{"seconds", 30}, {"form", "date"}}),
            "Tue, 24 Nov 2026 08:00:30 GMT");
  EXPECT_EQ(header({{"seconds", 3}, {"form", "absent"}}), "");
  EXPECT_EQ(header(7), "7");
  order("me", {{"status", 429}, {"headers", {{"Retry-After", "soon"}}}});
  EXPECT_EQ(graph("GET", "/me").header("retry-after"), "soon");
}

TEST_F(FaultTest, ComingBackTooEarlyIsRefusedAgain) {
  order("me", {{"error_name", "throttled_generic"},
               {"retry_after", {{"seconds", 60}, {"enforce", true}}}});
  EXPECT_EQ(graph("GET", "/me").status, 429);
  EXPECT_EQ(graph("GET", "/me").status, 429);
  EXPECT_EQ(control("GET", "/stats")["tooEarly"], 1);
  order(
      "mailboxSettings",
      {{"status", 429}, {"retry_after", {{"seconds", 0}, {"enforce", true}}}});
  EXPECT_EQ(graph("GET", "/me/mailboxSettings").status, 429);
  EXPECT_EQ(graph("GET", "/me/mailboxSettings").status, 200);
}

TEST_F(FaultTest, StrikesWhereAndAsOftenAsOrdered) {
  order("me", {{"status", 500}}, {{"skip", 1}, {"times", 2}});
  std::vector<long> statuses;
  for (int i = 0; i < 4; ++i)
    statuses.push_back(graph("GET", "/me").status);
  EXPECT_EQ(statuses, (std::vector<long>{200, 500, 500, 200}));
  order(
      "me", {{"status", 500}},
      {{"times", "forever"}, {"match", {{"account", "ana@contoso.example"}}}});
  EXPECT_EQ(graph("GET", "/me").status, 200);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(graph("GET", "/me", nullptr, {}, "ana@contoso.example").status,
              500);
  control("DELETE", "/faults");
  EXPECT_EQ(graph("GET", "/me", nullptr, {}, "ana@contoso.example").status,
            200);
}

TEST_F(FaultTest, MatchesPathMethodBodyAndArea) {
  json wide{{"match", {{"operation", "graph"}, {"method", "POST"}}},
            {"action", {{"status", 500}}}};
  control("POST", "/faults", wide);
  EXPECT_EQ(look().status, 200);
  EXPECT_EQ(book().status, 500);
  control("POST", "/faults",
          {{"match", {{"path", "top=7"}}}, {"action", {{"status", 500}}}});
  EXPECT_EQ(look().status, 200);
  EXPECT_EQ(look("&$top=7").status, 500);
  control("POST", "/faults",
          {{"match", {{"body", "\"subject\":\"View"}}},
           {"action", {{"status", 500}}}});
  EXPECT_EQ(book().status, 500);
}

TEST_F(FaultTest, TheSecondPageCanFail) {
  for (int hour = 10; hour < 22; ++hour)
    human("2026-11-24T" + std::to_string(hour) + ":00:00Z",
          "2026-11-24T" + std::to_string(hour) + ":30:00Z");
  order("calendarView", {{"status", 500}}, {{"match", {{"page", 2}}}});
  auto first = look();
  EXPECT_EQ(first.status, 200);
  auto next = first.content()["@odata.nextLink"].get<std::string>();
  EXPECT_EQ(graph("GET", next).status, 500);
  EXPECT_EQ(graph("GET", next).status, 200);
}

TEST_F(FaultTest, ProbabilityIsObeyed) {
  order("me", {{"status", 500}}, {{"times", "forever"}, {"probability", 0.5}});
  int failures = 0;
  for (int i = 0; i < 100; ++i)
    failures += graph("GET", "/me").status == 500;
  EXPECT_GT(failures, 20);
  EXPECT_LT(failures, 80);
}

TEST_F(FaultTest, TokenFaultsHaveTheShapeOfTokens) {
  order("token", {{"status", 503}});
  auto answer = http.send(
      "POST", microsoft.base_url() + "/common/oauth2/v2.0/token", {}, "a=b");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.error_code(), "server_error");
}

TEST_F(FaultTest, NonsenseIsRefused) {
  for (auto& nonsense : std::vector<json>{
           {{"match", {{"operation", "createEvnt"}}},
            {"action", {{"status", 500}}}},
           {{"match", {{"operaton", "me"}}}, {"action", {{"status", 500}}}},
           {{"match", {{"operation", "me"}}}},
           {{"action", {{"explode", true}}}},
           {{"action", {{"error_name", "no_such_error"}}}},
           {{"action", {{"cut", "sideways"}}}},
           {{"action", {{"status", "500"}}}},
           {{"match", {{"path", "("}}}, {"action", {{"status", 500}}}}})
    EXPECT_THROW(control("POST", "/faults", nonsense), std::runtime_error)
        << nonsense;
}

TEST_F(FaultTest, ListTellsWhatIsLeft) {
  order("me", {{"status", 500}}, {{"times", 2}});
  graph("GET", "/me");
  auto list = control("GET", "/faults");
  EXPECT_EQ(list[0]["struck"], 1);
  EXPECT_EQ(list[0]["left"], 1);
  control("DELETE", "/faults/" + std::to_string(list[0]["id"].get<int>()));
  EXPECT_EQ(control("GET", "/faults").size(), 0u);
}

} // namespace rental::sim::test

// What Graph says without a reason, about a zone, and what becomes of retries
// that wait when the service stops. Over real sockets.
#include "microsoft/graph_client.hpp"
#include "net/curl_client.hpp"
#include "tests/microsoft/times.hpp"
#include "tests/net/waiting.hpp"
#include "tests/support/mock_http_server.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <atomic>

using namespace rental;
using namespace rental::test;
using namespace std::chrono_literals;

namespace {

constexpr auto one_event = R"({"@odata.etag":"W/\"1\"","id":"e","showAs":"busy",
    "start":{"dateTime":"2026-11-25T12:00:00.0000000","timeZone":"UTC"},
    "end":{"dateTime":"2026-11-25T12:30:00.0000000","timeZone":"UTC"}})";
constexpr auto no_events = R"({"value":[]})";

/// Everything between an actor and Microsoft, as a service holds it.
class GraphAnswers : public ::testing::Test {
protected:
  void serve(mock_http_server::handler on_request) {
    server = std::make_unique<mock_http_server>(std::move(on_request));
    http = std::make_unique<curl_client>();
    gate = std::make_unique<graph_gate>(*http, *http);
    graph_options options;
    options.base_url = server->base_url() + "/v1.0";
    options.retries.base = 20ms;
    graph = std::make_shared<graph_client>(options, *gate, *http, now);
  }

  /// Answers with each of these once, then with the last one.
  void serve_in_turn(std::vector<mock_answer> answers) {
    serve([n = std::make_shared<std::atomic<std::size_t>>(0),
           answers = std::move(answers)](const auto&) {
      return answers[std::min((*n)++, answers.size() - 1)];
    });
  }

  graph_call call(std::chrono::milliseconds wait = 5s) const {
    graph_call with{secret{"token"}, in(wait), 1, urgency::caller};
    with.clock = *zone::find("America/Chicago");
    return with;
  }

  expected<std::vector<calendar_event>> view() {
    awaited<expected<std::vector<calendar_event>>> answer;
    graph->calendar_view(call(), {noon, noon + 24h}, answer.callback());
    return answer.get();
  }

  expected<calendar_event> create() {
    awaited<expected<calendar_event>> answer;
    event_draft draft;
    draft.booking_id = "b";
    draft.transaction_id = "t";
    draft.when = {noon, noon + 30min};
    graph->create_event(call(), draft, answer.callback());
    return answer.get();
  }

  expected<done> mail() {
    awaited<expected<done>> answer;
    graph->send_mail(call(), {"jo@example.com", "s", "h"}, answer.callback());
    return answer.get();
  }

  manual_clock now{noon};
  std::unique_ptr<mock_http_server> server;
  std::unique_ptr<curl_client> http;
  std::unique_ptr<graph_gate> gate;
  std::shared_ptr<graph_client> graph;
};

} // namespace

TEST_F(GraphAnswers, OneWithoutAReasonIsRepeatedOnce) {
  for (const auto& odd :
       {mock_answer{400, ""}, mock_answer{404, ""}, mock_answer{404, "{}"},
        mock_answer{403, "<html>Forbidden</html>"}, mock_answer{410, "gone"}}) {
    serve_in_turn({odd, {200, no_events}});
    EXPECT_TRUE(view()) << odd.status;
    serve_in_turn({odd, {201, one_event}});
    EXPECT_TRUE(create()) << odd.status;
    serve_in_turn({odd});
    const auto last = view();
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().code, errc::bad_answer);
    EXPECT_EQ(server->seen().size(), 2u);
    EXPECT_EQ(create().error().code, errc::bad_answer)
        << "unknown, not refused";
  }
}

TEST_F(GraphAnswers, WithAReasonItIsFinal) {
  serve_in_turn({{400, R"({"error":{"code":"ErrorInvalidRequest"}})"}});
  EXPECT_EQ(view().error().code, errc::provider_refused);
  EXPECT_EQ(server->seen().size(), 1u);
}

TEST_F(GraphAnswers, AMailIsNotRepeatedOnAGuess) {
  serve_in_turn({{403, ""}, {202, ""}});
  EXPECT_EQ(mail().error().code, errc::bad_answer);
  EXPECT_EQ(server->seen().size(), 1u);
}

TEST_F(GraphAnswers, AZoneThatExchangeDoesNotKnowMeansUtc) {
  serve_in_turn({{400, R"({"error":{"code":"TimeZoneNotSupportedException"}})"},
                 {201, one_event}});
  EXPECT_TRUE(create());
  const auto seen = server->seen();
  ASSERT_EQ(seen.size(), 2u);
  const auto first = nlohmann::json::parse(seen[0].body)["start"];
  EXPECT_EQ(first["timeZone"], "Central Standard Time");
  EXPECT_EQ(first["dateTime"], "2026-11-25T06:00:00");
  const auto second = nlohmann::json::parse(seen[1].body)["start"];
  EXPECT_EQ(second["timeZone"], "UTC");
  EXPECT_EQ(second["dateTime"], "2026-11-25T12:00:00");
}

TEST_F(GraphAnswers, RetriesThatWaitAreAnsweredWhenTheServiceStops) {
  for (const int status : {429, 503}) {
    serve([status](const auto&) {
      mock_answer busy{status, ""};
      busy.headers.emplace_back("Retry-After", "20");
      return busy;
    });
    std::vector<awaited<expected<std::vector<calendar_event>>>> answers(6);
    std::int64_t mailbox = 0;
    for (auto& each : answers) {
      auto with = call(60s);
      with.mailbox = ++mailbox % 3;
      graph->calendar_view(with, {noon, noon + 24h}, each.callback());
    }
    for (int i = 0; i < 2000 && server->seen().size() < 3; ++i)
      std::this_thread::sleep_for(1ms);
    ASSERT_GE(server->seen().size(), 3u);
    // As service::impl::stop does it: the thread first, then what its jobs use.
    http.reset();
    graph.reset();
    gate.reset();
    for (auto& each : answers)
      EXPECT_FALSE(each.get());
  }
}

// graph_client over real sockets against a server that misbehaves to order.
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
using ending = mock_answer::ending;

namespace {

std::string event_text(const std::string& id) {
  return R"({"@odata.etag":"W/\"1\"","id":")" + id + R"(","showAs":"busy",
    "start":{"dateTime":"2026-11-25T12:00:00.0000000","timeZone":"UTC"},
    "end":{"dateTime":"2026-11-25T12:30:00.0000000","timeZone":"UTC"}})";
}

class GraphClient : public ::testing::Test {
protected:
  using handler = mock_http_server::handler;

  void serve(handler on_request) {
    server_ = std::make_unique<mock_http_server>(std::move(on_request));
    graph_options options;
    options.base_url = server_->base_url() + "/v1.0";
    options.max_pages = 5;
    options.retries.base = 20ms;
    options.jitter = [] { return 0.0; };
    options.observer = [this](auto operation, long status, auto) {
      std::lock_guard guard{mutex_};
      observed_ += std::string{operation} + ':' + std::to_string(status) + ' ';
    };
    graph_ = std::make_unique<graph_client>(options, gate_, http_, clock_);
  }

  /// Answers the first request with `first`, later ones with `rest`.
  static handler once(mock_answer first, mock_answer rest) {
    return [n = std::make_shared<std::atomic<int>>(0), first,
            rest](const auto&) { return (*n)++ == 0 ? first : rest; };
  }

  static graph_call call(std::chrono::milliseconds wait = 5s) {
    return {secret{"token-1"}, in(wait), 1, urgency::caller};
  }

  expected<std::vector<calendar_event>> view(graph_call with = call()) {
    awaited<expected<std::vector<calendar_event>>> answer;
    graph_->calendar_view(std::move(with), {noon, noon + 24h},
                          answer.callback());
    return answer.get();
  }

  expected<calendar_event> create() {
    awaited<expected<calendar_event>> answer;
    event_draft draft;
    draft.booking_id = "b-1";
    draft.transaction_id = "t-1";
    draft.when = {noon, noon + 30min};
    graph_->create_event(call(), draft, answer.callback());
    return answer.get();
  }

  std::string observed() const {
    std::lock_guard guard{mutex_};
    return observed_;
  }

  manual_clock clock_{noon};
  mutable std::mutex mutex_;
  std::string observed_;
  std::unique_ptr<mock_http_server> server_;
  curl_client http_;
  graph_gate gate_{http_, http_};
  std::unique_ptr<graph_client> graph_;
};

} // namespace

TEST_F(GraphClient, SendsTheHeadersThatEveryCallNeeds) {
  serve([](const auto&) { return mock_answer{200, R"({"value":[]})"}; });
  ASSERT_TRUE(view());
  ASSERT_TRUE(view());
  const auto seen = server_->seen();
  const auto& headers = seen.at(0).headers;
  EXPECT_EQ(headers.at("authorization"), "Bearer token-1");
  EXPECT_NE(headers.at("prefer").find("outlook.timezone=\"UTC\""),
            std::string::npos);
  EXPECT_NE(headers.at("prefer").find("IdType=\"ImmutableId\""),
            std::string::npos);
  EXPECT_EQ(headers.at("client-request-id").size(), 36u);
  EXPECT_NE(headers.at("client-request-id"),
            seen.at(1).headers.at("client-request-id"));
  EXPECT_EQ(seen.at(0).method, "GET");
  EXPECT_EQ(seen.at(0).target.find("/v1.0/me/calendarView?startDateTime="
                                   "2026-11-25T12%3A00%3A00Z&endDateTime="
                                   "2026-11-26T12%3A00%3A00Z&$select=id,start"),
            0u);
  EXPECT_EQ(seen.at(0).target.find("subject"), std::string::npos);
  EXPECT_EQ(observed(), "calendar_view:200 calendar_view:200 ");
}

TEST_F(GraphClient, FollowsNextLinksToTheEnd) {
  serve([this](const seen_request& r) {
    nlohmann::json page{{"value", nlohmann::json::array()}};
    const auto at = r.target.find("$skip=");
    const int n = at == std::string::npos ? 0 : r.target[at + 6] - '0';
    for (int i = 0; i < 10; ++i)
      page["value"].push_back(nlohmann::json::parse(
          event_text(std::to_string(n) + '-' + std::to_string(i))));
    if (n < 2)
      page["@odata.nextLink"]
          = server_->base_url()
            + "/v1.0/me/calendarView?$skip=" + std::to_string(n + 1);
    return mock_answer{200, page.dump()};
  });
  const auto events = view();
  ASSERT_TRUE(events) << to_string(events.error());
  EXPECT_EQ(events->size(), 30u);
  EXPECT_EQ(events->back().id, "2-9");
  EXPECT_EQ(server_->seen().back().headers.at("authorization"),
            "Bearer token-1");
}

TEST_F(GraphClient, AFailingSecondPageFailsTheRead) {
  serve([this](const seen_request& r) {
    if (r.target.find("page2") != std::string::npos)
      return mock_answer{403, R"({"error":{"code":"ErrorAccessDenied"}})"};
    return mock_answer{200, R"({"value":[],"@odata.nextLink":")"
                                + server_->base_url() + R"(/v1.0/page2"})"};
  });
  EXPECT_EQ(view().error().code, errc::forbidden);
}

TEST_F(GraphClient, ATokenNeverLeavesForAnotherHost) {
  mock_http_server foreign{[](const auto&) {
    return mock_answer{200, R"({"value":[]})"};
  }};
  serve([&](const auto&) {
    return mock_answer{200, R"({"value":[],"@odata.nextLink":")"
                                + foreign.base_url() + R"(/v1.0/me"})"};
  });
  EXPECT_EQ(view().error().code, errc::bad_answer);
  EXPECT_TRUE(foreign.seen().empty());
}

TEST_F(GraphClient, EndlessPagesEnd) {
  serve([this](const auto&) {
    return mock_answer{200, R"({"value":[],"@odata.nextLink":")"
                                + server_->base_url() + R"(/v1.0/again"})"};
  });
  EXPECT_EQ(view().error().code, errc::bad_answer);
  EXPECT_EQ(server_->seen().size(), 5u);
}

TEST_F(GraphClient, ReadsAreRepeatedOnPassingFaults) {
  const mock_answer good{200, R"({"value":[]})"};
  const std::vector<mock_answer> faults{
      {429, "", {{"Retry-After", "0.05"}}},
      {429, ""},
      {503, "<html>busy</html>"},
      {502, ""},
      {500, "{"},
      {504, ""},
      {200, "", {}, ending::cut_before},
      {200, std::string(100, 'x'), {}, ending::cut_in_body}};
  for (const auto& fault : faults) {
    serve(once(fault, good));
    EXPECT_TRUE(view()) << fault.status;
    EXPECT_EQ(server_->seen().size(), 2u) << fault.status;
  }
}

TEST_F(GraphClient, RetryAfterIsWaitedFor) {
  serve(once({429, "", {{"Retry-After", "0.4"}}}, {200, R"({"value":[]})"}));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(view());
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 400ms);
}

TEST_F(GraphClient, RetryAfterBeyondTheDeadlineFailsAtOnce) {
  serve([](const auto&) {
    return mock_answer{429, "", {{"Retry-After", "57"}}};
  });
  const auto begin = std::chrono::steady_clock::now();
  const auto events = view();
  ASSERT_FALSE(events);
  EXPECT_EQ(events.error().code, errc::throttled);
  EXPECT_EQ(events.error().retry_after, 57s);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
}

TEST_F(GraphClient, NonsenseIsABadAnswerAndNotRepeated) {
  for (const char* body : {"", "<html>", "{\"value\":[", "{}", "[]"}) {
    serve([body](const auto&) { return mock_answer{200, body}; });
    EXPECT_EQ(view().error().code, errc::bad_answer) << body;
    EXPECT_EQ(server_->seen().size(), 1u);
  }
}

TEST_F(GraphClient, SilenceEndsWithTheDeadline) {
  serve([](const auto&) { return mock_answer{200, "", {}, ending::silence}; });
  EXPECT_EQ(view(call(200ms)).error().code, errc::timeout);
}

TEST_F(GraphClient, CreatesAnEventAndKnowsItForItsOwn) {
  serve([](const auto&) { return mock_answer{201, event_text("e-1")}; });
  const auto event = create();
  ASSERT_TRUE(event) << to_string(event.error());
  EXPECT_EQ(event->id, "e-1");
  EXPECT_EQ(event->etag, "W/\"1\"");
  EXPECT_EQ(event->booking_id, "b-1");
  const auto seen = server_->seen().at(0);
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/v1.0/me/events");
  EXPECT_EQ(seen.headers.at("content-type"), "application/json");
  EXPECT_EQ(nlohmann::json::parse(seen.body).at("transactionId"), "t-1");
}

TEST_F(GraphClient, WritesWithUnknownOutcomeAreNotRepeated) {
  const std::vector<std::pair<mock_answer, errc>> faults{
      {{503, ""}, errc::provider_unavailable},
      {{500, ""}, errc::provider_unavailable},
      {{504, ""}, errc::provider_unavailable},
      {{201, "", {}, ending::cut_before}, errc::network},
      {{201, event_text("e"), {}, ending::cut_in_body}, errc::network},
      {{201, "{\"id\":"}, errc::bad_answer},
      {{201, R"({"subject":"x"})"}, errc::bad_answer}};
  for (const auto& [fault, code] : faults) {
    serve(once(fault, {201, event_text("e-1")}));
    EXPECT_EQ(create().error().code, code) << fault.status << fault.body;
    EXPECT_EQ(server_->seen().size(), 1u);
  }
}

TEST_F(GraphClient, WritesAreRepeatedWhereNothingWasDone) {
  serve(once({429, "", {{"Retry-After", "0.05"}}}, {201, event_text("e-1")}));
  EXPECT_TRUE(create());
  EXPECT_EQ(server_->seen().size(), 2u);
  EXPECT_EQ(server_->seen()[0].body, server_->seen()[1].body);
  EXPECT_EQ(observed(), "create_event:429 create_event:201 ");
}

TEST_F(GraphClient, FindsAnEventByItsBooking) {
  serve([](const auto&) {
    return mock_answer{200, R"({"value":[)" + event_text("e-9") + "]}"};
  });
  awaited<expected<std::vector<calendar_event>>> answer;
  graph_->find_events(call(), "b-'1", answer.callback());
  const auto found = answer.get();
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ(found->front().id, "e-9");
  EXPECT_NE(server_->seen().at(0).target.find("ep%2Fvalue%20eq%20%27b-%27%271"),
            std::string::npos)
      << server_->seen().at(0).target;
}

TEST_F(GraphClient, FindsNothingGracefully) {
  serve([](const auto&) { return mock_answer{200, R"({"value":[]})"}; });
  awaited<expected<std::vector<calendar_event>>> answer;
  graph_->find_events(call(), "b-1", answer.callback());
  const auto found = answer.get();
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->empty());
}

TEST_F(GraphClient, MovesWithTheEtag) {
  serve(once({200, event_text("e/1=")},
             {412, R"({"error":{"code":"ErrorIrresolvableConflict"}})"}));
  awaited<expected<calendar_event>> first, second;
  const time_slot to{noon, noon + 30min};
  graph_->move_event(call(), "e/1=", "W/\"1\"", to, {"b-2"}, first.callback());
  EXPECT_EQ(first.get()->booking_id, "b-2");
  graph_->move_event(call(), "e/1=", "", to, {"b-2"}, second.callback());
  EXPECT_EQ(second.get().error().code, errc::changed);
  const auto seen = server_->seen();
  EXPECT_EQ(seen.at(0).method, "PATCH");
  EXPECT_EQ(seen.at(0).target, "/v1.0/me/events/e%2F1%3D");
  EXPECT_EQ(seen.at(0).headers.at("if-match"), "W/\"1\"");
  EXPECT_EQ(seen.at(1).headers.count("if-match"), 0u);
}

TEST_F(GraphClient, DeletingWhatIsGoneSaysSo) {
  const std::vector<std::pair<mock_answer, std::optional<errc>>> cases{
      {{204, ""}, std::nullopt},
      {{404, R"({"error":{"code":"ErrorItemNotFound"}})"}, errc::not_found},
      {{404, R"({"error":{"code":"MailboxNotEnabledForRESTAPI"}})"},
       errc::no_mailbox},
      {{403, ""}, errc::bad_answer}};
  for (const auto& [reply, why] : cases) {
    serve([reply = reply](const auto&) { return reply; });
    awaited<expected<done>> answer;
    graph_->delete_event(call(), "e-1", "etag", answer.callback());
    const auto gone = answer.get();
    EXPECT_EQ(gone ? std::nullopt : std::optional{gone.error().code}, why)
        << reply.body;
  }
}

TEST_F(GraphClient, MailIsAcceptedWithAnySuccess) {
  for (const int status : {200, 202, 204}) {
    serve([status](const auto&) { return mock_answer{status}; });
    awaited<expected<done>> answer;
    graph_->send_mail(call(), {"pm@x.com", "s", "<p>"}, answer.callback());
    EXPECT_TRUE(answer.get()) << status;
  }
}

TEST_F(GraphClient, MailIsNeverSentTwiceAfterAnUnknownOutcome) {
  serve([](const auto&) { return mock_answer{503, ""}; });
  awaited<expected<done>> answer;
  graph_->send_mail(call(), {"pm@x.com", "s", "<p>"}, answer.callback());
  EXPECT_EQ(answer.get().error().code, errc::provider_unavailable);
  EXPECT_EQ(server_->seen().size(), 1u);
}

TEST_F(GraphClient, ReadsAccountAndSettings) {
  serve([](const seen_request& r) {
    if (r.target.find("mailboxSettings") != std::string::npos)
      return mock_answer{200, R"({"timeZone":"UTC"})"};
    return mock_answer{200, R"({"id":"1","userPrincipalName":"u@x.com"})"};
  });
  awaited<expected<graph_account>> account;
  awaited<expected<mailbox_settings>> settings;
  graph_->me(call(), account.callback());
  graph_->settings(call(), settings.callback());
  EXPECT_EQ(account.get()->address, "u@x.com");
  EXPECT_EQ(settings.get()->time_zone, "UTC");
}

TEST_F(GraphClient, AnswersEvenWhenTheNetworkStops) {
  serve([](const auto&) { return mock_answer{200, "", {}, ending::silence}; });
  awaited<expected<graph_account>> answer;
  {
    curl_client http;
    graph_gate gate{http, http};
    graph_options options;
    options.base_url = server_->base_url();
    graph_client graph{options, gate, http, clock_};
    graph.me(call(), answer.callback());
    while (server_->seen().empty())
      std::this_thread::yield();
  }
  EXPECT_EQ(answer.get().error().code, errc::unavailable);
}

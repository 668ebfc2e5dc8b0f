#include "microsoft/graph_gate.hpp"
#include "tests/microsoft/fakes.hpp"

#include <gtest/gtest.h>

using namespace rental;
using namespace rental::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* too_many_requests
    = R"({"error":{"code":"TooManyRequests","innerError":{"code":"429"}}})";
constexpr const char* too_many = R"({"error":{"code":"ApplicationThrottled"}})";

class GraphGate : public ::testing::Test {
protected:
  void ask(graph_gate& gate, const std::string& name, std::int64_t mailbox,
           bool write = false, urgency priority = urgency::caller,
           std::chrono::milliseconds wait = 10s,
           const std::string& tenant = "") {
    http_request request;
    request.url = name;
    request.until = now() + wait;
    gate.send({mailbox, write, priority, tenant}, std::move(request),
              [this, name](expected<http_reply> reply) {
                results_[name] = reply ? std::to_string(reply->status)
                                       : to_string(reply.error());
              });
  }

  /// Names of the requests that are under way, oldest first.
  std::string open() const {
    std::string names;
    for (const auto& [request, tell] : http_.sent_)
      names += request.url + ' ';
    return names;
  }

  deadline now() const { return begin_ + timer_.now_; }

  gate_options options(std::size_t start, std::size_t maximum = 64) const {
    gate_options made;
    made.steady_now = [this] { return now(); };
    made.now = [] { return noon; };
    made.start = start;
    made.maximum = maximum;
    made.minimum = 1;
    return made;
  }

  /// Answers the oldest open request with 429.
  void throttle(const std::string& retry_after,
                const char* body = too_many_requests,
                const std::string& date = {}) {
    http_reply reply{429, {}, body};
    if (!retry_after.empty())
      reply.headers["retry-after"] = retry_after;
    if (!date.empty())
      reply.headers["date"] = date;
    http_.answer(std::move(reply));
  }

  /// How long mailbox 1 is held back after such an answer.
  std::chrono::milliseconds rest_after(const std::string& retry_after,
                                       const std::string& date = {}) {
    graph_gate gate{http_, timer_, options(8)};
    ask(gate, "first", 1);
    throttle(retry_after, too_many_requests, date);
    ask(gate, "next", 1, false, urgency::caller, 2h);
    auto waited = 0ms;
    for (; open().empty() && waited < 2h; waited += 50ms)
      timer_.advance(50ms);
    http_.answer(200);
    return waited;
  }

  static constexpr instant noon = from_unix(1795608000); // 2026-11-25T12:00:00Z
  const deadline begin_ = std::chrono::steady_clock::now();
  fake_http http_;
  fake_delayer timer_;
  std::map<std::string, std::string> results_;
};

} // namespace

TEST_F(GraphGate, OneWriterAndFourInAllPerMailbox) {
  graph_gate gate{http_, timer_, options(50)};
  ask(gate, "w1", 1, true);
  ask(gate, "w2", 1, true);
  for (const char* name : {"r1", "r2", "r3", "r4"})
    ask(gate, name, 1);
  EXPECT_EQ(open(), "w1 r1 r2 r3 ");
  ask(gate, "other", 2, true);
  EXPECT_EQ(open(), "w1 r1 r2 r3 other ");
  http_.answer(201);
  EXPECT_EQ(results_["w1"], "201");
  EXPECT_EQ(open(), "r1 r2 r3 other w2 ");
}

TEST_F(GraphGate, LimitHoldsOverAllMailboxes) {
  graph_gate gate{http_, timer_, options(2, 2)};
  ask(gate, "a", 1);
  ask(gate, "b", 2);
  ask(gate, "c", 3);
  EXPECT_EQ(open(), "a b ");
  EXPECT_EQ(gate.numbers().waiting, 1u);
  EXPECT_EQ(gate.numbers().in_flight, 2u);
  http_.answer(failure{errc::network, {}, {}});
  EXPECT_EQ(open(), "b c ");
  EXPECT_EQ(results_["a"], "network");
}

TEST_F(GraphGate, CallersGoBeforeBackgroundWork) {
  graph_gate gate{http_, timer_, options(1, 1)};
  ask(gate, "first", 1);
  ask(gate, "background", 2, false, urgency::background);
  ask(gate, "caller", 3);
  http_.answer(200);
  EXPECT_EQ(open(), "caller ");
  http_.answer(200);
  EXPECT_EQ(open(), "background ");
}

TEST_F(GraphGate, OneMailboxNeverBlocksAnother) {
  graph_gate gate{http_, timer_, options(3, 3)};
  ask(gate, "w1", 1, true);
  ask(gate, "w2", 1, true);
  ask(gate, "w3", 1, true);
  ask(gate, "other", 2, true);
  EXPECT_EQ(open(), "w1 other ");
}

TEST_F(GraphGate, LimitHalvesOncePerEraAndGrowsSlowly) {
  graph_gate gate{http_, timer_, options(8, 8)};
  for (int i = 0; i < 8; ++i)
    ask(gate, std::to_string(i), i);
  http_.answer(429, too_many);
  EXPECT_EQ(gate.numbers().limit, 4u);
  http_.answer(429, too_many);
  EXPECT_EQ(gate.numbers().limit, 4u) << "let in before the halving";
  while (!http_.sent_.empty())
    http_.answer(200);
  EXPECT_EQ(gate.numbers().limit, 4u) << "these too say nothing new";
  timer_.advance(gate_options{}.unsaid_rest);
  int rounds = 0;
  for (; gate.numbers().limit < 8 && rounds < 100; ++rounds) {
    for (int i = 0; i < 4; ++i)
      ask(gate, "n" + std::to_string(i), i);
    while (!http_.sent_.empty())
      http_.answer(200);
  }
  EXPECT_GT(rounds, 3);
  EXPECT_EQ(gate.numbers().limit, 8u);
  EXPECT_EQ(gate.numbers().halved, 1u);
}

TEST_F(GraphGate, LimitDoesNotGrowUnused) {
  graph_gate gate{http_, timer_, options(8, 64)};
  for (int i = 0; i < 200; ++i) {
    ask(gate, "one", 1);
    http_.answer(200);
  }
  EXPECT_EQ(gate.numbers().limit, 8u);
}

TEST_F(GraphGate, LimitNeverFallsBelowTheMinimum) {
  graph_gate gate{http_, timer_, options(2, 2)};
  for (int i = 0; i < 5; ++i) {
    ask(gate, "a", 1);
    http_.answer(429);
    timer_.advance(gate_options{}.unsaid_rest);
  }
  EXPECT_EQ(gate.numbers().limit, 1u);
  ask(gate, "b", 1);
  EXPECT_EQ(open(), "b ");
}

TEST_F(GraphGate, MailQuotaIsNoConcurrency) {
  graph_gate gate{http_, timer_, options(8, 8)};
  ask(gate, "mail", 1, true);
  http_.answer(429, R"({"error":{"code":"ErrorExceededMessageLimit"}})");
  EXPECT_EQ(gate.numbers().limit, 8u);
}

TEST_F(GraphGate, WhoWaitsTooLongIsToldAndNeverSent) {
  graph_gate gate{http_, timer_, options(1, 1)};
  ask(gate, "first", 1);
  ask(gate, "late", 2, false, urgency::caller, 300ms);
  timer_.advance(200ms);
  EXPECT_EQ(results_.count("late"), 0u);
  timer_.advance(200ms);
  EXPECT_EQ(results_["late"], "timeout: not sent: waited at the gate");
  EXPECT_EQ(gate.numbers().waiting, 0u);
  http_.answer(200);
  EXPECT_EQ(open(), "");
}

TEST_F(GraphGate, LettingInEndsTheTimer) {
  graph_gate gate{http_, timer_, options(1, 1)};
  ask(gate, "first", 1);
  ask(gate, "second", 2, false, urgency::caller, 300ms);
  http_.answer(200);
  timer_.advance(1s);
  EXPECT_EQ(results_.count("second"), 0u);
  http_.answer(200);
  EXPECT_EQ(results_["second"], "200");
}

TEST_F(GraphGate, WaitersSurviveTheGateItself) {
  auto gate = std::make_unique<graph_gate>(http_, timer_, options(1, 1));
  ask(*gate, "first", 1);
  ask(*gate, "second", 1);
  gate.reset();
  http_.answer(200);
  http_.answer(200);
  EXPECT_EQ(results_["second"], "200");
}

TEST_F(GraphGate, AMailboxRestsWhileMicrosoftAsksForIt) {
  graph_gate gate{http_, timer_, options(8)};
  ask(gate, "first", 1);
  throttle("2");
  EXPECT_EQ(results_["first"], "429");
  ask(gate, "read", 1);
  ask(gate, "write", 1, true);
  ask(gate, "other", 2);
  EXPECT_EQ(open(), "other ") << "only the mailbox that was too busy rests";
  EXPECT_EQ(gate.numbers().resting, 1u);
  timer_.advance(1999ms);
  EXPECT_EQ(open(), "other ");
  timer_.advance(1ms);
  EXPECT_EQ(open(), "other read write ");
  EXPECT_EQ(gate.numbers().resting, 0u);
}

TEST_F(GraphGate, EveryFormOfRetryAfterIsObeyed) {
  EXPECT_EQ(rest_after("3"), 3000ms);
  EXPECT_EQ(rest_after("2.128"), 2150ms) << "the first look after it";
  EXPECT_EQ(rest_after("Wed, 25 Nov 2026 12:00:07 GMT"), 7000ms);
  EXPECT_EQ(rest_after("Sun, 22 Nov 2026 07:30:04 GMT",
                       "Sun, 22 Nov 2026 07:30:00 GMT"),
            4000ms)
      << "by the clock of the answer";
  EXPECT_EQ(rest_after("7200"), 3600s) << "nobody rests longer than an hour";
  for (const auto* nothing : {"", "soon", "-1", "0"})
    EXPECT_EQ(rest_after(nothing), gate_options{}.unsaid_rest) << nothing;
}

TEST_F(GraphGate, WhoHasNotTheTimeIsToldAtOnce) {
  graph_gate gate{http_, timer_, options(1, 1)};
  ask(gate, "first", 1);
  ask(gate, "waiting", 1, false, urgency::caller, 4s);
  ask(gate, "patient", 1, false, urgency::caller, 6s);
  throttle("5");
  EXPECT_EQ(results_["waiting"],
            "throttled: not sent: Microsoft asked to wait");
  timer_.advance(2s);
  ask(gate, "late", 1, false, urgency::caller, 2s);
  EXPECT_EQ(results_.count("late"), 0u) << "never from within send";
  timer_.advance(0ms);
  EXPECT_EQ(results_["late"], "throttled: not sent: Microsoft asked to wait");
  EXPECT_EQ(results_.count("patient"), 0u);
  timer_.advance(3s);
  EXPECT_EQ(open(), "patient ");
}

TEST_F(GraphGate, TwoMailboxesThatAreToldToWaitMeanTheirTenant) {
  graph_gate gate{http_, timer_, options(8)};
  const auto ask_as = [&](const std::string& name, std::int64_t mailbox,
                          const std::string& tenant) {
    ask(gate, name, mailbox, false, urgency::caller, 10s, tenant);
  };
  ask_as("a", 1, "contoso");
  ask_as("b", 2, "contoso");
  throttle("2");
  EXPECT_EQ(gate.numbers().resting_tenants, 0u);
  throttle("3");
  EXPECT_EQ(gate.numbers().resting_tenants, 1u);
  ask_as("c", 3, "contoso");
  ask_as("d", 4, "fabrikam");
  ask_as("e", 5, "");
  EXPECT_EQ(open(), "d e ") << "nobody else's calendar stops";
  timer_.advance(2s);
  EXPECT_EQ(open(), "d e ");
  timer_.advance(1s);
  EXPECT_EQ(open(), "d e c ");
  EXPECT_EQ(gate.numbers().resting_tenants, 0u);
}

TEST_F(GraphGate, MailboxesOfSeveralTenantsStopNobodyElse) {
  graph_gate gate{http_, timer_, options(16)};
  for (const auto* tenant : {"x", "y", "z", ""})
    ask(gate, tenant, 10 + tenant[0], false, urgency::caller, 10s, tenant);
  for (int i = 0; i < 4; ++i)
    throttle("60");
  EXPECT_EQ(gate.numbers().resting, 4u);
  EXPECT_EQ(gate.numbers().resting_tenants, 0u);
  EXPECT_LT(gate.numbers().limit, 16u) << "but all are sent less at once";
  ask(gate, "next", 99, false, urgency::caller, 10s, "x");
  EXPECT_EQ(open(), "next ");
}

TEST_F(GraphGate, WhoSignsInWaitsForNoStranger) {
  graph_gate gate{http_, timer_, options(16)};
  ask(gate, "first", 0);
  throttle("60");
  for (const auto* name : {"1", "2", "3", "4", "5"})
    ask(gate, name, 0);
  EXPECT_EQ(open(), "1 2 3 4 5 ");
}

TEST_F(GraphGate, AMailboxsOwnConcurrencyIsItsOwn) {
  graph_gate gate{http_, timer_, options(8)};
  ask(gate, "a", 1);
  ask(gate, "b", 2);
  throttle("2", too_many);
  throttle("2", too_many);
  ask(gate, "a2", 1);
  ask(gate, "b2", 2);
  ask(gate, "c", 3);
  EXPECT_EQ(open(), "c ");
}

TEST_F(GraphGate, AfterTheRestCallersGoFirst) {
  graph_gate gate{http_, timer_, options(1, 1)};
  ask(gate, "first", 1);
  throttle("1");
  ask(gate, "background", 1, false, urgency::background);
  ask(gate, "caller", 1);
  timer_.advance(1s);
  EXPECT_EQ(open(), "caller ");
}

TEST_F(GraphGate, TheLimitOfMailsHoldsNobodyElseUp) {
  graph_gate gate{http_, timer_, options(8)};
  ask(gate, "mail", 1, true);
  throttle("60", R"({"error":{"code":"ErrorExceededMessageLimit"}})");
  ask(gate, "read", 1);
  EXPECT_EQ(open(), "read ");
}

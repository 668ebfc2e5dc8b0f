#include "tests/sim/sim_client.hpp"

#include <thread>

namespace rental::sim::test {

namespace {

/// Holds requests in flight until they are released.
class ThrottlingTest : public SimTest {
protected:
  void hold(int count, const std::string& account) {
    control("POST", "/faults",
            {{"match", {{"operation", "me"}, {"account", account}}},
             {"times", count},
             {"action", {{"latency_ms", 600000}}}});
    auto token = token_for(account);
    for (int i = 0; i < count; ++i)
      held_.emplace_back([this, token] {
        client own;
        own.send("GET", microsoft.graph_url() + "/me",
                 {{"Authorization", "Bearer " + token}});
      });
    while (in_flight(account) < count)
      std::this_thread::yield();
  }

  int in_flight(const std::string& account) {
    auto mailboxes = control("GET", "/stats")["mailboxes"];
    return mailboxes.contains(account)
               ? mailboxes[account]["inFlight"].get<int>()
               : 0;
  }

  void TearDown() override {
    control("POST", "/release");
    for (auto& thread : held_)
      thread.join();
  }

  std::vector<std::thread> held_;
};

constexpr auto pete = "pete@contoso.example";
constexpr auto ana = "ana@contoso.example";

} // namespace

TEST_F(ThrottlingTest, TheFifthRequestOfAMailboxIsOneTooMany) {
  hold(4, pete);
  auto fifth = graph("GET", "/me");
  EXPECT_EQ(fifth.status, 429);
  EXPECT_EQ(fifth.error_code(), "ApplicationThrottled");
  EXPECT_EQ(fifth.content()["error"]["message"],
            "Application is over its MailboxConcurrency limit.");
  EXPECT_EQ(fifth.header("retry-after"), "1");
  EXPECT_EQ(graph("GET", "/me", nullptr, {}, ana).status, 200)
      << "another mailbox";
  auto stats = control("GET", "/stats");
  EXPECT_EQ(stats["mailboxes"][pete]["maxConcurrency"], 4);
  EXPECT_EQ(stats["refusedForConcurrency"], 1);
}

TEST_F(ThrottlingTest, TheLimitCanCountTheWholeApplication) {
  control("POST", "/settings",
          {{"concurrency_per_app", true}, {"concurrency_retry_after", ""}});
  hold(2, pete);
  hold(2, ana);
  auto fifth = graph("GET", "/me", nullptr, {}, "nozone@contoso.example");
  EXPECT_EQ(fifth.status, 429);
  EXPECT_EQ(fifth.header("retry-after"), "");
}

TEST_F(ThrottlingTest, TheLimitCanBeSwitchedOff) {
  control("POST", "/settings", {{"mailbox_concurrency", 0}});
  hold(6, pete);
  EXPECT_EQ(graph("GET", "/me").status, 200);
}

TEST_F(ThrottlingTest, FinishedRequestsFreeTheirPlace) {
  hold(4, pete);
  control("POST", "/release");
  while (in_flight(pete) > 0)
    std::this_thread::yield();
  EXPECT_EQ(graph("GET", "/me").status, 200);
}

} // namespace rental::sim::test

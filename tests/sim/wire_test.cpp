#include "tests/sim/sim_client.hpp"

#include <curl/curl.h>

#include <thread>

namespace rental::sim::test {

using WireTest = SimTest;

TEST_F(WireTest, ConnectionsAreKeptAlive) {
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(graph("GET", "/me").status, 200);
  EXPECT_EQ(http.connections(), 1);
}

TEST_F(WireTest, HundredsOfConnectionsAreServedAtOnce) {
  control("POST", "/settings", {{"mailbox_concurrency", 0}});
  auto token = token_for("pete@contoso.example");
  std::vector<std::unique_ptr<client>> clients(200);
  for (auto& one : clients) {
    one = std::make_unique<client>();
    auto answer = one->send("GET", microsoft.graph_url() + "/me",
                            {{"Authorization", "Bearer " + token}});
    EXPECT_EQ(answer.status, 200);
  }
  for (auto& one : clients) {
    one->send("GET", microsoft.graph_url() + "/me",
              {{"Authorization", "Bearer " + token}});
    EXPECT_EQ(one->connections(), 1);
  }
  EXPECT_EQ(control("GET", "/stats")["operations"]["me"]["count"], 400);
}

TEST_F(WireTest, PortIsFreeAndItsOwn) {
  simulator other;
  other.start();
  EXPECT_NE(other.port(), microsoft.port());
  EXPECT_EQ(http.send("GET", other.base_url() + "/_control/stats").status, 200);
}

TEST_F(WireTest, StoppingEndsWhatIsInFlight) {
  control(
      "POST", "/faults",
      {{"match", {{"operation", "me"}}}, {"action", {{"latency_ms", 600000}}}});
  auto token = token_for("pete@contoso.example");
  std::thread waiting{[&] {
    client own;
    own.send("GET", microsoft.graph_url() + "/me",
             {{"Authorization", "Bearer " + token}});
  }};
  while (control("GET", "/stats")["maxConcurrency"] == 0)
    std::this_thread::yield();
  microsoft.stop();
  waiting.join();
  EXPECT_EQ(http.send("GET", microsoft.graph_url() + "/me").failure,
            CURLE_COULDNT_CONNECT);
}

TEST_F(WireTest, OddRequestsDoNotHurt) {
  EXPECT_EQ(http.send("GET", microsoft.base_url() + "/%zz%00/x?%=&&=").status,
            404);
  EXPECT_EQ(graph("GET", "/me/events/%ff%fe").status, 400);
  EXPECT_EQ(http.send("POST", microsoft.base_url() + "/_control/faults", {},
                      "not json")
                .status,
            400);
  EXPECT_EQ(
      graph("GET", "/me", nullptr, {{"client-request-id", "\xff\xfe"}}).status,
      200);
  auto large = std::string(9 * 1024 * 1024, 'x');
  auto answer
      = http.send("POST", microsoft.graph_url() + "/me/events", {}, large);
  EXPECT_TRUE(answer.status == 413 || answer.failure != 0);
  EXPECT_EQ(graph("GET", "/me").status, 200);
}

} // namespace rental::sim::test

// What a stranger can cost the server: memory, connections, its end.
#include "base/network.hpp"
#include "tests/http/server_fixture.hpp"

#include <gmock/gmock.h>

#include <future>
#include <new>

namespace rental {
namespace {

using namespace std::chrono_literals;
using test::get;
using test::post;
using test::raw_client;
using testing::HasSubstr;

constexpr std::size_t mebibyte = 1024 * 1024;

class ServerLimits : public test::server_fixture {
protected:
  ServerLimits() {
    const auto length = [](http_in in, responder respond) {
      respond(text_out(200, std::to_string(in.body.size())));
    };
    const http_gate with_key = [](const http_in& in) -> gate_verdict {
      if (in.header("x-key") == "right")
        return {std::nullopt, true};
      return {json_out(401, "{}"), false};
    };
    routes->add("POST", "/closed", length, {8 * mebibyte, with_key});
    routes->add("POST", "/signed", length, {8 * mebibyte, {}});
    options.on_turned_away = [this](const char* what) {
      const std::lock_guard guard{mutex};
      full.emplace_back(what);
    };
  }

  static std::string head(const std::string& path, std::size_t length,
                          const std::string& more = "") {
    return "POST " + path + " HTTP/1.1\r\nHost: t\r\nContent-Length: "
           + std::to_string(length) + "\r\n" + more + "\r\n";
  }

  bool holds(std::size_t least, std::size_t most) const {
    const auto until = std::chrono::steady_clock::now() + 5s;
    while (std::chrono::steady_clock::now() < until) {
      const auto now = server->bytes_in_flight();
      if (now >= least && now <= most)
        return true;
      std::this_thread::yield();
    }
    return false;
  }

  std::vector<std::string> turned_away() {
    const std::lock_guard guard{mutex};
    return full;
  }

  std::mutex mutex;
  std::vector<std::string> full;
};

TEST_F(ServerLimits, JudgesByTheHeaderBeforeAnyBody) {
  start();
  const std::pair<std::string, int> table[] = {
      {head("/nowhere", 60'000), 404},
      {"PUT /closed HTTP/1.1\r\nHost: t\r\nContent-Length: 60000\r\n\r\n", 405},
      {head("/closed", 8 * mebibyte), 401},
      {head("/closed", 8 * mebibyte, "X-Key: wrong\r\n"), 401},
      {head("/closed", 8 * mebibyte + 1, "X-Key: right\r\n"), 413},
      {head("/echo", usual_body + 1), 413},
      {"POST /closed HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked"
       "\r\n\r\n",
       401}};
  for (const auto& [bytes, status] : table) {
    raw_client client{server->port()};
    client.send(bytes);
    const auto answer = client.read();
    EXPECT_EQ(answer.status, status) << bytes;
    EXPECT_EQ(answer.headers.at("connection"), "close") << bytes;
  }
  EXPECT_EQ(server->bytes_in_flight(), 0u);
}

TEST_F(ServerLimits, ARefusedBodyThatIsHereKeepsTheConnection) {
  start();
  raw_client client{server->port()};
  client.send(post("/closed", "some body") + get("/echo"));
  EXPECT_EQ(client.read().status, 401);
  EXPECT_EQ(client.read().body, "GET /echo\n");
}

TEST_F(ServerLimits, TakesLongBodiesOfThoseWhoMay) {
  start();
  raw_client client{server->port()};
  client.send(
      post("/closed", std::string(3 * mebibyte, 'x'), "X-Key: right\r\n"));
  EXPECT_EQ(client.read().body, std::to_string(3 * mebibyte));
  EXPECT_TRUE(holds(0, 0));
}

TEST_F(ServerLimits, OneBudgetForAllBodiesThatAreOnTheirWay) {
  options.bytes_in_flight = 4 * mebibyte;
  start();
  const std::string part(3 * mebibyte - 1, 'x');
  raw_client first{server->port()};
  first.send(head("/closed", 3 * mebibyte, "X-Key: right\r\n") + part);
  ASSERT_TRUE(holds(3 * mebibyte - 1, 4 * mebibyte));
  raw_client second{server->port()};
  second.send(head("/closed", 3 * mebibyte, "X-Key: right\r\n") + part);
  const auto refused = second.read();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.headers.at("retry-after"), "1");
  EXPECT_THAT(turned_away(), testing::ElementsAre("memory"));
  raw_client small{server->port()};
  small.send(post("/closed", std::string(200 * 1024, 'x'), "X-Key: right\r\n"));
  EXPECT_EQ(small.read().status, 200) << "there is always room for little";
  first.send("x");
  EXPECT_EQ(first.read().status, 200);
  EXPECT_TRUE(holds(0, 0));
  raw_client third{server->port()};
  third.send(post("/closed", part, "X-Key: right\r\n"));
  EXPECT_EQ(third.read().status, 200);
}

TEST_F(ServerLimits, ALengthThatIsOnlySaidTakesNothing) {
  options.bytes_in_flight = 4 * mebibyte;
  start();
  std::vector<std::unique_ptr<raw_client>> all;
  for (int i = 0; i < 50; ++i) {
    all.push_back(std::make_unique<raw_client>(server->port()));
    all.back()->send(head("/signed", 8 * mebibyte));
  }
  raw_client client{server->port()};
  client.send(post("/closed", std::string(mebibyte, 'x'), "X-Key: right\r\n"));
  EXPECT_EQ(client.read().status, 200);
}

TEST_F(ServerLimits, StrangersLeaveRoomForThoseWithProof) {
  options.bytes_in_flight = 8 * mebibyte;
  start();
  const std::string part(900 * 1024, 'x');
  std::vector<std::unique_ptr<raw_client>> all;
  int refused = 0;
  for (int i = 0; i < 6; ++i) {
    all.push_back(std::make_unique<raw_client>(server->port()));
    all.back()->send(head("/signed", 900 * 1024 + 1) + part);
  }
  // Of one address: an eighth of all, so one of the six.
  for (std::size_t i = 1; i < all.size(); ++i)
    refused += all[i]->read().status == 503;
  EXPECT_GE(refused, 4);
  EXPECT_LE(server->bytes_in_flight(), mebibyte);
  raw_client client{server->port()};
  client.send(
      post("/closed", std::string(5 * mebibyte, 'x'), "X-Key: right\r\n"));
  EXPECT_EQ(client.read().status, 200);
}

TEST_F(ServerLimits, CountsLargeAnswersAsWell) {
  options.bytes_in_flight = mebibyte;
  routes->add("GET", "/large", [](http_in, responder respond) {
    respond(text_out(200, std::string(2 * mebibyte, 'x')));
  });
  start();
  raw_client client{server->port()};
  client.send(get("/large"));
  EXPECT_EQ(client.read().status, 503);
  EXPECT_TRUE(holds(0, 0));
}

TEST_F(ServerLimits, WantOfMemoryCostsOneRequest) {
  routes->guard([](http_in& in) -> std::optional<http_out> {
    if (in.path == "/guard")
      throw std::bad_alloc{};
    return std::nullopt;
  });
  routes->add("GET", "/handler",
              [](http_in, responder) { throw std::bad_alloc{}; });
  options.on_answered = [](const http_exchange& done) {
    if (done.path == "/echo" && done.method == "POST")
      throw std::bad_alloc{}; // on the I/O thread itself
  };
  start();
  for (const auto* path : {"/guard", "/handler"}) {
    raw_client client{server->port()};
    client.send(get(path));
    EXPECT_EQ(client.read().status, 500) << path;
  }
  for (int i = 0; i < 10; ++i) {
    raw_client client{server->port()};
    client.send(post("/echo", "x"));
    client.shut_sending();
    EXPECT_TRUE(client.closed());
  }
  raw_client client{server->port()};
  client.send(get("/echo"));
  EXPECT_EQ(client.read().status, 200);
}

TEST_F(ServerLimits, SilentConnectionsMakeRoom) {
  options.max_connections = 8;
  start();
  raw_client known{server->port()};
  known.send(get("/late"));
  auto waiting = late(1);
  std::vector<std::unique_ptr<raw_client>> silent;
  for (int i = 0; i < 40; ++i) {
    silent.push_back(std::make_unique<raw_client>(server->port()));
    if (i % 2 == 0)
      silent.back()->send("GET /echo HTTP/1.1\r\nX-Slow:");
  }
  raw_client late_comer{server->port()};
  late_comer.send(get("/echo"));
  EXPECT_EQ(late_comer.read().status, 200);
  EXPECT_TRUE(silent.front()->closed());
  waiting[0](text_out(200, "kept"));
  EXPECT_EQ(known.read().body, "kept") << "who is being answered stays";
}

TEST_F(ServerLimits, OneAddressHasItsShare) {
  options.trusted_proxies = {};
  options.max_per_address = 3;
  start();
  std::vector<std::unique_ptr<raw_client>> some;
  for (int i = 0; i < 3; ++i) {
    some.push_back(std::make_unique<raw_client>(server->port()));
    some.back()->send(get("/echo"));
    EXPECT_EQ(some.back()->read().status, 200);
  }
  raw_client more{server->port()};
  EXPECT_EQ(more.read().status, 503);
  EXPECT_THAT(turned_away(), testing::ElementsAre("address"));
  some.pop_back();
  const auto until = std::chrono::steady_clock::now() + 5s;
  int status = 0;
  while (status != 200 && std::chrono::steady_clock::now() < until) {
    raw_client again{server->port()};
    again.send(get("/echo"));
    status = again.read().status;
  }
  EXPECT_EQ(status, 200);
}

TEST_F(ServerLimits, BehindAProxyEachClientHasItsShare) {
  options.max_per_address = 2;
  routes->guard([](http_in& in) -> std::optional<http_out> {
    in.peer = client_address(in.peer, in.header("x-forwarded-for"),
                             loopback_networks());
    return std::nullopt;
  });
  start();
  const std::string half(500, 'x');
  const auto of = [](const std::string& who) {
    return "X-Forwarded-For: " + who + "\r\n";
  };
  raw_client one{server->port()};
  raw_client two{server->port()};
  for (auto* each : {&one, &two})
    each->send(head("/signed", 1000, of("203.0.113.5")) + half);
  ASSERT_TRUE(holds(2000, 2000)); // both are being read
  raw_client three{server->port()};
  raw_client other{server->port()};
  three.send(head("/signed", 1000, of("203.0.113.5")) + half);
  EXPECT_EQ(three.read().status, 503);
  other.send(head("/signed", 1000, of("203.0.113.6")) + half);
  ASSERT_TRUE(holds(3000, 3000));
  other.send(half);
  EXPECT_EQ(other.read().body, "1000");
}

TEST_F(ServerLimits, AConnectionHasToBegin) {
  options.header_timeout = 100ms;
  start();
  raw_client silent{server->port()};
  EXPECT_TRUE(silent.closed());
}

TEST_F(ServerLimits, WhatIsHalfSentHoldsUpNoEnd) {
  start();
  raw_client header{server->port()};
  header.send("GET /echo HTTP/1.1\r\nHo");
  raw_client body{server->port()};
  body.send(head("/echo", 100) + std::string(50, 'x'));
  raw_client served{server->port()};
  served.send(get("/echo") + "POST /echo HT");
  EXPECT_EQ(served.read().status, 200);
  ASSERT_TRUE(holds(1, mebibyte));
  const auto began = std::chrono::steady_clock::now();
  EXPECT_TRUE(server->drain(20s));
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
}

} // namespace
} // namespace rental

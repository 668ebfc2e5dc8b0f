#include "http/server/listener.hpp"
#include "tests/http/server_fixture.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <future>

namespace rental {
namespace {

using namespace std::chrono_literals;
using test::get;
using test::post;
using test::raw_client;
using testing::HasSubstr;

using Listener = test::server_fixture;

TEST_F(Listener, KeepsConnectionsAlive) {
  start();
  raw_client client{server->port()};
  for (int i = 0; i < 3; ++i) {
    client.send(post("/echo?n=" + std::to_string(i), "hello"));
    const auto answer = client.read();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.reason, "OK");
    EXPECT_EQ(answer.body, "POST /echo|n=" + std::to_string(i) + "\nhello");
  }
  EXPECT_EQ(server->connections(), 1u);
}

TEST_F(Listener, AnswersPipelinedRequestsOneByOneInOrder) {
  start();
  raw_client client{server->port()};
  client.send(get("/late") + get("/echo?n=2") + get("/late")
              + get("/echo?n=4"));
  auto first = late(1);
  first[0](text_out(200, "one"));
  EXPECT_EQ(client.read().body, "one");
  EXPECT_EQ(client.read().body, "GET /echo|n=2\n");
  auto both = late(2); // the second came only after the first was answered
  both[1](text_out(200, "three"));
  EXPECT_EQ(client.read().body, "three");
  EXPECT_EQ(client.read().body, "GET /echo|n=4\n");
}

TEST_F(Listener, DecodesTheTarget) {
  start();
  raw_client client{server->port()};
  client.send(get("/%65cho?a=%2B1+2&b&a=3&c=%zz"));
  EXPECT_EQ(client.read().body, "GET /echo|a=+1 2|b=|c=%zz\n");
  client.send(get("http://elsewhere:99/echo?x=y"));
  EXPECT_EQ(client.read().body, "GET /echo|x=y\n");
}

TEST_F(Listener, ReadsChunkedBodies) {
  start();
  raw_client client{server->port()};
  client.send("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked"
              "\r\n\r\n3\r\nabc\r\n");
  client.send("2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(client.read().body, "POST /echo\nabcde");
}

TEST_F(Listener, HeadHasALengthAndNoBody) {
  start();
  raw_client client{server->port()};
  client.send("HEAD /echo HTTP/1.1\r\nHost: t\r\n\r\n" + get("/echo"));
  const auto head = client.read(true);
  const auto full = client.read();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-length"), "10");
  EXPECT_EQ(full.body, "GET /echo\n");
  EXPECT_EQ(full.headers.at("content-length"), "10");
}

TEST_F(Listener, UnknownPathsAndMethods) {
  start();
  raw_client client{server->port()};
  client.send(get("/nothing"));
  auto answer = client.read();
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.headers["content-type"], "application/problem+json");
  client.send("DELETE /echo HTTP/1.1\r\nHost: t\r\n\r\n");
  answer = client.read();
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.headers["allow"], "GET, HEAD, POST");
  client.send("BREW /late HTTP/1.1\r\nHost: t\r\n\r\n");
  answer = client.read();
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.headers["allow"], "GET, HEAD");
}

TEST_F(Listener, RefusesLargeBodiesByTheirLength) {
  start();
  raw_client client{server->port()};
  client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999"
              "\r\n\r\n");
  const auto answer = client.read();
  EXPECT_EQ(answer.status, 413);
  EXPECT_THAT(answer.body, HasSubstr("\"error\""));
  EXPECT_EQ(answer.headers.at("connection"), "close");
  EXPECT_EQ(answer.headers.at("x-request-id").size(), 36u);
}

TEST_F(Listener, RefusesLargeChunkedBodies) {
  start();
  raw_client client{server->port()};
  client.send("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked"
              "\r\n\r\n");
  const auto chunk = "4000\r\n" + std::string(0x4000, 'x') + "\r\n";
  for (int i = 0; i < 6; ++i)
    client.send(chunk);
  EXPECT_EQ(client.read().status, 413);
}

TEST_F(Listener, TheRefusalIsSeenByAClientThatKeepsSending) {
  start();
  raw_client client{server->port()};
  client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 20000000"
              "\r\n\r\n");
  for (int i = 0; i < 200; ++i)
    ASSERT_TRUE(client.send(std::string(100'000, 'x'))) << i;
  EXPECT_EQ(client.read().status, 413);
}

TEST_F(Listener, TakesABodyOfExactlyTheLimit) {
  start();
  raw_client client{server->port()};
  client.send(post("/echo", std::string(usual_body, 'y')));
  EXPECT_EQ(client.read().body.size(), usual_body + 11);
  client.send(post("/echo", std::string(usual_body + 1, 'y')));
  EXPECT_EQ(client.read().status, 413);
}

TEST_F(Listener, SaysContinueWhenAsked) {
  start();
  raw_client client{server->port()};
  client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n"
              "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read().status, 100);
  client.send("ok");
  EXPECT_EQ(client.read().body, "POST /echo\nok");
}

TEST_F(Listener, RefusesInsteadOfContinuing) {
  start();
  raw_client client{server->port()};
  client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 9999999\r\n"
              "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read().status, 413);
  raw_client other{server->port()};
  other.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n"
             "Expect: miracles\r\n\r\n");
  EXPECT_EQ(other.read().status, 417);
}

struct bad_request {
  const char* bytes;
  int status;
};

TEST_F(Listener, RefusesMalformedRequestsAndCloses) {
  start();
  const bad_request table[]
      = {{"hello\r\n\r\n", 400},
         {"GET\r\n\r\n", 400},
         {"GET /echo HTTP/1.1\r\nHost t\r\n\r\n", 400},
         {"GET /echo HTTP/2.7\r\nHost: t\r\n\r\n", 505},
         {"GET /echo HTTP/1.1\r\n\r\n", 400},
         {"GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
         {"GET echo HTTP/1.1\r\nHost: a\r\n\r\n", 400},
         {"GET ftp://a/echo HTTP/1.1\r\nHost: a\r\n\r\n", 400},
         {"GET /e%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
         {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400},
         {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
          "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          400},
         {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
          501},
         {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
          "chunked\r\n\r\nzz\r\n",
          400}};
  for (const auto& [bytes, status] : table) {
    raw_client client{server->port()};
    client.send(bytes);
    const auto answer = client.read();
    EXPECT_EQ(answer.status, status) << bytes;
    EXPECT_THAT(answer.body, HasSubstr("\"status\":")) << bytes;
    client.shut_sending();
    EXPECT_TRUE(client.closed()) << bytes;
  }
}

TEST_F(Listener, RefusesHugeHeaders) {
  start();
  raw_client client{server->port()};
  client.send(get("/echo", "X-Much: " + std::string(20'000, 'h') + "\r\n"));
  EXPECT_EQ(client.read().status, 431);
}

TEST_F(Listener, IgnoresEmptyLinesBeforeARequest) {
  start();
  raw_client client{server->port()};
  client.send("\r\n\r\n" + get("/echo") + "\r\n" + get("/echo"));
  EXPECT_EQ(client.read().status, 200);
  EXPECT_EQ(client.read().status, 200);
}

TEST_F(Listener, SlowHeadersAreCutOff) {
  options.header_timeout = 100ms;
  start();
  raw_client client{server->port()};
  client.send("GET /echo HTTP/1.1\r\nHost");
  EXPECT_TRUE(client.closed());
}

TEST_F(Listener, SlowBodiesAreCutOff) {
  options.body_timeout = 100ms;
  start();
  raw_client client{server->port()};
  client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\nab");
  EXPECT_TRUE(client.closed());
}

TEST_F(Listener, SilentConnectionsAreClosed) {
  options.idle_timeout = 100ms;
  start();
  raw_client client{server->port()};
  client.send(get("/echo"));
  EXPECT_EQ(client.read().status, 200);
  EXPECT_TRUE(client.closed());
}

TEST_F(Listener, ASlowAnswerIsNoSilence) {
  options.idle_timeout = options.header_timeout = options.body_timeout = 50ms;
  start();
  raw_client client{server->port()};
  client.send(get("/late"));
  auto waiting = late(1);
  std::this_thread::sleep_for(150ms); // longer than every timeout
  waiting[0](text_out(200, "at last"));
  EXPECT_EQ(client.read().body, "at last");
}

TEST_F(Listener, SpeaksHttp10) {
  start();
  raw_client client{server->port()};
  client.send("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  auto answer = client.read();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers["connection"], "keep-alive");
  client.send("GET /echo HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.read().status, 200);
  client.shut_sending();
  EXPECT_TRUE(client.closed());
}

TEST_F(Listener, ClosesWhenAsked) {
  start();
  raw_client client{server->port()};
  client.send(get("/echo", "Connection: close\r\n"));
  EXPECT_EQ(client.read().headers["connection"], "close");
  client.shut_sending();
  EXPECT_TRUE(client.closed());
}

TEST_F(Listener, TurnsAwayOneConnectionTooMany) {
  options.max_connections = 2;
  start();
  raw_client first{server->port()};
  raw_client second{server->port()};
  first.send(get("/late"));
  second.send(get("/late"));
  auto both = late(2);
  raw_client third{server->port()};
  EXPECT_EQ(third.read().status, 503);
  for (auto& each : both)
    each(text_out(200, "still here"));
  EXPECT_EQ(first.read().body, "still here");
  EXPECT_EQ(second.read().body, "still here");
}

TEST_F(Listener, NamesEveryRequest) {
  start();
  raw_client client{server->port()};
  client.send(get("/echo", "X-Request-Id: abc-1.2_3\r\n"));
  EXPECT_EQ(client.read().headers["x-request-id"], "abc-1.2_3");
  client.send(get("/echo", "X-Request-Id: a b<script>\r\n"));
  const auto made = client.read().headers["x-request-id"];
  EXPECT_EQ(made.size(), 36u);
  client.send(get("/echo"));
  EXPECT_NE(client.read().headers["x-request-id"], made);
}

TEST_F(Listener, ABugIsAnsweredWith500) {
  start();
  raw_client client{server->port()};
  client.send(get("/lost") + get("/thrown") + get("/echo"));
  EXPECT_EQ(client.read().status, 500);
  const auto thrown = client.read();
  EXPECT_EQ(thrown.status, 500);
  EXPECT_EQ(thrown.body.find("a bug"), std::string::npos);
  EXPECT_EQ(client.read().status, 200);
}

TEST_F(Listener, AHeaderCannotSmuggleInAnother) {
  routes->add("GET", "/split", [](http_in, responder respond) {
    respond({200, {{"X-Name", "a\r\nSet-Cookie: b=c"}}, "body"});
  });
  start();
  raw_client client{server->port()};
  client.send(get("/split"));
  const auto answer = client.read();
  EXPECT_EQ(answer.headers.count("set-cookie"), 0u);
  EXPECT_EQ(answer.body, "body");
}

TEST_F(Listener, TellsTheDateOfItsClock) {
  options.time = std::make_shared<manual_clock>(from_unix(784111777));
  start();
  raw_client client{server->port()};
  client.send(get("/echo"));
  const auto answer = client.read();
  EXPECT_EQ(answer.headers.at("date"), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
  EXPECT_EQ(answer.headers.count("server"), 0u);
}

TEST_F(Listener, ReportsWhatItAnswered) {
  std::promise<http_exchange> seen;
  options.on_answered
      = [&](const http_exchange& what) { seen.set_value(what); };
  start();
  raw_client client{server->port()};
  client.send(post("/echo?secret=1", "x", "X-Request-Id: r1\r\n"));
  EXPECT_EQ(client.read().status, 200);
  auto future = seen.get_future();
  ASSERT_EQ(future.wait_for(5s), std::future_status::ready);
  const auto what = future.get();
  EXPECT_EQ(what.method, "POST");
  EXPECT_EQ(what.path, "/echo");
  EXPECT_EQ(what.status, 200u);
  EXPECT_EQ(what.request_id, "r1");
  EXPECT_EQ(what.peer, "127.0.0.1");
}

TEST_F(Listener, DrainingFinishesWhatIsInFlight) {
  start();
  raw_client idle{server->port()};
  idle.send(get("/echo"));
  EXPECT_EQ(idle.read().status, 200);
  raw_client busy{server->port()};
  busy.send(get("/late"));
  auto waiting = late(1);
  auto drained
      = std::async(std::launch::async, [this] { return server->drain(5s); });
  EXPECT_TRUE(idle.closed());
  waiting[0](text_out(200, "done"));
  waiting.clear();
  forget();
  const auto answer = busy.read();
  EXPECT_EQ(answer.body, "done");
  EXPECT_EQ(answer.headers.at("connection"), "close");
  busy.shut_sending();
  EXPECT_TRUE(drained.get());
  EXPECT_FALSE(raw_client{server->port()}.connected());
}

TEST_F(Listener, DrainingGivesUpAfterItsGrace) {
  start();
  raw_client busy{server->port()};
  busy.send(get("/late"));
  late(1);
  EXPECT_FALSE(server->drain(50ms));
}

TEST_F(Listener, AnswersMayOutliveTheServer) {
  start();
  raw_client client{server->port()};
  client.send(get("/late"));
  auto waiting = late(1);
  server.reset();
  waiting[0](text_out(200, "too late"));
  EXPECT_TRUE(waiting[0].answered());
  EXPECT_TRUE(client.closed());
}

TEST_F(Listener, SaysWhyItCannotListen) {
  start();
  options.port = server->port();
  const auto taken = listener::start(options, routes);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, errc::unavailable);
  options.address = "not an address";
  const auto wrong = listener::start(options, routes);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, errc::bad_request);
}

TEST_F(Listener, ServesManyAtOnce) {
  start();
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      raw_client client{server->port()};
      for (int i = 0; i < 100; ++i) {
        const auto text = std::to_string(t * 1000 + i);
        client.send(post("/echo", text));
        good += client.read().body == "POST /echo\n" + text ? 1 : 0;
      }
    });
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(good, 800);
}

} // namespace
} // namespace rental

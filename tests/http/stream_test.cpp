// Answers that go on: they begin at once, end when they should, and no slow or
// vanished client keeps anything.
#include "http/message/byte_stream.hpp"
#include "tests/http/server_fixture.hpp"

#include <functional>

namespace rental::test {
namespace {

using namespace std::chrono_literals;

class StreamTest : public server_fixture {
protected:
  StreamTest() {
    routes->add("GET", "/live", [this](http_in, responder respond) {
      http_out out{200, {{"Content-Type", "text/event-stream"}}, "first\n"};
      out.more = body;
      respond(std::move(out));
    });
  }

  static bool eventually(const std::function<bool()>& there) {
    const auto until = std::chrono::steady_clock::now() + 30s;
    while (!there()) {
      if (std::chrono::steady_clock::now() > until)
        return false;
      std::this_thread::sleep_for(5ms);
    }
    return true;
  }

  /// What is sent arrives, so the connection has the stream.
  void expect_live(raw_client& client) {
    ASSERT_TRUE(body->send("live\n"));
    ASSERT_NE(client.until("live\n"), "");
  }

  std::shared_ptr<byte_stream> body = std::make_shared<byte_stream>();
};

TEST_F(StreamTest, BeginsThenGoesOnThenEnds) {
  start();
  ASSERT_TRUE(body->send("early\n"));
  raw_client client{server->port()};
  client.send(get("/live"));
  const auto answer = client.read();
  EXPECT_EQ(client.until("early\n"), "first\nearly\n");
  EXPECT_TRUE(body->send("late\n"));
  body->end();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.at("connection"), "close");
  EXPECT_FALSE(answer.headers.contains("content-length"));
  EXPECT_EQ(client.rest(), "late\n");
  EXPECT_FALSE(body->send("too late"));
}

TEST_F(StreamTest, HeadHasNoBody) {
  start();
  raw_client client{server->port()};
  client.send("HEAD /live HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.read(true).status, 200);
  EXPECT_TRUE(client.closed());
}

TEST_F(StreamTest, AClientThatGoesIsNoticed) {
  start();
  {
    raw_client client{server->port()};
    client.send(get("/live"));
    expect_live(client);
  }
  EXPECT_TRUE(eventually([&] { return server->connections() == 0; }));
  EXPECT_FALSE(body->send("to nobody"));
}

TEST_F(StreamTest, AClientThatDoesNotReadIsDropped) {
  options.stream_backlog = 64 * 1024;
  start();
  raw_client client{server->port()};
  client.send(get("/live"));
  const std::string piece(16 * 1024, 'x');
  EXPECT_TRUE(eventually([&] { return !body->send(piece); }));
  EXPECT_TRUE(eventually([&] { return server->connections() == 0; }));
}

TEST_F(StreamTest, EndsWhenTheServerDrains) {
  start();
  raw_client client{server->port()};
  client.send(get("/live"));
  expect_live(client);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_TRUE(server->drain(30s));
  EXPECT_LT(std::chrono::steady_clock::now() - began, 15s);
  EXPECT_FALSE(body->send("to nobody"));
}

TEST_F(StreamTest, OutlivesItsServer) {
  start();
  raw_client client{server->port()};
  client.send(get("/live"));
  expect_live(client);
  server.reset();
  EXPECT_FALSE(body->send("to nobody"));
  body->end();
}

TEST_F(StreamTest, WithoutAConnectionItDoesNotGrow) {
  const std::string piece(16 * 1024, 'x');
  int taken = 0;
  while (taken < 100 && body->send(piece))
    ++taken;
  EXPECT_LT(taken, 10);
}

} // namespace
} // namespace rental::test

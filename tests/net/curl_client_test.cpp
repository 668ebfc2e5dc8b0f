#include "net/curl_client.hpp"
#include "tests/net/waiting.hpp"
#include "tests/support/mock_http_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <list>

using namespace rental;
using namespace rental::test;
using namespace std::chrono_literals;

namespace {

using ending = mock_answer::ending;

http_request get_of(const std::string& url,
                    std::chrono::milliseconds wait = 5s) {
  return {"GET", url, {}, {}, in(wait)};
}

expected<http_reply> ask(http_client& http, http_request request) {
  awaited<expected<http_reply>> answer;
  http.send(std::move(request), answer.callback());
  return answer.get();
}

/// "hello hello hello hello hello " (30 bytes) through gzip -9.
std::string gzipped_hello() {
  static const unsigned char bytes[]
      = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03,
         0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57, 0xc8, 0xc0, 0x41, 0x02,
         0x00, 0xbe, 0xcb, 0x8a, 0xbd, 0x1e, 0x00, 0x00, 0x00};
  return {reinterpret_cast<const char*>(bytes), sizeof bytes};
}

} // namespace

TEST(CurlClient, SendsWhatItIsGivenAndReadsTheReply) {
  mock_http_server server{[](const auto&) {
    return mock_answer{201, "made", {{"X-One", "1"}, {"X-ONE", " two "}}};
  }};
  curl_client http;
  auto reply = ask(http, {"POST",
                          server.base_url() + "/a?b=c",
                          {{"Content-Type", "text/plain"}, {"X-Empty", ""}},
                          "body",
                          in(5s)});
  ASSERT_TRUE(reply) << to_string(reply.error());
  EXPECT_EQ(reply->status, 201);
  EXPECT_EQ(reply->body, "made");
  EXPECT_EQ(reply->headers.at("x-one"), "two");
  const auto seen = server.seen().at(0);
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/a?b=c");
  EXPECT_EQ(seen.body, "body");
  EXPECT_EQ(seen.headers.at("content-type"), "text/plain");
  EXPECT_EQ(seen.headers.at("content-length"), "4");
  EXPECT_EQ(seen.headers.count("x-empty"), 1u);
  EXPECT_EQ(seen.headers.count("expect"), 0u);
}

TEST(CurlClient, SendsPatchAndDelete) {
  mock_http_server server{[](const auto&) { return mock_answer{204}; }};
  curl_client http;
  ASSERT_TRUE(ask(http, {"PATCH", server.base_url(), {}, "{}", in(5s)}));
  ASSERT_TRUE(ask(http, {"DELETE", server.base_url(), {}, "", in(5s)}));
  const auto seen = server.seen();
  EXPECT_EQ(seen.at(0).method, "PATCH");
  EXPECT_EQ(seen.at(0).body, "{}");
  EXPECT_EQ(seen.at(1).method, "DELETE");
  EXPECT_EQ(seen.at(1).headers.count("content-length"), 0u);
}

TEST(CurlClient, ReusesItsConnection) {
  mock_http_server server{[](const auto&) { return mock_answer{}; }};
  curl_client http;
  for (int i = 0; i < 5; ++i)
    ASSERT_TRUE(ask(http, get_of(server.base_url())));
  EXPECT_EQ(server.seen().back().connection, 1);
}

TEST(CurlClient, TakesANewConnectionAfterA503) {
  mock_http_server server{[](const auto& r) {
    return mock_answer{r.target == "/busy" ? 503 : 200};
  }};
  curl_client http;
  EXPECT_EQ(ask(http, get_of(server.base_url() + "/busy"))->status, 503);
  EXPECT_EQ(ask(http, get_of(server.base_url() + "/ok"))->status, 200);
  EXPECT_EQ(server.seen().back().connection, 2);
}

TEST(CurlClient, RunsManyAtOnce) {
  mock_http_server server{[](const auto& r) {
    return mock_answer{200, r.target, {}, {}, 50ms};
  }};
  curl_client http;
  std::vector<awaited<expected<http_reply>>> answers(40);
  for (std::size_t i = 0; i < answers.size(); ++i)
    http.send(get_of(server.base_url() + '/' + std::to_string(i)),
              answers[i].callback());
  for (std::size_t i = 0; i < answers.size(); ++i)
    EXPECT_EQ(answers[i].get()->body, '/' + std::to_string(i));
  int connections = 0;
  for (const auto& request : server.seen())
    connections = std::max(connections, request.connection);
  EXPECT_GT(connections, 10) << "they waited for each other";
}

TEST(CurlClient, NeverCallsBackFromWithinSend) {
  curl_client http;
  awaited<std::thread::id> where;
  auto request = get_of("http://127.0.0.1:1/");
  request.until = std::chrono::steady_clock::now() - 1s;
  http.send(request, [&](auto) {
    where.promise->set_value(std::this_thread::get_id());
  });
  EXPECT_NE(where.get(), std::this_thread::get_id());
}

TEST(CurlClient, RefusedConnectionIsUnreachable) {
  std::string url;
  {
    mock_http_server server{[](const auto&) { return mock_answer{}; }};
    url = server.base_url();
  }
  curl_client http;
  EXPECT_EQ(ask(http, get_of(url)).error().code, errc::unreachable);
}

TEST(CurlClient, ConnectionThatIsNeverMadeIsUnreachable) {
  // A listener whose queue is full does not answer a connection request.
  boost::asio::io_context io;
  using tcp = boost::asio::ip::tcp;
  tcp::acceptor full{io};
  full.open(tcp::v4());
  full.bind({boost::asio::ip::make_address("127.0.0.1"), 0});
  full.listen(0);
  std::list<tcp::socket> fillers;
  for (int i = 0; i < 8; ++i) {
    fillers.emplace_back(io);
    fillers.back().async_connect(full.local_endpoint(), [](auto) {});
    io.poll();
    io.restart();
  }
  curl_options options;
  options.connect_timeout = 200ms;
  curl_client http{options};
  auto reply
      = ask(http, get_of("http://127.0.0.1:"
                         + std::to_string(full.local_endpoint().port())));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, errc::unreachable);
}

TEST(CurlClient, SilenceIsATimeout) {
  mock_http_server server{[](const auto&) {
    return mock_answer{200, "", {}, ending::silence};
  }};
  curl_client http;
  auto reply = ask(http, get_of(server.base_url(), 150ms));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, errc::timeout);
}

TEST(CurlClient, PassedDeadlineSendsNothing) {
  mock_http_server server{[](const auto&) { return mock_answer{}; }};
  curl_client http;
  EXPECT_EQ(ask(http, get_of(server.base_url(), -1ms)).error().code,
            errc::timeout);
  EXPECT_TRUE(server.seen().empty());
}

TEST(CurlClient, BodyCutShortIsANetworkError) {
  mock_http_server server{[](const auto&) {
    return mock_answer{200, std::string(1000, 'x'), {}, ending::cut_in_body};
  }};
  curl_client http;
  EXPECT_EQ(ask(http, get_of(server.base_url())).error().code, errc::network);
}

TEST(CurlClient, ClosedInsteadOfAnAnswerIsANetworkError) {
  mock_http_server server{[](const auto&) {
    return mock_answer{200, "", {}, ending::cut_before};
  }};
  curl_client http;
  EXPECT_EQ(ask(http, get_of(server.base_url())).error().code, errc::network);
}

TEST(CurlClient, NeverRepeatsABodyOnItsOwn) {
  mock_http_server server{[](const auto& r) {
    return mock_answer{200,
                       "",
                       {},
                       r.method == "POST" ? ending::cut_before
                                          : ending::complete};
  }};
  curl_client http;
  ASSERT_TRUE(ask(http, get_of(server.base_url())));
  // The kept connection is reused and dies after the request: libcurl would
  // send it again by default.
  auto reply = ask(http, {"POST", server.base_url(), {}, "mail", in(5s)});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, errc::network);
  EXPECT_EQ(server.seen().size(), 2u);
}

TEST(CurlClient, ClosedIdleConnectionIsNoError) {
  mock_http_server server{[](const auto&) {
    return mock_answer{200, "", {}, ending::close_after};
  }};
  curl_client http;
  for (int i = 0; i < 20; ++i) {
    auto reply = ask(http, get_of(server.base_url()));
    ASSERT_TRUE(reply) << to_string(reply.error());
  }
}

TEST(CurlClient, UnpacksGzip) {
  mock_http_server server{[](const auto&) {
    return mock_answer{200, gzipped_hello(), {{"Content-Encoding", "gzip"}}};
  }};
  curl_client http;
  auto reply = ask(http, get_of(server.base_url()));
  ASSERT_TRUE(reply) << to_string(reply.error());
  EXPECT_EQ(reply->body, "hello hello hello hello hello ");
  EXPECT_NE(server.seen().at(0).headers.at("accept-encoding").find("gzip"),
            std::string::npos);
}

TEST(CurlClient, BrokenGzipIsABadAnswer) {
  mock_http_server server{[](const auto&) {
    return mock_answer{200, "not gzip", {{"Content-Encoding", "gzip"}}};
  }};
  curl_client http;
  EXPECT_EQ(ask(http, get_of(server.base_url())).error().code,
            errc::bad_answer);
}

TEST(CurlClient, UnpackedBodyCountsForTheLimit) {
  mock_http_server server{[](const auto&) {
    return mock_answer{200, gzipped_hello(), {{"Content-Encoding", "gzip"}}};
  }};
  curl_options options;
  options.body_limit = 29;
  curl_client http{options};
  EXPECT_EQ(ask(http, get_of(server.base_url())).error().code,
            errc::bad_answer);
}

TEST(CurlClient, TakesFiveMegabytesAndRefusesMoreThanTheLimit) {
  mock_http_server server{[](const auto& r) {
    const std::size_t mib = 1024 * 1024;
    return mock_answer{200,
                       std::string(r.target == "/5" ? 5 * mib : 7 * mib, 'x')};
  }};
  curl_client http;
  auto five = ask(http, get_of(server.base_url() + "/5"));
  ASSERT_TRUE(five) << to_string(five.error());
  EXPECT_EQ(five->body.size(), 5u * 1024 * 1024);
  EXPECT_EQ(ask(http, get_of(server.base_url() + "/7")).error().code,
            errc::bad_answer);
}

TEST(CurlClient, FollowsNoRedirect) {
  mock_http_server server{[](const auto&) {
    return mock_answer{302, "", {{"Location", "/elsewhere"}}};
  }};
  curl_client http;
  auto reply = ask(http, get_of(server.base_url()));
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 302);
  EXPECT_EQ(server.seen().size(), 1u);
}

TEST(CurlClient, RefusesOtherSchemesAndLineBreaks) {
  mock_http_server server{[](const auto&) { return mock_answer{}; }};
  curl_client http;
  EXPECT_EQ(ask(http, get_of("file:///etc/hostname")).error().code,
            errc::internal);
  EXPECT_EQ(ask(http, get_of("no url")).error().code, errc::internal);
  auto request = get_of(server.base_url());
  request.headers = {{"X-A", "1\r\nX-B: 2"}};
  EXPECT_EQ(ask(http, request).error().code, errc::internal);
  EXPECT_TRUE(server.seen().empty());
}

TEST(CurlClient, IgnoresTheProxyOfTheEnvironment) {
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  mock_http_server server{[](const auto&) { return mock_answer{}; }};
  curl_client http;
  EXPECT_TRUE(ask(http, get_of(server.base_url())));
  unsetenv("http_proxy");
}

TEST(CurlClient, SpeaksToAPlainPortByTlsInVain) {
  mock_http_server server{[](const auto&) { return mock_answer{}; }};
  curl_client http;
  auto url = server.base_url();
  url.replace(0, 4, "https");
  EXPECT_EQ(ask(http, get_of(url)).error().code, errc::unreachable);
}

TEST(CurlClient, EndsWhatIsOutstandingWhenItIsDestroyed) {
  mock_http_server server{[](const auto&) {
    return mock_answer{200, "", {}, ending::silence};
  }};
  awaited<expected<http_reply>> first, second;
  awaited<bool> job;
  {
    curl_client http;
    http.send(get_of(server.base_url()), [&](auto reply) {
      first.callback()(std::move(reply));
      http.send(get_of(server.base_url()), second.callback());
    });
    http.after(1h, [&] { job.promise->set_value(true); });
    while (server.seen().empty())
      std::this_thread::yield();
  }
  EXPECT_EQ(first.get().error().code, errc::unavailable);
  EXPECT_EQ(second.get().error().code, errc::unavailable);
  EXPECT_TRUE(job.get());
}

TEST(CurlClient, RunsDelayedJobsInOrderOfTheirTime) {
  curl_client http;
  std::vector<int> order;
  awaited<bool> last;
  const auto begin = std::chrono::steady_clock::now();
  http.after(60ms, [&] {
    order.push_back(3);
    last.promise->set_value(true);
  });
  http.after(0ms, [&] { order.push_back(1); });
  http.after(20ms, [&] { order.push_back(2); });
  ASSERT_TRUE(last.get());
  EXPECT_EQ(order, (std::vector{1, 2, 3}));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 60ms);
}

TEST(CurlClient, TakesRequestsFromManyThreads) {
  mock_http_server server{[](const auto&) { return mock_answer{}; }};
  curl_client http;
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i)
        if (ask(http, get_of(server.base_url())))
          ++good;
    });
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(good, 100);
}

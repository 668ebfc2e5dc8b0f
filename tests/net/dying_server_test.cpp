// A server that ends after it has read a request over a kept connection: the
// request may have been carried out.
#include "net/curl_client.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <string>
#include <thread>

namespace rental {
namespace {

/// Answers one POST, reads the next one on the same connection, and is gone.
class dying_server {
public:
  dying_server() : listening_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(listening_, plain, size), 0);
    EXPECT_EQ(::listen(listening_, 4), 0);
    EXPECT_EQ(::getsockname(listening_, plain, &size), 0);
    port_ = ntohs(address.sin_port);
    life_ = std::jthread{[this] { live(); }};
  }

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/";
  }

private:
  static void read_request(int from) {
    std::string all;
    char buffer[1024];
    while (!all.ends_with("body")) {
      const auto size = ::read(from, buffer, sizeof buffer);
      if (size <= 0)
        return;
      all.append(buffer, static_cast<std::size_t>(size));
    }
  }

  void live() const {
    const int one = ::accept(listening_, nullptr, nullptr);
    read_request(one);
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    EXPECT_EQ(::write(one, answer.data(), answer.size()),
              static_cast<ssize_t>(answer.size()));
    read_request(one);
    ::close(listening_);
    ::close(one);
  }

  int listening_;
  int port_ = 0;
  std::jthread life_;
};

expected<http_reply> post(curl_client& http, const std::string& url) {
  http_request request;
  request.method = "POST";
  request.url = url;
  request.body = "body";
  request.until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  std::promise<expected<http_reply>> promise;
  http.send(std::move(request), [&](expected<http_reply> reply) {
    promise.set_value(std::move(reply));
  });
  return promise.get_future().get();
}

TEST(DyingServer, ABodyThatWasSentIsNeverCalledUnsent) {
  dying_server server;
  curl_client http;
  ASSERT_TRUE(post(http, server.url()));
  // libcurl tries a new connection and is refused; but the body went out.
  const auto reply = post(http, server.url());
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, errc::network) << to_string(reply.error());
}

TEST(DyingServer, TheNextRequestElsewhereIsNotHurt) {
  curl_client http;
  {
    dying_server first;
    ASSERT_TRUE(post(http, first.url()));
    ASSERT_FALSE(post(http, first.url()));
  }
  dying_server second;
  const auto reply = post(http, second.url());
  ASSERT_TRUE(reply) << to_string(reply.error());
  ASSERT_FALSE(post(http, second.url()));
}

} // namespace
} // namespace rental

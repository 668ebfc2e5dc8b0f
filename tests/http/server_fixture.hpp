// A real server on a free port with routes that echo.
#pragma once

#include "http/server/listener.hpp"
#include "tests/http/raw_client.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace rental::test {

class server_fixture : public testing::Test {
protected:
  server_fixture() {
    options.address = "127.0.0.1";
    options.header_limit = 8 * 1024;
    auto echo = [](http_in in, responder respond) {
      std::string text = in.method + " " + in.path;
      for (const auto& [key, value] : in.query)
        text += "|" + key + "=" + value;
      respond(text_out(200, text + "\n" + in.body));
    };
    routes->add("GET", "/echo", echo);
    routes->add("POST", "/echo", echo);
    routes->add("GET", "/late", [this](http_in, responder respond) {
      keep(std::move(respond));
    });
    routes->add("GET", "/lost", [](http_in, responder) {});
    routes->add("GET", "/thrown",
                [](http_in, responder) { throw std::runtime_error{"a bug"}; });
  }

  ~server_fixture() override { server.reset(); }

  void start() {
    auto started = listener::start(options, routes);
    ASSERT_TRUE(started) << started.error().detail;
    server = std::move(*started);
  }

  /// Waits until `count` requests for /late have come, and returns them.
  std::vector<responder> late(std::size_t count) {
    std::unique_lock lock{mutex_};
    arrived_.wait_for(lock, std::chrono::seconds{5},
                      [&] { return late_.size() >= count; });
    EXPECT_EQ(late_.size(), count);
    return late_;
  }

  /// Forgets the requests for /late, which answers them with 500.
  void forget() {
    std::vector<responder> gone;
    const std::lock_guard guard{mutex_};
    gone.swap(late_);
  }

  listener_options options;
  std::shared_ptr<router> routes = std::make_shared<router>();
  std::unique_ptr<listener> server;

private:
  void keep(responder respond) {
    const std::lock_guard guard{mutex_};
    late_.push_back(std::move(respond));
    arrived_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<responder> late_;
};

} // namespace rental::test

// Stand-ins for what the Microsoft clients stand on.
#pragma once

#include "net/delayer.hpp"
#include "net/http_client.hpp"

#include <deque>
#include <map>
#include <utility>

namespace rental::test {

/// Keeps requests until the test answers them.
class fake_http final : public http_client {
public:
  void send(http_request request, callback on_reply) override {
    sent_.emplace_back(std::move(request), std::move(on_reply));
  }

  /// Answers the oldest open request.
  void answer(expected<http_reply> reply) {
    auto [request, tell] = std::move(sent_.front());
    sent_.pop_front();
    tell(std::move(reply));
  }
  void answer(long status, std::string body = {}) {
    answer(http_reply{status, {}, std::move(body)});
  }

  std::deque<std::pair<http_request, callback>> sent_;
};

/// Time moves by hand.
class fake_delayer final : public delayer {
public:
  void after(std::chrono::milliseconds wait,
             std::function<void()> job) override {
    jobs_.emplace(now_ + wait, std::move(job));
  }

  void advance(std::chrono::milliseconds by) {
    now_ += by;
    while (!jobs_.empty() && jobs_.begin()->first <= now_) {
      auto job = std::move(jobs_.begin()->second);
      jobs_.erase(jobs_.begin());
      job();
    }
  }

  std::chrono::milliseconds now_{0};
  std::multimap<std::chrono::milliseconds, std::function<void()>> jobs_;
};

} // namespace rental::test

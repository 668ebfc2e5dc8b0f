// A mail server for actor tests.
#pragma once

#include "net/mail_sender.hpp"

#include <deque>
#include <functional>
#include <vector>

namespace rental::test {

/// A mail server that does what it is told; sends at once unless `holding`.
class fake_sender final : public mail_sender {
public:
  void send(mail_message mail, std::chrono::steady_clock::time_point,
            callback on_sent) override {
    if (holding) {
      held.push_back([=, this] { end(mail, on_sent); });
      return;
    }
    end(mail, on_sent);
  }

  std::vector<mail_message> sent;
  std::deque<failure> failures;
  bool holding = false;
  std::deque<std::function<void()>> held;

private:
  void end(const mail_message& mail, const callback& on_sent) {
    if (!failures.empty()) {
      const auto why = failures.front();
      failures.pop_front();
      return on_sent(why);
    }
    sent.push_back(mail);
    on_sent(done{});
  }
};

} // namespace rental::test

// The way back from an actor to the connection that asked.
#pragma once

#include "http/message/http_message.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

namespace rental {

/// Answers exactly one request, at most once. Copies share the one answer. If
/// the last copy dies unanswered it answers 500 itself, which makes up for the
/// broken_promise that CAF 0.17 lacks. Callable from any thread; the callback
/// has to be as well.
class responder {
public:
  using callback = std::function<void(http_out)>;

  /// Answers nobody; messages need default construction.
  responder() = default;
  explicit responder(callback done)
      : state_(std::make_shared<state>(std::move(done))) {}

  void operator()(http_out answer) const {
    if (state_)
      state_->answer(std::move(answer));
  }
  /// Whether an answer was given.
  bool answered() const { return !state_ || state_->answered.load(); }

private:
  struct state {
    explicit state(callback f) : done(std::move(f)) {}
    state(const state&) = delete;
    state& operator=(const state&) = delete;
    ~state();
    void answer(http_out out) {
      if (!answered.exchange(true)) {
        auto f = std::move(done);
        f(std::move(out));
      }
    }

    callback done;
    std::atomic<bool> answered{false};
  };

  std::shared_ptr<state> state_;
};

} // namespace rental

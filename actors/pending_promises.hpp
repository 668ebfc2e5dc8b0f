// Promises that an actor has not answered yet. CAF 0.17 leaves whoever asked in
// silence when an actor ends with an open promise.
#pragma once

#include "messages/error.hpp"

#include <caf/typed_response_promise.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace rental {

/// Part of an actor's state; everything runs in that actor, which calls
/// `fail_all` before it ends.
class pending_promises {
public:
  /// Takes over a promise. What is returned answers it; the second time, and
  /// after fail_all, nothing happens.
  template <class T>
  std::function<void(expected<T>)> owe(caf::typed_response_promise<T> promise) {
    const auto id = ++last_;
    open_.emplace(id, [promise](const failure& why) mutable {
      promise.deliver(to_caf(why));
    });
    return [this, id, promise](expected<T> answer) mutable {
      if (open_.erase(id) == 0)
        return;
      if (answer)
        promise.deliver(std::move(*answer));
      else
        promise.deliver(to_caf(answer.error()));
    };
  }

  void fail_all(const failure& why) {
    for (auto& [id, fail] : std::exchange(open_, {}))
      fail(why);
  }

private:
  std::uint64_t last_ = 0;
  std::map<std::uint64_t, std::function<void(const failure&)>> open_;
};

} // namespace rental

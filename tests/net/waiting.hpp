// Turns callbacks into values for tests.
#pragma once

#include "net/http_client.hpp"

#include <future>
#include <memory>

namespace rental::test {

/// A callback and the future of what it is called with. Fails loudly (throws
/// in the caller's thread) when called twice.
template <class T>
struct awaited {
  std::shared_ptr<std::promise<T>> promise
      = std::make_shared<std::promise<T>>();
  std::future<T> future = promise->get_future();

  std::function<void(T)> callback() const {
    return [p = promise](T value) { p->set_value(std::move(value)); };
  }
  /// Waits at most ten seconds.
  T get() {
    if (future.wait_for(std::chrono::seconds{10}) != std::future_status::ready)
      throw std::runtime_error{"no answer within ten seconds"};
    return future.get();
  }
};

inline deadline in(std::chrono::milliseconds wait) {
  return std::chrono::steady_clock::now() + wait;
}

} // namespace rental::test

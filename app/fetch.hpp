// Outbound calls for subcommands, which have nothing else to do than to wait.
#pragma once

#include "base/expected.hpp"
#include "net/http_client.hpp"

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <utility>

namespace rental {

/// Starts something that answers through a callback and waits for the answer.
/// `start` must call its argument exactly once, as all our interfaces do.
template <class T, class Start>
expected<T> wait_for(Start start) {
  auto promise = std::make_shared<std::promise<expected<T>>>();
  auto future = promise->get_future();
  start(
      [promise](expected<T> answer) { promise->set_value(std::move(answer)); });
  return future.get();
}

/// Sends a request and waits at most `timeout`. Fails as http_client::send.
inline expected<http_reply> fetch(http_client& http, http_request request,
                                  std::chrono::milliseconds timeout) {
  request.until = std::chrono::steady_clock::now() + timeout;
  return wait_for<http_reply>([&](http_client::callback on_reply) {
    http.send(std::move(request), std::move(on_reply));
  });
}

} // namespace rental

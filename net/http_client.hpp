// Outbound HTTP. The interface that microsoft/ talks through.
#pragma once

#include "base/expected.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace rental {

/// Monotonic time by which an answer has to be there.
using deadline = std::chrono::steady_clock::time_point;

struct http_request {
  std::string method = "GET";
  std::string url;
  /// Sent as they are. May hold secrets: never logged.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  deadline until{};
};

struct http_reply {
  long status = 0;
  /// Names in lower case; of repeated headers the last one.
  std::map<std::string, std::string> headers;
  std::string body;
};

/// Sends HTTP requests without blocking. Thread-safe.
class http_client {
public:
  using callback = std::function<void(expected<http_reply>)>;

  virtual ~http_client() = default;

  /// Calls `on_reply` exactly once, on a thread of the client, never from
  /// within `send`. Any HTTP status is a reply. Fails with errc::unreachable
  /// (no connection, nothing was sent), errc::timeout (past `until`),
  /// errc::network (broken connection, truncated body), errc::bad_answer (body
  /// over the limit), errc::unavailable (the client is shutting down).
  /// `on_reply` must neither block nor throw.
  virtual void send(http_request request, callback on_reply) = 0;
};

} // namespace rental

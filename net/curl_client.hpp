// The HTTP client of the service: libcurl's multi interface on one thread of
// its own. curl.se/libcurl/c/libcurl-multi.html
#pragma once

#include "net/delayer.hpp"
#include "net/http_client.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace rental {

struct curl_options {
  /// Longest body that is accepted, after decompression.
  std::size_t body_limit = 6 * 1024 * 1024;
  /// Longest wait for a connection, TLS included.
  std::chrono::milliseconds connect_timeout{3000};
  /// Holds for a request whose `until` was not set.
  std::chrono::milliseconds default_timeout{30000};
  /// Idle connections kept for reuse.
  long kept_connections = 64;
  /// E.g. "http://proxy.example:3128". Empty: no proxy, whatever the
  /// environment says.
  std::string proxy;
  /// File of trusted certificates; empty: the system's.
  std::string ca_file;
  std::string user_agent = "peterental";
};

/// Speaks HTTP/1.1 over http and https only, reuses connections, verifies
/// certificates, unpacks gzip, follows no redirect and installs no signal
/// handler. After a 503 the connection is closed, as Graph's best practices
/// ask for: the next request goes over a new one.
///
/// A request with a body is never sent twice: libcurl's own repetition on a
/// stale connection is off for it, so that a mail cannot leave twice. Whatever
/// breaks before the first byte was sent is errc::unreachable, also when the
/// deadline ends it; later it is errc::network or errc::timeout. A URL or a
/// header that cannot be sent at all is errc::internal.
///
/// Thread-safe. The destructor ends every outstanding request with
/// errc::unavailable and runs every waiting `after` job, on the client's
/// thread, before it returns; it must not run on that thread itself.
class curl_client final : public http_client, public delayer {
public:
  explicit curl_client(curl_options options = {});
  ~curl_client() override;

  curl_client(const curl_client&) = delete;
  curl_client& operator=(const curl_client&) = delete;

  void send(http_request request, callback on_reply) override;
  void after(std::chrono::milliseconds wait,
             std::function<void()> job) override;

private:
  class loop;
  std::unique_ptr<loop> loop_;
};

} // namespace rental

// The HTTP/1.1 server: accepts connections, reads requests one after another
// and writes their answers (RFC 9110, RFC 9112).
#pragma once

#include "base/clock.hpp"
#include "base/expected.hpp"
#include "base/network.hpp"
#include "http/server/router.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace rental {

/// A request that was answered, for logs and metrics.
struct http_exchange {
  std::string method;
  /// Empty when the request could not even be read.
  std::string path;
  std::string request_id;
  std::string peer;
  unsigned status = 0;
  /// From its first byte to the end of the answer.
  std::chrono::microseconds took{0};
};

struct listener_options {
  std::string address = "127.0.0.1";
  /// 0: any free one, see listener::port.
  std::uint16_t port = 0;
  unsigned threads = 2;
  /// When there are as many, the one that has waited longest goes: first those
  /// that never sent a whole request, then idle ones. When all are being
  /// answered, more get 503 at once.
  std::size_t max_connections = 2048;
  /// From one address (of IPv6: one /64) that is not a trusted proxy: more get
  /// 503 at once. Of one client behind such a proxy: bodies that are on their
  /// way, without proof of who it is.
  std::size_t max_per_address = 256;
  /// Peers that speak for many clients.
  std::vector<network> trusted_proxies = loopback_networks();
  /// What all requests and answers may hold together; more get 503. How long a
  /// body may be is the route's business.
  std::size_t bytes_in_flight = 160 * 1024 * 1024;
  std::uint32_t header_limit = 32 * 1024;
  /// How long a connection may stay silent between requests. Longer than any
  /// proxy keeps one: see docs/operations.md.
  std::chrono::milliseconds idle_timeout{130'000};
  /// For the first byte of a connection; and then from the first byte of a
  /// request to the end of its header.
  std::chrono::milliseconds header_timeout{10'000};
  /// For the whole body.
  std::chrono::milliseconds body_timeout{30'000};
  /// For the client to take the answer.
  std::chrono::milliseconds write_timeout{30'000};
  /// See wire.hpp: browsers come over https alone.
  bool https = false;
  /// How much of an answer that goes on may wait for a slow client before it is
  /// dropped.
  std::size_t stream_backlog = 256 * 1024;
  /// For the Date header; without a clock there is none.
  std::shared_ptr<const clock> time;
  /// Called after each answer, on a server thread. May be empty.
  std::function<void(const http_exchange&)> on_answered;
  /// Called on a server thread when somebody is sent away because something is
  /// full: "connections", "address" or "memory". May be empty.
  std::function<void(const char* full)> on_turned_away = {};
};

/// Serves until it is drained or destroyed. Thread-safe. Answers that come
/// after its end are dropped, so responders may outlive it.
class listener {
public:
  /// Listens and starts its threads. Fails with errc::unavailable when the
  /// address cannot be taken, errc::bad_request when it is none.
  static expected<std::unique_ptr<listener>>
  start(listener_options options, std::shared_ptr<const router> routes);

  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;
  /// Closes every connection at once.
  ~listener();

  /// The port that it listens on.
  std::uint16_t port() const;
  /// Connections that are open now.
  std::size_t connections() const;
  /// What requests and answers hold now.
  std::size_t bytes_in_flight() const;
  /// Stops accepting, closes every connection that is not answering a whole
  /// request, lets those that are finish for at most `grace`. Returns whether
  /// all of them did. Blocks; not to be called from a handler.
  bool drain(std::chrono::milliseconds grace);

private:
  struct impl;
  explicit listener(std::shared_ptr<impl> inside);

  std::shared_ptr<impl> impl_;
};

} // namespace rental

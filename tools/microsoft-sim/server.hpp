#pragma once

#include "tools/microsoft-sim/http.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace rental::sim {

/// HTTP/1.1 with keep-alive on a loopback port, one thread per connection: a
/// handler may sleep, and a stalled answer costs nobody else. Thread-safe.
class server {
public:
  using handler = std::function<answer(const request&)>;

  /// Binds at once; throws std::system_error if the port is taken.
  server(const std::string& address, std::uint16_t port, handler handle);

  /// Stops.
  ~server();

  server(const server&) = delete;
  server& operator=(const server&) = delete;

  /// Begins to accept.
  void start();

  /// Shuts every connection and waits for the last handler.
  void stop();

  /// The port that is bound, also if 0 was asked for.
  std::uint16_t port() const;

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace rental::sim

#pragma once

#include "tools/microsoft-sim/settings.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace rental::sim {

/// How a simulator starts.
struct simulator_options {
  /// 0: any free port; port() tells which.
  std::uint16_t port = 0;
  std::string address = "127.0.0.1";
  /// ISO 8601; the simulator's clock starts there. Empty: real time.
  std::string clock_start;
  /// Application id, secret, tenant, registered redirect URIs and switches.
  settings initial;
};

/// Microsoft's identity platform v2.0 and Graph v1.0 on a loopback port, for
/// demos, tests and load. Thread-safe.
///
///   simulator microsoft;
///   microsoft.start();
///   // MICROSOFT_LOGIN_URL = microsoft.base_url()
///   // MICROSOFT_GRAPH_URL = microsoft.graph_url()
class simulator {
public:
  /// Binds the port. Throws std::system_error if it is taken and
  /// std::invalid_argument if clock_start is no time.
  explicit simulator(simulator_options options = {});

  /// Stops.
  ~simulator();

  simulator(const simulator&) = delete;
  simulator& operator=(const simulator&) = delete;

  /// Begins to answer.
  void start();

  /// Closes every connection; stalled and delayed answers end at once.
  void stop();

  std::uint16_t port() const;

  /// `http://127.0.0.1:PORT`: what MICROSOFT_LOGIN_URL is to be.
  std::string base_url() const;

  /// The same with `/v1.0`: what MICROSOFT_GRAPH_URL is to be.
  std::string graph_url() const;

  /// Asks the control plane without a socket: `control("POST", "/faults",
  /// body)` is POST /_control/faults. Throws std::runtime_error with the
  /// reason if it is refused.
  json control(std::string_view method, std::string_view target,
               const json& body = nullptr);

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace rental::sim

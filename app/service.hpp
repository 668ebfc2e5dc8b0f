// The composition root: everything is made here, in one order, and ended in the
// other.
#pragma once

#include "base/expected.hpp"
#include "config/settings.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace rental {

class graph_api;
class store;

/// What only tests need. The program passes none.
struct service_hooks {
  /// Told before and after each step of a booking's saga ("create:before",
  /// "create:after", ...), on an actor's thread; see domain/saga.hpp for the
  /// names.
  std::function<void(const std::string&)> on_step;
  /// Put something between the service and Microsoft's Graph, or its database
  /// (opened, migrated).
  std::function<std::shared_ptr<graph_api>(std::shared_ptr<graph_api>)>
      around_graph = {};
  std::function<std::shared_ptr<store>(std::shared_ptr<store>)> around_store
      = {};
};

/// A running service. Starts: keys, database (migrated), outbound HTTP,
/// Microsoft's clients, actor system, ledger, directory, connector, front
/// ends, listener. Ends in the opposite order; nothing that a caller was
/// promised is cut off while `stop` may still wait.
class service {
public:
  /// Opens everything and listens. Fails with errc::bad_request (settings),
  /// errc::storage or errc::sealed (database, key), errc::unavailable (address
  /// in use); the detail is one line for the operator.
  static expected<std::unique_ptr<service>> start(const settings& all,
                                                  service_hooks hooks = {});

  service(const service&) = delete;
  service& operator=(const service&) = delete;
  /// Stops within its default grace.
  ~service();

  /// The port that it listens on (settings may say 0: any free one).
  std::uint16_t port() const;

  /// Stops accepting, finishes what is in flight for at most `grace`, then ends
  /// everything. Returns whether nothing was cut off. Safe to repeat. Not to
  /// be called from one of the service's own threads.
  bool stop(std::chrono::milliseconds grace = std::chrono::seconds{20});

private:
  struct impl;
  explicit service(std::unique_ptr<impl> inside);

  std::unique_ptr<impl> impl_;
};

} // namespace rental

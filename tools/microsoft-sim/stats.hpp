#pragma once

#include "tools/microsoft-sim/json.hpp"

#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace rental::sim {

/// Counts what happens, remembers the last requests, and knows how many are
/// in flight per mailbox. Thread-safe.
class stats {
public:
  /// One finished request.
  struct entry {
    std::string operation;
    std::string method;
    std::string target;
    std::string account;
    std::string client_request_id;
    std::string at;
    /// 0: the connection was cut instead.
    int status = 0;
    /// Id of the fault that had a hand in it, 0 for none.
    int fault = 0;
  };

  void finished(entry what);

  /// Counts a request in; false if it would be one too many. `limit` 0 never
  /// refuses. `per_app`: all mailboxes share the limit.
  bool enter(const std::string& mailbox, int limit, bool per_app);

  void leave(const std::string& mailbox);

  /// A client came back before its Retry-After was over.
  void came_too_early();

  json summary() const;

  /// The last `count` requests, oldest first.
  json last(std::size_t count) const;

  /// Forgets everything but the requests in flight.
  void clear();

private:
  struct flight {
    int now = 0;
    int most = 0;
  };

  mutable std::mutex mutex_;
  std::map<std::string, std::map<int, int>> by_operation_;
  std::map<std::string, flight> flights_;
  flight all_;
  int refused_ = 0;
  int too_early_ = 0;
  std::deque<entry> log_;
};

/// Counts a request out at the end of its scope.
class flight_guard {
public:
  flight_guard(stats& in, std::string mailbox)
      : in_{in}, mailbox_{std::move(mailbox)} {}
  ~flight_guard() { in_.leave(mailbox_); }
  flight_guard(const flight_guard&) = delete;
  flight_guard& operator=(const flight_guard&) = delete;

private:
  stats& in_;
  std::string mailbox_;
};

} // namespace rental::sim

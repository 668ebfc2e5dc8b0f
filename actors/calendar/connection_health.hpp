// Whether a manager's connection works, as status, metrics and pages show it.
#pragma once

#include "actors/calendar/calendar_context.hpp"

#include <string>

namespace rental {

/// A connection has two sides that may fail: the tokens, and the calendar that
/// is read with them. Either makes it `degraded`, with the reason; it is
/// `connected` again when both are well. `needs_reconnect` comes from the
/// tokens alone. Every change is stored.
class connection_health {
public:
  explicit connection_health(calendar_context& core) : context_(core) {}

  void tokens_work();
  void tokens_fail(const std::string& reason);
  /// Only the manager can mend it.
  void grant_died(const std::string& reason);

  void calendar_read();
  /// One failure says little; `most_failures` in a row make it degraded.
  /// Failures of ours (the database, the end of the service) say nothing.
  void calendar_unread(const failure& why);
  /// How often in a row it could not be read.
  int failed_reads() const { return failed_reads_; }
  /// The row says so, or a read failed: worth a look without being asked.
  bool is_doubtful() const;

  /// The manager's row was replaced.
  void reset();

  static constexpr int most_failures = 3;

private:
  void show();
  void put(connection_state state, const std::string& reason);

  calendar_context& context_;
  std::string token_trouble_;
  std::string calendar_trouble_;
  int failed_reads_ = 0;
};

} // namespace rental

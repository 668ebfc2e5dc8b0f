// Time zone and working hours of a manager's mailbox, read again and again.
#pragma once

#include "actors/calendar/graph_calls.hpp"

#include <functional>
#include <vector>

namespace rental {

/// Writes into a manager's row what the mailbox says. A zone that nobody knows
/// does not take the place of one that is known.
void take_settings(manager_record& row, const mailbox_settings& mailbox,
                   instant now);

/// What may be booked with a manager: the firm's rules with the hours of the
/// mailbox. `tz` is the manager's wall clock.
booking_rules rules_of(const manager_record& row, const booking_rules& firm,
                       mailbox_hours_use use, const zone& tz);

/// Reads the settings when the calendar wakes, once a day, and when somebody
/// looks. What cannot be read leaves what was read before, and is tried again
/// later; nobody waits for it longer than `timeout`.
class mailbox_reader {
public:
  mailbox_reader(calendar_context& core, graph_calls& graph)
      : context_(core), graph_(graph) {}

  /// Calls `then` once the settings are not older than they may be, or could
  /// not be read.
  void freshen(std::function<void()> then);
  /// The same, with settings that are younger than a few seconds.
  void renew(std::function<void()> then);
  /// Told when they are others than before; the core has them already.
  std::function<void()> on_change;

  static constexpr std::chrono::seconds timeout{2};

private:
  bool younger_than(std::chrono::seconds age) const;
  void read(std::function<void()> then);
  void take(const mailbox_settings& mailbox);
  void settle();

  calendar_context& context_;
  graph_calls& graph_;
  /// Not read since the calendar woke.
  bool woke_ = true;
  deadline next_try_{};
  std::vector<std::function<void()>> waiting_;
};

} // namespace rental

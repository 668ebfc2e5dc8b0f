#pragma once

#include "tools/microsoft-sim/event.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace rental::sim {

/// The calendars of one account. Thread-safe; every member function is
/// one atomic step, as a store is.
class mailbox {
public:
  /// What became of a new event.
  struct created {
    event_ptr stored;
    enum class outcome { fresh, repeated, conflicting } kind = outcome::fresh;
  };

  /// Stores the event, unless its transactionId was used before: then the
  /// earlier event comes back. `freed_by_delete`: a deleted event's id is new.
  created create(event draft, bool freed_by_delete);

  /// What a change saw and left.
  struct change_result {
    enum class outcome { done, not_found, stale } kind = outcome::not_found;
    instance before;
    instance after;
  };

  /// Changes an event, or one occurrence, which thereby becomes an exception.
  /// `if_match`: empty, "*", or the etag that must still hold. `edit` may
  /// throw; then nothing has changed.
  change_result change(const event_key& key, std::string_view if_match,
                       sys_seconds now,
                       const std::function<void(event&)>& edit);

  /// Deletes an event, a series, or one occurrence.
  change_result remove(const event_key& key, std::string_view if_match,
                       sys_seconds now);

  /// Takes a deleted event out of the bin; false if there is none.
  bool restore(const event_key& key, sys_seconds now);

  /// A copy as Outlook makes it, with the extended properties: another id,
  /// another iCalUId, no transactionId. `edit` may throw.
  std::optional<instance> copy(const event_key& key, sys_seconds now,
                               const std::function<void(event&)>& edit);

  /// The mailbox moves to another server: each event gets another id.
  void renumber();

  /// The event, series master, occurrence or exception, in whatever calendar;
  /// nullopt if it is not there or deleted.
  std::optional<instance> find(const event_key& key) const;

  /// Single instances and series masters of the default calendar that are not
  /// deleted, by creation. Lists show the calendar as it was `lag` ago.
  std::vector<instance> events(std::chrono::milliseconds lag = {}) const;

  /// All that was ever stored, deleted ones included.
  std::vector<event_ptr> everything() const;

  /// Instances of the default calendar that overlap [from, until): single
  /// instances first, then those of series, each by start. `all_day_zone` lays
  /// out all-day events.
  std::vector<instance> view(sys_seconds from, sys_seconds until,
                             const std::string& all_day_zone,
                             std::chrono::milliseconds lag = {}) const;

  void clear();

private:
  using steady = std::chrono::steady_clock;
  struct version {
    steady::time_point since;
    event_ptr data;
  };

  event_ptr live(std::uint64_t number) const;
  std::optional<instance> locate(const event_key& key) const;
  void store(event changed, sys_seconds now);
  void store_exception(const instance& at, std::optional<event> changed,
                       sys_seconds now);

  mutable std::mutex mutex_;
  void keep(event_ptr stored, steady::time_point since = steady::now());
  std::vector<event_ptr> listed(std::chrono::milliseconds lag) const;

  std::map<std::uint64_t, event_ptr> events_;
  /// The last few versions of each event, oldest first, for lists that lag.
  std::map<std::uint64_t, std::vector<version>> history_;
  std::map<std::string, std::uint64_t> transactions_;
};

} // namespace rental::sim

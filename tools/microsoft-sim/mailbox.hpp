#pragma once

#include "tools/microsoft-sim/event.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace rental::sim {

/// The default calendar of one account. Thread-safe; every member function is
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

  /// The event, series master, occurrence or exception; nullopt if it is not
  /// there or deleted.
  std::optional<instance> find(const event_key& key) const;

  /// Single instances and series masters that are not deleted, by creation.
  std::vector<instance> events() const;

  /// All that was ever stored, deleted ones included.
  std::vector<event_ptr> everything() const;

  /// Instances that overlap [from, until): single instances first, then those
  /// of series, each by start. `all_day_zone` lays out all-day events.
  std::vector<instance> view(sys_seconds from, sys_seconds until,
                             const std::string& all_day_zone) const;

  void clear();

private:
  event_ptr live(std::uint64_t number) const;
  std::optional<instance> locate(const event_key& key) const;
  void store(event changed, sys_seconds now);
  void store_exception(const instance& at, std::optional<event> changed,
                       sys_seconds now);

  mutable std::mutex mutex_;
  std::map<std::uint64_t, event_ptr> events_;
  std::map<std::string, std::uint64_t> transactions_;
};

} // namespace rental::sim

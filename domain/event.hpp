// What the service needs to know of an event in a manager's calendar.
#pragma once

#include "base/time.hpp"

#include <date/date.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// Graph's `showAs`; anything that is not understood is `unknown` and blocks.
enum class show_as { free, tentative, busy, oof, working_elsewhere, unknown };

/// What is wrong with an item of the calendar that cannot be read whole. It
/// blocks alone, for all the time that it may take.
struct event_flaw {
  enum class kind {
    no_id,
    no_start,
    no_end,
    no_times,
    ends_before_start,
    unknown_zone,
  };
  kind what = kind::no_times;
  /// When it may be; for an all-day item besides its days. Empty when nothing
  /// is known.
  std::vector<time_slot> around;
  /// The whole of each of the manager's days that `around` touches.
  bool whole_days = false;

  friend bool operator==(const event_flaw&, const event_flaw&) = default;
};
/// Stable names, e.g. "unknown_zone".
const char* to_string(event_flaw::kind what) noexcept;
std::optional<event_flaw::kind> event_flaw_from(std::string_view name);

struct calendar_event {
  /// Empty only where there is a flaw.
  std::string id;
  /// `@odata.etag`, for If-Match.
  std::string etag;
  /// When it is. Meaningless for all-day events and where there is a flaw.
  time_slot when;
  bool all_day = false;
  /// First day and the day after the last one, dates without a zone.
  date::local_days first_day{};
  date::local_days last_day{};
  show_as shown = show_as::busy;
  bool cancelled = false;
  /// The manager declined it.
  bool declined = false;
  /// Our booking's id, if the event carries one (extended property or
  /// transactionId).
  std::optional<std::string> booking_id;
  /// Graph's transactionId; empty when the event has none. Ours is made from
  /// the booking id, so it tells our events where the property was not given.
  std::string transaction_id = {};
  /// Graph's iCalUId: the same when the id changes (a mailbox that moved),
  /// another one for a copy. Empty when it was not told.
  std::string ical_uid = {};
  /// Of an occurrence: the id of its series.
  std::string series_id = {};
  /// The booking's row as it travels with the event, sealed. Only of an event
  /// that was asked for by its id; empty when it has none.
  std::string row = {};
  /// Where a person opens it in a browser; https, or empty.
  std::string web_link = {};
  /// Set for what cannot be read whole. Nothing is concluded from its times but
  /// that they are not free.
  std::optional<event_flaw> flaw = {};

  /// Whether `when` says when it is.
  bool is_timed() const { return !all_day && !flaw; }
};

/// How a calendar names one event.
struct event_ref {
  std::string id;
  std::string etag;
  std::string ical_uid;
};
inline event_ref ref_of(const calendar_event& event) {
  return {event.id, event.etag, event.ical_uid};
}

} // namespace rental

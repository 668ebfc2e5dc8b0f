// What the service needs to know of an event in a manager's calendar.
#pragma once

#include "domain/time.hpp"

#include <date/date.h>

#include <optional>
#include <string>

namespace rental {

/// Graph's `showAs`; anything that is not understood is `unknown` and blocks.
enum class show_as { free, tentative, busy, oof, working_elsewhere, unknown };

struct calendar_event {
  std::string id;
  /// `@odata.etag`, for If-Match.
  std::string etag;
  /// When it is. Meaningless for all-day events.
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
  /// Where a person opens it in a browser; https, or empty.
  std::string web_link = {};
};

} // namespace rental

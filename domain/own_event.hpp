// Which event of a calendar is a booking's own. Outlook copies an event with
// the mark that we put on it, and a mailbox that moves gives its events other
// ids: neither the mark nor a 404 decides alone.
#pragma once

#include "domain/booking.hpp"
#include "domain/event.hpp"

#include <optional>
#include <span>

namespace rental {

/// Whether the event carries the booking's mark: its id (or that of the booking
/// that it moves), or its transaction id.
bool bears_mark(const calendar_event& event, const booking& row);

/// The booking's own event among `events`, or null. The stored event id wins.
/// Where no event has it, one that bears the mark is taken for the booking's
/// own when it has the same iCalUId, or stands at the booking's time, or has
/// the transaction id and no iCalUId that says otherwise; a cancelled one
/// never, nor an occurrence of a series. A booking without an event id has just
/// been written: whatever bears its mark is its own. Pure.
const calendar_event* own_event(std::span<const calendar_event> events,
                                const booking& row);

/// What people did to a booking's event in Outlook.
enum class outlook_change {
  none,
  /// It has another time, or another id.
  moved,
  /// It is not there.
  deleted,
  cancelled,
  /// It is there again, of a booking that had ended because it was not.
  restored,
};

/// The reason of a row that was ended so, and the name for logs and numbers;
/// "" for none.
const char* to_string(outlook_change what) noexcept;

/// What changed between the row and its event (nothing: there is none). An
/// event that was made all-day keeps the viewing's time. Pure.
outlook_change change_of(const booking& row,
                         const std::optional<calendar_event>& event);

/// Whether the row ended because its event was gone, so that an event that
/// comes back brings it back.
bool is_lost(const booking& row);

} // namespace rental

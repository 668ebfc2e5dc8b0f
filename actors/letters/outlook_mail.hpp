// Mails to the manager about what was changed in Outlook. Each has a key of its
// own, so that it is sent once.
#pragma once

#include "base/zone.hpp"
#include "domain/booking.hpp"
#include "domain/event.hpp"

namespace rental {

/// The manager put one viewing over another.
outbox_mail collision_mail(const booking& one, const booking& other,
                           const zone& tz, instant now);
/// A copy of a viewing's event stands in the calendar; it only blocks.
outbox_mail copy_mail(const booking& row, const calendar_event& copy,
                      const zone& tz, instant now);
/// The event came back, but its time belongs to somebody else by now.
outbox_mail not_restored_mail(const booking& row, const zone& tz, instant now);
/// The database had lost the viewing; its event brought it back.
outbox_mail taken_back_mail(const booking& row, const zone& tz, instant now);
/// The event was made all-day: the viewing keeps its time.
outbox_mail all_day_mail(const booking& row, const zone& tz, instant now);

} // namespace rental

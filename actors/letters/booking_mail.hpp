// The mails that a manager gets: who, where, when with zone, phone, call id,
// how to cancel. Written into the outbox in the transaction that they tell of.
#pragma once

#include "base/zone.hpp"
#include "domain/booking.hpp"
#include "storage/store.hpp"

#include <string>

namespace rental {

/// What a confirmation has to say besides the facts.
struct confirmation_notes {
  /// The caller was told "you will be called back" before it was done.
  bool late = false;
  /// The calendar could not be read again after the write.
  bool unverified = false;
  /// Where the event is opened in a browser; may be empty.
  std::string link = {};
};

/// A viewing was booked. Key "booked:<booking id>", so it is queued once.
outbox_mail booked_mail(const booking& row, const zone& tz,
                        const confirmation_notes& notes, instant now);
/// A viewing moved. Key "moved:<new booking id>".
outbox_mail moved_mail(const booking& row, const time_slot& from,
                       const zone& tz, const confirmation_notes& notes,
                       instant now);
/// A viewing was cancelled, by whom `row.reason` says. Key "cancelled:<booking
/// id>".
outbox_mail cancelled_mail(const booking& row, const zone& tz, bool late,
                           instant now);
/// Somebody waits for a call back. Key "<kind>:<wish id>".
outbox_mail wish_mail(const callback_request& wish, std::int64_t id);

/// Stores a wish and queues the mail about it; one without a manager is in the
/// operator's list alone.
expected<done> keep_wish(store_session& session, const callback_request& wish);

} // namespace rental

// What a viewing looks like in the manager's calendar, which is what its
// visitor is sent as the invitation. Pure.
#pragma once

#include "base/zone.hpp"
#include "domain/booking.hpp"
#include "domain/firm.hpp"
#include "microsoft/graph_api.hpp"

#include <string>

namespace rental {

/// Who invites.
struct invitation_host {
  zone tz;
  /// The manager's own name; may be empty.
  std::string name;
  firm card;
};

/// The event of a booking: subject "Property Viewing: ADDRESS" and a body for
/// the visitor's eyes: where, when, with whom, how to change it, the firm. It
/// holds no ids, and no words of the caller's but a name and an address. The
/// visitor is an attendee when an e-mail address is known, so that Exchange
/// sends the invitation. The body does not follow when the event is moved, and
/// says so.
event_draft draft_of(const booking& row, const invitation_host& host);

} // namespace rental

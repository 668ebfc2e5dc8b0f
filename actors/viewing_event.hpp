// What a viewing looks like in the manager's calendar. Pure.
#pragma once

#include "domain/booking.hpp"
#include "microsoft/graph_api.hpp"

namespace rental {

/// The event of a booking: subject "Property Viewing: ADDRESS", a readable body
/// (who, phone, e-mail, call id), the visitor as attendee when an e-mail
/// address is known, so that Exchange sends the invitation.
event_draft draft_of(const booking& row);

} // namespace rental

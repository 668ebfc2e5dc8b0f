// A viewing that the database has lost and a calendar still has.
#pragma once

#include "domain/booking.hpp"
#include "domain/event.hpp"

#include <optional>
#include <span>

namespace rental {

/// The confirmed booking that one of `marked` is about: the events that bear
/// its mark. It stands at the time of its event, which counts for more than the
/// row that was sealed into it. Nothing when none is surely its own: a copy
/// that somebody made elsewhere bears the mark too. An event is surely its own
/// with the event id or transaction id of the sealed row, or at its time. Pure.
std::optional<booking> as_found(const booking& sealed,
                                std::span<const calendar_event> marked);

} // namespace rental

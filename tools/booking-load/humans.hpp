// People in Outlook, in the middle of the load.
#pragma once

#include "tools/booking-load/run.hpp"

namespace rental::load {

/// Copies one of the manager's viewings, or drags one into another calendar of
/// the mailbox. A copy takes its time and is nobody's viewing; what is dragged
/// stays booked: the checker's rules hold as before.
task<> meddle(load_run& run, const calendar_owner& manager);

} // namespace rental::load

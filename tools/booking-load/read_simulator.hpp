// Reads calendars and mails from the simulator's control plane.
#pragma once

#include "tools/booking-load/evidence.hpp"
#include "tools/booking-load/run.hpp"

#include <string>
#include <vector>

namespace rental::load {

/// What GET /_control/events answers, taken apart. Throws std::runtime_error
/// when it is not that.
std::vector<seen_event> events_in(const std::string& body);
/// What GET /_control/mails answers.
std::vector<sent_mail> mails_in(const std::string& body);

/// Fills `events` and `mails` for the managers of the run. Throws
/// std::runtime_error.
task<> read_simulator(const load_run& run, evidence& into);

} // namespace rental::load

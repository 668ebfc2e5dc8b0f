// Before the load: accounts in the simulator, calendars connected through the
// service's own sign-in, as a manager's browser would do it.
#pragma once

#include "tools/booking-load/run.hpp"

#include <string>
#include <string_view>

namespace rental::load {

/// Fetches one URL on a connection of its own.
task<wire_reply> fetch(const load_run& run, std::string url,
                       wire_request request);

/// Asks which tools there are, makes the accounts, connects those that are not
/// connected yet, and finds out what time the service thinks it is. Throws
/// std::runtime_error with one line for the operator.
task<> set_up(load_run& run);

/// Latency and faults of the simulator, as the options say; and off again.
task<> order_faults(load_run& run);
task<> end_faults(load_run& run);

/// The value of attribute `name` in the first tag that holds `mark`; entities
/// for & and " are resolved. "" when there is none. For the sign-in pages.
std::string attribute_of(std::string_view html, std::string_view mark,
                         std::string_view name);

} // namespace rental::load

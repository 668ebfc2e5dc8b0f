// What the operator sees while the load runs.
#pragma once

#include "tools/booking-load/run.hpp"

#include <iosfwd>
#include <string>

namespace rental::load {

/// Callers in flight, round, answers, outcomes and percentiles so far; one line
/// of at most `width` columns.
std::string progress_line(const load_run& run, std::size_t width);

/// Shows the line until `over`: on a terminal one that is refreshed, elsewhere
/// a new one every five seconds.
task<> show_progress(load_run& run, std::ostream& out, bool terminal,
                     const bool& over);

/// "950 us", "12.3 ms", "1.20 s".
std::string say_micros(std::uint64_t micros);

} // namespace rental::load

// Plots as inline SVG, drawn for a narrow screen and scaled up: colours come
// from the page's CSS, so that they follow light and dark. Pure.
#pragma once

#include "tools/booking-load/tally.hpp"

#include <string>
#include <utility>
#include <vector>

namespace rental::load {

/// Latency over percentile, both logarithmic: a line for each tool.
std::string percentile_plot(const std::map<std::string, histogram>& by_tool);

/// Answers (area) and bookings (line) in each second.
std::string pace_plot(const std::vector<second_count>& seconds);

/// A bar for each kind of answer.
std::string outcome_plot(
    const std::vector<std::pair<std::string, std::uint64_t>>& outcomes);

} // namespace rental::load

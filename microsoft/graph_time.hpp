// Graph's dateTimeTimeZone: a wall clock reading beside the name of a zone.
// learn.microsoft.com/graph/api/resources/datetimetimezone
#pragma once

#include "base/time.hpp"
#include "base/zone.hpp"
#include "domain/rules.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rental {

/// Reads "2026-11-24T09:00:00.0000000"; a trailing Z is accepted. A fraction
/// is dropped, or makes a full second when `round_up`. Nothing for anything
/// else, nonexistent dates included.
std::optional<local_time> read_wall_clock(std::string_view text,
                                          bool round_up = false);

/// The date that a text begins with, whatever follows it.
std::optional<date::local_days> read_date(std::string_view text);

/// "2026-11-24T09:00:00", to stand beside the name of a zone.
std::string wall_clock_text(local_time t);

/// Reads a time of day, "09:00:00.0000000", to the minute.
std::optional<std::chrono::minutes> read_time_of_day(std::string_view text);

} // namespace rental

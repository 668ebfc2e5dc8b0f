// ISO 8601 times. Inside voice/ only. Pure; thread-safe.
#pragma once

#include "base/zone.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace rental {

/// A wall clock reading, with the offset that was written beside it, if any.
struct iso_time {
  local_time local{};
  std::optional<std::chrono::seconds> offset;
};

/// Reads a whole ISO 8601 or RFC 3339 time: "2026-11-24T14:30:00-06:00" with T,
/// t or a space; seconds optional, fraction (cut off) with dot or comma; offset
/// Z, z, +hh:mm, +hhmm or +hh, also after a space, or none; the basic form
/// "20261124T143000Z"; a zone in brackets (RFC 9557) is skipped after an
/// offset. Hour 24, second 60 and offsets beyond 14 hours are refused.
std::optional<iso_time> parse_iso(std::string_view text);

} // namespace rental

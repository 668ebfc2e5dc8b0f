#pragma once

#include "tools/microsoft-sim/zones.hpp"

#include <optional>
#include <string>
#include <string_view>

/// The spellings of time that Microsoft's services read and write.
namespace rental::sim {

/// `2026-11-24T09:00:00[.fffffff]`, no offset.
std::optional<local_seconds> parse_local(std::string_view text);

/// The same with `Z`, `+hh:mm`, or no offset, which means UTC.
std::optional<sys_seconds> parse_instant(std::string_view text);

/// `2026-11-24`
std::optional<local_days> parse_date(std::string_view text);

/// `09:00` or `09:00:00[.fffffff]`
std::optional<std::chrono::seconds> parse_time_of_day(std::string_view text);

/// `2026-11-24T09:00:00.0000000`
std::string graph_time(local_seconds local);

/// `2026-11-24T09:00:00Z`
std::string instant_text(sys_seconds instant);

/// `2026-11-24`
std::string date_text(local_days day);

/// `09:00:00.0000000`
std::string time_of_day_text(std::chrono::seconds since_midnight);

/// `Tue, 24 Nov 2026 09:00:00 GMT`
std::string http_date(sys_seconds instant);

/// `2026-11-24 09:00:00Z`, as the identity platform writes it.
std::string identity_time(sys_seconds instant);

} // namespace rental::sim

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

/// Zone names as Outlook knows them, and wall-clock time to instants. Every
/// function may be called from any thread.
namespace rental::sim {

using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

/// The IANA zone behind a Windows name ("Central Standard Time") or an IANA
/// name; nullopt if Outlook would not know the name.
std::optional<std::string> iana_name(std::string_view name);

/// The Windows name of an IANA zone, empty if it has none.
std::string windows_name(std::string_view iana);

/// A wall-clock time that does not exist is moved on by the length of the
/// gap; one that exists twice is the earlier one. `iana` must be known.
sys_seconds to_utc(local_seconds local, std::string_view iana);

local_seconds to_local(sys_seconds instant, std::string_view iana);

} // namespace rental::sim

#include "domain/event.hpp"

#include "base/enum_names.hpp"

#include <algorithm>

namespace rental {
namespace {

constexpr auto flaw_names = names_up_to<event_flaw::kind::unknown_zone>(
    "no_id", "no_start", "no_end", "no_times", "ends_before_start",
    "unknown_zone");

} // namespace

const char* to_string(event_flaw::kind what) noexcept {
  return flaw_names[static_cast<std::size_t>(what)];
}

std::optional<event_flaw::kind> event_flaw_from(std::string_view name) {
  const auto found = std::find(flaw_names.begin(), flaw_names.end(), name);
  if (found == flaw_names.end())
    return std::nullopt;
  return static_cast<event_flaw::kind>(found - flaw_names.begin());
}

} // namespace rental

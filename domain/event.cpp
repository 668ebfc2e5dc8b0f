#include "domain/event.hpp"

#include <algorithm>
#include <array>

namespace rental {
namespace {

constexpr std::array names = {"no_id",    "no_start",          "no_end",
                              "no_times", "ends_before_start", "unknown_zone"};

} // namespace

const char* to_string(event_flaw::kind what) noexcept {
  return names[static_cast<std::size_t>(what)];
}

std::optional<event_flaw::kind> event_flaw_from(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    return std::nullopt;
  return static_cast<event_flaw::kind>(found - names.begin());
}

} // namespace rental

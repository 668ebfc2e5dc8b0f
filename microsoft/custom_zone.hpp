// Zones that Outlook describes by their rules instead of naming them.
// learn.microsoft.com/graph/api/resources/customtimezone
#pragma once

#include "base/zone.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace rental {

/// The zone whose clock shows what the rules say during the year from `now`:
/// `own`, if that is one, else a well-known one, else one without changes of
/// clock. Nothing when the rules cannot be read.
///
/// Microsoft's page says that zones behind UTC have a negative bias; what
/// Exchange answers is the other way round, as in Windows (480 and a
/// daylightBias of -60 for Pacific time). Since clocks are put forward in
/// summer, the sign of daylightBias tells which of the two it is; where there
/// is none, the one that fits `own`, else Exchange's.
std::optional<zone> match_custom_zone(const nlohmann::json& rules,
                                      const std::optional<zone>& own,
                                      instant now);

} // namespace rental

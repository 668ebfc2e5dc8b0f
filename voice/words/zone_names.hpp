// What people call time zones, both ways. Inside voice/ only. Pure;
// thread-safe.
#pragma once

#include "base/zone.hpp"

#include <optional>
#include <string_view>

namespace rental {

/// "Central" for America/Chicago and the other zones of the United States and
/// Canada that share its clock; "" elsewhere.
std::string_view american_name(std::string_view iana);

/// The zone whose customary first word this is: "central" -> America/Chicago.
std::optional<zone> american_zone(std::string_view word);

/// An abbreviation that callers use: "cst", "ct", "bst". American ones mean
/// something else on other continents, so they need an American `home`.
std::optional<zone> abbreviated_zone(std::string_view word, const zone& home);

/// The zone of a city, lower case with underscores: "buenos_aires".
std::optional<zone> city_zone(std::string_view city);

} // namespace rental

// One item of a calendar, from JSON that may be anything. Internal to
// microsoft/'s sources.
#pragma once

#include "domain/event.hpp"

#include <nlohmann/json_fwd.hpp>

namespace rental {

/// Never fails: what cannot be read makes a flaw (domain/event.hpp), which says
/// all the time that the item may take. Of a wall clock reading that exists
/// twice, the item lasts from the first start to the second end. A zone that
/// nobody knows lies 14 hours to either side of UTC at most; of a time that
/// cannot be read its date may still be known.
calendar_event read_item(const nlohmann::json& from);

} // namespace rental

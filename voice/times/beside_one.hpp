// What is measured from one of the offers: "an hour later", "after the first
// one", "the same time as the last one but on Friday". Inside voice/ only.
// Pure; thread-safe.
#pragma once

#include "domain/offered_times.hpp"
#include "domain/rules.hpp"
#include "domain/slots.hpp"
#include "voice/times/meaning.hpp"

#include <optional>
#include <vector>

namespace rental {

/// The wish that is measured so; unclear where one offer is meant and several
/// were made. Nothing where none is spoken of. `offered.last` is sorted.
std::optional<wish> wish_from_one(tokens text, const offered_times& offered,
                                  const zone& tz, instant now,
                                  const booking_rules& rules);

/// "The one after the first one": the offer beside the one that is named.
std::vector<time_slot> beside_named(tokens text, const offered_times& offered,
                                    const zone& tz, instant now,
                                    const booking_rules& rules);

/// Behind a slot: the rest of its day, and every later one.
wish later_than(const time_slot& slot, const zone& tz);
/// The day up to a slot, and every earlier one.
wish earlier_than(const time_slot& slot, const zone& tz);

} // namespace rental

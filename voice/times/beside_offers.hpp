// Words that mean something only beside the times that were offered before:
// "the later one", "the Thursday one", "none of those", "anything earlier".
//
// - "The first one", "the second", "the last one" count the times that were
//   offered last, in order of time. "The later one" counts only two.
// - A day, a part of the day or a time of day says which one is meant where it
//   fits one alone: "the Thursday one", "the one at noon", "half past two".
// - "Either", "whichever", "the earliest" take the first; "yes" and "works for
//   me" the only one that was offered. "Okay" alone takes none.
// - Every word has to be known: "not the first one", "is that the first one",
//   "the first floor" choose nothing.
#pragma once

#include "base/zone.hpp"
#include "domain/offered_times.hpp"
#include "domain/rules.hpp"
#include "domain/slots.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace rental {

/// Of `offered.last` those that `text` may mean: one is chosen, of several one
/// has to be asked for. None: the words mean no offer, or are a time by
/// themselves. Pure; never throws.
std::vector<time_slot> chosen_of(std::string_view text,
                                 const offered_times& offered, const zone& tz,
                                 instant now, const booking_rules& rules);

/// The wish that `text` is beside the offers; nothing where it does not speak
/// of them. Pure; never throws.
std::optional<wish> wish_beside(std::string_view text,
                                const offered_times& offered, const zone& tz,
                                instant now, const booking_rules& rules = {});

} // namespace rental

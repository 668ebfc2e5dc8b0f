// "Tuesday, no wait, Wednesday at two": what comes later holds. Inside voice/
// only. Pure; thread-safe.
#pragma once

#include "voice/times/meaning.hpp"

#include <optional>
#include <vector>

namespace rental {

/// `text` in the pieces between its corrections; those that carry nothing are
/// left out. Nothing when it ends in one ("Tuesday at two, no"), or begins with
/// a "no" that may belong to what follows ("no Tuesday").
std::optional<std::vector<tokens>> cut_corrections(tokens text);

/// What is left of `before` once `said` has corrected it: another day stands in
/// for the day, another time for the time. What is only pointed at (`points`)
/// has to name both.
std::vector<meaning> corrected(const std::vector<meaning>& before,
                               const std::vector<meaning>& said, bool points);

} // namespace rental

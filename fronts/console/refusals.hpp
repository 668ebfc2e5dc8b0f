// Why callers, and requests, were refused, in the operator's words.
#pragma once

#include "fronts/console/console_pages.hpp"
#include "metrics/metrics.hpp"

#include <vector>

namespace rental {

/// The refusals that `numbers` has counted, most frequent first.
std::vector<refusal_count> refusals_in(const metrics& numbers);

} // namespace rental

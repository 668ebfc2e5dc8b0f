// What the operator's page needs of the settings.
#pragma once

#include "config/settings.hpp"
#include "fronts/console/console_front.hpp"

#include <string>
#include <vector>

namespace rental {

/// Everything but the actors and the fronts' options.
console_front_deps operator_deps(const settings& all,
                                 const std::vector<std::string>& tools);

} // namespace rental

// The process environment as a value: only app/ asks the system for it, tests
// pass a map.
#pragma once

#include <map>
#include <string>

namespace rental {

/// Variable name -> value. An empty value counts as "not set", since compose
/// files and hosting panels often pass empty variables.
using environment = std::map<std::string, std::string>;

} // namespace rental

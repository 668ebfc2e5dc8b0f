#pragma once

#include <nlohmann/json.hpp>

namespace rental::sim {

using json = nlohmann::json;

} // namespace rental::sim

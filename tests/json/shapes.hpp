// What the tests want of a text.
#pragma once

#include "json/read_json.hpp"

#include <array>

namespace rental {

inline constexpr std::array person{json_shape{"name", {}},
                                   json_shape{"id", {}}};
inline constexpr std::array house{json_shape{"people", person},
                                  json_shape{"street", {}}};

} // namespace rental

// The words of a JSON document that are no texts, and the names that are
// wanted. Internal to json/: both ways to read share it, so that they agree.
#pragma once

#include "json/read_json.hpp"

#include <nlohmann/json.hpp>

namespace rental {

/// What a bare word means: a number, true, false; everything else is null.
nlohmann::json json_word(std::string_view word, const json_options& options);

/// The shape of a member; null when it is not among `wanted`.
const json_shape* find_shape(std::span<const json_shape> wanted,
                             std::string_view name);

} // namespace rental

// The phrases that hold a wish together. Inside voice/ only.
#pragma once

#include <span>
#include <string_view>

namespace rental::wish_phrase {

using phrases = std::span<const std::string_view>;

extern const phrases correction;
extern const phrases soonest;
extern const phrases anything;
extern const phrases all;
extern const phrases against;
extern const phrases away;
extern const phrases against_before;
extern const phrases approved;
extern const phrases stops;
extern const phrases conditions;
extern const phrases joins;
extern const phrases harmless;
extern const phrases wrapping;

} // namespace rental::wish_phrase

// What may become a label of a metric. Internal to http/.
#pragma once

#include <cstddef>
#include <string_view>

namespace rental {

/// Every new label value is a time series for as long as the process lives, so
/// whatever a stranger can choose comes from a closed list: methods, statuses,
/// tools. The other labels are words of our own, and have to look like that.
/// What does not fit is "other".
std::string_view checked_label(std::string_view label, std::string_view value);

inline constexpr std::string_view other_label = "other";

/// Series that one family may have; all further ones are one, "other".
inline constexpr std::size_t most_series = 300;

} // namespace rental

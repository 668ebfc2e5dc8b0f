// Inside storage/ only: business hours as one column of text.
#pragma once

#include "domain/rules.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rental {

/// "" for none, else seven of "540-1020" (minutes after midnight) or "-",
/// Sunday first, separated by ';'.
std::string hours_to_text(const std::optional<weekly_hours>& hours);

/// Nothing for "" and for what is not such a text.
std::optional<weekly_hours> hours_from_text(std::string_view text);

} // namespace rental

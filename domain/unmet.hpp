// Why nothing that is free is what a caller wished for: the same reasons that a
// booking is refused with. Pure.
#pragma once

#include "domain/slots.hpp"

#include <optional>
#include <span>

namespace rental {

/// Why a wish cannot be met.
struct unmet_wish {
  refusal why = refusal::taken;
  /// The day that was wished for; nothing: several, or any.
  std::optional<date::local_days> day;
  /// The start that was wished for, when day and time were named.
  std::optional<instant> start;
  /// A part of the day was wished for, not all of it.
  bool part = false;
  /// Days were wished for that are not told one by one.
  bool several_days = false;
  /// Some are free, but the caller has ruled those out.
  bool no_others = false;
};

/// Nothing when the wish is empty or one of `free` meets it.
std::optional<unmet_wish> why_unmet(const wish& wanted,
                                    const booking_rules& rules, const zone& tz,
                                    instant now,
                                    std::span<const time_slot> free);

} // namespace rental

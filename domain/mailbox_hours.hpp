// How a mailbox's working hours and the firm's own go together. Pure.
#pragma once

#include "domain/rules.hpp"

#include <optional>
#include <string_view>

namespace rental {

/// What a mailbox's working hours are to the firm's.
enum class mailbox_hours_use {
  /// A viewing has to lie within both.
  narrow,
  /// They go before the firm's.
  replace,
  /// They do not count.
  ignore,
};
/// "narrow", "replace", "ignore".
const char* to_string(mailbox_hours_use use) noexcept;
std::optional<mailbox_hours_use> mailbox_hours_use_from(std::string_view name);

/// What lies within both, day by day; a day without anything in common is
/// closed.
weekly_hours common_hours(const weekly_hours& a, const weekly_hours& b);

/// `firm` with a mailbox's hours taken into account. The hours are those of
/// `theirs`; where that is not the manager's own zone, each viewing is held
/// against the clock there (booking_rules::within), so that a change of clocks
/// on one side only counts from its very day.
booking_rules with_mailbox_hours(booking_rules firm, mailbox_hours_use use,
                                 const zoned_hours& mailbox,
                                 const zone& managers);

/// The hours that hold, on the manager's clock, as it stands to the other one
/// at `now`: for people to read. What would reach over midnight is cut there.
weekly_hours hours_to_show(const booking_rules& rules, const zone& managers,
                           instant now);

} // namespace rental

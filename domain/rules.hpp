// The rules of viewing times: plain data, set by the operator and the mailbox.
#pragma once

#include "base/zone.hpp"

#include <array>
#include <chrono>
#include <optional>

namespace rental {

/// On a wall clock.
constexpr std::chrono::minutes day_length{24 * 60};

/// One day's opening: minutes after local midnight, half-open.
struct day_hours {
  std::chrono::minutes from{9 * 60};
  std::chrono::minutes to{17 * 60};

  friend bool operator==(const day_hours&, const day_hours&) = default;
};

/// Business hours by day; index 0 = Sunday ... 6 = Saturday (C encoding).
using weekly_hours = std::array<std::optional<day_hours>, 7>;

/// Monday to Friday, 9 to 17.
constexpr weekly_hours default_hours() {
  weekly_hours week{};
  for (std::size_t day = 1; day <= 5; ++day)
    week[day] = day_hours{};
  return week;
}

/// Hours on the clock of a zone.
struct zoned_hours {
  weekly_hours week{};
  zone tz;

  friend bool operator==(const zoned_hours&, const zoned_hours&) = default;
};

/// What may be booked, apart from what is busy.
struct booking_rules {
  weekly_hours hours = default_hours();
  /// Length of a viewing.
  std::chrono::minutes slot{30};
  /// Viewings begin at multiples of this after local midnight.
  std::chrono::minutes grid{30};
  /// How long before a viewing it must be booked; absolute time.
  std::chrono::minutes notice{24 * 60};
  /// How many local days ahead may be booked, counted from today.
  int horizon_days = 7;
  /// Kept free before and after a viewing.
  std::chrono::minutes buffer_before{0};
  std::chrono::minutes buffer_after{0};
  /// Whether a tentative event blocks.
  bool tentative_blocks = true;
  /// Hours of another zone than the manager's, in which a viewing has to lie as
  /// well.
  std::optional<zoned_hours> within = {};

  friend bool operator==(const booking_rules&, const booking_rules&) = default;
};

} // namespace rental

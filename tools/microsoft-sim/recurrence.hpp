#pragma once

#include "tools/microsoft-sim/json.hpp"
#include "tools/microsoft-sim/zones.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rental::sim {

/// A patternedRecurrence: which dates a series falls on.
struct recurrence {
  enum class kind {
    daily,
    weekly,
    absolute_monthly,
    relative_monthly,
    absolute_yearly,
    relative_yearly
  };
  kind pattern = kind::daily;
  int interval = 1;
  std::vector<std::chrono::weekday> days;
  std::chrono::weekday first_day{0};
  int day_of_month = 1;
  int month = 1;
  /// 1 to 4, or 5 for the last.
  int index = 1;
  local_days start{};
  std::optional<local_days> last;
  std::optional<int> count;
  /// Empty: the zone of the event.
  std::string zone;
};

/// Reads Graph's JSON. Throws std::invalid_argument saying what is wrong.
recurrence parse_recurrence(const json& from);

/// Graph's JSON, complete as Graph writes it.
json to_json(const recurrence& from, const std::string& event_zone);

/// The dates of the series up to and including `until`, in order.
std::vector<local_days> dates_until(const recurrence& series, local_days until);

} // namespace rental::sim

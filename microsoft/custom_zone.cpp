#include "microsoft/custom_zone.hpp"

#include "microsoft/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

namespace rental {
namespace {

using nlohmann::json;
using std::chrono::minutes;

constexpr std::array well_known
    = {"America/New_York",   "America/Chicago",     "America/Denver",
       "America/Phoenix",    "America/Los_Angeles", "America/Anchorage",
       "Pacific/Honolulu",   "America/Halifax",     "America/St_Johns",
       "America/Sao_Paulo",  "America/Mexico_City", "Europe/London",
       "Europe/Berlin",      "Europe/Athens",       "Europe/Moscow",
       "Asia/Dubai",         "Asia/Kolkata",        "Asia/Shanghai",
       "Asia/Tokyo",         "Australia/Brisbane",  "Australia/Sydney",
       "Australia/Adelaide", "Pacific/Auckland",    "Africa/Johannesburg"};

/// "The second Sunday in March".
struct yearly {
  unsigned month = 0;
  unsigned weekday = 0;
  unsigned occurrence = 0;

  bool ok() const { return month >= 1 && month <= 12 && occurrence >= 1; }
  date::local_days in(date::year year) const {
    const date::weekday day{weekday};
    const auto m = year / date::month{month};
    if (occurrence >= 5)
      return date::local_days{m / day[date::last]};
    return date::local_days{m / day[occurrence]};
  }
};

/// A zone as it is described.
struct description {
  minutes standard{0};
  minutes daylight{0};
  yearly to_standard;
  yearly to_daylight;

  bool changes() const {
    return daylight != standard && to_standard.ok() && to_daylight.ok();
  }
  /// Nothing within a day of a change of clocks.
  std::optional<minutes> at(instant t) const {
    if (!changes())
      return standard;
    const date::local_seconds wall{(t + standard).time_since_epoch()};
    const auto day = date::floor<date::days>(wall);
    const auto year = date::year_month_day{day}.year();
    const auto spring = to_daylight.in(year);
    const auto autumn = to_standard.in(year);
    for (const auto change : {spring, autumn})
      if (std::abs((day - change).count()) <= 1)
        return std::nullopt;
    const bool summer = spring < autumn ? day > spring && day < autumn
                                        : day > spring || day < autumn;
    return summer ? daylight : standard;
  }
};

std::optional<int> number_of(const json& from, const char* name) {
  const auto* found = member(from, name);
  if (found == nullptr || !found->is_number())
    return std::nullopt;
  const auto value = found->get<double>();
  if (!(value >= -1440 && value <= 1440))
    return std::nullopt;
  return static_cast<int>(value);
}

yearly yearly_of(const json& rules, const char* name) {
  constexpr std::array days = {"sunday",   "monday", "tuesday", "wednesday",
                               "thursday", "friday", "saturday"};
  yearly result;
  const auto* change = member(rules, name);
  if (change == nullptr)
    return result;
  const auto day = text_of(*change, "dayOfWeek");
  for (unsigned i = 0; i < days.size(); ++i)
    if (equal_any_case(day, days[i]))
      result.weekday = i;
  result.month = static_cast<unsigned>(
      std::max(0, number_of(*change, "month").value_or(0)));
  result.occurrence = static_cast<unsigned>(
      std::max(0, number_of(*change, "dayOccurrence").value_or(0)));
  return result;
}

/// The readings that the rules allow, the likelier one first.
std::vector<description> readings(const json& rules) {
  const auto bias = number_of(rules, "bias");
  if (!bias)
    return {};
  description found;
  found.to_standard = yearly_of(rules, "standardOffset");
  found.to_daylight = yearly_of(rules, "daylightOffset");
  const auto* summer = member(rules, "daylightOffset");
  const auto shift
      = summer != nullptr ? number_of(*summer, "daylightBias").value_or(0) : 0;
  auto as_written = found;
  as_written.standard = minutes{*bias};
  as_written.daylight = minutes{*bias + std::abs(shift)};
  found.standard = minutes{-*bias};
  found.daylight = minutes{-*bias + std::abs(shift)};
  if (shift > 0)
    return {as_written};
  return shift < 0 ? std::vector{found} : std::vector{found, as_written};
}

bool fits(const zone& tz, const description& rules, instant now) {
  for (int day = 0; day < 365; day += 5) {
    const auto at = now + date::days{day};
    const auto offset = rules.at(at);
    if (offset && *offset != tz.offset_at(at))
      return false;
  }
  return true;
}

std::optional<zone> without_changes(minutes offset) {
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(offset);
  if (hours != offset)
    return std::nullopt;
  if (hours.count() == 0)
    return zone{};
  // POSIX counts westward.
  auto found = zone::find((hours.count() < 0 ? "Etc/GMT+" : "Etc/GMT-")
                          + std::to_string(std::abs(hours.count())));
  return found ? std::optional{std::move(*found)} : std::nullopt;
}

} // namespace

std::optional<zone> match_custom_zone(const nlohmann::json& rules,
                                      const std::optional<zone>& own,
                                      instant now) {
  const auto all = readings(rules);
  if (all.empty())
    return std::nullopt;
  if (own)
    for (const auto& reading : all)
      if (fits(*own, reading, now))
        return own;
  for (const auto* name : well_known)
    if (auto tz = zone::find(name); tz && fits(*tz, all.front(), now))
      return std::move(*tz);
  return without_changes(all.front().at(now).value_or(all.front().standard));
}

} // namespace rental

#include "tools/microsoft-sim/recurrence.hpp"

#include "tools/microsoft-sim/time_text.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace rental::sim {

using namespace std::chrono;

namespace {

constexpr std::array day_names{"sunday",   "monday", "tuesday", "wednesday",
                               "thursday", "friday", "saturday"};
constexpr std::array index_names{"first", "second", "third", "fourth", "last"};
constexpr std::array kind_names{"daily",           "weekly",
                                "absoluteMonthly", "relativeMonthly",
                                "absoluteYearly",  "relativeYearly"};

/// A series that never ends is followed for this many steps at most.
constexpr int step_limit = 20000;

template <class Names>
int position(const Names& names, const json& from, const char* what) {
  auto found = from.is_string() ? std::find(names.begin(), names.end(),
                                            from.get<std::string>())
                                : names.end();
  if (found == names.end())
    throw std::invalid_argument{std::string{"recurrence: bad "} + what};
  return static_cast<int>(found - names.begin());
}

int positive(const json& from, const char* name) {
  auto found = from.find(name);
  if (found == from.end() || !found->is_number_integer() || *found < 1
      || *found > 9999)
    throw std::invalid_argument{std::string{"recurrence: bad "} + name};
  return found->get<int>();
}

local_days date_of(const json& from, const char* name) {
  auto found = from.find(name);
  auto day = found != from.end() && found->is_string()
                 ? parse_date(found->get<std::string>())
                 : std::nullopt;
  if (!day)
    throw std::invalid_argument{std::string{"recurrence: bad "} + name};
  return *day;
}

void refuse_others(const json& from, std::initializer_list<const char*> known,
                   const char* what) {
  if (!from.is_object())
    throw std::invalid_argument{std::string{"recurrence: no "} + what};
  for (auto& [name, value] : from.items())
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw std::invalid_argument{"recurrence: unknown property " + name};
}

bool uses(const recurrence& series,
          std::initializer_list<recurrence::kind> of) {
  return std::find(of.begin(), of.end(), series.pattern) != of.end();
}

void read_pattern(recurrence& into, const json& from) {
  using enum recurrence::kind;
  refuse_others(from,
                {"type", "interval", "daysOfWeek", "dayOfMonth", "month",
                 "index", "firstDayOfWeek", "@odata.type"},
                "pattern");
  into.pattern = static_cast<recurrence::kind>(
      position(kind_names, from.value("type", json{}), "type"));
  into.interval = positive(from, "interval");
  if (uses(into, {weekly, relative_monthly, relative_yearly})) {
    for (auto& day : from.value("daysOfWeek", json::array()))
      into.days.emplace_back(
          static_cast<unsigned>(position(day_names, day, "daysOfWeek")));
    if (into.days.empty())
      throw std::invalid_argument{"recurrence: daysOfWeek is missing"};
  }
  if (uses(into, {absolute_monthly, absolute_yearly}))
    into.day_of_month = positive(from, "dayOfMonth");
  if (uses(into, {absolute_yearly, relative_yearly}))
    into.month = positive(from, "month");
  if (into.day_of_month > 31 || into.month > 12)
    throw std::invalid_argument{"recurrence: dayOfMonth or month too large"};
  if (from.contains("index") && !from["index"].is_null())
    into.index = 1 + position(index_names, from["index"], "index");
  if (from.contains("firstDayOfWeek") && !from["firstDayOfWeek"].is_null())
    into.first_day = weekday{static_cast<unsigned>(
        position(day_names, from["firstDayOfWeek"], "firstDayOfWeek"))};
}

void read_range(recurrence& into, const json& from) {
  refuse_others(from,
                {"type", "startDate", "endDate", "numberOfOccurrences",
                 "recurrenceTimeZone", "@odata.type"},
                "range");
  constexpr std::array kinds{"endDate", "noEnd", "numbered"};
  auto kind = position(kinds, from.value("type", json{}), "range type");
  into.start = date_of(from, "startDate");
  if (kind == 0) {
    into.last = date_of(from, "endDate");
    if (*into.last < into.start)
      throw std::invalid_argument{"recurrence: endDate before startDate"};
  }
  if (kind == 2)
    into.count = positive(from, "numberOfOccurrences");
  auto zone = from.find("recurrenceTimeZone");
  if (zone != from.end() && zone->is_string())
    into.zone = zone->get<std::string>();
  if (!into.zone.empty() && !iana_name(into.zone))
    throw std::invalid_argument{"recurrence: unknown recurrenceTimeZone"};
}

bool has_day(const recurrence& series, local_days day) {
  return std::find(series.days.begin(), series.days.end(), weekday{day})
         != series.days.end();
}

/// The first (second, ..., last) of the wanted weekdays of a month.
local_days nth_day(const recurrence& series, year_month month) {
  std::vector<local_days> fitting;
  auto last = local_days{month / std::chrono::last};
  for (auto day = local_days{month / 1}; day <= last; day += days{1})
    if (has_day(series, day))
      fitting.push_back(day);
  auto wanted = static_cast<std::size_t>(series.index) - 1;
  return fitting[std::min(wanted, fitting.size() - 1)];
}

/// The date in a month; a day that the month lacks becomes its last.
local_days day_in(const recurrence& series, year_month month) {
  using enum recurrence::kind;
  if (uses(series, {relative_monthly, relative_yearly}))
    return nth_day(series, month);
  auto wanted = local_days{month / 1} + days{series.day_of_month - 1};
  return std::min(wanted, local_days{month / std::chrono::last});
}

/// Collects dates until the series, or the caller's interest, ends.
struct collector {
  const recurrence& series;
  local_days until;
  std::vector<local_days> dates{};

  bool over(local_days day) const {
    return day > until || (series.last && day > *series.last)
           || (series.count
               && dates.size() >= static_cast<std::size_t>(*series.count));
  }

  /// False once the end is reached.
  bool take(local_days day) {
    if (day < series.start)
      return true;
    if (over(day))
      return false;
    dates.push_back(day);
    return true;
  }
};

void collect_weekly(collector& into) {
  auto& series = into.series;
  auto week = series.start - (weekday{series.start} - series.first_day);
  for (int i = 0; i < step_limit; ++i, week += days{7 * series.interval})
    for (int k = 0; k < 7; ++k)
      if (has_day(series, week + days{k}) && !into.take(week + days{k}))
        return;
}

void collect_monthly(collector& into, int step, year_month month) {
  for (int i = 0; i < step_limit; ++i, month += months{step})
    if (!into.take(day_in(into.series, month)))
      return;
}

} // namespace

recurrence parse_recurrence(const json& from) {
  refuse_others(from, {"pattern", "range", "@odata.type"}, "object");
  recurrence result;
  read_pattern(result, from.value("pattern", json{}));
  read_range(result, from.value("range", json{}));
  return result;
}

json to_json(const recurrence& from, const std::string& event_zone) {
  auto days = json::array();
  for (auto day : from.days)
    days.push_back(day_names[day.c_encoding()]);
  auto range_type = from.last ? "endDate" : from.count ? "numbered" : "noEnd";
  return {
      {"pattern",
       {{"type", kind_names[static_cast<std::size_t>(from.pattern)]},
        {"interval", from.interval},
        {"month", from.month},
        {"dayOfMonth", from.day_of_month},
        {"daysOfWeek", days},
        {"firstDayOfWeek", day_names[from.first_day.c_encoding()]},
        {"index", index_names[static_cast<std::size_t>(from.index) - 1]}}},
      {"range",
       {{"type", range_type},
        {"startDate", date_text(from.start)},
        {"endDate", date_text(from.last.value_or(local_days{year{1} / 1 / 1}))},
        {"recurrenceTimeZone", from.zone.empty() ? event_zone : from.zone},
        {"numberOfOccurrences", from.count.value_or(0)}}}};
}

std::vector<local_days> dates_until(const recurrence& series,
                                    local_days until) {
  collector into{series, until};
  year_month_day first{series.start};
  using enum recurrence::kind;
  switch (series.pattern) {
  case daily:
    for (auto day = series.start; into.take(day); day += days{series.interval})
      ;
    break;
  case weekly:
    collect_weekly(into);
    break;
  case absolute_monthly:
  case relative_monthly:
    collect_monthly(into, series.interval, first.year() / first.month());
    break;
  case absolute_yearly:
  case relative_yearly:
    collect_monthly(into, 12 * series.interval,
                    first.year() / month{unsigned(series.month)});
  }
  return std::move(into.dates);
}

} // namespace rental::sim

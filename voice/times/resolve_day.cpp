#include "voice/times/resolve.hpp"
#include "voice/words/zone_names.hpp"

#include <algorithm>

namespace rental {

namespace {

using date::days;
using date::local_days;
using week = meaning::week;
using written_date = meaning::written_date;
using day_list = std::vector<local_days>;

// A date without year that carries the right weekday may lie this far back:
// "Monday, November 23rd" said on the 24th.
constexpr days recent{62};

/// The wall clock that the words are measured by.
struct wall {
  local_days today;
  local_time now;
  std::chrono::seconds time_of_day;
  /// The last day that can be booked.
  local_days last;

  bool ahead(local_days day) const {
    return local_time{day} + time_of_day >= now;
  }
};

void add_once(day_list& list, local_days day) {
  if (std::find(list.begin(), list.end(), day) == list.end())
    list.push_back(day);
}

unsigned weekday_of(local_days day) {
  return date::weekday{day}.c_encoding();
}

/// The next such weekday after today.
local_days coming(const wall& w, unsigned weekday) {
  auto ahead = (weekday + 7 - weekday_of(w.today)) % 7;
  return w.today + days{ahead == 0 ? 7 : ahead};
}

/// That weekday so many weeks ahead, for weeks that begin on Monday or on
/// Sunday.
local_days in_week(const wall& w, unsigned weekday, int weeks,
                   bool from_monday) {
  auto index = [&](unsigned day) {
    return static_cast<int>(from_monday ? (day + 6) % 7 : day);
  };
  return w.today
         + days{7 * weeks + index(weekday) - index(weekday_of(w.today))};
}

day_list by_weekday(const meaning& known, const wall& w) {
  auto weekday = *known.weekday;
  auto next = coming(w, weekday);
  bool is_today = weekday == weekday_of(w.today);
  day_list out;
  if (known.in_week || known.which_week == week::next) {
    if (!known.in_week)
      out.push_back(next + days{7 * known.weeks_on});
    const auto weeks = known.in_week.value_or(1 + known.weeks_on);
    add_once(out, in_week(w, weekday, weeks, true));
    add_once(out, in_week(w, weekday, weeks, false));
    return out;
  }
  if (known.weeks_on > 0)
    return {next + days{7 * known.weeks_on}};
  if (known.which_week == week::last)
    return {is_today ? w.today - days{7} : next - days{7}};
  if (known.which_week == week::this_one)
    return {is_today ? w.today : next};
  if (is_today && w.ahead(w.today))
    out.push_back(w.today);
  out.push_back(next);
  return out;
}

bool has_day(date::year_month month, unsigned day) {
  return (month / static_cast<int>(day)).ok();
}

/// A day of the month: in the month meant, or the nearest one from today on.
day_list by_day_of_month(const written_date& d, const wall& w) {
  date::year_month_day today{w.today};
  auto month = today.year() / today.month();
  if (d.months_ahead) {
    month += date::months{*d.months_ahead};
    return has_day(month, d.day)
               ? day_list{local_days{month / static_cast<int>(d.day)}}
               : day_list{};
  }
  for (int i = 0; i < 4; ++i, month += date::months{1})
    if (has_day(month, d.day))
      if (local_days day{month / static_cast<int>(d.day)}; day >= w.today)
        return {day};
  return {};
}

/// Month and day without a year: the next such date, and the last one if it is
/// recent. The better one comes first: the next one, if it can be booked.
day_list by_month_and_day(unsigned month, unsigned day, const wall& w) {
  auto year = date::year_month_day{w.today}.year();
  std::optional<local_days> next;
  std::optional<local_days> last;
  for (int i = -1; i <= 8 && !next; ++i) {
    auto ymd = (year + date::years{i}) / static_cast<int>(month)
               / static_cast<int>(day);
    if (!ymd.ok())
      continue;
    local_days found{ymd};
    if (w.ahead(found))
      next = found;
    else if (found + recent >= w.today)
      last = found;
  }
  day_list out;
  if (last == w.today)
    out.push_back(*last);
  const bool far = next && *next > w.last;
  if (next && !far)
    out.push_back(*next);
  if (last && last != w.today)
    out.push_back(*last);
  if (far)
    out.push_back(*next);
  return out;
}

/// The readings of a written date, the preferred one first.
day_list by_date(const written_date& d, const wall& w) {
  if (!d.month)
    return by_day_of_month(d, w);
  if (!d.year && !d.years_ahead)
    return by_month_and_day(*d.month, d.day, w);
  const auto this_year = date::year_month_day{w.today}.year();
  const auto year
      = d.year ? date::year{*d.year} : this_year + date::years{*d.years_ahead};
  auto ymd = year / static_cast<int>(*d.month) / static_cast<int>(d.day);
  return ymd.ok() ? day_list{local_days{ymd}} : day_list{};
}

local_days nearest_weekday_ahead(local_days day, unsigned weekday,
                                 const wall& w) {
  auto found = day + days{(weekday + 7 - weekday_of(day)) % 7};
  if (found - day > days{3} && w.ahead(found - days{7}))
    found -= days{7};
  while (!w.ahead(found))
    found += days{7};
  return found;
}

/// Month first or day first, see understand.hpp.
day_list in_both_orders(const meaning& known, const wall& w,
                        const setting& at) {
  auto preferred = *known.date;
  auto other = preferred;
  other.month = preferred.day;
  other.day = *preferred.month;
  if (american_name(at.home.name()).empty())
    std::swap(preferred, other);
  auto first = by_date(preferred, w);
  auto second = by_date(other, w);
  if (known.weekday)
    return first.insert(first.end(), second.begin(), second.end()), first;
  if (first.empty() || second.empty())
    return first.empty() ? second : first;
  bool plausible = w.ahead(second[0]) && second[0] <= w.last;
  bool over = !w.ahead(first[0]);
  if (plausible && !over)
    return {first[0], second[0]};
  return {first[0]};
}

/// A date, and whatever else names the day beside it.
day_list by_date_and_more(const meaning& known, const wall& w,
                          const setting& at) {
  auto found = known.date->may_swap ? in_both_orders(known, w, at)
                                    : by_date(*known.date, w);
  if (found.empty())
    return {};
  // What does not agree may be a slip of either, but not of a date that is
  // over: "Monday July 21st" in September is no Monday ahead.
  const auto disagreeing = [&](local_days other) {
    return w.ahead(found[0]) ? day_list{found[0], other} : day_list{found[0]};
  };
  if (known.days_on) {
    auto named = w.today + days{*known.days_on};
    bool agree = std::find(found.begin(), found.end(), named) != found.end();
    return agree ? day_list{named} : disagreeing(named);
  }
  if (known.in_week && known.weekday)
    for (auto day : {in_week(w, *known.weekday, *known.in_week, true),
                     in_week(w, *known.weekday, *known.in_week, false)})
      if (std::find(found.begin(), found.end(), day) != found.end())
        return {day};
  if (known.in_week && known.weekday)
    return disagreeing(in_week(w, *known.weekday, *known.in_week, true));
  if (!known.weekday)
    return known.date->may_swap ? found : day_list{found[0]};
  for (auto day : found)
    if (weekday_of(day) == *known.weekday)
      return {day};
  return disagreeing(nearest_weekday_ahead(found[0], *known.weekday, w));
}

} // namespace

day_list days_for(const meaning& known, std::chrono::seconds time_of_day,
                  local_time now, const setting& at) {
  const auto today = date::floor<days>(now);
  wall w{today, now, time_of_day, today + days{at.rules.horizon_days}};
  if (known.date)
    return by_date_and_more(known, w, at);
  if (known.weekday && !known.days_on)
    return by_weekday(known, w);
  if (!known.days_on || known.in_week)
    return {};
  auto named = w.today + days{*known.days_on};
  if (!known.weekday || weekday_of(named) == *known.weekday)
    return {named};
  // "Friday yesterday" is neither.
  if (*known.days_on < 0)
    return {};
  return {named, nearest_weekday_ahead(named, *known.weekday, w)};
}

} // namespace rental

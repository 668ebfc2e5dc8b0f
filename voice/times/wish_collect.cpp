#include "voice/times/wish_collect.hpp"

#include <algorithm>
#include <utility>

namespace rental {

namespace {

using date::local_days;
using kind = said::kind;

template <class T, class Less>
std::optional<T> tighter(std::optional<T> a, std::optional<T> b, Less less) {
  if (!a || !b)
    return a ? a : b;
  return less(*a, *b) ? b : a;
}

/// The hours that both allow.
std::optional<wished_times> both_hours(const wished_times& a,
                                       const wished_times& b) {
  auto out = a;
  out.from = tighter(a.from, b.from, std::less<>{});
  out.to = tighter(a.to, b.to, std::greater<>{});
  if (a.around && b.around)
    return std::nullopt;
  out.around = a.around ? a.around : b.around;
  if (out.around) {
    const bool inside = (!out.from || *out.around >= *out.from)
                        && (!out.to || *out.around < *out.to);
    if (!inside)
      return std::nullopt;
    out.from.reset();
    out.to.reset();
  }
  if (out.from && out.to && *out.from >= *out.to)
    return std::nullopt;
  return out;
}

/// The days that both allow; those of `a` when there is none.
wished_times both_days(const wished_times& a, const wished_times& b) {
  auto out = a;
  out.first_day = tighter(a.first_day, b.first_day, std::less<>{});
  out.last_day = tighter(a.last_day, b.last_day, std::greater<>{});
  out.weekdays &= b.weekdays;
  const bool none
      = out.weekdays.none()
        || (out.first_day && out.last_day && *out.first_day > *out.last_day);
  return none ? a : out;
}

bool is_weekday(const wish_item& each) {
  return each.what.what == kind::days
         && each.what.times[0].weekdays != wished_times::all_week;
}

wished_times week_from(local_days today) {
  wished_times week;
  week.first_day = today;
  week.last_day = today + date::days{7};
  return week;
}

/// The nearest such day; of a run of days ("Monday to Wednesday") the nearest
/// whole run.
wished_times nearest_run(std::bitset<7> mask, local_days today) {
  constexpr std::bitset<7> workdays{0x3E};
  if (mask.count() < 2 || mask.all() || mask == workdays)
    return week_from(today);
  const auto in_run
      = [&](local_days day) { return mask[date::weekday{day}.c_encoding()]; };
  wished_times run;
  auto first = today;
  while (!in_run(first) || in_run(first - date::days{1}))
    first += date::days{1};
  run.first_day = first;
  run.last_day = first + date::days{static_cast<int>(mask.count()) - 1};
  return run;
}

void add_product(const wished_times& day,
                 const std::vector<wished_times>& hours,
                 std::vector<wished_times>& all) {
  auto list = hours;
  if (list.empty())
    list.emplace_back();
  for (auto& each : list) {
    each.first_day = day.first_day;
    each.last_day = day.last_day;
    each.weekdays = day.weekdays;
    if ((each.names_days() || each.names_hours())
        && std::find(all.begin(), all.end(), each) == all.end())
      all.push_back(each);
  }
}

} // namespace

void wish_collector::add(const wish_item& each) {
  if (each.what.what == kind::hours)
    add_hours(each);
  else if (each.what.what == kind::stretch && !each.is_joined && !stretch_
           && !sides_.back().empty())
    stretch_ = each;
  else
    add_days(each);
}

void wish_collector::correct() {
  days_doubted_ = true;
  hours_doubted_ = true;
}

std::vector<wished_times> wish_collector::result(local_days today,
                                                 bool wanted) const {
  std::vector<wished_times> all;
  for (const auto& each : sides_) {
    auto days = days_of(each, today, wanted);
    if (days.empty())
      days.push_back(stretch_ ? stretch_->what.times[0] : wished_times{});
    for (const auto& day : days)
      add_product(day, each.hours, all);
  }
  return all;
}

void wish_collector::add_days(const wish_item& each) {
  if (days_doubted_)
    start_again();
  if (sides_.back().hours_came_last && !sides_.back().days.empty()
      && !sides_.back().hours_came_first)
    sides_.emplace_back();
  auto& now = sides_.back();
  now.days.push_back(each);
  now.hours_came_first
      = now.hours_came_first || (now.days.size() == 1 && !now.hours.empty());
  now.hours_came_last = false;
}

void wish_collector::add_hours(const wish_item& each) {
  auto& now = sides_.back();
  if (std::exchange(hours_doubted_, false))
    now.hours.clear();
  now.hours_came_last = true;
  std::optional<wished_times> both;
  if (!each.is_joined && !now.hours.empty())
    both = both_hours(now.hours.back(), each.what.times[0]);
  if (both)
    now.hours.back() = *both;
  else
    now.hours.push_back(each.what.times[0]);
}

void wish_collector::start_again() {
  days_doubted_ = false;
  auto hours = sides_.back().hours;
  sides_.assign(1, side{{}, std::move(hours)});
  sides_.back().hours_came_first = !sides_.back().hours.empty();
  stretch_.reset();
}

/// The stretch that the weekdays of a side lie in, wherever it is said.
std::vector<wished_times>
wish_collector::days_of(const side& each, local_days today, bool wanted) const {
  std::optional<wished_times> in;
  if (stretch_)
    in = stretch_->what.times[0];
  const bool names_weekdays
      = std::any_of(each.days.begin(), each.days.end(), is_weekday);
  std::vector<wished_times> all;
  for (const auto& day : each.days) {
    if (day.what.what == kind::stretch && names_weekdays && !day.is_joined)
      in = day.what.times[0];
    else
      for (const auto& times : day.what.times)
        all.push_back(times);
    if (day.what.nearest && !in && wanted)
      all.back()
          = both_days(all.back(), nearest_run(all.back().weekdays, today));
  }
  if (in)
    for (auto& times : all)
      times = both_days(times, *in);
  return all;
}

} // namespace rental

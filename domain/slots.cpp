#include "domain/slots.hpp"

#include "base/enum_names.hpp"

#include <algorithm>

namespace rental {
namespace {

using std::chrono::minutes;

// Offsets are smaller than this, and so is what a day may lie apart from UTC.
constexpr std::chrono::hours margin{16};

constexpr auto refusal_names = names_up_to<refusal::taken>(
    "past", "too_soon", "too_far", "closed", "off_grid", "taken");

bool usable(const booking_rules& rules) {
  return rules.slot > minutes{0} && rules.grid > minutes{0};
}

date::local_days day_of(local_time t) {
  return date::floor<date::days>(t);
}

const std::optional<day_hours>& hours_on(const booking_rules& rules,
                                         date::local_days day) {
  return rules.hours[date::weekday{day}.c_encoding()];
}

minutes first_start(const booking_rules& rules, const day_hours& open) {
  const auto from = std::max(open.from, minutes{0});
  return (from + rules.grid - minutes{1}) / rules.grid * rules.grid;
}

instant closing(std::span<const stretch> clock, date::local_days day,
                const day_hours& open) {
  return read_in(clock, local_time{day} + open.to).first;
}

// The stretches needed to read any wall clock time of these local days.
std::vector<stretch> clock_of(const zone& tz, date::local_days first,
                              date::local_days last) {
  const instant from{local_time{first}.time_since_epoch()};
  const instant to{local_time{last}.time_since_epoch()};
  return tz.stretches(from - margin, to + 2 * day_length + margin);
}

struct days {
  date::local_days first;
  date::local_days last;
};

days bookable_days(const booking_rules& rules, const zone& tz, instant now) {
  const auto today = day_of(tz.to_local(now));
  return {today, today + date::days{rules.horizon_days}};
}

template <class Yield>
void each_start(const booking_rules& rules, std::span<const stretch> clock,
                date::local_days day, instant earliest, Yield yield) {
  const auto& open = hours_on(rules, day);
  if (!open)
    return;
  const auto close = closing(clock, day, *open);
  for (auto at = first_start(rules, *open); at < day_length; at += rules.grid) {
    const auto reading = read_in(clock, local_time{day} + at);
    if (reading.first + rules.slot > close)
      return;
    if (reading.what != local_reading::kind::nonexistent
        && reading.first >= earliest)
      yield(time_slot{reading.first, reading.first + rules.slot});
  }
}

bool lies_within(const std::optional<zoned_hours>& hours,
                 const time_slot& slot) {
  if (!hours)
    return true;
  const auto day = hours->tz.local_day(slot.start);
  const auto& open = hours->week[date::weekday{day}.c_encoding()];
  return open
         && slot.start >= hours->tz.read(local_time{day} + open->from).first
         && slot.end <= hours->tz.read(local_time{day} + open->to).first;
}

template <class Yield>
void each_candidate(const booking_rules& rules, const zone& tz, instant now,
                    Yield yield) {
  if (!usable(rules))
    return;
  const auto [first, last] = bookable_days(rules, tz, now);
  const auto clock = clock_of(tz, first, last);
  const auto pass = [&](const time_slot& slot) {
    if (lies_within(rules.within, slot))
      yield(slot);
  };
  for (auto day = first; day <= last; day += date::days{1})
    each_start(rules, clock, day, now + rules.notice, pass);
}

} // namespace

const char* to_string(refusal why) noexcept {
  return refusal_names[static_cast<std::size_t>(why)];
}

std::vector<time_slot> candidate_slots(const booking_rules& rules,
                                       const zone& tz, instant now) {
  std::vector<time_slot> result;
  each_candidate(rules, tz, now,
                 [&](const time_slot& slot) { result.push_back(slot); });
  return result;
}

std::optional<refusal> check_rules(const booking_rules& rules, const zone& tz,
                                   instant now, instant start) {
  if (start < now)
    return refusal::past;
  const auto wall = tz.to_local(start);
  const auto day = day_of(wall);
  const auto [first, last] = bookable_days(rules, tz, now);
  if (day > last)
    return refusal::too_far;
  const auto& open = hours_on(rules, day);
  const auto clock = clock_of(tz, day, day);
  const auto at = wall - local_time{day};
  if (!usable(rules) || !open || at < open->from
      || start + rules.slot > closing(clock, day, *open)
      || !lies_within(rules.within, {start, start + rules.slot}))
    return refusal::closed;
  // The second pass of an hour that comes twice is not on the grid.
  if (at % rules.grid != std::chrono::seconds{0}
      || read_in(clock, wall).first != start || day < first)
    return refusal::off_grid;
  if (start < now + rules.notice)
    return refusal::too_soon;
  return std::nullopt;
}

time_slot horizon(const booking_rules& rules, const zone& tz, instant now) {
  const auto last = bookable_days(rules, tz, now).last;
  return {now - rules.buffer_before,
          tz.start_of_day(last + date::days{1}) + rules.buffer_after};
}

void busy_set::add(const time_slot& slot) {
  if (slot.end <= slot.start)
    return;
  // [first, last) are the intervals that touch or overlap the new one.
  const auto first = std::partition_point(
      merged_.begin(), merged_.end(),
      [&](const time_slot& old) { return old.end < slot.start; });
  const auto last
      = std::partition_point(first, merged_.end(), [&](const time_slot& old) {
          return old.start <= slot.end;
        });
  if (first == last) {
    merged_.insert(first, slot);
    return;
  }
  first->start = std::min(first->start, slot.start);
  first->end = std::max(std::prev(last)->end, slot.end);
  merged_.erase(std::next(first), last);
}

void busy_set::add(const busy_set& other) {
  if (this == &other)
    return;
  for (const auto& slot : other.merged_)
    add(slot);
}

bool busy_set::is_free(const time_slot& slot,
                       const booking_rules& rules) const {
  const time_slot wide{slot.start - rules.buffer_before,
                       slot.end + rules.buffer_after};
  const auto next = std::partition_point(
      merged_.begin(), merged_.end(),
      [&](const time_slot& busy) { return busy.end <= wide.start; });
  return next == merged_.end() || !overlaps(*next, wide);
}

bool blocks(const calendar_event& event, const booking_rules& rules) {
  if (event.cancelled || event.declined)
    return false;
  switch (event.shown) {
  case show_as::free:
  case show_as::working_elsewhere:
    return false;
  case show_as::tentative:
    return rules.tentative_blocks;
  case show_as::busy:
  case show_as::oof:
  case show_as::unknown:
    break;
  }
  return true;
}

time_slot span_of(const calendar_event& event, const zone& tz) {
  if (!event.all_day)
    return event.when;
  const auto after = std::max(event.last_day, event.first_day + date::days{1});
  return {tz.start_of_day(event.first_day), tz.start_of_day(after)};
}

std::vector<time_slot> spans_of(const calendar_event& event, const zone& tz) {
  if (!event.flaw)
    return {span_of(event, tz)};
  std::vector<time_slot> spans;
  if (event.all_day)
    spans.push_back(span_of(event, tz));
  for (const auto& part : event.flaw->around) {
    const auto last = tz.local_day(part.end - std::chrono::seconds{1});
    if (event.flaw->whole_days)
      spans.push_back({tz.start_of_day(tz.local_day(part.start)),
                       tz.start_of_day(last + date::days{1})});
    else
      spans.push_back(part);
  }
  return spans;
}

busy_set busy_from(std::span<const calendar_event> events,
                   const booking_rules& rules, const zone& tz) {
  busy_set result;
  for (const auto& event : events) {
    if (!blocks(event, rules))
      continue;
    for (const auto& span : spans_of(event, tz))
      result.add(span);
  }
  return result;
}

std::vector<time_slot> free_slots(const booking_rules& rules, const zone& tz,
                                  instant now, const busy_set& busy) {
  std::vector<time_slot> result;
  each_candidate(rules, tz, now, [&](const time_slot& slot) {
    if (busy.is_free(slot, rules))
      result.push_back(slot);
  });
  return result;
}

wish wish_for(instant start, const zone& tz) {
  const auto local = tz.to_local(start);
  const auto day = date::floor<date::days>(local);
  wished_times times;
  times.first_day = times.last_day = day;
  times.around = std::chrono::floor<std::chrono::minutes>(local - day);
  wish wanted;
  wanted.any_of.push_back(times);
  return wanted;
}

} // namespace rental

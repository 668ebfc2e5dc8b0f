#include "domain/unmet.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace rental {
namespace {

using std::chrono::minutes;
constexpr minutes whole_day{24 * 60};

/// The starts of a day that would meet the wish, whatever the rules say.
std::vector<minutes> wished_starts(const wish& wanted,
                                   const booking_rules& rules) {
  if (wanted.around)
    return {*wanted.around};
  std::vector<minutes> all;
  const auto from = wanted.from.value_or(minutes{0});
  const auto to = wanted.to.value_or(whole_day);
  for (minutes at{0}; rules.grid > minutes{0} && at < whole_day;
       at += rules.grid)
    if (at >= from && at < to)
      all.push_back(at);
  if (all.empty())
    all.push_back(from);
  return all;
}

/// What the rules say of a day: `taken` when they allow one of its starts, else
/// the reason that says most about the day.
refusal reason_of(date::local_days day, std::span<const minutes> starts,
                  const booking_rules& rules, const zone& tz, instant now) {
  std::array<bool, 6> seen{};
  for (const auto at : starts) {
    const auto start = tz.read(local_time{day} + at).first;
    const auto why = check_rules(rules, tz, now, start);
    seen[static_cast<std::size_t>(why.value_or(refusal::taken))] = true;
  }
  if (day < tz.local_day(now))
    return refusal::past;
  for (auto why :
       {refusal::taken, refusal::too_far, refusal::too_soon, refusal::off_grid})
    if (seen[static_cast<std::size_t>(why)])
      return why;
  // What was left of today is over by now: too late for today is too soon.
  if (!rules.hours[date::weekday{day}.c_encoding()]
      || !seen[static_cast<std::size_t>(refusal::past)])
    return refusal::closed;
  return starts.size() > 1 ? refusal::too_soon : refusal::past;
}

/// The days that are meant; of a weekday those within the horizon.
std::vector<date::local_days> wished_days(const wish& wanted,
                                          const booking_rules& rules,
                                          date::local_days today) {
  if (wanted.day)
    return {*wanted.day};
  std::vector<date::local_days> all;
  for (int i = 0; i <= std::max(rules.horizon_days, 6); ++i) {
    const auto day = today + date::days{i};
    if (!wanted.weekday
        || date::weekday{day}.c_encoding() == *wanted.weekday % 7)
      all.push_back(day);
  }
  return all;
}

} // namespace

std::optional<unmet_wish> why_unmet(const wish& wanted,
                                    const booking_rules& rules, const zone& tz,
                                    instant now,
                                    std::span<const time_slot> free) {
  const bool met
      = std::any_of(free.begin(), free.end(), [&](const time_slot& slot) {
          return meets(slot, tz, wanted);
        });
  if (met || wanted.empty())
    return std::nullopt;
  unmet_wish found;
  found.part = wanted.from || wanted.to;
  const auto starts = wished_starts(wanted, rules);
  // Of several days the one that comes nearest to a yes.
  constexpr std::array order{refusal::taken,  refusal::too_soon,
                             refusal::closed, refusal::off_grid,
                             refusal::past,   refusal::too_far};
  auto best = order.size();
  for (const auto day : wished_days(wanted, rules, tz.local_day(now))) {
    const auto why = reason_of(day, starts, rules, tz, now);
    const auto rank = static_cast<std::size_t>(
        std::find(order.begin(), order.end(), why) - order.begin());
    if (rank >= best)
      continue;
    best = rank;
    found.why = why;
    found.day = day;
  }
  if (!wanted.day && !wanted.weekday)
    found.day.reset();
  if (found.day && wanted.around)
    found.start = tz.read(local_time{*found.day} + *wanted.around).first;
  return found;
}

} // namespace rental

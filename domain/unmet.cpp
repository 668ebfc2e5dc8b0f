#include "domain/unmet.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace rental {
namespace {

using std::chrono::minutes;
constexpr minutes whole_day{24 * 60};

/// The starts of a day that would meet the wish, whatever the rules say.
std::vector<minutes> wished_starts(const wished_times& wanted,
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

/// The days that are meant, as far as it makes sense to look at them.
std::vector<date::local_days> wished_days(const wished_times& wanted,
                                          const booking_rules& rules,
                                          date::local_days today) {
  constexpr int longest = 62;
  const auto first = wanted.first_day.value_or(today);
  auto last
      = std::max(first, today + date::days{rules.horizon_days}) + date::days{6};
  if (!wanted.first_day)
    last = today + date::days{std::max(rules.horizon_days, 6)};
  if (wanted.last_day)
    last = std::min(last, *wanted.last_day);
  std::vector<date::local_days> all;
  for (auto day = first; day <= last && all.size() < longest;
       day += date::days{1})
    if (wanted.weekdays[date::weekday{day}.c_encoding()])
      all.push_back(day);
  return all;
}

/// Looks at one kind of times after the other and keeps what comes nearest to a
/// yes.
class search {
public:
  search(const booking_rules& rules, const zone& tz, instant now)
      : rules_(rules), tz_(tz), now_(now) {}

  void look_at(const wished_times& times) {
    const auto starts = wished_starts(times, rules_);
    for (const auto day : wished_days(times, rules_, tz_.local_day(now_))) {
      add_day(day);
      const auto why = reason_of(day, starts, rules_, tz_, now_);
      const auto rank = static_cast<std::size_t>(
          std::find(order.begin(), order.end(), why) - order.begin());
      if (rank >= best_)
        continue;
      best_ = rank;
      found_.why = why;
      found_.day = day;
      found_.start.reset();
      if (times.around)
        found_.start = tz_.read(local_time{day} + *times.around).first;
    }
    found_.part = found_.part || times.from || times.to;
    found_.several_days = found_.several_days || times.names_days();
  }

  /// The day is told where it is the only one or always the same weekday.
  unmet_wish result() {
    const bool alike = weekdays_.count() == 1 && found_.several_days;
    const bool closed_weekend = found_.why == refusal::closed
                                && found_.several_days
                                && (weekdays_ & ~weekend).none();
    if (!alike && !closed_weekend) {
      found_.day.reset();
      found_.start.reset();
    }
    found_.several_days = found_.several_days && !found_.day;
    return found_;
  }

private:
  // Of several days the one that comes nearest to a yes.
  static constexpr std::array order{refusal::taken,  refusal::too_soon,
                                    refusal::closed, refusal::off_grid,
                                    refusal::past,   refusal::too_far};
  static constexpr std::bitset<7> weekend{0x41};

  void add_day(date::local_days day) {
    weekdays_.set(date::weekday{day}.c_encoding());
  }

  const booking_rules& rules_;
  const zone& tz_;
  instant now_;
  std::size_t best_ = order.size();
  std::bitset<7> weekdays_;
  unmet_wish found_;
};

} // namespace

std::optional<unmet_wish> why_unmet(const wish& wanted,
                                    const booking_rules& rules, const zone& tz,
                                    instant now,
                                    std::span<const time_slot> free) {
  const bool met
      = std::any_of(free.begin(), free.end(), [&](const time_slot& slot) {
          return meets(slot, tz, wanted);
        });
  if (met || wanted.any_of.empty())
    return std::nullopt;
  search all{rules, tz, now};
  for (const auto& times : wanted.any_of)
    all.look_at(times);
  auto found = all.result();
  const wish whatever{wanted.any_of, {}, false, false};
  found.no_others
      = found.why == refusal::taken
        && std::any_of(free.begin(), free.end(), [&](const time_slot& slot) {
             return meets(slot, tz, whatever);
           });
  return found;
}

} // namespace rental

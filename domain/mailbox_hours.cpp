#include "domain/mailbox_hours.hpp"

#include "base/enum_names.hpp"

#include <algorithm>

namespace rental {
namespace {

using std::chrono::minutes;

constexpr auto use_names
    = names_up_to<mailbox_hours_use::ignore>("narrow", "replace", "ignore");

weekly_hours around_the_clock() {
  weekly_hours week;
  week.fill(day_hours{minutes{0}, day_length});
  return week;
}

/// Puts [from, to) of `day` where it belongs, parts of the day before or after
/// included, as far as the firm is open; two parts of one day become one that
/// holds both.
void lay(weekly_hours& into, const weekly_hours& firm, std::size_t day,
         minutes from, minutes to) {
  for (int shift = -1; shift <= 1; ++shift) {
    const auto where = (day + static_cast<std::size_t>(7 + shift)) % 7;
    if (!firm[where])
      continue;
    const auto begin = std::max(from - shift * day_length, firm[where]->from);
    const auto end = std::min(to - shift * day_length, firm[where]->to);
    if (begin >= end)
      continue;
    auto& there = into[where];
    there = there ? day_hours{std::min(there->from, begin),
                              std::max(there->to, end)}
                  : day_hours{begin, end};
  }
}

} // namespace

const char* to_string(mailbox_hours_use use) noexcept {
  return use_names[static_cast<std::size_t>(use)];
}

std::optional<mailbox_hours_use> mailbox_hours_use_from(std::string_view name) {
  const auto found = std::find(use_names.begin(), use_names.end(), name);
  if (found == use_names.end())
    return std::nullopt;
  return static_cast<mailbox_hours_use>(found - use_names.begin());
}

weekly_hours common_hours(const weekly_hours& a, const weekly_hours& b) {
  weekly_hours both{};
  for (std::size_t day = 0; day < both.size(); ++day) {
    if (!a[day] || !b[day])
      continue;
    const day_hours common{std::max(a[day]->from, b[day]->from),
                           std::min(a[day]->to, b[day]->to)};
    if (common.from < common.to)
      both[day] = common;
  }
  return both;
}

booking_rules with_mailbox_hours(booking_rules firm, mailbox_hours_use use,
                                 const zoned_hours& mailbox,
                                 const zone& managers) {
  if (use == mailbox_hours_use::ignore)
    return firm;
  const bool replaces = use == mailbox_hours_use::replace;
  if (mailbox.tz == managers) {
    firm.hours
        = replaces ? mailbox.week : common_hours(firm.hours, mailbox.week);
    return firm;
  }
  if (replaces)
    firm.hours = around_the_clock();
  firm.within = mailbox;
  return firm;
}

weekly_hours hours_to_show(const booking_rules& rules, const zone& managers,
                           instant now) {
  if (!rules.within)
    return rules.hours;
  const auto ahead = std::chrono::duration_cast<minutes>(
      managers.offset_at(now) - rules.within->tz.offset_at(now));
  weekly_hours here{};
  for (std::size_t day = 0; day < here.size(); ++day)
    if (const auto& open = rules.within->week[day])
      lay(here, rules.hours, day, open->from + ahead, open->to + ahead);
  return here;
}

} // namespace rental

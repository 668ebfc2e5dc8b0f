#include "voice/words/lexicon.hpp"
#include "voice/words/say.hpp"
#include "voice/words/words.hpp"

#include <vector>

namespace rental {

using std::chrono::minutes;

namespace {

std::string clock_words(int hour, int minute) {
  auto out = say_number(hour % 12 == 0 ? 12 : hour % 12);
  if (minute > 0)
    out += (minute < 10 ? " oh " : " ") + say_number(minute);
  // "two thirty-five" sounds like "two thirty five"; one spelling is enough.
  for (auto& c : out)
    if (c == '-')
      c = ' ';
  return out;
}

const char* part_of_day(int hour) {
  if (hour < 12)
    return " in the morning";
  if (hour < 17)
    return " in the afternoon";
  return hour < 21 ? " in the evening" : " at night";
}

std::string clock_at(minutes of_day) {
  return say_clock(local_time{} + of_day);
}

/// The first start on the grid.
minutes first_start(const booking_rules& rules, const day_hours& hours) {
  if (rules.grid <= minutes{0})
    return hours.from;
  const auto off = hours.from % rules.grid;
  return off == minutes{0} ? hours.from : hours.from + rules.grid - off;
}

/// The last start on the grid that still ends inside `hours`; -1: none.
minutes last_start(const booking_rules& rules, const day_hours& hours) {
  auto latest = hours.to - rules.slot;
  if (rules.grid > minutes{0})
    latest -= latest % rules.grid;
  return latest < first_start(rules, hours) ? minutes{-1} : latest;
}

std::string day_range(unsigned first, unsigned last) {
  std::string from = lexicon::weekday_name(first);
  if (first == last)
    return from;
  return from + (last == first + 1 ? " and " : " to ")
         + lexicon::weekday_name(last);
}

std::string hours_of(const booking_rules& rules, const day_hours& hours) {
  const auto first = first_start(rules, hours);
  const auto last = last_start(rules, hours);
  if (last == first)
    return " at " + clock_at(last);
  return " between " + clock_at(first) + " and " + clock_at(last);
}

} // namespace

namespace {

struct of_day {
  int hour;
  int minute;
};

of_day clock_of(local_time t) {
  const auto at = std::chrono::floor<minutes>(t - date::floor<date::days>(t));
  return {static_cast<int>(at.count() / 60), static_cast<int>(at.count() % 60)};
}

} // namespace

std::string say_bare_clock(local_time t) {
  const auto [hour, minute] = clock_of(t);
  if (minute == 0 && hour % 12 == 0)
    return hour == 12 ? "noon" : "midnight";
  return clock_words(hour, minute);
}

std::string say_clock(local_time t) {
  const auto [hour, minute] = clock_of(t);
  const bool has_name = minute == 0 && hour % 12 == 0;
  return say_bare_clock(t) + (has_name ? "" : part_of_day(hour));
}

std::string say_weekday(date::local_days day) {
  return lexicon::weekday_name(date::weekday{day}.c_encoding());
}

std::string say_day(date::local_days day) {
  date::year_month_day ymd{day};
  return say_weekday(day) + ", "
         + lexicon::month_name(static_cast<unsigned>(ymd.month())) + " "
         + say_ordinal(static_cast<int>(static_cast<unsigned>(ymd.day())));
}

std::string say_full_day(date::local_days day) {
  return say_day(day) + ", "
         + say_year(static_cast<int>(date::year_month_day{day}.year()));
}

namespace {

std::string when(instant t, const zone& tz, bool with_year) {
  auto local = tz.to_local(t);
  auto day = date::floor<date::days>(local);
  auto out = (with_year ? say_full_day(day) : say_day(day)) + " at "
             + say_clock(local);
  auto reading = tz.read(local);
  if (reading.what == local_reading::kind::ambiguous)
    out += t < reading.second ? ", before the clocks go back"
                              : ", after the clocks go back";
  return out;
}

} // namespace

std::string say_when(instant t, const zone& tz) {
  return when(t, tz, false);
}

std::string say_when(instant t, const zone& tz, instant now) {
  auto day = tz.local_day(t);
  auto today = tz.local_day(now);
  bool plain = day >= today && day < today + date::days{365};
  return when(t, tz, !plain);
}

std::string say_when_and_zone(instant t, const zone& tz) {
  return say_when(t, tz) + ", " + say_zone(tz, t);
}

std::string say_hours(const booking_rules& rules) {
  std::vector<std::string> spans;
  // Weeks begin on Monday; 7 is Sunday.
  for (unsigned day = 1; day <= 7;) {
    const auto& hours = rules.hours[day % 7];
    auto last = day;
    while (last < 7 && rules.hours[(last + 1) % 7] == hours)
      ++last;
    if (hours && last_start(rules, *hours) >= minutes{0})
      spans.push_back(day_range(day, last) + hours_of(rules, *hours));
    day = last + 1;
  }
  return say_list(spans, "and");
}

std::optional<starts_of_day> say_hours_of(const booking_rules& rules,
                                          date::local_days day) {
  const auto& hours = rules.hours[date::weekday{day}.c_encoding()];
  if (!hours || last_start(rules, *hours) < minutes{0})
    return std::nullopt;
  const auto first = first_start(rules, *hours);
  return starts_of_day{first, clock_at(first),
                       clock_at(last_start(rules, *hours))};
}

std::string say_grid(minutes grid) {
  switch (grid.count()) {
  case 60:
    return "on the hour";
  case 30:
    return "on the hour or the half hour";
  case 15:
    return "on the quarter hour";
  default:
    return "every " + say_duration(grid) + " from midnight";
  }
}

} // namespace rental

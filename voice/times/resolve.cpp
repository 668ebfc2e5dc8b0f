#include "voice/times/resolve.hpp"

#include <algorithm>

namespace rental {

namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;
using std::chrono::seconds;
using half = meaning::half;
using clocks = std::vector<seconds>;

bool fits(meaning::part p, seconds t) {
  switch (p) {
  case meaning::part::morning:
    return t < 12h;
  case meaning::part::afternoon:
    return t >= 12h && t < 19h;
  case meaning::part::evening:
  case meaning::part::tonight:
    return t >= 16h;
  case meaning::part::night:
    return t >= 18h;
  }
  return false;
}

/// The readings of the clock, before business hours are asked.
clocks clocks_of(const meaning& known) {
  const auto& c = *known.time;
  auto past_hour = minutes{c.minute} + seconds{c.second};
  std::chrono::hours h{c.hour % 12};
  clocks out;
  if (c.which == half::exact)
    out = {std::chrono::hours{c.hour} + past_hour};
  else if (c.which == half::am)
    out = {h + past_hour};
  else if (c.which == half::pm)
    out = {h + 12h + past_hour};
  else
    out = {h + past_hour, h + 12h + past_hour};
  if (known.daypart)
    std::erase_if(out, [&](seconds t) { return !fits(*known.daypart, t); });
  return out;
}

/// What the wall clock of the words shows.
class wall_clock {
public:
  wall_clock(const meaning& known, const setting& at)
      : known_(known), place_(known.place ? *known.place : at.home) {}

  local_time shown(instant t) const {
    return known_.offset ? local_time{(t + *known_.offset).time_since_epoch()}
                         : place_.to_local(t);
  }

  void add(local_time t, outcome& out) const {
    if (known_.offset)
      out.instants.push_back(instant{t.time_since_epoch()} - *known_.offset);
    if (known_.offset && !known_.place)
      return;
    auto reading = place_.read(t);
    bool twice = reading.what == local_reading::kind::ambiguous;
    if (known_.beside_change && !twice)
      return;
    if (reading.what == local_reading::kind::nonexistent)
      out.skipped.push_back(reading.first);
    // A wrong offset beside a zone makes two instants, and so a question.
    else if (known_.offset
             && (reading.first == out.instants.back()
                 || reading.second == out.instants.back()))
      return;
    else if (twice && known_.repeated == meaning::fold::second)
      out.instants.push_back(reading.second);
    else
      out.instants.push_back(reading.first);
    if (twice && !known_.repeated)
      out.instants.push_back(reading.second);
  }

  instant first(local_time t) const {
    return known_.offset ? instant{t.time_since_epoch()} - *known_.offset
                         : place_.read(t).first;
  }

private:
  const meaning& known_;
  zone place_;
};

bool within(const day_hours& hours, seconds t, bool with_end) {
  return t >= hours.from && (t < hours.to || (with_end && t == hours.to));
}

/// Whether the manager is open then; closed days borrow the other days' hours.
bool is_open(instant t, const setting& at, bool with_end) {
  auto local = at.home.to_local(t);
  auto day = date::floor<date::days>(local);
  seconds of_day = local - day;
  const auto& by_day = at.rules.hours;
  if (const auto& hours = by_day[date::weekday{day}.c_encoding()])
    return within(*hours, of_day, with_end);
  return std::any_of(by_day.begin(), by_day.end(), [&](const auto& hours) {
    return hours && within(*hours, of_day, with_end);
  });
}

/// How far a time of day lies from the hours of any day that is open.
seconds off_hours(seconds t, const setting& at) {
  auto least = seconds{24h};
  for (const auto& hours : at.rules.hours)
    if (hours)
      least
          = std::min(least, t < hours->from ? hours->from - t : t - hours->to);
  return least;
}

/// Of two readings that are both closed the nearer one: it is refused, and the
/// caller hears the hours instead of a question about the night.
clocks nearer_to_hours(const clocks& all, const setting& at) {
  if (all.size() != 2)
    return all;
  const auto first = off_hours(all[0], at);
  const auto second = off_hours(all[1], at);
  if (first == second)
    return all;
  return {first < second ? all[0] : all[1]};
}

/// The readings that fall into business hours if exactly one does, else all.
clocks in_hours(const meaning& known, date::local_days day, const clocks& all,
                const wall_clock& wall, const setting& at) {
  for (bool with_end : {false, true}) {
    clocks open;
    for (auto t : all)
      if (is_open(wall.first(local_time{day} + t), at, with_end))
        open.push_back(t);
    if (!open.empty())
      return open.size() == 1 ? open : all;
  }
  const bool as_said
      = !known.place && !known.offset && !known.time->leading_zero;
  return as_said ? nearer_to_hours(all, at) : all;
}

/// The readings meant on that day. "02:30" is the night as it is written,
/// unless only half past two in the afternoon is a time when people come.
clocks meant(const meaning& known, date::local_days day, const clocks& all,
             const wall_clock& wall, const setting& at) {
  if (all.size() < 2)
    return all;
  auto open = in_hours(known, day, all, wall, at);
  if (!known.time->leading_zero)
    return open;
  return open.size() == 1 && open[0] != all[0] ? all : clocks{all[0]};
}

} // namespace

outcome resolve(const meaning& known, const setting& at) {
  outcome out;
  wall_clock wall{known, at};
  auto now = wall.shown(at.now);
  auto all = clocks_of(known);
  for (auto t : all)
    for (auto day : days_for(known, t, now, at)) {
      auto chosen = meant(known, day, all, wall, at);
      if (std::find(chosen.begin(), chosen.end(), t) != chosen.end())
        wall.add(local_time{day} + t, out);
    }
  return out;
}

} // namespace rental

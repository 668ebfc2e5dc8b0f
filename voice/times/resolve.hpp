// From what the words say to instants: lays the calendar and the business hours
// beside a meaning. Inside voice/ only. Pure; thread-safe.
#pragma once

#include "base/time.hpp"
#include "base/zone.hpp"
#include "domain/rules.hpp"
#include "voice/times/meaning.hpp"

#include <vector>

namespace rental {

/// What a text is read against.
struct setting {
  const zone& home;
  instant now;
  const booking_rules& rules;
};

/// What a meaning may stand for.
struct outcome {
  std::vector<instant> instants;
  /// Transitions that skip a wall clock time which was meant.
  std::vector<instant> skipped;
};

/// The days that `known` may mean for a viewing at `time_of_day`, on the wall
/// clock that shows `now` at this moment. Two when it is doubtful, none when it
/// is impossible.
std::vector<date::local_days> days_for(const meaning& known,
                                       std::chrono::seconds time_of_day,
                                       local_time now, const setting& at);

/// The instants of a meaning that names both a day and a time.
outcome resolve(const meaning& known, const setting& at);

} // namespace rental

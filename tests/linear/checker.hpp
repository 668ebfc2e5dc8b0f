// Is there one order of all operations, each between its question and its
// answer, in which a calendar that does one thing at a time would have given
// these answers? (Herlihy and Wing's linearizability, searched for as by Wing
// and Gong, with states that were seen before left out.)
//
// Calendars share nothing, so each is judged alone. Pure: no clock, no service.
#pragma once

#include "tests/linear/history.hpp"

#include <string>

namespace rental::linear {

struct verdict {
  bool linearizable = true;
  /// How many operations were put into an order.
  std::size_t operations = 0;
  /// How many steps the search took.
  std::size_t steps = 0;
  /// The search was given up: nothing is known. Counts as not linearizable.
  bool gave_up = false;
  /// For people: the calendar, the operation that fits nowhere, what the
  /// longest order that was found ends with, and what ran meanwhile.
  std::string counterexample;
};

/// Judges a history, of as many calendars as it names.
verdict check(const setting& rules, const history& all,
              std::size_t most_steps = 5'000'000);

} // namespace rental::linear

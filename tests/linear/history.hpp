// A history: what clients asked of a service, what they were told, and when.
// Plain data, without a trace of the service: times are minutes and ticks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rental::linear {

/// Microseconds since the history began.
using tick = std::int64_t;

/// Minutes, half-open.
struct span {
  int from = 0;
  int to = 0;

  friend bool operator==(const span&, const span&) = default;
};

enum class kind {
  /// An owner wants `slot`; an owner who has another one wants to move.
  book,
  /// An owner wants the viewing that there is to be at `slot`.
  move,
  cancel,
  /// An owner asks for the own viewing.
  find,
  /// Somebody asks for all free slots.
  read,
  /// An event of somebody else, number `owner`, appears at `slot` in Outlook.
  appear,
  /// ... and goes.
  vanish,
};

enum class result {
  booked,
  /// The owner has just that slot.
  already,
  moved,
  /// Somebody else has it: nothing was done.
  taken,
  cancelled,
  /// The owner has none.
  none,
  /// find: it is at `seen`; read: these starts are free; appear, vanish.
  done,
  /// Refused for another reason; certainly nothing was done.
  nothing_done,
  /// No answer, or none that tells: it may happen at any time from now on, be
  /// undone after that, or never happen.
  unknown,
  /// An answer that nothing explains.
  strange,
};

struct operation {
  int calendar = 0;
  kind what = kind::read;
  int owner = 0;
  span slot = {};
  result said = result::unknown;
  /// Starts that were told, sorted.
  std::vector<int> seen = {};
  tick invoked = 0;
  tick answered = 0;
};
using history = std::vector<operation>;

/// What has to be known of the calendars to judge a history.
struct setting {
  /// The slots that clients ask for; all free at first. Of a reading, only
  /// these count.
  std::vector<span> slots;
  /// Kept free before and after a viewing.
  int buffer_before = 0;
  int buffer_after = 0;
  /// How old the events of others may be that a reading is made of.
  tick cache = 0;
};

/// One line, for counterexamples.
std::string to_string(const operation& what);

} // namespace rental::linear

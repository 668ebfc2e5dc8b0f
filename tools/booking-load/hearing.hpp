// What an answer of the service says: its kind, and the times in it, as a
// caller's model would take them.
//
// The patterns are not written down here. They are made at start by calling
// every function of voice/sentences/sentences.hpp with known arguments and
// cutting these out again; so a new wording is heard the day it is written, and
// a sentence that no function makes is `strange`.
#pragma once

#include "base/zone.hpp"
#include "domain/slots.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rental::load {

/// The kinds of answers: one for each meaning, not for each wording.
enum class said {
  // -- a viewing stands -------------------------------------------------------
  booked,
  already_booked,
  moved,
  already_at_that_time,
  // -- openings ---------------------------------------------------------------
  offered,
  full,
  unreadable,
  // -- no, or not yet ---------------------------------------------------------
  refused,
  unclear,
  noted,
  not_booked,
  unsure,
  not_connected,
  needs_reconnect,
  no_manager,
  unknown_tool,
  /// A limit of one call, caller or e-mail address.
  too_many,
  busy,
  // -- finding, cancelling, moving --------------------------------------------
  found,
  nothing_found,
  which_viewing,
  who_are_you,
  cancelled,
  already_cancelled,
  already_over,
  cancel_noted,
  not_cancelled,
  not_moved,
  move_noted,
  // -- no sentence of the service ---------------------------------------------
  /// A 200 with a result that no function of the service makes.
  strange,
  /// A 200 without this tool call's result.
  malformed,
  /// Another status.
  http_error,
  /// No answer: time-out, or the connection broke.
  unanswered,
  /// The acknowledgement of a message that is no tool call.
  acknowledged,
  /// Number of kinds; keep last.
  count_,
};
/// Stable name, e.g. "already_booked".
const char* to_string(said what) noexcept;

/// Whether the caller now believes in a viewing.
constexpr bool promises_viewing(said what) noexcept {
  return what <= said::already_at_that_time;
}

/// A sentence taken apart. Times are words, as they were spoken.
struct heard {
  said what = said::strange;
  /// Of refused: why.
  std::optional<refusal> why;
  /// Of a promise, cancellation, note or refusal: the time it is about.
  std::string when;
  /// What is offered, or the viewings that are told.
  std::vector<std::string> options;
};

/// Knows every sentence. Thread-safe once made; making it takes milliseconds.
class listener {
public:
  listener();
  ~listener();
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;

  heard hear(std::string_view sentence) const;
  /// The times in a text, in order, as they were spoken.
  std::vector<std::string> times_in(std::string_view text) const;

private:
  struct knowledge;
  std::unique_ptr<const knowledge> knows_;
};

/// What spoken words mean to a model that repeats them as `start_time`: the one
/// reading, or nothing when they are unclear or ambiguous. `about` is any
/// instant up to a year before the time that is meant.
std::optional<instant> meant_by(std::string_view words, const zone& tz,
                                instant about);

} // namespace rental::load

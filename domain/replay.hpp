// Whether what was answered to a tool call may be answered again. Models number
// their calls again in each turn ("call_0") or name them after the tool, so an
// id that comes again proves nothing: only the same wish under it, whose
// outcome still holds, is a repeat. Everything else is a new wish.
#pragma once

#include "base/time.hpp"
#include "domain/booking.hpp"

#include <chrono>
#include <optional>

namespace rental {

/// How long a refusal or a question is repeated as it was: long enough for the
/// copies of one request, too short for somebody who thinks again.
inline constexpr std::chrono::seconds passing_answer_holds{5};

/// What the ledger says by now about a stored answer.
struct replay_facts {
  instant now{};
  /// The booking that it speaks of, if it is there.
  std::optional<booking> row;
  /// Somebody still waits for the call back that it promises.
  bool wish_open = false;
};

/// Whether `before` is still true, to the minute: a viewing stands at the time
/// that was said, a call back is owed, a refusal is a few seconds old and the
/// conversation changed nothing since (that a time is taken is not kept at all:
/// it is looked at again). Of a cancellation: whether its viewing
/// is gone; that the same words mean no other one, the caller has to see.
bool still_holds(const stored_answer& before, const replay_facts& facts);

} // namespace rental

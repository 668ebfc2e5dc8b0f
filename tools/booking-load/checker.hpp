// The independent checker: does what was said, what the database holds and what
// is in the calendars agree? Pure; shares no code with the service's booking.
//
// It proves, for the managers of the run:
//   overlap            no two active bookings of a manager overlap
//   event_overlap      no two live events of ours in a calendar overlap
//   one_event          each confirmed booking has exactly one live event, in
//                      its manager's calendar
//   right_time         ... which begins and ends when the booking does
//   no_stray_event     no live event of ours without an active booking
//   unfinished         no booking is left in held, writing or cancelling
//   booked_is_true     whoever heard "booked" or "moved" has a booking in the
//                      ledger, of this call and at the time that was said, that
//                      is confirmed or was (moved or cancelled later)
//   time_as_asked      ... and that time is the one that was asked for
//   time_understood    every time that is spoken has one meaning
//   cancelled_is_true  whoever heard "cancelled" had such a booking, and it is
//                      no longer active
//   own_viewings_only  a caller is told of viewings only that were arranged
//                      from the same number
//   same_id_same_answer  equal tool call ids with equal arguments get answers
//                      that are equal byte for byte, as long as what was said
//                      still holds
//   old_id_new_wish    a tool call id that comes with other arguments is a new
//                      wish, and never gets the old answer
//   one_per_call       at most one active booking for a call and property
//   one_winner         of those who compete for one slot, exactly one is booked
//   losers_offered     ... and everybody else is offered another time
//   mail_once          every mail was sent once, or again with a mark, or is in
//                      the outbox, with a reason if it was tried
//   mail_for_each      every confirmed booking has its mail, if this database
//                      has an outbox that names bookings
//   answer_kept        a stored answer that names a booking names one that is
//                      there
//   known_sentence     every result is a sentence of the service
//   answered           every request is answered
#pragma once

#include "tools/booking-load/evidence.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rental::load {

/// One broken rule: what is wrong, and the ids to look it up by.
struct violation {
  std::string rule;
  std::string what;
  std::vector<std::string> ids;
};

/// How a rule fared.
struct rule_report {
  std::string rule;
  /// The rule in words.
  std::string says;
  /// How many things it looked at: a rule that saw nothing proved nothing.
  std::size_t looked_at = 0;
  std::size_t broken = 0;
};

struct verdict {
  /// All rules, in the order above.
  std::vector<rule_report> rules;
  std::vector<violation> violations;

  bool clean() const noexcept { return violations.empty(); }
};

verdict check(const evidence& all);

/// The name of every rule, in the order above.
std::vector<std::string> rule_names();

} // namespace rental::load

// What was said, against what is.
#include "tools/booking-load/checker_rules.hpp"

#include <algorithm>

namespace rental::load {
namespace {

std::vector<std::string> ids_of(const exchange& each) {
  return {each.call_id, each.tool_call_id};
}

std::string quoted(const exchange& each) {
  return '"' + each.sentence + '"';
}

/// Whether a later answer to the same call or caller moved the viewing to
/// where the row is now.
bool moved_later(const case_file& all, const exchange& promise,
                 const ledger_booking& row) {
  return std::any_of(all.all.transcript.begin(), all.all.transcript.end(),
                     [&](const exchange& each) {
                       return each.meaning.what == said::moved
                              && each.done >= promise.done
                              && each.when == row.slot.start
                              && (each.call_id == promise.call_id
                                  || each.phone == promise.phone);
                     });
}

/// Why the promise is not true; empty when it is.
std::string untrue(const case_file& all, const exchange& each) {
  if (!each.when)
    return "the time that was said cannot be understood";
  // Who books holds the booking by its call; a move may come by another call
  // of the same caller.
  const bool by_phone = each.meaning.what != said::booked;
  std::string why = "the ledger has no booking of this call at that time";
  for (const auto* row : all.bookings_of(each, by_phone)) {
    if (row->slot.start == *each.when) {
      if (was_confirmed(row->state))
        return {};
      why = std::string{"the booking at that time is "} + to_string(row->state);
    } else if (was_confirmed(row->state) && moved_later(all, each, *row)) {
      return {};
    }
  }
  return why;
}

void check_truth(const case_file& all, findings& out) {
  out.rule("booked_is_true",
           "who heard that a viewing stands has it confirmed in the ledger, or "
           "had");
  for (const auto& each : all.all.transcript) {
    if (!promises_viewing(each.meaning.what))
      continue;
    out.look();
    if (auto why = untrue(all, each); !why.empty())
      out.broken(quoted(each) + ", but " + why, ids_of(each));
  }
}

void check_asked(const case_file& all, findings& out) {
  out.rule("time_as_asked", "the time that is promised is the one asked for");
  for (const auto& each : all.all.transcript) {
    if (!promises_viewing(each.meaning.what) || !each.wanted || !each.when)
      continue;
    out.look();
    if (*each.when != *each.wanted)
      out.broken("asked for " + text_of(*each.wanted) + ", promised "
                     + text_of(*each.when),
                 ids_of(each));
  }
}

void check_understood(const case_file& all, findings& out) {
  out.rule("time_understood", "every time that is spoken has one meaning");
  for (const auto& each : all.all.transcript) {
    const auto& meaning = each.meaning;
    // A refused time may be in the past, where words do not reach.
    const bool must_mean
        = !meaning.when.empty() && meaning.what != said::refused;
    // A question about two readings is no offer.
    const bool offers = meaning.what != said::unclear;
    out.look((must_mean ? 1 : 0) + (offers ? meaning.options.size() : 0));
    if ((must_mean && !each.when)
        || (offers && each.options.size() != meaning.options.size()))
      out.broken(quoted(each) + " has a time without one clear meaning",
                 ids_of(each));
  }
}

} // namespace

void check_promises(const case_file& all, findings& out) {
  check_truth(all, out);
  check_asked(all, out);
  check_understood(all, out);
}

void check_changes(const case_file& all, findings& out) {
  out.rule("cancelled_is_true",
           "who heard that a viewing is cancelled had it, and has it no more");
  for (const auto& each : all.all.transcript) {
    if (each.meaning.what != said::cancelled)
      continue;
    out.look();
    const auto own = all.bookings_of(each, true);
    const bool gone = std::any_of(own.begin(), own.end(), [&](const auto* row) {
      return row->state == booking_state::cancelled
             && each.when == row->slot.start;
    });
    if (!gone)
      out.broken(quoted(each)
                     + ", but the ledger has no such cancelled "
                       "booking of this caller",
                 ids_of(each));
  }
  out.rule("own_viewings_only",
           "a caller is told of own viewings only, which are or were booked");
  for (const auto& each : all.all.transcript) {
    if (each.meaning.what != said::found
        && each.meaning.what != said::which_viewing)
      continue;
    const auto own = all.bookings_of(each, true);
    for (const auto& start : each.options) {
      out.look();
      const bool known
          = std::any_of(own.begin(), own.end(), [&](const auto* row) {
              return row->slot.start == start && was_confirmed(row->state);
            });
      if (!known)
        out.broken("the caller is told of a viewing at " + text_of(start)
                       + " that was never booked from this number",
                   ids_of(each));
    }
  }
}

void check_answers(const case_file& all, findings& out) {
  out.rule("known_sentence", "every result is a sentence of the service");
  for (const auto& each : all.all.transcript) {
    out.look();
    if (each.meaning.what == said::strange)
      out.broken("no sentence of the service: " + quoted(each), ids_of(each));
    if (each.meaning.what == said::malformed)
      out.broken("the answer holds no result for this tool call", ids_of(each));
  }
  out.rule("answered", "every request is answered with 200");
  for (const auto& each : all.all.transcript) {
    out.look();
    if (each.status != 200)
      out.broken(each.status == 0 ? "no answer: " + each.trouble
                                  : "status " + std::to_string(each.status),
                 ids_of(each));
  }
}

} // namespace rental::load

// What a caller can hear, one function for each sentence: a language fills all
// of them in (voice/en/english.cpp).
//
// A sentence is one line: at most two statements and a question, at most three
// options, no colon, no figures, no 24-hour time. It ends with a question where
// the caller has to decide. A booking is told with weekday, date, local time
// and zone. Only booked, already_booked, moved, already_at_that_time, found and
// which_viewing may say that a viewing stands: a test holds all others to that,
// because a model repeats whatever sounds like success. Nothing here tells one
// caller about another.
//
// Addresses are given as the caller said them and cleaned in here. All
// functions are pure and thread-safe; none fails.
#pragma once

#include "base/time.hpp"
#include "base/zone.hpp"
#include "domain/fair_use.hpp"
#include "domain/slots.hpp"
#include "domain/unmet.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rental {

struct phrasebook {
  /// A viewing to speak of.
  struct viewing {
    std::string address;
    time_slot slot;
  };

  /// What times are spoken of against.
  struct setting {
    const zone& tz;
    instant now;
    const booking_rules& rules;
  };

  /// What an offer answers.
  enum class asked {
    /// Whatever is free.
    anything,
    /// A wish that the slots meet.
    wish,
    /// A day and a time; one slot alone is exactly what was asked for.
    start,
  };

  enum class detail { address, time, name, phone, email, message };

  /// "Tuesday, November twenty-fourth at two": one time as it is offered.
  std::string (*one_offer)(const time_slot& slot, const setting& at);

  // -- openings --

  /// Offers the first three of `slots`; without any, like no_openings. An empty
  /// address is not said: the caller has heard it. A day that options share is
  /// said once, the part of the day only where it is not clear without.
  std::string (*openings)(std::string_view address,
                          std::span<const time_slot> slots, asked what,
                          const setting& at);
  /// Nothing free is what was wished for: says why, and offers the first three
  /// of `nearest`.
  std::string (*wish_unmet)(const unmet_wish& why, const setting& at,
                            std::span<const time_slot> nearest);
  /// A wish that was not understood is said to be so; offers the first three of
  /// `slots`.
  std::string (*wish_unclear)(std::span<const time_slot> slots,
                              const setting& at);
  /// All that is free was ruled out by the caller.
  std::string (*all_ruled_out)(int horizon_days);
  /// Nothing is free within the horizon (0 = not said); offers to take a
  /// message.
  std::string (*no_openings)(std::string_view address, int horizon_days);
  /// The calendar could not be read while looking for openings; offers to take
  /// a message.
  std::string (*calendar_unreadable)(std::string_view address);

  // -- booking --

  /// Booked: the event is in the calendar. `invited`: the e-mail address that
  /// the calendar sends an invitation to, if any; it is read back.
  std::string (*booked)(std::string_view address, const time_slot& slot,
                        const zone& tz, std::string_view invited);
  /// The same wish came again in the same call.
  std::string (*already_booked)(std::string_view address, const time_slot& slot,
                                const zone& tz);
  /// A viewing was moved.
  std::string (*moved)(std::string_view address, const time_slot& from,
                       const time_slot& to, const zone& tz);
  /// A move to the time that the viewing has already.
  std::string (*already_at_that_time)(std::string_view address,
                                      const time_slot& slot, const zone& tz);
  /// The time cannot be booked: says why and offers the first two of `nearest`.
  std::string (*refused)(refusal why, instant start, const setting& at,
                         std::span<const time_slot> nearest);
  /// The outcome of a booking is unknown or late: true whether or not the write
  /// happened.
  std::string (*noted)(std::string_view address, std::optional<instant> when,
                       const zone& tz);
  /// Certainly nothing was booked, for a reason that is not the caller's.
  std::string (*not_booked)(std::string_view address);
  /// A booking, move or cancellation whose outcome is unknown and could not be
  /// noted either, so that nobody will call back. Asking again in the same call
  /// tells which it is.
  std::string (*unsure)(std::string_view address);

  // -- times --

  /// Two readings: one question with both. `now` decides whether years are
  /// said.
  std::string (*which_time)(instant first, instant second, const zone& tz,
                            instant now);
  /// No reading, or the day is missing.
  std::string (*time_unclear)();
  /// The day was understood, the time was not said.
  std::string (*what_time)(instant day, const zone& tz);
  /// To somebody who said no.
  std::string (*another_time)();
  /// What was asked about or doubted: whether it shall be booked.
  std::string (*is_wanted)(instant start, const zone& tz);
  /// The time of day was understood, the day was not said.
  std::string (*what_day)(std::chrono::minutes of_day);
  /// Understood, but over: says what was understood and today's date.
  std::string (*time_in_past)(instant start, instant now, const zone& tz);
  /// The clock skips that time. `jump` is the instant of the change.
  std::string (*time_skipped)(instant jump, const zone& tz);

  // -- arguments --

  /// Asks for what is missing.
  std::string (*missing_detail)(detail what);
  /// An e-mail address that was probably misheard: reads it back and asks
  /// whether `meant` is right ("": for its spelling).
  std::string (*confirm_email)(std::string_view heard, std::string_view meant);
  /// The arguments are broken (cut short, not JSON, wrong types).
  std::string (*not_understood)();
  /// A tool that does not exist here.
  std::string (*unknown_tool)();

  // -- whose calendar, and whether it works --

  /// The manager never connected a calendar.
  std::string (*not_connected)();
  /// The manager has to connect the calendar again.
  std::string (*needs_reconnect)();
  /// It cannot be told whose calendar is meant.
  std::string (*no_manager)();
  /// The home is known, but is not shown now.
  std::string (*not_shown)(std::string_view address);
  /// Homes of several managers may be meant.
  std::string (*which_property)(std::string_view address);
  /// Whether `address` is the home of `booked`, whose viewing the caller has.
  std::string (*another_home)(std::string_view address, const viewing& booked,
                              const zone& tz);
  /// Too much to do, or no time left; nothing was done.
  std::string (*busy_try_again)();
  /// More requests than are let through; nothing was done.
  std::string (*too_many_requests)();

  /// One caller, call or e-mail address has had as much as it may; nothing was
  /// done.
  std::string (*over_limit)(over_use what);

  // -- finding, cancelling, moving --

  /// The caller's own viewings, oldest first; at most three are told.
  std::string (*found)(std::span<const viewing> viewings, const zone& tz);
  /// The caller has none.
  std::string (*nothing_found)();
  /// Several fit a wish to cancel or move, or none does: asks which of the
  /// first three, or whether it is the only one.
  std::string (*which_viewing)(std::span<const viewing> viewings,
                               const zone& tz);
  /// Which of the times that were offered.
  std::string (*which_offer)(std::span<const time_slot> slots,
                             const setting& at);
  /// The caller cannot be told from a stranger: learns nothing.
  std::string (*who_are_you)();
  /// Codes were tried too often; the one that was given has not been looked at.
  std::string (*code_pause)(std::chrono::seconds wait);
  std::string (*cancelled)(std::string_view address, const time_slot& slot,
                           const zone& tz);
  std::string (*already_cancelled)(std::string_view address,
                                   const time_slot& slot, const zone& tz);
  /// The viewing is over: it can be neither moved nor cancelled.
  std::string (*already_over)(std::string_view address, const time_slot& slot,
                              const zone& tz);
  /// Whether the cancellation went through is unknown.
  std::string (*cancel_noted)(std::string_view address, const time_slot& slot,
                              const zone& tz);
  /// Certainly nothing was cancelled.
  std::string (*not_cancelled)(std::string_view address, const time_slot& slot,
                               const zone& tz);
  /// Certainly nothing was moved; the viewing keeps its time.
  std::string (*not_moved)(std::string_view address, const time_slot& slot,
                           const zone& tz);
  /// Whether the move went through is unknown.
  std::string (*move_noted)(std::string_view address, const time_slot& to,
                            const zone& tz);

  // -- messages --

  /// It is kept, and in somebody's list until that caller was called back. An
  /// empty address is not said.
  std::string (*message_taken)(std::string_view address);
  /// It may not be kept: nobody need call back.
  std::string (*message_not_taken)();
};

} // namespace rental

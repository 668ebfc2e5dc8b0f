// What a caller (or the model that speaks for one) means by a time.
//
// The rule of this file: find the one reading, or say that there are two, or
// none; never guess in silence. Every word must be understood: one unknown word
// (pleasantries aside) and the time is unclear, which also disposes of
// instructions smuggled into an argument.
//
// What is taken: ISO 8601 with offset, `Z` (really UTC) or none (the manager's
// wall clock); everything that voice/words/say.hpp says; and what people say:
// "Tuesday at two", "tomorrow at ten thirty", "the twenty-fourth at half past
// nine", "noon on Thursday", "11/24/2026 2pm", "24 November 14:30". A zone may
// follow ("Eastern time", "CST", "Berlin time", "America/Chicago", "UTC-6"); an
// American abbreviation stands for the wall clock of its region, since callers
// say "CST" all year round.
//
// How the doubtful is decided:
// - An hour without morning or afternoon: the reading that falls into business
//   hours, if exactly one does; the end of the day counts when nothing else
//   fits ("at five" with nine to five). If neither does, the one nearer to the
//   hours ("at eight" is eight in the morning): it is refused, and the caller
//   hears the hours. Otherwise ambiguous. A day that is closed borrows the
//   hours of the open days, so that the refusal, not a question about the
//   night, is what follows.
// - "02:30", with its zero, is the night as written; ambiguous if only half
//   past two in the afternoon is open. In ISO it is always as written.
// - "Tuesday" is the next Tuesday ahead. Said on a Tuesday: ambiguous between
//   today and next week while the time is still ahead today, else next week's.
//   "This Tuesday" said on a Tuesday is today.
// - "Next Tuesday" is the one of next week (weeks begin on Monday). If this
//   week's Tuesday is still to come, both are meant by some: ambiguous.
// - A day of the month is the nearest one ahead, a date without year the next
//   such date; one of the last two months is past, unless the next such date
//   can be booked. An explicit year ("2027", "next year") is taken at its word,
//   also when it is past.
// - A weekday that contradicts its date: ambiguous between the date and the
//   nearest such weekday ahead. With ISO dates there is no weekday to check.
// - 03/04: month first in American zones, day first elsewhere; ambiguous when
//   the other order would be a day within the horizon. 24.11.: day first.
// - "Midnight" begins the day that is named.
// - Words that point at an offer ("the first one", "the Thursday slot", "the
//   first two") are no times: "one" after "the", a weekday or an ordinal is a
//   pronoun, a number after them counts. "The second" is a day of the month
//   only beside a time of day ("the second at four", "four on the second").
// - "Tuesday, no wait, Wednesday at two": what was said last holds, and what it
//   leaves open stays. A text that ends in a correction is unclear.
// - What is asked or doubted ("is Tuesday at two free", "Tuesday at two?",
//   "probably Tuesday at two") is not wanted yet, see voice/times/doubt.hpp.
// - A day without a time, a time without a day, a span ("two to three") and a
//   bound ("after two") are unclear as starts.
#pragma once

#include "base/time.hpp"
#include "base/zone.hpp"
#include "domain/rules.hpp"
#include "domain/slots.hpp"
#include "voice/time_reader.hpp"

#include <string_view>

namespace rental {

/// Stable name, e.g. "ambiguous".
const char* to_string(time_reading::kind what) noexcept;

/// Reads a wanted start. Never throws; text over 200 bytes is unclear. Seconds
/// and fractions are kept as said (whole seconds), so that the grid can refuse
/// them. Pure and thread-safe.
time_reading understand_start(std::string_view text, const zone& tz,
                              instant now, const booking_rules& rules);

/// Whether words that name a viewing rule one out instead ("not the Tuesday
/// one", "the other one").
bool rules_out(std::string_view text);

/// Whether words that name a viewing are content with it ("Friday is fine").
bool approves(std::string_view text);
/// Whether somebody asks or doubts instead of wanting: "Friday at ten?", "I
/// might cancel".
bool is_asked(std::string_view text);
/// Whether nothing but a refusal is said: "no", "no thanks".
bool only_refuses(std::string_view text);

/// Reads a wish ("Friday after three", "not Monday", "mornings only", "as soon
/// as possible", ISO). Takes what it understands and passes over the rest.
/// Nothing understood, or a refusal that was not ("not when it rains"), is an
/// unclear wish; "any time" and no words at all are an empty one. A weekday is
/// the nearest one, two on that weekday itself; "Mondays", and what is ruled
/// out, is every one. Hours without morning or afternoon are those in which
/// people come, else daytime (one to seven: afternoon). Never throws; text over
/// 400 bytes is unclear. Pure and thread-safe.
wish understand_wish(std::string_view text, const zone& tz, instant now,
                     const booking_rules& rules = {});

} // namespace rental

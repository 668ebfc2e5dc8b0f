// How single things sound: a time, a day, a zone, an address, a name.
//
// One form for each thing, without digits, colons, markup or abbreviations: the
// voice platform rewrites what it gets (a colon becomes a full stop, "14:00"
// becomes "14", "ST" becomes "STREET"), so nothing is left for it to rewrite.
// What say_when says, understand_start (voice/times/understand.hpp) takes back
// and finds the same instant. All functions are pure and thread-safe; none
// fails.
#pragma once

#include "base/time.hpp"
#include "base/zone.hpp"
#include "domain/rules.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace rental {

/// The time of day, to the minute: "two thirty in the afternoon", "nine oh five
/// in the morning", "noon", "midnight", "seven in the evening". Morning until
/// noon, afternoon until five, evening until nine, then "at night".
std::string say_clock(local_time t);

/// The same without the part of the day: "two thirty", "nine oh five", "noon".
/// Of use only where nothing else can be meant.
std::string say_bare_clock(local_time t);

/// "Tuesday, November twenty-fourth".
std::string say_day(date::local_days day);

/// "Tuesday, November twenty-fourth, twenty twenty-six": where the year may be
/// what is wrong, or differs from the one that everybody assumes.
std::string say_full_day(date::local_days day);

/// "Tuesday": any day's weekday.
std::string say_weekday(date::local_days day);

/// What people call the zone's clock at `t`: "Central time", "Arizona time" in
/// the United States and Canada, elsewhere by the city of the IANA name
/// ("Berlin time", "Kathmandu time"), "U T C". Never a bare abbreviation.
std::string say_zone(const zone& tz, instant t);

/// "Tuesday, November twenty-fourth at two thirty in the afternoon". When the
/// clock shows that time twice on that day, it is followed by ", before the
/// clocks go back" or ", after the clocks go back". Without the year: a date
/// stands for the next such date.
std::string say_when(instant t, const zone& tz);

/// say_when with the year in it if `t` is not within the year after `now`.
std::string say_when(instant t, const zone& tz, instant now);

/// say_when and the zone: "... in the afternoon, Central time".
std::string say_when_and_zone(instant t, const zone& tz);

/// Business hours as the starts that callers may choose: "Monday to Friday
/// between nine in the morning and four thirty in the afternoon". Differing
/// days are joined with "and". "" when nothing is ever open.
std::string say_hours(const booking_rules& rules);

/// The first and the last start of a day, in words.
struct starts_of_day {
  std::chrono::minutes from{0};
  std::string first;
  std::string last;
};
/// Nothing when no viewing can begin on that weekday.
std::optional<starts_of_day> say_hours_of(const booking_rules& rules,
                                          date::local_days day);

/// The grid: "on the hour or the half hour", "on the hour", ...
std::string say_grid(std::chrono::minutes grid);

/// An address for the ear: "one twenty three Main Street, Apartment four B".
/// House numbers as people say them, street types, directions and units
/// written out, state and ZIP dropped, other figures one by one; control bytes,
/// colons, markup, addresses of web pages removed; at most 160 bytes. "the
/// property" when nothing speakable is left. Bookings keep the original text.
std::string say_address(std::string_view text);

/// A person's name for the ear: one line, letters and name punctuation only,
/// at most 60 bytes; "" when nothing speakable is left.
std::string say_name(std::string_view text);

/// Any text for the ear: one line, no markup, no links, no colons; figures
/// kept. At most `max_bytes`, cut between words.
std::string say_text(std::string_view text, std::size_t max_bytes);

/// The last guard, run over every answer: one line, no byte below 0x20, no
/// colon, no double space, valid UTF-8, at most 900 bytes (cut after a
/// sentence or word). Leaves a good sentence as it is.
std::string one_line(std::string_view text);

} // namespace rental

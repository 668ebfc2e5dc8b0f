// Words that point at something that was said before: "the first one", "the
// Thursday slot", "the first two". They look like times, and are none: taken
// for a date or an hour they would book a time that nobody wanted. Inside
// voice/ only. Pure; thread-safe.
#pragma once

#include "voice/times/meaning.hpp"

#include <cstddef>

namespace rental {

/// Where `text` goes on behind a thing that is pointed at ("one", "the first
/// one", "slot"), else 0.
std::size_t after_thing(tokens text, std::size_t at);

/// Whether any of `text` points.
bool has_thing(tokens text);

/// Whether the date that was read from `at` on, up to `next`, may be something
/// else. A day of the month up to the tenth without its month counts as a date
/// where a time of day follows it ("the second at four") or where it is said
/// like one ("on the second", "Monday the second").
bool points(tokens text, std::size_t at, std::size_t next,
            const meaning::written_date& date);

/// Whether the hour that was read from the single word or figure at `at` may be
/// no hour: "one" as a pronoun, and numbers that count ("the first two").
bool counts(tokens text, std::size_t at, std::size_t next);

} // namespace rental

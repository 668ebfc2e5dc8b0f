// What the words of a time say, before a calendar is laid beside them. Inside
// voice/ only. Pure; thread-safe.
#pragma once

#include "base/zone.hpp"
#include "voice/words/tokens.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace rental {

/// One way to understand a text. Every field is set by at most one element of
/// it; an element that is already set makes the way a dead end.
struct meaning {
  enum class week { plain, this_one, next, last };
  enum class half { open, am, pm, exact };
  enum class part { morning, afternoon, evening, night, tonight };
  enum class fold { first, second };

  /// A date as written; what is missing is to be found out.
  struct written_date {
    std::optional<int> year;
    std::optional<unsigned> month;
    unsigned day = 0;
    /// "of next month" = 1, "of this month" = 0, "of last month" = -1.
    std::optional<int> months_ahead;
    /// "next year" = 1.
    std::optional<int> years_ahead;
    /// 03/04: month and day might be the other way round.
    bool may_swap = false;

    friend bool operator==(const written_date&, const written_date&) = default;
  };

  /// A reading of a clock; `open` needs a decision between am and pm.
  struct clock {
    int hour = 0;
    int minute = 0;
    int second = 0;
    half which = half::open;
    /// Written like a 24-hour clock but below 13 ("02:30"): may be either.
    bool leading_zero = false;

    friend bool operator==(const clock&, const clock&) = default;
  };

  /// 0 = Sunday.
  std::optional<unsigned> weekday;
  week which_week = week::plain;
  /// "a week from Tuesday" = 1.
  int weeks_on = 0;
  /// "this week" = 0, "next week" = 1, "the week after next" = 2.
  std::optional<int> in_week;
  /// Days from today.
  std::optional<int> days_on;
  std::optional<written_date> date;
  std::optional<clock> time;
  std::optional<part> daypart;
  std::optional<zone> place;
  std::optional<std::chrono::seconds> offset;
  std::optional<fold> repeated;
  /// "before the clocks go back": of that one hour, and of no other time.
  bool beside_change = false;

  bool has_day() const { return weekday || days_on || date; }

  friend bool operator==(const meaning&, const meaning&) = default;
};

using tokens = std::span<const token>;

/// The manager's zone and the words that say_zone has for it.
struct home_zone {
  zone place;
  std::vector<token> said;
};
home_zone home_of(const zone& place, instant now);

/// One step of understanding: where the text goes on, and what is known then.
struct step {
  std::size_t next = 0;
  meaning known;
};
using steps = std::vector<step>;

/// Each appends every way in which the text at `at` can go on with an element
/// of its kind.
void match_day(tokens text, std::size_t at, const meaning& known, steps& out);
void match_date(tokens text, std::size_t at, const meaning& known, steps& out);
void match_clock(tokens text, std::size_t at, const meaning& known, steps& out);
void match_daypart(tokens text, std::size_t at, const meaning& known,
                   steps& out);
void match_zone(tokens text, std::size_t at, const meaning& known,
                const home_zone& home, steps& out);

/// All elements at once.
steps match_any(tokens text, std::size_t at, const meaning& known,
                const home_zone& home);

/// Every way to understand the whole text. Empty: there is none, or the text
/// is too tangled to follow.
std::vector<meaning> understand_all(tokens text, const home_zone& home);

// -- for the matchers ---------------------------------------------------------

bool word_at(tokens text, std::size_t at, std::string_view word);
bool sign_at(tokens text, std::size_t at, char sign);
/// A number glued to what stands before it.
bool glued_number(tokens text, std::size_t at);
/// Where `text` goes on when the words of `phrase` stand at `at`, else 0.
std::size_t after_phrase(tokens text, std::size_t at, std::string_view phrase);
/// A number up to 99 in words or figures, and where the text goes on. All ways:
/// "twenty two" is 20 and 22.
std::vector<std::pair<int, std::size_t>> numbers_at(tokens text,
                                                    std::size_t at);

} // namespace rental

// What a wish says, one thing after the other, before it is put together.
// Inside voice/ only. Pure; thread-safe.
#pragma once

#include "domain/rules.hpp"
#include "domain/slots.hpp"
#include "voice/times/meaning.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace rental {

/// One thing that was said.
struct said {
  enum class kind {
    /// Words that say nothing about a time.
    nothing,
    /// Words that are not known.
    unknown,
    /// Days: "Monday", "the 24th", "weekdays".
    days,
    /// A stretch that weekdays beside it lie in: "next week", "in May".
    stretch,
    /// A part of the day: "mornings", "after three", "at two".
    hours,
    /// "as soon as possible"
    soonest,
    /// "any time", "no preference"
    anything,
    /// "any day", "anything": a "but" behind it makes an exception.
    all,
    /// "or", "and"
    joined,
    /// A comma.
    pause,
    /// The end of a thought: a full stop, "because".
    stop,
    /// "if", "unless"
    condition,
    /// "after", "until", "once" and the like before what is no time: what
    /// follows
    /// is about something that only the caller knows.
    lost,
    /// "but": an exception behind `all`, else the end of a thought.
    but,
    /// "not", "except", "I can't": rules out what follows, or if nothing does,
    /// what was said before.
    against,
    /// "I'm away", "I work": the same.
    away,
    /// "doesn't work": rules out what was said before.
    against_before,
    /// "works", "is fine"
    approved,
    /// "no wait", "I mean": what follows replaces what was said.
    correction,
  };
  kind what = kind::nothing;
  std::size_t next = 0;
  /// Of days and a stretch: the days alone; of hours: the hours alone.
  std::vector<wished_times> times = {};
  /// A weekday without more: the nearest one.
  bool nearest = false;
  /// "until Monday": the first day of what is named.
  std::optional<date::local_days> until = {};
};

/// What a wish is heard against.
struct wish_scene {
  const zone& home;
  instant now;
  date::local_days today;
  /// When people come at all: tells "at eight" apart.
  day_hours open = {};
};

/// From the first opening of a week to its last closing.
day_hours widest_hours(const booking_rules& rules);

/// Each finds the longest thing of its kind at `at`; nothing when there is
/// none.
std::optional<said> days_said(tokens text, std::size_t at,
                              const wish_scene& scene);
std::optional<said> stretch_said(tokens text, std::size_t at,
                                 const wish_scene& scene);
std::optional<said> hours_said(tokens text, std::size_t at,
                               const day_hours& open = {});
/// "mornings", "after lunch": parts of the day that have a name.
std::optional<said> span_said(tokens text, std::size_t at);
std::optional<said> mark_said(tokens text, std::size_t at);

/// Puts together what was said.
wish wish_of(const std::vector<said>& all, date::local_days today);

/// Where `text` goes on behind the longest of these phrases at `at`, else 0.
template <class Phrases>
std::size_t after_longest(tokens text, std::size_t at, const Phrases& phrases) {
  std::size_t longest = 0;
  for (const auto& phrase : phrases)
    if (const auto next = after_phrase(text, at, phrase); next > longest)
      longest = next;
  return longest;
}

} // namespace rental

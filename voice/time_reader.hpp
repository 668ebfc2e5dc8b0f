// What a caller means by a time: a language fills all of these in
// (voice/en/english.cpp), each is pure and thread-safe and never throws.
#pragma once

#include "base/time.hpp"
#include "base/zone.hpp"
#include "domain/offered_times.hpp"
#include "domain/slots.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace rental {

/// What a wanted start means.
struct time_reading {
  enum class kind {
    /// `first` is what was said; not before now.
    exact,
    /// `first` and `second`, in order of time, are both plausible: ask.
    ambiguous,
    /// `first` is what was asked for or doubted, so nothing to book: ask.
    doubtful,
    /// Understood (`first`), but it lies before now.
    past,
    /// Not understood, or a day or a time is missing. When only the time is,
    /// `first` is noon of that day; else the epoch.
    unclear,
    /// The wall clock skips this time; `first` is when it jumps.
    nonexistent,
  };
  kind what = kind::unclear;
  instant first{};
  instant second{};

  friend bool operator==(const time_reading&, const time_reading&) = default;
};

struct time_reader {
  /// Reads a wanted start; words that point at an offer are none.
  time_reading (*start)(std::string_view text, const zone& tz, instant now,
                        const booking_rules& rules);
  /// Reads a wish: days and hours that would suit, or would not.
  wish (*preference)(std::string_view text, const zone& tz, instant now,
                     const booking_rules& rules);
  /// Of the times offered last those that `text` may mean.
  std::vector<time_slot> (*chosen)(std::string_view text,
                                   const offered_times& offered, const zone& tz,
                                   instant now, const booking_rules& rules);
  /// The wish that `text` is beside the offers; nothing where it does not speak
  /// of them.
  std::optional<wish> (*beside)(std::string_view text,
                                const offered_times& offered, const zone& tz,
                                instant now, const booking_rules& rules);
  /// Whether words that name a viewing rule one out instead.
  bool (*rules_out)(std::string_view text);
  /// Whether words that name a viewing are content with it.
  bool (*approves)(std::string_view text);
  /// Whether somebody asks or doubts instead of wanting.
  bool (*asks)(std::string_view text);
  /// Whether nothing but a refusal is said.
  bool (*only_refuses)(std::string_view text);
};

} // namespace rental

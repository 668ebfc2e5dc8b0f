// What a person has to know about items of a calendar that cannot be read: they
// block more than their own time, or cannot be placed at all. Pure.
#pragma once

#include "domain/event.hpp"
#include "domain/rules.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rental {

/// One such item, by what its owner can find it with; neither its id nor its
/// subject is kept.
struct unreadable_item {
  event_flaw::kind what = event_flaw::kind::no_times;
  /// The first day that it may touch, on the manager's calendar; none when
  /// nothing is known.
  std::optional<date::local_days> day;

  friend bool operator==(const unreadable_item&, const unreadable_item&)
      = default;
};

/// Those among `events` that would block by the rules, in order of time, at
/// most `limit`.
std::vector<unreadable_item>
unreadable_items(std::span<const calendar_event> events,
                 const booking_rules& rules, const zone& tz,
                 std::size_t limit = 20);

/// For the database: "2026-11-24 unknown_zone", one line each.
std::string to_text(std::span<const unreadable_item> items);
/// Lines that are not understood are left out.
std::vector<unreadable_item> unreadable_items_from(std::string_view text);

} // namespace rental

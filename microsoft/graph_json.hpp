// What goes to Graph and what comes back, as text. Pure: no network, no clock.
// learn.microsoft.com/graph/api/resources/event
#pragma once

#include "microsoft/graph_api.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// One page of a list of events.
struct event_page {
  std::vector<calendar_event> events;
  /// Opaque; empty on the last page.
  std::string next_link;
};

// Readers fail with errc::bad_answer for anything that is not what Graph
// documents: HTML, truncated JSON. In a page, one item that cannot be read is
// an item with a flaw; alone, it is a bad answer.

expected<event_page> read_event_page(std::string_view body);
expected<calendar_event> read_event(std::string_view body);
/// Whether a list holds anything.
expected<bool> read_any(std::string_view body);
expected<graph_account> read_account(std::string_view body);
/// Working hours are those of the zone beside them, be it named or described by
/// its rules (custom_zone.hpp); of one that nobody knows they are taken for the
/// mailbox's wall clock. Where the mailbox names no zone, that of the working
/// hours is taken. Unreadable hours count as none.
expected<mailbox_settings> read_settings(std::string_view body, instant now);

// Times are written on the wall clock `tz` under its Windows name, so that the
// event belongs to a place; in UTC where there is none, where Exchange knows no
// zone that shows the same, and where the reading would exist twice.

/// POST /me/events.
std::string event_json(const event_draft& draft,
                       const std::optional<zone>& tz = {});
/// PATCH /me/events/{id}: the new time, and the booking it belongs to now.
std::string move_json(const time_slot& to, const event_mark& mark,
                      const std::optional<zone>& tz = {});
/// POST /me/sendMail.
std::string mail_json(const graph_mail& mail);

} // namespace rental

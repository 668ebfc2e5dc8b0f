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
// documents: HTML, truncated JSON, an event without an id or with times that
// cannot be read (a whole page fails for one such event).

expected<event_page> read_event_page(std::string_view body);
expected<calendar_event> read_event(std::string_view body);
/// Whether a list holds anything.
expected<bool> read_any(std::string_view body);
expected<graph_account> read_account(std::string_view body);
/// Hours of a zone of their own ("Customized Time Zone") are taken for the
/// mailbox's wall clock. Where the mailbox names no zone, that of the working
/// hours is taken. Unreadable hours count as none.
expected<mailbox_settings> read_settings(std::string_view body);

/// POST /me/events.
std::string event_json(const event_draft& draft);
/// PATCH /me/events/{id}: the new time, and the booking it belongs to now.
std::string move_json(const time_slot& to, const std::string& booking_id);
/// POST /me/sendMail.
std::string mail_json(const graph_mail& mail);

} // namespace rental

// Microsoft Graph v1.0, as far as the service needs it.
// learn.microsoft.com/graph/api/resources/calendar
#pragma once

#include "base/zone.hpp"
#include "domain/event.hpp"
#include "domain/rules.hpp"
#include "microsoft/identity_api.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rental {

/// Who is waiting for a Graph call.
enum class urgency { caller, background };

/// What every Graph call needs.
struct graph_call {
  secret access_token;
  deadline until{};
  /// Names the mailbox for the gate: one writer at a time each. The manager's
  /// row id; 0 while somebody signs in, which is nobody's mailbox.
  std::int64_t mailbox = 0;
  urgency priority = urgency::caller;
  /// Entra's id of the organisation; empty when it is not known.
  std::string tenant = {};
  /// The manager's wall clock, in which the times of events are written; none:
  /// it is not known, and UTC has to do.
  std::optional<zone> clock = {};
};

/// GET /me.
struct graph_account {
  std::string id;
  std::string display_name;
  /// `mail`, else `userPrincipalName`.
  std::string address;
};

/// GET /me/mailboxSettings.
struct mailbox_settings {
  /// As Microsoft names it: Windows, IANA, or empty.
  std::string time_zone;
  /// Absent when the mailbox has none.
  std::optional<weekly_hours> hours;
  /// IANA name of the zone of the hours; empty: the mailbox's own.
  std::string hours_zone = {};
};

/// Whose event it is.
struct event_mark {
  std::string booking_id;
  /// The booking's row, sealed, for a database that lost it; may be empty: then
  /// what the event carries stays.
  std::string row = {};
};

/// A viewing to be written into a calendar.
struct event_draft {
  std::string booking_id;
  /// See event_mark.
  std::string row = {};
  std::string transaction_id;
  time_slot when;
  std::string subject;
  std::string html_body;
  std::string location;
  /// Empty: nobody is invited.
  std::string attendee_email;
  std::string attendee_name;
};

struct graph_mail {
  std::string to;
  std::string subject;
  std::string html;
  /// Carried as an extended property and a header; empty: none.
  std::string id = {};
};

/// Callbacks run once, on a foreign thread. Thread-safe.
///
/// Failures: errc::unauthorized (401) and errc::forbidden (403): refresh once
/// and repeat, then this operation has failed; errc::no_mailbox,
/// errc::not_found, errc::changed (412), errc::throttled (429; nothing was
/// done), errc::provider_refused (other 4xx; nothing was done),
/// errc::unreachable (nothing was done), errc::timeout, errc::network,
/// errc::provider_unavailable (5xx) and errc::bad_answer, to which a 4xx
/// without a reason belongs (UNKNOWN: a write may have happened). Reads are
/// repeated inside the deadline on 429, 5xx and broken connections, obeying
/// Retry-After; writes only on 429 and unreachable. A 4xx without a reason is
/// repeated once, but for mails.
class graph_api {
public:
  virtual ~graph_api() = default;

  virtual void me(graph_call call, reply<graph_account> on_reply) = 0;
  virtual void settings(graph_call call, reply<mailbox_settings> on_reply) = 0;
  /// Every single instance, occurrence and exception that overlaps `window`,
  /// all pages; one page that fails fails the read. One item that cannot be
  /// read does not: it has a flaw.
  virtual void calendar_view(graph_call call, time_slot window,
                             reply<std::vector<calendar_event>> on_reply)
      = 0;
  /// Writes an event. The same transaction id with the same content answers
  /// with the event that exists. errc::provider_refused whose detail begins
  /// with "ErrorDuplicateTransactionId" means: look it up by booking id.
  virtual void create_event(graph_call call, event_draft draft,
                            reply<calendar_event> on_reply)
      = 0;
  /// Every event that carries our booking id, copies and cancelled ones
  /// included; which of them is the booking's own, domain/own_event.hpp tells.
  virtual void find_events(graph_call call, std::string booking_id,
                           reply<std::vector<calendar_event>> on_reply)
      = 0;
  /// In whatever calendar of the mailbox it is.
  virtual void get_event(graph_call call, std::string event_id,
                         reply<calendar_event> on_reply)
      = 0;
  /// Moves an event (PATCH with If-Match when `etag` is given) and writes
  /// `mark` on it: the booking that it belongs to from now on.
  virtual void move_event(graph_call call, std::string event_id,
                          std::string etag, time_slot to, event_mark mark,
                          reply<calendar_event> on_reply)
      = 0;
  /// Removes an event (If-Match when `etag` is given); attendees are told by
  /// Exchange. errc::not_found says of this id alone that it is not there.
  virtual void delete_event(graph_call call, std::string event_id,
                            std::string etag, reply<done> on_reply)
      = 0;
  /// One try: whoever wants a mail sent again decides so himself.
  virtual void send_mail(graph_call call, graph_mail mail, reply<done> on_reply)
      = 0;
  /// Whether a mail with this id is among those that were sent. Needs
  /// Mail.Read.
  virtual void find_mail(graph_call call, std::string mail_id,
                         reply<bool> on_reply)
      = 0;
};

} // namespace rental

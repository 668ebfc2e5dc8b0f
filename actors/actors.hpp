// The interfaces of all actors in one place: read this file to learn who may
// say what to whom.
#pragma once

#include "actors/store_work.hpp"
#include "messages/callbacks.hpp"
#include "messages/error.hpp"
#include "messages/overview.hpp"
#include "messages/payloads.hpp"
#include "messages/properties.hpp"
#include "messages/type_ids.hpp"

#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>

namespace rental {

/// LEDGER: the only door to the database; gathers what waits into one
/// transaction.
using ledger_actor = caf::typed_actor<
    // Runs the work in a savepoint; answers once it is durable (or undone).
    caf::replies_to<atom::transact, store_work>::with<store_outcome>,
    // Internal: the storage thread finished a batch.
    caf::reacts_to<atom::finished, std::uint64_t, job_result>>;

/// CALENDAR: owns one manager's tokens, availability and queue. Bookings run
/// strictly one after another.
using calendar_actor = caf::typed_actor<
    // Every free slot and the sentence about them. Never fails.
    caf::replies_to<atom::openings, openings_query>::with<openings_answer>,
    // Books, moves or cancels, and answers by the order's deadline: "noted"
    // when it is not done by then.
    caf::replies_to<atom::book, booking_order>::with<booking_outcome>,
    // The caller's own viewings, and the sentence about them. errc::storage.
    caf::replies_to<atom::appointment, find_query>::with<found_bookings>,
    // What is booked, newest first.
    caf::replies_to<atom::bookings>::with<booking_list>,
    // Whether an event stands in the calendar. Never fails; see event_sighting.
    caf::replies_to<atom::look, event_query>::with<event_sighting>,
    // A call began: read the calendar ahead.
    caf::reacts_to<atom::warm>,
    // A call is over: times are not held for that conversation any more, which
    // is named as conversation_of does.
    caf::reacts_to<atom::ended, std::string>,
    // The manager connected again or disconnected: reload the row.
    caf::reacts_to<atom::changed>,
    // Sends a mail from the manager's own mailbox. Never fails; see
    // mail_result.
    caf::replies_to<atom::mail, outgoing_mail>::with<mail_result>,
    // Proves that the grant is alive: refreshes the token unless that was done
    // within the hour. Never fails; see probe_result.
    caf::replies_to<atom::refresh>::with<probe_result>,
    // Somebody looks: reads zone and hours of the mailbox again. Answers when
    // that is over, however it ended.
    caf::replies_to<atom::mailbox>::with<probe_result>,
    // Ends what a crash, or an unknown outcome, left unfinished.
    caf::reacts_to<atom::reconcile>,
    // Internal: something outside finished.
    caf::reacts_to<atom::finished, std::uint64_t, job_result>,
    // Internal: the caller of order `n` cannot wait any longer.
    caf::reacts_to<atom::overdue, std::uint64_t>,
    // Internal: time to look whether there is anything to do at all.
    caf::reacts_to<atom::idle, std::uint64_t>>;

/// A calendar and whose it is.
struct calendar_ref {
  manager_key key;
  std::int64_t id = 0;
  calendar_actor calendar;
  /// The query's caller_number is a manager's, or a line of the firm: calls are
  /// forwarded from there, so it does not tell who calls. Known only when the
  /// query asked.
  bool caller_is_shared = false;
  /// The home that was asked about; where none was named, the agency's only
  /// one, if a viewing is wanted and it has but one.
  std::string address = {};
};

/// DIRECTORY: finds the manager of a call; spawns, monitors and respawns
/// calendars.
using directory_actor = caf::typed_actor<
    // errc::unknown_manager when the query names none, never a guess;
    // errc::not_connected when whoever is meant never connected a calendar.
    caf::replies_to<atom::find, manager_query>::with<calendar_ref>,
    // A manager's row changed: whoever holds it reloads the row.
    caf::reacts_to<atom::changed, manager_key>,
    // Internal: wakes the calendars that have unfinished rows, sweeps old
    // answers; re-arms itself.
    caf::reacts_to<atom::reconcile>,
    // Internal: time to look whether the homes of the database changed; re-arms
    // itself.
    caf::reacts_to<atom::tick>,
    // Internal: a ledger look-up or a timer finished.
    caf::reacts_to<atom::finished, std::uint64_t, job_result>>;

/// MAILER: drains the outbox.
using mailer_actor = caf::typed_actor<
    // Internal: time to look; re-arms itself.
    caf::reacts_to<atom::tick>,
    // Internal: something outside finished.
    caf::reacts_to<atom::finished, std::uint64_t, job_result>>;

/// GRANT_CHECKER: checks every refresh token once a day; mails to managers
/// whose grant died.
using grant_checker_actor = caf::typed_actor<
    // Internal: time to look; re-arms itself.
    caf::reacts_to<atom::tick>,
    // Internal: something outside finished.
    caf::reacts_to<atom::finished, std::uint64_t, job_result>>;

/// CONNECTOR: the OAuth sign-ins of managers.
using connector_actor = caf::typed_actor<
    // Starts a sign-in. errc::storage.
    caf::replies_to<atom::begin, connect_request>::with<connect_redirect>,
    // Ends it; what went wrong is in the result.
    caf::replies_to<atom::complete, connect_callback>::with<connect_result>,
    // Connects the account that is not the one from before after all.
    caf::replies_to<atom::keep, connect_keep>::with<connect_result>,
    // Whether a connect link is used up. errc::storage.
    caf::replies_to<atom::look, link_query>::with<link_state>,
    // errc::unknown_manager is told as `disconnected`. errc::storage.
    caf::replies_to<atom::status, manager_key>::with<connection_status>,
    // Forgets the tokens. errc::unknown_manager, errc::storage.
    caf::replies_to<atom::disconnect, manager_key>::with<connection_status>,
    // Internal: Microsoft answered.
    caf::reacts_to<atom::finished, std::uint64_t, job_result>>;

/// CALLBACKS: who is to be called back, until somebody says that it is done.
using callbacks_actor = caf::typed_actor<
    // Keeps a message or a lead, and queues the mail about it. errc::storage.
    caf::replies_to<atom::keep, callback_order>::with<callback_answer>,
    // Who waits, or everybody. errc::storage.
    caf::replies_to<atom::callbacks, callback_query>::with<callback_list>,
    // It is done; answers with that one. errc::not_found, errc::storage.
    caf::replies_to<atom::told, callback_done>::with<callback_list>>;

/// PROPERTIES: which homes there are, and who manages them.
using properties_actor = caf::typed_actor<
    // errc::storage, as all of them.
    caf::replies_to<atom::properties, property_filter>::with<property_page>,
    // The home with this id. errc::not_found.
    caf::replies_to<atom::look, std::string>::with<property_answer>,
    // Adds or changes one. errc::bad_request, errc::already_there when it is
    // the same home as another; errc::not_found.
    caf::replies_to<atom::keep, property_order>::with<property_answer>,
    // Removes it; answers with what it was. errc::not_found.
    caf::replies_to<atom::remove, std::string>::with<property_answer>>;

/// OVERVIEW: what the operator sees of all managers at once.
using overview_actor = caf::typed_actor<
    // Managers, wishes and mails. errc::storage.
    caf::replies_to<atom::overview, overview_query>::with<overview>,
    // A week of one manager. errc::unknown_manager, errc::storage.
    caf::replies_to<atom::week, week_query>::with<manager_week>,
    // Sends the mail with this row id once more. errc::not_found,
    // errc::changed.
    caf::replies_to<atom::again, std::int64_t>::with<store_outcome>,
    // Internal: time to count; re-arms itself.
    caf::reacts_to<atom::tick>>;

} // namespace rental

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::calendar_ref)

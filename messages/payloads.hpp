// What actors say to each other. These types never leave the process: they are
// whitelisted instead of inspected, and large ones travel as shared pointers.
#pragma once

#include "base/expected.hpp"
#include "base/zone.hpp"
#include "domain/booking.hpp"
#include "domain/calendar_note.hpp"
#include "domain/slots.hpp"
#include "voice/speech.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <any>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace rental {

using deadline = std::chrono::steady_clock::time_point;

/// What finished outside an actor: the value for the continuation that the
/// actor parked under a number (actors/jobs.hpp).
struct job_result {
  std::shared_ptr<std::any> value;
};

/// How work of the ledger ended, once it is durable.
struct store_outcome {
  expected<done> result = errc::internal;
};

/// Whom a request is about. `call` facts come from VAPI's signalling; `user_id`
/// and `address` may have been written by a model that a stranger talks to.
struct manager_query {
  std::string assistant_id;
  std::string phone_number_id;
  std::string dialled_number;
  std::string caller_number;
  /// Whether the answer has to tell if that number is shared
  /// (calendar_ref::caller_is_shared).
  bool judge_caller = false;
  std::string user_id;
  std::string address;
  /// A viewing of `address` is wanted, or times for one: of a home that is not
  /// shown there are none, and nobody but its manager will do.
  bool wants_viewing = false;
  /// The operator's API: `user_id` alone decides, `agency` says where (empty:
  /// the default agency).
  bool by_operator = false;
  /// Of a call: the agency whose own secret proved the request; nothing in the
  /// request leads out of it. Empty: the operator's secret did.
  std::string agency;
  /// The bindings that the secret belongs to, by their place in the settings.
  std::vector<std::size_t> proven;
};

/// What the operator, or the service itself, asks about one manager.
inline manager_query query_about(const manager_key& whom) {
  manager_query query;
  query.user_id = whom.user_id;
  query.agency = whom.agency;
  query.by_operator = true;
  return query;
}

/// A caller asks when a property can be seen.
struct openings_query {
  std::string address;
  /// `preferred_time` as it came; may be empty.
  std::string preferred;
  /// Answer by then, or say that the calendar cannot be seen.
  deadline until{};
  /// Names the call or chat, so that "the first one" can be understood there
  /// later; empty: nothing is remembered. As conversation_of makes it.
  std::string conversation = {};
  /// What the caller speaks; null: what the service speaks.
  const speech* in = nullptr;
};

/// One conversation of one agency; empty for a call without an id.
inline std::string conversation_of(const std::string& agency,
                                   const std::string& call_id) {
  return call_id.empty() ? std::string{} : agency + '\n' + call_id;
}

/// Why there are no openings, when there are none.
enum class openings_state {
  /// `free` holds every free slot (may be empty: fully booked).
  readable,
  not_connected,
  needs_reconnect,
  unreadable,
};

struct openings_answer {
  openings_state state = openings_state::unreadable;
  /// Every free slot in the horizon, oldest first. Never null when readable.
  std::shared_ptr<const std::vector<time_slot>> free;
  zone tz;
  /// What the caller hears.
  std::string sentence;
};

/// Who wants to find, move or cancel a viewing. The number comes from VAPI's
/// signalling, never from arguments that a model wrote.
struct caller_identity {
  std::string number;
  /// The booking's e-mail address together with its code is as good.
  std::string email;
  std::string code;
  /// Who tries codes, when there is no number: the call.
  std::string call_id = {};
};

enum class order_kind { book, move, cancel };

/// A caller wants a viewing, another time for it, or none any more.
struct booking_order {
  order_kind kind = order_kind::book;
  idempotency_key key;
  /// See stored_answer.
  std::string fingerprint;
  /// The wanted or the new time as it came, ISO or words. Not to cancel.
  std::string start;
  /// The same where it is known already; `start` does not count then.
  std::optional<instant> exactly = {};
  /// To move and cancel: the present time of the one that is meant, as it came;
  /// may be empty.
  std::string which;
  /// To move and cancel it may be empty.
  std::string address;
  visitor who;
  caller_identity by;
  /// The operator's API: exactly this booking.
  std::string booking_id;
  deadline until{};
  /// What the caller speaks; null: what the service speaks.
  const speech* in = nullptr;
};

/// A caller asks for the viewings that are the caller's own.
struct find_query {
  caller_identity by;
  /// Empty: at any property.
  std::string address;
  /// What the caller speaks; null: what the service speaks.
  const speech* in = nullptr;
};

struct found_bookings {
  std::string sentence;
  std::vector<booking> rows;
};

/// A mail on its way out of the outbox.
struct outgoing_mail {
  std::string to;
  std::string subject;
  std::string html;
  /// The mail carries it, so that it is found again among those that were
  /// sent; empty: none.
  std::string id = {};
  /// It may have been sent before: look among the sent ones first, if the grant
  /// lets us.
  bool look_first = false;
};

/// How the sending ended. Graph accepts (202); delivery is not confirmed.
struct mail_result {
  expected<done> sent = errc::internal;
  /// It was found among those that were sent.
  bool was_there = false;
};

/// Whether a grant is alive. Failures are those of token_keeper::with_token.
struct probe_result {
  expected<done> alive = errc::internal;
};

enum class booking_result {
  booked,
  /// The same wish of the same call was booked before; or a replayed answer.
  already_booked,
  /// The booking of this call moved to the new time.
  moved,
  /// Not possible: `alternatives` hold what is.
  refused,
  /// A question goes back: which time is meant?
  unclear,
  /// Noted; somebody will call back. Nothing is promised.
  noted,
  not_connected,
  needs_reconnect,
  /// Replayed: what was answered before, of whatever kind.
  replayed,
  cancelled,
  /// None of the caller's own viewings fits.
  nothing_found,
  /// Several fit: a question goes back.
  which_one,
  /// Nobody whom we could know: learns nothing.
  stranger,
};
const char* to_string(booking_result result) noexcept;

struct booking_outcome {
  booking_result result = booking_result::noted;
  /// What the caller hears.
  std::string sentence;
  /// Whether VAPI gets it as `error`.
  bool is_error = false;
  /// The booking, when there is one.
  std::shared_ptr<const booking> made;
  std::vector<time_slot> alternatives;
  /// Why it was refused, when it was.
  std::optional<refusal> why;
  zone tz;
};

struct booking_list {
  std::vector<booking> rows;
  std::vector<callback_request> wishes;
  zone tz;
};

/// A browser starts to connect a calendar.
struct connect_request {
  manager_key manager;
  std::string expected_account;
  /// Microsoft asks for a password even of somebody who is signed in: to switch
  /// to another account.
  bool anew = false;
  /// The connect link that is used up by this sign-in when it succeeds, and
  /// when the link ends; empty: none.
  std::string link_id = {};
  instant link_ends{};
};

/// Where to send the browser, and the cookie that binds it.
struct connect_redirect {
  std::string url;
  std::string cookie;
  /// The link has connected a calendar before: nothing was begun.
  bool link_used = false;
};

/// Whether a connect link has connected a calendar.
struct link_query {
  std::string link_id;
};
struct link_state {
  bool used = false;
};

/// What came back to /calendar/auth/callback, undecoded absences as empty.
struct connect_callback {
  std::string code;
  std::string state;
  std::string error;
  std::string error_subcode;
  std::string error_description;
  std::string cookie;
};

/// The person who signed in with another account than the one before wants that
/// one. Token and cookie as in connect_result.
struct connect_keep {
  std::string token;
  std::string cookie;
  /// What is booked moves to the new calendar; else it goes on blocking its
  /// time and stays where it is.
  bool move_over = false;
};

/// Why a calendar was not connected.
enum class connect_problem {
  none,
  /// Unknown, used, or older than ten minutes.
  bad_state,
  /// Another browser began this sign-in.
  other_browser,
  /// Code or state missing.
  incomplete,
  /// Refused by the manager, or stopped at the administrator's wall: Microsoft
  /// answers the same for both.
  cancelled_or_admin_wall,
  admin_consent_needed,
  /// A passing fault; try again.
  retry_later,
  /// Our registration or its secret: the operator's fault.
  misconfigured,
  sign_in_again,
  /// The account may sign in, but did not grant what is needed.
  scopes_missing,
  no_mailbox,
  /// Signed in as another than the link was made for: refused.
  wrong_account,
  storage_failed,
  /// Another account was connected before, and its calendar holds viewings that
  /// are to come. Nothing is connected yet; the grant waits, sealed, for ten
  /// minutes (connect_keep).
  change_of_account,
  /// The mailbox is connected under another manager's id already.
  already_connected,
  /// The link has connected a calendar before.
  link_used,
  /// Our own clock is wrong: what Microsoft signed just now has expired for us.
  our_clock,
};
const char* to_string(connect_problem problem) noexcept;

/// How a sign-in ended, for the page.
struct connect_result {
  connect_problem problem = connect_problem::none;
  /// For the log and for support; names no person.
  std::string detail;
  manager_key manager;
  std::string account;
  /// The scopes that are missing, space-separated.
  std::string missing;
  /// Account that the link was made for; empty: any.
  std::string expected_account;
  /// change_of_account: what brings the waiting grant back, once, together with
  /// the cookie, which binds the browser.
  connect_keep keep = {};
  /// change_of_account: who was connected before, and how many viewings are to
  /// come there.
  std::string former_account = {};
  std::size_t viewings = 0;
  /// already_connected: the other id, when it is of the same agency.
  std::string other_id = {};
  /// our_clock: how far it is ahead of Microsoft's.
  std::chrono::seconds clock_ahead{0};
};

/// GET /calendar/auth/status.
struct connection_status {
  connection_state state = connection_state::disconnected;
  bool authorized = false;
  std::optional<instant> expires_at;
  std::string account;
  std::string reason;
  // -- the manager's wall clock; set when there is a row ----------------------
  /// IANA name, and how a caller hears it ("Central time").
  std::string zone;
  std::string zone_said;
  /// The mailbox's zone was empty or unknown: `zone` is the default.
  bool zone_is_default = false;
  weekly_hours hours{};
  bool hours_are_default = false;
  /// Items of the calendar that cannot be read.
  std::vector<unreadable_item> unreadable = {};
  /// What the token may not do, of all that was asked for; space-separated.
  std::string missing_scopes = {};
};

/// Whether an event stands in the calendar, read from there now.
struct event_query {
  std::string event_id;
};
struct event_sighting {
  /// Nothing: the calendar could not be read.
  std::optional<bool> there;
};

} // namespace rental

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::job_result)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::store_outcome)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::manager_query)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::openings_query)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::openings_answer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::booking_order)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::booking_outcome)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::find_query)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::found_bookings)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::outgoing_mail)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::mail_result)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::probe_result)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::booking_list)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::connect_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::connect_redirect)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::connect_callback)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::connect_result)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::connect_keep)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::link_query)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::link_state)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::connection_status)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::event_query)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::event_sighting)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::manager_key)

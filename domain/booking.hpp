// Plain data of the booking domain.
#pragma once

#include "base/secret.hpp"
#include "base/time.hpp"
#include "domain/rules.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rental {

/// Names a manager: `user_id` is unique within its agency. Phone numbers are
/// kept as E.164 ("+14055550142"), other ids as they are.
struct manager_key {
  std::string agency;
  std::string user_id;

  friend bool operator==(const manager_key&, const manager_key&) = default;
  friend auto operator<=>(const manager_key&, const manager_key&) = default;
};

/// How a manager's connection is.
enum class connection_state {
  /// Tokens work.
  connected,
  /// Tokens are kept, but Microsoft or our registration fails just now.
  degraded,
  /// The grant is dead; only the manager can mend it.
  needs_reconnect,
  /// Never connected, or disconnected on purpose.
  disconnected,
};
const char* to_string(connection_state state) noexcept;
std::optional<connection_state> connection_state_from(std::string_view name);

/// What Microsoft gave for a manager. Sealed when stored.
struct token_set {
  secret access_token;
  secret refresh_token;
  /// When the access token ends.
  instant expires_at{};
  /// Space-separated, as granted.
  std::string scope;
};

/// One manager's row.
struct manager_record {
  /// Row id; names the calendar everywhere inside. 0 = not stored yet.
  std::int64_t id = 0;
  manager_key key;
  /// Address of the connected account, for status pages and mail.
  std::string account;
  std::string display_name;
  /// Entra's stable identity of the account: tenant id and object id.
  std::string tenant_id;
  std::string object_id;
  /// IANA name. Empty: the configured default holds.
  std::string zone;
  /// Working hours read from the mailbox; absent: it has none.
  std::optional<weekly_hours> hours;
  connection_state state = connection_state::disconnected;
  /// Why the state is not `connected`, for the operator; no personal data.
  std::string state_reason;
  token_set tokens;
  instant created_at{};
  instant updated_at{};
  /// IANA name of the zone of `hours`; empty: the manager's own.
  std::string hours_zone = {};
  /// When zone and hours were read from the mailbox.
  instant mailbox_read_at{};
  /// Items of the calendar that cannot be read, as domain/calendar_note.hpp
  /// writes them.
  std::string calendar_note = {};
  /// A sealed value of the row does not open: what it held is empty. Without
  /// its tokens the manager has to connect again.
  bool unreadable = false;
};

/// Names the mailbox that a manager's tokens open, whatever the manager is
/// called: tenant id and object id. Empty while Microsoft has not told it
/// (tokens that were imported).
std::string mailbox_of(const manager_record& manager);

/// Life of a booking. Active, and so blocking the time: held, writing,
/// confirmed, cancelling.
enum class booking_state {
  /// The slot is ours in the database; Microsoft knows nothing.
  held,
  /// The event may exist; transaction id stored.
  writing,
  /// The event exists.
  confirmed,
  /// The event is being removed.
  cancelling,
  /// The event is gone, the slot is free.
  cancelled,
  /// Never became an event, the slot is free.
  failed,
};
const char* to_string(booking_state state) noexcept;
std::optional<booking_state> booking_state_from(std::string_view name);
constexpr bool is_active(booking_state state) noexcept {
  return state <= booking_state::cancelling;
}

/// Who wants to see a property. Phone and e-mail are sealed when stored.
struct visitor {
  std::string name;
  /// For people to read: E.164, perhaps with " ext. 12" behind it, or what was
  /// given instead of a number. Empty when nothing was.
  std::string phone;
  /// Empty when not given.
  std::string email;

  friend bool operator==(const visitor&, const visitor&) = default;
};

/// Whose wish it was that a viewing was cancelled: booking::reason.
inline constexpr auto by_visitor = "by the visitor";
inline constexpr auto by_operator = "by the operator";

/// One viewing: a row of the bookings table.
struct booking {
  /// UUID, ours.
  std::string id;
  std::int64_t manager = 0;
  time_slot slot;
  std::string address;
  visitor who;
  /// The number that the booking call came from (signalling); sealed when
  /// stored. Whoever calls from it, or from the visitor's phone, is known.
  std::string caller;
  /// Six digits from the invitation: with the visitor's e-mail address as good
  /// as the number.
  std::string code;
  /// VAPI's call id; empty for the API.
  std::string call_id;
  booking_state state = booking_state::held;
  /// Graph's immutable event id and etag; empty before the write.
  std::string event_id;
  std::string etag;
  /// Graph's transactionId: UUIDv5 of the id of the booking that the event was
  /// written for.
  std::string transaction_id;
  /// The booking whose event this one takes over (a move); else empty. While
  /// the move runs both times are blocked.
  std::string moves;
  /// Why it failed or was cancelled.
  std::string reason;
  /// mailbox_of() the manager when the slot was held: where its event stands.
  /// Empty: from before it was known.
  std::string mailbox;
  instant created_at{};
  instant updated_at{};
  /// A sealed value of the row does not open: address and visitor are empty. It
  /// blocks its time all the same.
  bool unreadable = false;
  /// Graph's iCalUId of the event; empty when it was not told.
  std::string ical_uid;
  /// Counts the changes of the row: who decides by what it has read names the
  /// version that it saw.
  std::int64_t version = 1;
  /// The manager put it over another viewing in Outlook.
  bool overlaps = false;
};

/// Whether its visitor is known by a number: else only e-mail and code prove
/// whose it is.
bool has_own_number(const booking& row);

/// Whether the event of `row` stands in the mailbox that the manager has
/// connected now. Of any other, nothing that is read there tells anything: the
/// row goes on blocking its time.
bool is_in_present_mailbox(const booking& row, const manager_record& manager);

/// Names one tool call, for replays. Models number their calls again in each
/// turn or name them after the tool: the same wish alone makes it the same
/// call, see domain/replay.hpp. Empty `tool_call_id`: no replay possible.
struct idempotency_key {
  std::string agency;
  std::string call_id;
  std::string tool_call_id;

  friend bool operator==(const idempotency_key&, const idempotency_key&)
      = default;
  friend auto operator<=>(const idempotency_key&, const idempotency_key&)
      = default;
};

/// What an answer says, as far as it can stop being true.
enum class answer_kind {
  /// A viewing stands at `starts_at`.
  stands,
  /// A viewing is cancelled.
  cancelled,
  /// Somebody will call back.
  noted,
  /// A refusal or a question: true for the moment.
  passing,
};
const char* to_string(answer_kind kind) noexcept;
std::optional<answer_kind> answer_kind_from(std::string_view name);

/// What was answered to a tool call. Kept 7 days.
struct stored_answer {
  idempotency_key key;
  /// SHA-256 of the tool's name and its normalised arguments, hex. Stored as a
  /// keyed hash alone, together with `key`.
  std::string fingerprint;
  /// The sentence, byte for byte.
  std::string answer;
  /// Whether it went out as `error` instead of `result`.
  bool is_error = false;
  /// The booking that it speaks of, if any.
  std::string booking_id;
  instant created_at{};
  answer_kind kind = answer_kind::passing;
  /// `stands`: when the viewing begins.
  instant starts_at{};
  /// Counts how often the same wish came again under this key. Of each attempt
  /// the first answer stays.
  int attempt = 1;
  /// Only read: the same conversation arranged or cancelled something since.
  bool overtaken = false;
};

/// How a call back ended: somebody pressed Done.
struct callback_end {
  instant at{};
  /// Who said so, as they call themselves.
  std::string by;
  /// What came of it; may be empty.
  std::string note;

  friend bool operator==(const callback_end&, const callback_end&) = default;
};

/// Somebody waits for a call back: a wish that could not be met at once, a
/// message that was left, or a caller who was put off. It waits until somebody
/// says that it is done; the mail about it changes nothing.
struct callback_request {
  std::int64_t id = 0;
  /// Row id; 0: it could not be known whose it is, so it is the operator's.
  std::int64_t manager = 0;
  std::string call_id;
  visitor who;
  std::string address;
  /// What the caller asked for, in words, one line.
  std::string wanted;
  /// Why it could not be done: a stable name.
  std::string reason;
  instant created_at{};
  /// When the mail about it left; nothing while that waits.
  std::optional<instant> mailed_at = {};
  /// wish | message | lead
  std::string kind = "wish";
  /// Filled in when it is stored, if it has a manager.
  std::string agency = {};
  /// Nothing while somebody waits.
  std::optional<callback_end> handled = {};
  /// Unique, made before the write: the same key is never stored twice. Empty:
  /// the storage makes one.
  std::string key = {};
  /// A sealed value of the row does not open: what it held is empty.
  bool unreadable = false;
};

/// A mail that waits to be sent.
struct outbox_mail {
  std::int64_t id = 0;
  std::int64_t manager = 0;
  /// Unique: the same key is never queued twice (e.g. "confirm:<booking id>").
  std::string key;
  /// The manager's own address is taken when empty.
  std::string to;
  std::string subject;
  std::string text;
  std::string html;
  int attempts = 0;
  /// queued | sending | sent | unknown | failed
  std::string state = "queued";
  std::string last_error;
  instant not_before{};
  instant created_at{};
  /// Tries whose outcome is not known: it may be there already.
  int unsure = 0;
  /// The sealed mail does not open: recipient and texts are empty.
  bool unreadable = false;
};

} // namespace rental

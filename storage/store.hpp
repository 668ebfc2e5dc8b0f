// What the ledger keeps. Blocking; the ledger calls it on a storage thread.
#pragma once

#include "base/expected.hpp"
#include "domain/booking.hpp"
#include "domain/callback.hpp"
#include "domain/counts.hpp"
#include "domain/event.hpp"
#include "domain/fair_use.hpp"
#include "domain/reconnect.hpp"
#include "storage/event_rows.hpp"
#include "storage/property_store.hpp"
#include "storage/visitor_store.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rental {

/// What an account granted that is not the one that was connected before.
/// Sealed when stored; kept until the user confirms.
struct held_grant {
  token_set tokens;
  std::string tenant_id;
  std::string object_id;
  std::string account;
  std::string display_name;
};

/// What a browser's sign-in leaves behind until the callback. Stored under the
/// SHA-256 of the state parameter.
struct pending_sign_in {
  std::string state_hash;
  manager_key manager;
  std::string nonce;
  /// PKCE verifier; sealed when stored.
  secret verifier;
  /// SHA-256 of the cookie that binds the browser.
  std::string cookie_hash;
  /// Account that the link was made for; empty: any.
  std::string expected_account;
  instant expires_at{};
  /// Only after the callback, and only from another account.
  held_grant held = {};
  /// The connect link that it began with, and when that ends; empty: none.
  std::string link_id = {};
  instant link_ends{};
};

/// A browser's session that was ended before its time: until then it is not
/// let in. `id` is a hash.
struct ended_session {
  std::string id;
  instant until{};
};

/// What becomes of a mail in the outbox.
struct mail_change {
  /// queued | sending | sent | unknown | failed
  std::string state;
  std::string error = {};
  /// When it is due again.
  instant not_before{};
  instant now{};
  /// One more try whose outcome is not known.
  bool unsure = false;
};

/// One unit of work inside a transaction. Not thread-safe; valid only within
/// the job it is passed to. Every function can fail with errc::storage, and
/// those that read one sealed row with errc::sealed. Of several rows one that
/// does not open is returned marked `unreadable`, or passed over; counts()
/// names it.
class store_session {
public:
  virtual ~store_session() = default;

  // -- managers ---------------------------------------------------------------
  /// Inserts the manager or updates the row with the same key; tokens are
  /// replaced when `record.tokens.refresh_token` is not empty. Returns the row
  /// as stored. A mailbox that is connected under another id is refused by the
  /// database itself: ask other_writer first, in the same job.
  virtual expected<manager_record> put_manager(const manager_record& record)
      = 0;
  /// errc::unknown_manager when there is none. A row whose sealed values do not
  /// open is marked `unreadable`; without tokens it is in `needs_reconnect`.
  virtual expected<manager_record> manager(const manager_key& key) = 0;
  virtual expected<manager_record> manager_by_id(std::int64_t id) = 0;
  /// All managers of an agency, or of all when empty, oldest first, without
  /// tokens.
  virtual expected<std::vector<manager_record>>
  managers(const std::string& agency, std::size_t limit) = 0;
  /// Keeps the stored refresh token when the new one is empty (RFC 6749,
  /// section 6: it then stays valid).
  virtual expected<done> put_tokens(std::int64_t manager,
                                    const token_set& tokens, instant now)
      = 0;
  virtual expected<done> put_state(std::int64_t manager, connection_state state,
                                   const std::string& reason, instant now)
      = 0;
  /// Keeps zone, hours, hours_zone and mailbox_read_at of the row with this id.
  virtual expected<done> put_mailbox(const manager_record& row) = 0;
  virtual expected<done> put_calendar_note(std::int64_t manager,
                                           const std::string& note)
      = 0;
  /// Forgets the tokens and sets the state to `disconnected`; the row and its
  /// bookings stay.
  virtual expected<done> forget_tokens(std::int64_t manager, instant now) = 0;
  /// Removes the manager with everything that belongs to it.
  virtual expected<done> forget_manager(std::int64_t manager) = 0;

  // -- sign-ins ---------------------------------------------------------------
  virtual expected<done> put_sign_in(const pending_sign_in& pending) = 0;
  /// Returns the sign-in and removes it: a state works once. Nothing when it is
  /// unknown, used or past `now`.
  virtual expected<std::optional<pending_sign_in>>
  take_sign_in(const std::string& state_hash, instant now) = 0;
  /// Whether this connect link has connected a calendar.
  virtual expected<bool> is_link_used(const std::string& link_id) = 0;
  /// Uses a link up; kept until the link itself has ended. errc::changed when
  /// it was used before: one wins.
  virtual expected<done> use_link(const std::string& link_id, instant ends,
                                  instant now)
      = 0;
  virtual expected<done> put_ended_session(const ended_session& ended,
                                           instant now)
      = 0;
  /// Those whose time is not over.
  virtual expected<std::vector<ended_session>> ended_sessions(instant now) = 0;

  // -- mailboxes: one manager's id for each -----------------------------------

  /// The manager under whose id this mailbox is connected (not: disconnected),
  /// other than `but`; nothing when there is none. Without tokens.
  virtual expected<std::optional<manager_record>>
  other_writer(const std::string& tenant_id, const std::string& object_id,
               const manager_key& but)
      = 0;
  /// Managers of before the rule of one id for each mailbox who still share one
  /// with an older row, oldest first, without tokens.
  virtual expected<std::vector<manager_record>> sharing_managers() = 0;
  /// Bookings of the manager whose mailbox is not known get this one.
  virtual expected<done> adopt_mailbox(std::int64_t manager,
                                       const std::string& mailbox)
      = 0;
  /// A confirmed booking is to have its event in another mailbox: `writing`,
  /// with the reason and the transaction id of the new event.
  virtual expected<done> carry_over(const std::string& id,
                                    const std::string& mailbox,
                                    const std::string& transaction_id,
                                    const std::string& reason, instant now)
      = 0;

  // -- bookings ---------------------------------------------------------------
  // Changes fail with errc::unknown_booking when there is no such row, and with
  // errc::changed when it is in a state that does not allow them.

  /// Inserts a held booking. errc::slot_taken when it overlaps an active
  /// booking of the same manager: the database itself refuses it.
  virtual expected<done> hold(const booking& row) = 0;
  /// held -> writing, with the transaction id.
  virtual expected<done> mark_writing(const std::string& id,
                                      const std::string& transaction_id,
                                      instant now)
      = 0;
  /// writing -> confirmed, with the event, unless its withdrawal was announced;
  /// of a confirmed booking it notes the new etag.
  virtual expected<done> confirm(const std::string& id, const event_ref& event,
                                 instant now)
      = 0;
  /// held or writing -> failed; confirmed -> cancelling; confirmed or
  /// cancelling -> cancelled; of a writing row the reason alone. Nothing else.
  virtual expected<done>
  put_booking_state(const std::string& id, booking_state state,
                    const std::string& reason, instant now)
      = 0;

  // What was seen in Outlook changes a row only in the version that was
  // compared with it: errc::changed when it is another by now.

  /// A confirmed booking takes the time and the names of its event. What the
  /// manager puts over another viewing is never refused: it is marked.
  virtual expected<done>
  follow_event(const std::string& id, std::int64_t version,
               const event_ref& event, const time_slot& to, instant now)
      = 0;
  /// confirmed -> cancelled: the event is gone.
  virtual expected<done> end_noticed(const std::string& id,
                                     std::int64_t version,
                                     const std::string& reason, instant now)
      = 0;
  /// cancelled -> confirmed: the event came back. errc::slot_taken when an
  /// active booking has the time.
  virtual expected<done> revive(const std::string& id, std::int64_t version,
                                const event_ref& event, const time_slot& at,
                                instant now)
      = 0;
  /// errc::unknown_booking when there is none.
  virtual expected<booking> booking_by_id(const std::string& id) = 0;
  /// Active bookings of a manager that overlap `window`, oldest first.
  virtual expected<std::vector<booking>> active_bookings(std::int64_t manager,
                                                         time_slot window)
      = 0;
  /// Bookings of a manager, newest slot first, at most `limit`: active ones
  /// before those that ended.
  virtual expected<std::vector<booking>> bookings(std::int64_t manager,
                                                  std::size_t limit)
      = 0;
  /// Active bookings of a call with a manager, oldest first; none for an empty
  /// call id.
  virtual expected<std::vector<booking>>
  bookings_of_call(std::int64_t manager, const std::string& call_id) = 0;
  /// Active bookings with a manager that end after `now` and that were made
  /// from this number or for a visitor with this phone, oldest first.
  /// errc::sealed when there are some, but none of them opens; so below.
  virtual expected<std::vector<booking>>
  bookings_of_phone(std::int64_t manager, const std::string& phone, instant now)
      = 0;
  /// Active bookings with a manager that end after `now` and carry this code.
  virtual expected<std::vector<booking>>
  bookings_of_code(std::int64_t manager, const std::string& code, instant now)
      = 0;
  /// Bookings with a manager that end after `now`, were made from this number
  /// or for this phone, or carry this code, and ended because their event was
  /// gone from Outlook: it may be back. Empty texts name nobody.
  virtual expected<std::vector<booking>>
  lost_bookings(std::int64_t manager, const std::string& phone,
                const std::string& code, instant now)
      = 0;
  /// Rows in held, writing or cancelling, oldest first: work for the
  /// reconciler. Of all managers when `manager` is 0. What does not open is
  /// left out: it goes on blocking its time.
  virtual expected<std::vector<booking>> unfinished(std::int64_t manager) = 0;

  // -- answers ----------------------------------------------------------------
  // What is stored of the key and the arguments is a keyed hash.

  /// The last answer to the same arguments under this key.
  virtual expected<std::optional<stored_answer>>
  answer(const idempotency_key& key, const std::string& fingerprint) = 0;
  /// The first answer of an attempt stays, and takes the place of the attempt
  /// before; returns the one that stays. Without a tool_call_id nothing is
  /// stored.
  virtual expected<stored_answer> put_answer(const stored_answer& answer) = 0;
  /// Removes answers, uses and tries older than `before`; returns how many
  /// answers.
  virtual expected<std::size_t> sweep_answers(instant before) = 0;

  // -- what callers used up (domain/fair_use.hpp) -----------------------------
  // `who` names somebody within a manager: a call, a number, an e-mail address.
  // Stored as a keyed hash; an empty one is nobody.

  virtual expected<done> add_use(std::int64_t manager, const std::string& who,
                                 instant now)
      = 0;
  /// Uses from `since` on.
  virtual expected<std::int64_t> uses_of(std::int64_t manager,
                                         const std::string& who, instant since)
      = 0;
  virtual expected<code_tries> tries_of(std::int64_t manager,
                                        const std::string& who)
      = 0;
  /// A right code forgets the wrong ones before it.
  virtual expected<done> add_try(std::int64_t manager, const std::string& who,
                                 bool right, instant now)
      = 0;

  // -- wishes and mail --------------------------------------------------------
  // Manager 0 stands for all managers. errc::not_found: no such row.

  /// Returns the row id; that of the first one when the key is there already.
  virtual expected<std::int64_t> put_wish(const callback_request& wish) = 0;
  /// Oldest first.
  virtual expected<std::vector<callback_request>> wishes(std::int64_t manager,
                                                         bool only_open)
      = 0;
  virtual expected<callback_request> wish_by_id(std::int64_t id) = 0;
  /// What was kept in a call, handled or not, with whatever manager of the
  /// agency.
  virtual expected<std::vector<callback_request>>
  wishes_of_call(const std::string& agency, const std::string& call_id) = 0;
  /// Open ones first, these oldest first, then the others, newest first.
  virtual expected<std::vector<callback_request>>
  callbacks(const callback_query& which) = 0;
  virtual expected<done> mark_wish_mailed(std::int64_t id, instant now) = 0;
  /// It is done. The first to say so counts.
  virtual expected<done> end_wish(std::int64_t id, const callback_end& how) = 0;
  /// Queues a mail; one with the same key is left as it is.
  virtual expected<done> put_mail(const outbox_mail& mail) = 0;
  /// Mails in state `queued` whose time has come, oldest first. What was put
  /// off by a clock that was ahead of `now` is due as well; what does not open
  /// is put off.
  virtual expected<std::vector<outbox_mail>> due_mail(instant now,
                                                      std::size_t limit)
      = 0;
  /// When the oldest mail that still waits (queued or sending) was written.
  virtual expected<std::optional<instant>> oldest_mail() = 0;
  /// sending -> queued, one try more whose outcome is not known: the process
  /// ended while they were being sent.
  virtual expected<done> settle_interrupted_mail(instant now) = 0;
  virtual expected<std::vector<outbox_mail>> mails(std::int64_t manager) = 0;
  /// Each change to `sending` counts as an attempt.
  virtual expected<done> put_mail_state(std::int64_t id,
                                        const mail_change& change)
      = 0;
  /// Somebody wants it sent once more, now, as if it had never been tried;
  /// whether the manager may have it already is kept. errc::changed when it was
  /// sent.
  virtual expected<done> resend_mail(std::int64_t id, instant now) = 0;

  // -- the operator's overview, of all agencies -------------------------------

  /// Reads indexes alone: cheap with any number of managers.
  virtual expected<store_counts> counts() = 0;
  /// Managers whose id contains `part`, whatever its case (all when empty),
  /// oldest first, without tokens. A phone number or an e-mail address is found
  /// as a whole alone.
  virtual expected<std::vector<manager_record>>
  find_managers(const std::string& part, std::size_t limit) = 0;
  /// Bookings of a manager in any state that overlap `window`, oldest first.
  virtual expected<std::vector<booking>>
  bookings_in(std::int64_t manager, time_slot window, std::size_t limit) = 0;
  /// Mails of all managers that were not sent, newest first.
  virtual expected<std::vector<outbox_mail>> unsent_mails(std::size_t limit)
      = 0;
  /// Removes mails that were sent before `before`, and no others; returns how
  /// many.
  virtual expected<std::size_t> sweep_sent_mail(instant before) = 0;
  /// Opens up to `values` sealed values, going on where the last call ended,
  /// so that counts() names those that do not open though nobody reads them.
  virtual expected<done> look_at_sealed(std::size_t values) = 0;
  /// Removes sign-ins that ended before `before` without a callback.
  virtual expected<std::size_t> sweep_sign_ins(instant before) = 0;

  /// What is kept about visitors: sweeping, finding and erasing.
  virtual visitor_store& visitors() = 0;
  /// Which homes there are, and who manages them.
  virtual property_store& properties() = 0;
  /// Bookings as they travel with their events.
  virtual event_rows& copies() = 0;

  // -- grants that are proved, or dead (domain/reconnect.hpp) -----------------

  /// Managers whose grant is to be proved, those that have waited longest
  /// first; none of them is given out again before `again`.
  virtual expected<std::vector<manager_key>>
  take_probes(instant now, instant again, std::size_t limit) = 0;
  /// The mail that is due about a dead grant, marked `sending`; nothing when
  /// there is none. Each day of a grant's death is given out once, unless it is
  /// put off.
  virtual expected<std::optional<due_mail_to>> take_reminder(instant now) = 0;
  /// errc::not_found: no such row.
  virtual expected<done>
  put_reminder_state(std::int64_t id, const std::string& state,
                     const std::string& error, instant now)
      = 0;
  /// It was certainly not sent: it is due again at `again`.
  virtual expected<done> put_off_reminder(std::int64_t id,
                                          const std::string& error, instant now,
                                          instant again)
      = 0;
  /// sending -> unknown: the process ended while they were being sent.
  virtual expected<done> settle_interrupted_reminders() = 0;
  /// Managers who ought to be mailed by now.
  virtual expected<std::size_t> count_due_reminders(instant now) = 0;
  /// Every mail about a manager's grant, oldest first.
  virtual expected<std::vector<reminder>> reminders(std::int64_t manager) = 0;
};

/// Work for one savepoint; what it returns decides whether it stays.
using store_job = std::function<expected<done>(store_session&)>;

/// The database. One thread at a time.
class store {
public:
  virtual ~store() = default;

  /// Brings the schema up to date; safe to repeat. Returns the version.
  virtual expected<int> migrate() = 0;
  /// Runs the jobs in order in ONE transaction (SQLite: BEGIN IMMEDIATE), each
  /// in a savepoint of its own: a job that fails or throws is undone alone.
  /// Returns each job's outcome once the transaction is durable. Fails as a
  /// whole with errc::storage when it could not be begun or committed, or with
  /// errc::sealed when the keys are not those of this database: then none of
  /// the jobs happened.
  virtual expected<std::vector<expected<done>>>
  batch(std::span<const store_job> jobs) = 0;
  /// Whether the database takes a write right now, proved by a durable one;
  /// errc::sealed when the keys are not those of this database.
  virtual expected<done> check() = 0;
  /// Copies the whole database into a new file (mode 0600) while others write
  /// (SQLite's online backup). Refuses to overwrite.
  virtual expected<done> backup(const std::string& path) = 0;
  /// Seals every sealed column again with the current key, in small
  /// transactions, while others write; returns how many values were sealed
  /// again. Safe to interrupt and repeat. Fails with errc::sealed when values
  /// are left that no key opens; the others are done then.
  virtual expected<std::size_t> reseal() = 0;
};

} // namespace rental

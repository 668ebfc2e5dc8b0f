// Inside storage/ only: the queries, in terms of store_session.
#pragma once

#include "storage/connection.hpp"
#include "storage/reseal.hpp"
#include "storage/session_event_rows.hpp"
#include "storage/session_properties.hpp"
#include "storage/session_visitors.hpp"
#include "storage/store.hpp"
#include "storage/unreadable.hpp"
#include "storage/vault.hpp"

#include <limits>

namespace rental {

/// What lies so much later than now was written by a clock that ran ahead.
constexpr std::chrono::seconds clock_tolerance{60};

/// errc::not_found when no row was changed.
inline expected<done> one_row(long long rows) {
  if (rows == 0)
    return errc::not_found;
  return done{};
}

/// Of the managers that `manager` stands for: 0 is all of them, and nobody.
inline long long last_of(std::int64_t manager) {
  return manager == 0 ? std::numeric_limits<long long>::max() : manager;
}

/// One transaction's view of a connection. Every function is guarded: SOCI's
/// exceptions end here. One sealed value that does not open costs its own row
/// alone: readers of several rows note it, and pass over it or return the row
/// marked `unreadable`.
class sqlite_session final : public store_session {
public:
  sqlite_session(connection& db, const vault& seals, unreadable_rows& unopened,
                 look_progress& looked)
      : db_(db), seals_(seals), unopened_(unopened), looked_(looked) {}

  // -- session_managers.cpp ---------------------------------------------------
  expected<manager_record> put_manager(const manager_record& record) override;
  expected<manager_record> manager(const manager_key& key) override;
  expected<manager_record> manager_by_id(std::int64_t id) override;
  expected<std::vector<manager_record>> managers(const std::string& agency,
                                                 std::size_t limit) override;
  expected<done> put_tokens(std::int64_t manager, const token_set& tokens,
                            instant now) override;
  expected<done> put_mailbox(const manager_record& row) override;
  expected<done> put_calendar_note(std::int64_t manager,
                                   const std::string& note) override;
  expected<done> put_state(std::int64_t manager, connection_state state,
                           const std::string& reason, instant now) override;
  expected<done> forget_tokens(std::int64_t manager, instant now) override;
  expected<done> forget_manager(std::int64_t manager) override;
  expected<store_counts> counts() override;
  expected<std::vector<manager_record>>
  find_managers(const std::string& part, std::size_t limit) override;
  expected<done> put_sign_in(const pending_sign_in& pending) override;
  expected<std::optional<pending_sign_in>>
  take_sign_in(const std::string& state_hash, instant now) override;

  // -- session_connect.cpp ----------------------------------------------------
  expected<bool> is_link_used(const std::string& link_id) override;
  expected<done> use_link(const std::string& link_id, instant ends,
                          instant now) override;
  expected<done> put_ended_session(const ended_session& ended,
                                   instant now) override;
  expected<std::vector<ended_session>> ended_sessions(instant now) override;
  expected<std::optional<manager_record>>
  other_writer(const std::string& tenant_id, const std::string& object_id,
               const manager_key& but) override;
  expected<std::vector<manager_record>> sharing_managers() override;
  expected<done> adopt_mailbox(std::int64_t manager,
                               const std::string& mailbox) override;
  expected<done> carry_over(const std::string& id, const std::string& mailbox,
                            const std::string& transaction_id,
                            const std::string& reason, instant now) override;

  // -- session_bookings.cpp ---------------------------------------------------
  expected<done> hold(const booking& row) override;
  expected<done> mark_writing(const std::string& id,
                              const std::string& transaction_id,
                              instant now) override;
  expected<done> confirm(const std::string& id, const event_ref& event,
                         instant now) override;
  expected<done> put_booking_state(const std::string& id, booking_state state,
                                   const std::string& reason,
                                   instant now) override;
  expected<done> follow_event(const std::string& id, std::int64_t version,
                              const event_ref& event, const time_slot& to,
                              instant now) override;
  expected<done> end_noticed(const std::string& id, std::int64_t version,
                             const std::string& reason, instant now) override;
  expected<done> revive(const std::string& id, std::int64_t version,
                        const event_ref& event, const time_slot& at,
                        instant now) override;
  expected<booking> booking_by_id(const std::string& id) override;
  expected<std::vector<booking>> active_bookings(std::int64_t manager,
                                                 time_slot window) override;
  expected<std::vector<booking>> bookings(std::int64_t manager,
                                          std::size_t limit) override;
  expected<std::vector<booking>>
  bookings_of_call(std::int64_t manager, const std::string& call_id) override;
  expected<std::vector<booking>> bookings_of_phone(std::int64_t manager,
                                                   const std::string& phone,
                                                   instant now) override;
  expected<std::vector<booking>> bookings_of_code(std::int64_t manager,
                                                  const std::string& code,
                                                  instant now) override;
  expected<std::vector<booking>> lost_bookings(std::int64_t manager,
                                               const std::string& phone,
                                               const std::string& code,
                                               instant now) override;
  expected<std::vector<booking>> unfinished(std::int64_t manager) override;
  expected<std::vector<booking>> bookings_in(std::int64_t manager,
                                             time_slot window,
                                             std::size_t limit) override;

  // -- for visitors() ---------------------------------------------------------
  visitor_store& visitors() override { return visitors_; }
  event_rows& copies() override { return copies_; }
  property_store& properties() override { return properties_; }
  expected<std::vector<booking>> bookings_after(const std::string& id,
                                                std::size_t limit);
  expected<std::vector<callback_request>> wishes_after(std::int64_t id,
                                                       std::size_t limit);
  expected<std::vector<outbox_mail>> mails_after(std::int64_t id,
                                                 std::size_t limit);

  // -- session_answers.cpp ----------------------------------------------------
  expected<std::optional<stored_answer>>
  answer(const idempotency_key& key, const std::string& fingerprint) override;
  expected<stored_answer> put_answer(const stored_answer& answer) override;
  expected<std::size_t> sweep_answers(instant before) override;

  // -- session_fair_use.cpp ---------------------------------------------------
  expected<done> add_use(std::int64_t manager, const std::string& who,
                         instant now) override;
  expected<std::int64_t> uses_of(std::int64_t manager, const std::string& who,
                                 instant since) override;
  expected<code_tries> tries_of(std::int64_t manager,
                                const std::string& who) override;
  expected<done> add_try(std::int64_t manager, const std::string& who,
                         bool right, instant now) override;

  // -- session_mail.cpp -------------------------------------------------------
  expected<done> put_mail(const outbox_mail& mail) override;
  expected<std::vector<outbox_mail>> due_mail(instant now,
                                              std::size_t limit) override;
  expected<std::optional<instant>> oldest_mail() override;
  expected<done> settle_interrupted_mail(instant now) override;
  expected<std::vector<outbox_mail>> mails(std::int64_t manager) override;
  expected<done> put_mail_state(std::int64_t id,
                                const mail_change& change) override;
  expected<done> resend_mail(std::int64_t id, instant now) override;
  expected<std::vector<outbox_mail>> unsent_mails(std::size_t limit) override;

  // -- session_callbacks.cpp --------------------------------------------------
  expected<std::int64_t> put_wish(const callback_request& wish) override;
  expected<std::vector<callback_request>> wishes(std::int64_t manager,
                                                 bool only_open) override;
  expected<callback_request> wish_by_id(std::int64_t id) override;
  expected<std::vector<callback_request>>
  wishes_of_call(const std::string& agency,
                 const std::string& call_id) override;
  expected<std::vector<callback_request>>
  callbacks(const callback_query& which) override;
  expected<done> mark_wish_mailed(std::int64_t id, instant now) override;
  expected<done> end_wish(std::int64_t id, const callback_end& how) override;

  // -- session_reconnect.cpp --------------------------------------------------
  expected<std::size_t> sweep_sent_mail(instant before) override;
  expected<std::size_t> sweep_sign_ins(instant before) override;
  expected<done> look_at_sealed(std::size_t values) override;
  expected<std::vector<manager_key>> take_probes(instant now, instant again,
                                                 std::size_t limit) override;
  expected<std::optional<due_mail_to>> take_reminder(instant now) override;
  expected<done> put_reminder_state(std::int64_t id, const std::string& state,
                                    const std::string& error,
                                    instant now) override;
  expected<done> put_off_reminder(std::int64_t id, const std::string& error,
                                  instant now, instant again) override;
  expected<done> settle_interrupted_reminders() override;
  expected<std::size_t> count_due_reminders(instant now) override;
  expected<std::vector<reminder>> reminders(std::int64_t manager) override;

private:
  /// The key as the columns have it; see vault::stored_id.
  manager_key stored_key(const manager_key& key) const;
  /// The stored key.
  expected<std::vector<manager_record>> hidden_managers(const std::string& id);
  std::optional<manager_key> key_of(std::int64_t manager);
  expected<token_set> stored_tokens(std::int64_t manager,
                                    const manager_key& stored);
  expected<done> seal_tokens(std::int64_t manager, const manager_key& stored,
                             const token_set& tokens, instant now);
  manager_record with_tokens(manager_record record);
  void put_death_right(std::int64_t manager, instant died, instant now);
  std::optional<int> last_reminder(std::int64_t manager, instant died);
  reminder claim_reminder(std::int64_t manager, instant died, int day,
                          instant now);
  expected<done> changed_booking(long long rows, const std::string& id);

  connection& db_;
  const vault& seals_;
  unreadable_rows& unopened_;
  look_progress& looked_;
  sqlite_visitors visitors_{*this, db_, seals_};
  sqlite_event_rows copies_{*this, db_, seals_};
  sqlite_properties properties_{db_, seals_, unopened_};
};

} // namespace rental

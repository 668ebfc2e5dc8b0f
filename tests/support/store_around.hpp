// A store between the service and its database: everything passes through;
// what a derived session overrides, does not.
#pragma once

#include "storage/store.hpp"

#include <memory>
#include <utility>

namespace rental::test {

/// Passes everything on to another session.
class session_around : public store_session {
public:
  explicit session_around(store_session& inner) : inner_(inner) {}

  expected<manager_record> put_manager(const manager_record& record) override {
    return inner_.put_manager(record);
  }
  expected<manager_record> manager(const manager_key& key) override {
    return inner_.manager(key);
  }
  expected<manager_record> manager_by_id(std::int64_t id) override {
    return inner_.manager_by_id(id);
  }
  expected<std::vector<manager_record>> managers(const std::string& agency,
                                                 std::size_t limit) override {
    return inner_.managers(agency, limit);
  }
  expected<done> put_tokens(std::int64_t manager, const token_set& tokens,
                            instant now) override {
    return inner_.put_tokens(manager, tokens, now);
  }
  expected<done> put_mailbox(const manager_record& row) override {
    return inner_.put_mailbox(row);
  }
  expected<done> put_calendar_note(std::int64_t manager,
                                   const std::string& note) override {
    return inner_.put_calendar_note(manager, note);
  }
  expected<done> put_state(std::int64_t manager, connection_state state,
                           const std::string& reason, instant now) override {
    return inner_.put_state(manager, state, reason, now);
  }
  expected<done> forget_tokens(std::int64_t manager, instant now) override {
    return inner_.forget_tokens(manager, now);
  }
  expected<done> forget_manager(std::int64_t manager) override {
    return inner_.forget_manager(manager);
  }
  expected<done> put_sign_in(const pending_sign_in& pending) override {
    return inner_.put_sign_in(pending);
  }
  expected<std::optional<pending_sign_in>>
  take_sign_in(const std::string& state_hash, instant now) override {
    return inner_.take_sign_in(state_hash, now);
  }
  event_rows& copies() override { return inner_.copies(); }
  visitor_store& visitors() override { return inner_.visitors(); }
  property_store& properties() override { return inner_.properties(); }
  expected<done> look_at_sealed(std::size_t values) override {
    return inner_.look_at_sealed(values);
  }
  expected<bool> is_link_used(const std::string& link_id) override {
    return inner_.is_link_used(link_id);
  }
  expected<done> use_link(const std::string& link_id, instant ends,
                          instant now) override {
    return inner_.use_link(link_id, ends, now);
  }
  expected<done> put_ended_session(const ended_session& ended,
                                   instant now) override {
    return inner_.put_ended_session(ended, now);
  }
  expected<std::vector<ended_session>> ended_sessions(instant now) override {
    return inner_.ended_sessions(now);
  }
  expected<std::optional<manager_record>>
  other_writer(const std::string& tenant_id, const std::string& object_id,
               const manager_key& but) override {
    return inner_.other_writer(tenant_id, object_id, but);
  }
  expected<std::vector<manager_record>> sharing_managers() override {
    return inner_.sharing_managers();
  }
  expected<done> adopt_mailbox(std::int64_t manager,
                               const std::string& mailbox) override {
    return inner_.adopt_mailbox(manager, mailbox);
  }
  expected<done> carry_over(const std::string& id, const std::string& mailbox,
                            const std::string& transaction_id,
                            const std::string& reason, instant now) override {
    return inner_.carry_over(id, mailbox, transaction_id, reason, now);
  }
  expected<done> hold(const booking& row) override { return inner_.hold(row); }
  expected<done> mark_writing(const std::string& id,
                              const std::string& transaction_id,
                              instant now) override {
    return inner_.mark_writing(id, transaction_id, now);
  }
  expected<done> confirm(const std::string& id, const event_ref& event,
                         instant now) override {
    return inner_.confirm(id, event, now);
  }
  expected<done> put_booking_state(const std::string& id, booking_state state,
                                   const std::string& reason,
                                   instant now) override {
    return inner_.put_booking_state(id, state, reason, now);
  }
  expected<done> follow_event(const std::string& id, std::int64_t version,
                              const event_ref& event, const time_slot& to,
                              instant now) override {
    return inner_.follow_event(id, version, event, to, now);
  }
  expected<done> end_noticed(const std::string& id, std::int64_t version,
                             const std::string& reason, instant now) override {
    return inner_.end_noticed(id, version, reason, now);
  }
  expected<done> revive(const std::string& id, std::int64_t version,
                        const event_ref& event, const time_slot& at,
                        instant now) override {
    return inner_.revive(id, version, event, at, now);
  }
  expected<booking> booking_by_id(const std::string& id) override {
    return inner_.booking_by_id(id);
  }
  expected<std::vector<booking>> active_bookings(std::int64_t manager,
                                                 time_slot window) override {
    return inner_.active_bookings(manager, window);
  }
  expected<std::vector<booking>> bookings(std::int64_t manager,
                                          std::size_t limit) override {
    return inner_.bookings(manager, limit);
  }
  expected<std::vector<booking>>
  bookings_of_call(std::int64_t manager, const std::string& call_id) override {
    return inner_.bookings_of_call(manager, call_id);
  }
  expected<std::vector<booking>> bookings_of_phone(std::int64_t manager,
                                                   const std::string& phone,
                                                   instant now) override {
    return inner_.bookings_of_phone(manager, phone, now);
  }
  expected<std::vector<booking>> bookings_of_code(std::int64_t manager,
                                                  const std::string& code,
                                                  instant now) override {
    return inner_.bookings_of_code(manager, code, now);
  }
  expected<std::vector<booking>> lost_bookings(std::int64_t manager,
                                               const std::string& phone,
                                               const std::string& code,
                                               instant now) override {
    return inner_.lost_bookings(manager, phone, code, now);
  }
  expected<std::vector<booking>> unfinished(std::int64_t manager) override {
    return inner_.unfinished(manager);
  }
  expected<std::optional<stored_answer>>
  answer(const idempotency_key& key, const std::string& fingerprint) override {
    return inner_.answer(key, fingerprint);
  }
  expected<stored_answer> put_answer(const stored_answer& answer) override {
    return inner_.put_answer(answer);
  }
  expected<done> add_use(std::int64_t manager, const std::string& who,
                         instant now) override {
    return inner_.add_use(manager, who, now);
  }
  expected<std::int64_t> uses_of(std::int64_t manager, const std::string& who,
                                 instant since) override {
    return inner_.uses_of(manager, who, since);
  }
  expected<code_tries> tries_of(std::int64_t manager,
                                const std::string& who) override {
    return inner_.tries_of(manager, who);
  }
  expected<done> add_try(std::int64_t manager, const std::string& who,
                         bool right, instant now) override {
    return inner_.add_try(manager, who, right, now);
  }
  expected<std::size_t> sweep_answers(instant before) override {
    return inner_.sweep_answers(before);
  }
  expected<std::int64_t> put_wish(const callback_request& wish) override {
    return inner_.put_wish(wish);
  }
  expected<std::vector<callback_request>> wishes(std::int64_t manager,
                                                 bool only_open) override {
    return inner_.wishes(manager, only_open);
  }
  expected<callback_request> wish_by_id(std::int64_t id) override {
    return inner_.wish_by_id(id);
  }
  expected<std::vector<callback_request>>
  wishes_of_call(const std::string& agency,
                 const std::string& call_id) override {
    return inner_.wishes_of_call(agency, call_id);
  }
  expected<std::vector<callback_request>>
  callbacks(const callback_query& which) override {
    return inner_.callbacks(which);
  }
  expected<done> mark_wish_mailed(std::int64_t id, instant now) override {
    return inner_.mark_wish_mailed(id, now);
  }
  expected<done> end_wish(std::int64_t id, const callback_end& how) override {
    return inner_.end_wish(id, how);
  }
  expected<done> put_mail(const outbox_mail& mail) override {
    return inner_.put_mail(mail);
  }
  expected<std::vector<outbox_mail>> due_mail(instant now,
                                              std::size_t limit) override {
    return inner_.due_mail(now, limit);
  }
  expected<std::optional<instant>> oldest_mail() override {
    return inner_.oldest_mail();
  }
  expected<done> settle_interrupted_mail(instant now) override {
    return inner_.settle_interrupted_mail(now);
  }
  expected<std::vector<outbox_mail>> mails(std::int64_t manager) override {
    return inner_.mails(manager);
  }
  expected<done> put_mail_state(std::int64_t id,
                                const mail_change& change) override {
    return inner_.put_mail_state(id, change);
  }
  expected<done> resend_mail(std::int64_t id, instant now) override {
    return inner_.resend_mail(id, now);
  }
  expected<store_counts> counts() override { return inner_.counts(); }
  expected<std::vector<manager_record>>
  find_managers(const std::string& part, std::size_t limit) override {
    return inner_.find_managers(part, limit);
  }
  expected<std::vector<booking>> bookings_in(std::int64_t manager,
                                             time_slot window,
                                             std::size_t limit) override {
    return inner_.bookings_in(manager, window, limit);
  }
  expected<std::vector<outbox_mail>> unsent_mails(std::size_t limit) override {
    return inner_.unsent_mails(limit);
  }
  expected<std::size_t> sweep_sent_mail(instant before) override {
    return inner_.sweep_sent_mail(before);
  }
  expected<std::size_t> sweep_sign_ins(instant before) override {
    return inner_.sweep_sign_ins(before);
  }
  expected<std::vector<manager_key>> take_probes(instant now, instant again,
                                                 std::size_t limit) override {
    return inner_.take_probes(now, again, limit);
  }
  expected<std::optional<due_mail_to>> take_reminder(instant now) override {
    return inner_.take_reminder(now);
  }
  expected<done> put_reminder_state(std::int64_t id, const std::string& state,
                                    const std::string& error,
                                    instant now) override {
    return inner_.put_reminder_state(id, state, error, now);
  }
  expected<done> put_off_reminder(std::int64_t id, const std::string& error,
                                  instant now, instant again) override {
    return inner_.put_off_reminder(id, error, now, again);
  }
  expected<done> settle_interrupted_reminders() override {
    return inner_.settle_interrupted_reminders();
  }
  expected<std::size_t> count_due_reminders(instant now) override {
    return inner_.count_due_reminders(now);
  }
  expected<std::vector<reminder>> reminders(std::int64_t manager) override {
    return inner_.reminders(manager);
  }

private:
  store_session& inner_;
};

/// Gives each job of `inner` a `Session` instead of the real one. `Session` is
/// made of a store_session& and a copy of what `make` was given.
template <class Session, class... Shared>
class store_around : public store {
public:
  explicit store_around(std::shared_ptr<store> inner, Shared... shared)
      : inner_(std::move(inner)), shared_(std::move(shared)...) {}

  expected<int> migrate() override { return inner_->migrate(); }
  expected<std::vector<expected<done>>>
  batch(std::span<const store_job> jobs) override {
    std::vector<store_job> wrapped;
    for (const auto& job : jobs)
      wrapped.push_back([&job, this](store_session& real) {
        return std::apply(
            [&](auto&... shared) {
              Session session{real, shared...};
              return job(session);
            },
            shared_);
      });
    return inner_->batch(wrapped);
  }
  expected<done> check() override { return inner_->check(); }
  expected<done> backup(const std::string& path) override {
    return inner_->backup(path);
  }
  expected<std::size_t> reseal() override { return inner_->reseal(); }

private:
  std::shared_ptr<store> inner_;
  std::tuple<Shared...> shared_;
};

} // namespace rental::test

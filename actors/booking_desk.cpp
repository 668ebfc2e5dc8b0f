#include "actors/booking_desk.hpp"

#include "actors/booking_mail.hpp"
#include "actors/last_words.hpp"
#include "log/log.hpp"
#include "voice/sentences.hpp"

#include <algorithm>
#include <utility>

namespace rental {
namespace {

struct known_before {
  std::optional<stored_answer> answer;
  std::vector<booking> same_call;
};

expected<known_before> read_before(store_session& session,
                                   const idempotency_key& key,
                                   std::int64_t manager) {
  known_before known;
  if (!key.tool_call_id.empty()) {
    auto answer = session.answer(key);
    if (!answer)
      return answer.error();
    known.answer = std::move(*answer);
  }
  if (!key.call_id.empty()) {
    auto rows = session.bookings_of_call(manager, key.call_id);
    if (!rows)
      return rows.error();
    known.same_call = std::move(*rows);
  }
  return known;
}

} // namespace

caf::result<booking_outcome> booking_desk::take(const booking_order& order) {
  auto job = std::make_shared<order_in_hand>();
  job->number = ++last_number_;
  job->order = order;
  job->promise = core_.self->make_response_promise<booking_outcome>();
  queue_.push_back(job);
  const auto wait
      = std::max(order.until - core_.steady_now(), deadline::duration{0});
  core_.self->delayed_send(core_.self, wait, atom::overdue_v, job->number);
  auto answer = *job->promise;
  next();
  return answer;
}

void booking_desk::next() {
  if (!ready_ || current_ || queue_.empty())
    return;
  current_ = std::move(queue_.front());
  queue_.pop_front();
  if (!current_->watches.empty())
    perform_watch(current_);
  else if (!current_->resumed)
    look_up(current_);
  else if (current_->carries_over)
    carry_over(current_);
  else if (current_->removal)
    perform_removal(current_);
  else
    perform(current_);
}

void booking_desk::look_up(const order_ptr& job) {
  core_.transact<known_before>(
      [key = job->order.key, id = core_.manager.id](store_session& session) {
        return read_before(session, key, id);
      },
      [this, job](expected<known_before> known) {
        if (!known) {
          job->trouble = known.error();
          return close(job, outcome(booking_result::refused, not_done(job)));
        }
        if (replay(job, known->answer) || end_leftovers(job, known->same_call))
          return;
        if (job->order.kind == order_kind::book)
          understand(job, known->same_call);
        else
          identify(job);
      });
}

bool booking_desk::replay(const order_ptr& job,
                          const std::optional<stored_answer>& before) {
  if (!before)
    return false;
  const bool same = before->fingerprint == job->order.fingerprint;
  core_.count("idempotency", same ? "replayed" : "key_reused");
  auto answer
      = same ? outcome(booking_result::replayed, before->answer)
             : outcome(booking_result::key_reused, sentence::key_reused());
  answer.is_error = same ? before->is_error : true;
  deliver(job, std::move(answer));
  done_with(job);
  return true;
}

void booking_desk::overdue(std::uint64_t number) {
  const auto is_it
      = [number](const order_ptr& job) { return job->number == number; };
  if (current_ && is_it(current_)) {
    // A confirmation that is being written answers by itself in a moment; a
    // second, different answer would be worse than a late one.
    const bool confirming
        = current_->removal
              ? current_->removal->next() == saga::removal_action::close
              : current_->machine.next() == saga::action::confirm;
    if (!current_->answered && !confirming)
      note(current_);
    return;
  }
  const auto found = std::find_if(queue_.begin(), queue_.end(), is_it);
  if (found == queue_.end())
    return;
  auto job = *found;
  queue_.erase(found);
  job->trouble = {errc::expired, "the queue was too long", {}};
  note(job);
}

booking_outcome booking_desk::noted_answer(const order_ptr& job) const {
  if (job->removal)
    return outcome(
        booking_result::noted,
        sentence::cancel_noted(job->row.address, job->row.slot, core_.tz));
  if (job->old)
    return outcome(
        booking_result::noted,
        sentence::move_noted(job->row.address, job->row.slot, core_.tz));
  const auto when = job->row.slot.start == instant{}
                        ? std::nullopt
                        : std::optional{job->row.slot.start};
  return outcome(booking_result::noted,
                 sentence::noted(job->order.address, when, core_.tz));
}

std::function<expected<done>(store_session&)>
booking_desk::keep_noted(const order_ptr& job,
                         const booking_outcome& answer) const {
  return [row = answer_of(job, answer), keep = keeps_answer(job),
          wish = wish_of(job, to_string(job->trouble.code))](
             store_session& session) -> expected<done> {
    if (auto kept = keep_wish(session, wish); !kept)
      return kept;
    return keep ? session.put_answer(row) : expected<done>{done{}};
  };
}

// Answers "noted" and keeps the wish. A running saga goes on in the background.
void booking_desk::note(const order_ptr& job) {
  auto answer = noted_answer(job);
  job->answered = true;
  core_.transact<done>(
      keep_noted(job, answer),
      [this, job, answer,
       running = current_ ? current_->number : 0](expected<done> kept) mutable {
        // Nothing may be promised that is not kept.
        if (!kept)
          answer = outcome(booking_result::refused,
                           not_kept(job, job->number == running));
        deliver(job, std::move(answer));
      });
}

void booking_desk::fail_all(const failure& why) {
  const failure unknown{errc::timeout, why.detail, {}};
  if (auto job = std::exchange(current_, nullptr))
    if (auto promise = std::exchange(job->promise, std::nullopt))
      promise->deliver(to_caf(unknown));
  for (auto& job : std::exchange(queue_, {}))
    if (auto promise = std::exchange(job->promise, std::nullopt))
      promise->deliver(to_caf(why));
}

void booking_desk::hand_over(const order_ptr& job) {
  // Whether the wish that is on its way is kept, nobody will tell us.
  if (job->answered)
    return deliver(job, outcome(booking_result::refused, not_kept(job, true)));
  auto promise = std::exchange(job->promise, std::nullopt);
  if (!promise)
    return;
  job->trouble = {errc::internal, {}, {}};
  const auto answer = noted_answer(job);
  core_.count("tool_outcome", to_string(answer.result));
  promise->delegate(
      core_.self->system().spawn(
          last_words,
          last_words_order{
              core_.deps.ledger, keep_noted(job, answer), answer,
              outcome(booking_result::refused, not_kept(job, true))}),
      atom::book_v);
}

void booking_desk::abandon() {
  if (auto job = std::exchange(current_, nullptr))
    hand_over(job);
  for (auto& job : std::exchange(queue_, {}))
    deliver(job, outcome(booking_result::refused, not_done(job)));
}

} // namespace rental

#include "actors/booking/booking_queue.hpp"

#include "actors/fallback_reply.hpp"
#include "actors/letters/booking_mail.hpp"
#include "log/log.hpp"

#include <algorithm>
#include <utility>

namespace rental {

caf::result<booking_outcome> booking_queue::take(const booking_order& order) {
  auto job = std::make_shared<booking_job>();
  job->number = ++last_number_;
  job->order = order;
  job->promise = context_.self->make_response_promise<booking_outcome>();
  queue_.push_back(job);
  const auto wait
      = std::max(order.until - context_.steady_now(), deadline::duration{0});
  context_.self->delayed_send(context_.self, wait, atom::overdue_v,
                              job->number);
  auto answer = *job->promise;
  next();
  return answer;
}

void booking_queue::next() {
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

void booking_queue::overdue(std::uint64_t number) {
  const auto is_it
      = [number](const job_ptr& job) { return job->number == number; };
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

booking_outcome booking_queue::noted_answer(const job_ptr& job) const {
  if (job->removal)
    return outcome(
        booking_result::noted,
        say(job).cancel_noted(job->row.address, job->row.slot, context_.tz));
  if (job->old)
    return outcome(
        booking_result::noted,
        say(job).move_noted(job->row.address, job->row.slot, context_.tz));
  const auto when = job->row.slot.start == instant{}
                        ? std::nullopt
                        : std::optional{job->row.slot.start};
  return outcome(booking_result::noted,
                 say(job).noted(job->order.address, when, context_.tz));
}

// Answers "noted" and keeps the wish. A running saga goes on in the background.
void booking_queue::note(const job_ptr& job) {
  auto answer = noted_answer(job);
  job->answered = true;
  context_.transact<stored_answer>(
      keep_noted(job, answer),
      [this, job, answer, running = current_ ? current_->number : 0](
          expected<stored_answer> kept) mutable {
        // Nothing may be promised that is not kept.
        deliver(job, kept ? as_stored(answer, *kept)
                          : outcome(booking_result::refused,
                                    not_kept(job, job->number == running)));
      });
}

void booking_queue::fail_all(const failure& why) {
  const failure unknown{errc::timeout, why.detail, {}};
  if (auto job = std::exchange(current_, nullptr))
    if (auto promise = std::exchange(job->promise, std::nullopt))
      promise->deliver(to_caf(unknown));
  for (auto& job : std::exchange(queue_, {}))
    if (auto promise = std::exchange(job->promise, std::nullopt))
      promise->deliver(to_caf(why));
}

void booking_queue::hand_over(const job_ptr& job) {
  // Whether the wish that is on its way is kept, nobody will tell us.
  if (job->answered)
    return deliver(job, outcome(booking_result::refused, not_kept(job, true)));
  auto promise = std::exchange(job->promise, std::nullopt);
  if (!promise)
    return;
  job->trouble = {errc::internal, {}, {}};
  const auto answer = noted_answer(job);
  context_.count("tool_outcome", to_string(answer.result));
  promise->delegate(
      context_.self->system().spawn(
          fallback_reply,
          last_words_order{
              context_.deps.ledger, keep_noted(job, answer), answer,
              outcome(booking_result::refused, not_kept(job, true))}),
      atom::book_v);
}

void booking_queue::abandon() {
  if (auto job = std::exchange(current_, nullptr))
    hand_over(job);
  for (auto& job : std::exchange(queue_, {}))
    deliver(job, outcome(booking_result::refused, not_done(job)));
}

} // namespace rental

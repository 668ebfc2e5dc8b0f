#include "actors/booking/booking_queue.hpp"
#include "actors/booking/first_answer.hpp"
#include "actors/letters/booking_mail.hpp"
#include "log/log.hpp"

#include <utility>

namespace rental {

using saga::event;
using saga::removal_action;
using saga::removal_outcome;

void booking_queue::perform_removal(const job_ptr& job) {
  const auto next = job->removal->next();
  step(to_string(next), "before");
  const auto then = [this, job](expected<done> result) {
    on_removal(job, std::move(result));
  };
  switch (next) {
  case removal_action::mark:
    return context_.transact<done>(
        [row = job->row, now = context_.now()](store_session& session) {
          return session.put_booking_state(row.id, booking_state::cancelling,
                                           row.reason, now);
        },
        then);
  case removal_action::remove:
    openings_.drop();
    if (!is_here(job->row))
      return then(remove_from_former(job));
    return finder_.remove(urgency::caller, job->row, then);
  case removal_action::close:
    return close_removal(job);
  case removal_action::leave:
    return then(done{});
  case removal_action::finish:
    return conclude_removal(job);
  }
}

void booking_queue::on_removal(const job_ptr& job, expected<done> result) {
  step(to_string(job->removal->next()), "after");
  if (!result) {
    job->trouble = result.error();
    log::info("removal.trouble", {{"booking", job->row.id},
                                  {"step", to_string(job->removal->next())},
                                  {"reason", to_string(result.error())}});
  }
  job->removal->on(result ? event::ok : event::unknown);
  perform_removal(job);
}

void booking_queue::close_removal(const job_ptr& job) {
  const auto now = context_.now();
  job->row.state = booking_state::cancelled;
  job->confirmed = outcome(
      booking_result::cancelled,
      say(job).cancelled(job->row.address, job->row.slot, context_.tz));
  job->confirmed.made = std::make_shared<const booking>(job->row);
  job->kept = std::make_shared<stored_answer>(answer_of(job, job->confirmed));
  const bool keep = !job->answered && keeps_answer(job);
  context_.transact<done>(
      [row = job->row, keep, now, tz = context_.tz, kept = job->kept,
       late = job->answered
              && !job->resumed](store_session& session) -> expected<done> {
        auto all = session.put_booking_state(row.id, booking_state::cancelled,
                                             row.reason, now);
        if (!all)
          return all;
        const auto heard = keep_first(session, keep, *kept);
        if (!heard)
          return heard.error();
        return session.put_mail(cancelled_mail(row, tz, late || !*heard, now));
      },
      [this, job](expected<done> result) {
        openings_.drop();
        on_removal(job, std::move(result));
      });
}

void booking_queue::conclude_removal(const job_ptr& job) {
  const auto result = job->removal->result();
  context_.count(job->resumed ? "reconciled" : "cancellation",
                 to_string(result));
  log::info("removal.ended",
            {{"booking", job->row.id}, {"outcome", to_string(result)}});
  switch (result) {
  case removal_outcome::cancelled:
    if (!job->answered)
      deliver(job, as_stored(job->confirmed, *job->kept));
    return done_with(job);
  case removal_outcome::not_done:
    return close(job, outcome(booking_result::refused, not_done(job)));
  case removal_outcome::unknown:
  case removal_outcome::running:
    return close(job,
                 outcome(booking_result::noted,
                         say(job).cancel_noted(job->row.address, job->row.slot,
                                               context_.tz)),
                 wish_of(job, to_string(job->trouble.code)));
  }
}

} // namespace rental

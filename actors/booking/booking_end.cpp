#include "actors/booking/booking_queue.hpp"
#include "actors/letters/booking_mail.hpp"
#include "log/log.hpp"
#include "voice/words/write.hpp"

#include <utility>

namespace rental {
namespace {

answer_kind kind_of(booking_result result) {
  switch (result) {
  case booking_result::booked:
  case booking_result::already_booked:
  case booking_result::moved:
    return answer_kind::stands;
  case booking_result::cancelled:
    return answer_kind::cancelled;
  case booking_result::noted:
    return answer_kind::noted;
  default:
    return answer_kind::passing;
  }
}

// Nothing was done, and it may be possible a moment later: after a fault, or
// when the time was taken. Whoever asks again is tried again.
bool may_change(const booking_outcome& answer, const failure& trouble) {
  const bool fault = !answer.why && trouble.code != errc::internal;
  return answer.result == booking_result::refused
         && (fault || answer.why == refusal::taken);
}

} // namespace

void booking_queue::step(const char* what, const char* when) const {
  if (context_.deps.on_step)
    context_.deps.on_step(std::string{what} + ":" + when);
}

bool booking_queue::keeps_answer(const job_ptr& job) const {
  return !job->order.key.tool_call_id.empty();
}

booking_outcome booking_queue::as_stored(booking_outcome wanted,
                                         const stored_answer& kept) const {
  if (kept.answer == wanted.sentence && kept.is_error == wanted.is_error)
    return wanted;
  auto said = outcome(booking_result::replayed, kept.answer);
  said.is_error = kept.is_error;
  return said;
}

booking_outcome booking_queue::outcome(booking_result result,
                                       std::string sentence) const {
  booking_outcome answer;
  answer.result = result;
  answer.sentence = std::move(sentence);
  answer.tz = context_.tz;
  return answer;
}

// Certainly nothing was done, in the words of what was wanted.
std::string booking_queue::not_done(const job_ptr& job) const {
  if (job->removal)
    return say(job).not_cancelled(job->row.address, job->row.slot, context_.tz);
  if (job->old)
    return say(job).not_moved(job->old->address, job->old->slot, context_.tz);
  if (job->order.kind != order_kind::book)
    return say(job).busy_try_again();
  return say(job).not_booked(job->order.address);
}

// Nobody will call back, so the caller is not told to wait for it.
std::string booking_queue::not_kept(const job_ptr& job, bool goes_on) const {
  const bool unknown
      = job->removal ? job->removal->result() == saga::removal_outcome::unknown
                     : job->machine.result() == saga::outcome::unknown;
  return goes_on || unknown ? say(job).unsure(job->order.address)
                            : not_done(job);
}

// "Tue 24 Nov, 2:00 PM CST"; as the caller's model wrote it when nobody can
// tell what it means.
std::string booking_queue::in_words(const job_ptr& job,
                                    const std::string& given) const {
  auto start = job->row.slot.start;
  if (start == instant{}) {
    const auto reading
        = read(job).start(given, context_.tz, context_.now(), context_.rules);
    if (reading.what != time_reading::kind::exact
        && reading.what != time_reading::kind::past)
      return given;
    start = reading.first;
  }
  return write_when(start, context_.tz);
}

std::string booking_queue::wanted(const job_ptr& job) const {
  const auto& order = job->order;
  if (order.kind == order_kind::book)
    return in_words(job, order.start);
  if (order.kind == order_kind::move)
    return "to move the viewing to " + in_words(job, order.start);
  const auto which = in_words(job, order.which);
  return "to cancel the viewing" + (which.empty() ? which : ", " + which);
}

callback_request booking_queue::wish_of(const job_ptr& job,
                                        const std::string& reason) const {
  callback_request wish;
  wish.manager = context_.manager.id;
  wish.call_id = job->order.key.call_id;
  wish.who = job->order.who;
  // What was said may be no number: then the line's is told as well.
  const auto& line = job->order.by.number;
  if (wish.who.phone.empty())
    wish.who.phone = line;
  else if (!line.empty() && !wish.who.phone.starts_with('+'))
    wish.who.phone += " (called from " + line + ")";
  wish.address = job->order.address;
  wish.wanted = wanted(job);
  wish.reason = reason;
  wish.created_at = context_.now();
  return wish;
}

stored_answer booking_queue::answer_of(const job_ptr& job,
                                       const booking_outcome& answer) const {
  stored_answer row{job->order.key,
                    job->order.fingerprint,
                    answer.sentence,
                    answer.is_error,
                    answer.made ? answer.made->id : std::string{},
                    context_.now()};
  row.kind = kind_of(answer.result);
  if (answer.made)
    row.starts_at = answer.made->slot.start;
  row.attempt = job->attempt;
  return row;
}

void booking_queue::close_unclear(const job_ptr& job, std::string sentence,
                                  booking_result result) {
  close(job, outcome(result, std::move(sentence)));
}

void booking_queue::close(const job_ptr& job, booking_outcome answer,
                          std::optional<callback_request> wish) {
  if (job->answered)
    return done_with(job);
  const bool keep = keeps_answer(job) && !may_change(answer, job->trouble);
  if (!keep && !wish) {
    deliver(job, std::move(answer));
    return done_with(job);
  }
  context_.transact<stored_answer>(
      [row = answer_of(job, answer), keep,
       wish](store_session& session) -> expected<stored_answer> {
        auto first
            = keep ? session.put_answer(row) : expected<stored_answer>{row};
        if (!first || !wish || first->answer != row.answer)
          return first;
        if (auto kept = keep_wish(session, *wish); !kept)
          return kept.error();
        return first;
      },
      [this, job, answer,
       promised = wish.has_value()](expected<stored_answer> kept) mutable {
        if (kept)
          answer = as_stored(std::move(answer), *kept);
        else if (promised)
          answer = outcome(booking_result::refused, not_kept(job, false));
        deliver(job, std::move(answer));
        done_with(job);
      });
}

void booking_queue::deliver(const job_ptr& job, booking_outcome answer) {
  if (auto promise = std::exchange(job->promise, std::nullopt)) {
    context_.count("tool_outcome", to_string(answer.result));
    promise->deliver(answer);
  }
  answer_copies(job, answer);
}

void booking_queue::done_with(const job_ptr& job) {
  if (current_ != job)
    return;
  current_.reset();
  next();
}

void booking_queue::conclude(const job_ptr& job) {
  const auto result = job->machine.result();
  context_.count(job->resumed ? "reconciled" : "booking", to_string(result));
  log::info("booking.ended", {{"booking", job->row.id},
                              {"call", job->order.key.call_id},
                              {"outcome", to_string(result)},
                              {"answered", job->answered ? "before" : "now"}});
  const auto noted = [&](std::string sentence) {
    close(job, outcome(booking_result::noted, std::move(sentence)),
          wish_of(job, to_string(job->trouble.code)));
  };
  switch (result) {
  case saga::outcome::booked:
    // The last reading still holds the time that was moved away from.
    if (job->old)
      openings_.drop();
    if (!job->answered)
      deliver(job, as_stored(job->confirmed, *job->kept));
    return done_with(job);
  case saga::outcome::taken:
    return refuse(job, refusal::taken);
  case saga::outcome::unreachable:
    if (job->old)
      return close(job, outcome(booking_result::refused, not_done(job)));
    return noted(
        say(job).noted(job->order.address, job->row.slot.start, context_.tz));
  case saga::outcome::unknown:
  case saga::outcome::running:
    return noted(job->old ? say(job).move_noted(job->row.address, job->row.slot,
                                                context_.tz)
                          : say(job).noted(job->order.address,
                                           job->row.slot.start, context_.tz));
  case saga::outcome::storage_failed:
    return close(job, outcome(booking_result::refused, not_done(job)));
  }
}

} // namespace rental

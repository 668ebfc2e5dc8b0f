#include "actors/booking_desk.hpp"

#include "crypto/uuid.hpp"
#include "log/log.hpp"
#include "voice/address.hpp"
#include "voice/sentences.hpp"
#include "voice/understand.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rental {
namespace {

struct known_before {
  std::optional<stored_answer> answer;
  std::vector<booking> same_call;
};

// The nearest two, without the slot itself: another process may hold it.
std::vector<time_slot> alternatives(const std::vector<time_slot>& free,
                                    const time_slot& wanted) {
  std::vector<time_slot> others;
  std::copy_if(free.begin(), free.end(), std::back_inserter(others),
               [&](const time_slot& slot) { return !overlaps(slot, wanted); });
  return nearest(others, wanted.start, 2);
}

} // namespace

caf::result<booking_outcome> booking_desk::take(const booking_order& order) {
  auto job = std::make_shared<order_in_hand>();
  job->number = ++last_number_;
  job->order = order;
  job->promise = core_.self->make_response_promise<booking_outcome>();
  queue_.push_back(job);
  const auto wait = std::max(order.until - core_.steady_now(), deadline::duration{0});
  core_.self->delayed_send(core_.self, wait, atom::overdue_v, job->number);
  if (!current_)
    next();
  return *job->promise;
}

void booking_desk::next() {
  if (queue_.empty())
    return;
  current_ = std::move(queue_.front());
  queue_.pop_front();
  look_up(current_);
}

void booking_desk::look_up(const order_ptr& job) {
  core_.transact<known_before>(
    [key = job->order.key, id = core_.manager.id](
      store_session& session) -> expected<known_before> {
      known_before known;
      if (!key.tool_call_id.empty()) {
        auto answer = session.answer(key);
        if (!answer)
          return answer.error();
        known.answer = std::move(*answer);
      }
      if (!key.call_id.empty()) {
        auto rows = session.bookings_of_call(id, key.call_id);
        if (!rows)
          return rows.error();
        known.same_call = std::move(*rows);
      }
      return known;
    },
    [this, job](expected<known_before> known) {
      if (!known)
        return close(job, outcome(booking_result::refused,
                                  sentence::not_booked(job->order.address)));
      if (!replay(job, known->answer))
        understand(job, std::move(known->same_call));
    });
}

bool booking_desk::replay(const order_ptr& job,
                          const std::optional<stored_answer>& before) {
  if (!before)
    return false;
  if (before->fingerprint != job->order.fingerprint) {
    core_.count("idempotency", "key_reused");
    auto answer = outcome(booking_result::key_reused, sentence::key_reused());
    answer.is_error = true;
    deliver(job, std::move(answer));
    done_with(job);
    return true;
  }
  core_.count("idempotency", "replayed");
  auto answer = outcome(booking_result::replayed, before->answer);
  answer.is_error = before->is_error;
  deliver(job, std::move(answer));
  done_with(job);
  return true;
}

void booking_desk::understand(const order_ptr& job,
                              std::vector<booking> same_call) {
  const auto reading = understand_start(job->order.start, core_.tz, core_.now(),
                                        core_.rules);
  const auto unclear = [&](std::string sentence) {
    close(job, outcome(booking_result::unclear, std::move(sentence)));
  };
  switch (reading.what) {
    case time_reading::kind::unclear:
      return unclear(sentence::time_unclear());
    case time_reading::kind::ambiguous:
      return unclear(sentence::which_time(reading.first, reading.second, core_.tz,
                                          core_.now()));
    case time_reading::kind::nonexistent:
      return unclear(sentence::time_skipped(reading.first, core_.tz));
    case time_reading::kind::past:
    case time_reading::kind::exact:
      break;
  }
  job->row.slot = {reading.first, reading.first + core_.rules.slot};
  if (same_wish(job, same_call))
    return;
  if (reading.what == time_reading::kind::past) {
    auto answer = outcome(
      booking_result::refused,
      sentence::time_in_past(reading.first, core_.now(), core_.tz));
    answer.why = refusal::past;
    return close(job, std::move(answer));
  }
  check(job, reading.first);
}

bool booking_desk::same_wish(const order_ptr& job,
                             const std::vector<booking>& same_call) {
  for (const auto& row : same_call) {
    if (row.state != booking_state::confirmed
        || !same_property(row.address, job->order.address))
      continue;
    if (row.slot.start == job->row.slot.start) {
      auto answer = outcome(
        booking_result::already_booked,
        sentence::already_booked(job->order.address, row.slot, core_.tz));
      answer.made = std::make_shared<const booking>(row);
      close(job, std::move(answer));
      return true;
    }
    job->old = row;
  }
  return false;
}

void booking_desk::check(const order_ptr& job, instant start) {
  if (const auto why = check_rules(core_.rules, core_.tz, core_.now(), start))
    return refuse(job, *why);
  auto& row = job->row;
  row.id = uuid_v4();
  row.transaction_id = uuid_v5(rental_namespace, row.id);
  row.manager = core_.manager.id;
  row.address = job->order.address;
  row.who = job->order.who;
  row.call_id = job->order.key.call_id;
  row.created_at = core_.now();
  if (job->old) {
    row.moves = job->old->id;
    row.event_id = job->old->event_id;
  }
  perform(job);
}

void booking_desk::refuse(const order_ptr& job, refusal why) {
  core_.count("booking_refused", to_string(why));
  openings_.view(urgency::caller, [this, job, why](expected<view_ptr> view) {
    auto answer = outcome(booking_result::refused, {});
    answer.why = why;
    if (view)
      answer.alternatives
        = alternatives(*openings_.free_of(*view), job->row.slot);
    answer.sentence = sentence::refused(why, job->row.slot.start, core_.now(),
                                        core_.tz, core_.rules,
                                        answer.alternatives);
    close(job, std::move(answer));
  });
}

void booking_desk::overdue(std::uint64_t number) {
  const auto is_it = [number](const order_ptr& job) {
    return job->number == number;
  };
  if (current_ && is_it(current_)) {
    // A confirmation that is being written answers by itself in a moment; a
    // second, different answer would be worse than a late one.
    if (!current_->answered
        && current_->machine.next() != saga::action::confirm)
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

// Answers "noted" and keeps the wish. A running saga goes on in the background.
void booking_desk::note(const order_ptr& job) {
  core_.count("booking", "noted");
  const auto when = job->row.slot.start == instant{}
                      ? std::nullopt
                      : std::optional{job->row.slot.start};
  auto answer = outcome(booking_result::noted,
                        sentence::noted(job->order.address, when, core_.tz));
  job->answered = true;
  auto wish = wish_of(job, to_string(job->trouble.code));
  core_.transact<done>(
    [answer_row = answer_of(job, answer),
     wish = std::move(wish)](store_session& session) -> expected<done> {
      if (auto kept = session.put_wish(wish); !kept)
        return kept.error();
      return answer_row.key.tool_call_id.empty() ? expected<done>{done{}}
                                                 : session.put_answer(answer_row);
    },
    [this, job, answer](expected<done> kept) mutable {
      if (!kept)
        answer = outcome(booking_result::refused,
                         sentence::not_booked(job->order.address));
      deliver(job, std::move(answer));
    });
}

booking_outcome booking_desk::outcome(booking_result result,
                                      std::string sentence) const {
  booking_outcome answer;
  answer.result = result;
  answer.sentence = std::move(sentence);
  answer.tz = core_.tz;
  return answer;
}

wish_note booking_desk::wish_of(const order_ptr& job,
                                const std::string& reason) const {
  wish_note wish;
  wish.manager = core_.manager.id;
  wish.call_id = job->order.key.call_id;
  wish.who = job->order.who;
  wish.address = job->order.address;
  wish.wanted = job->order.start;
  wish.reason = reason;
  wish.created_at = core_.now();
  return wish;
}

stored_answer booking_desk::answer_of(const order_ptr& job,
                                      const booking_outcome& answer) const {
  return {job->order.key,  job->order.fingerprint,
          answer.sentence, answer.is_error,
          answer.made ? answer.made->id : std::string{}, core_.now()};
}

void booking_desk::close(const order_ptr& job, booking_outcome answer,
                         std::optional<wish_note> wish) {
  if (job->answered)
    return done_with(job);
  const bool keep_answer = !job->order.key.tool_call_id.empty();
  if (!keep_answer && !wish) {
    deliver(job, std::move(answer));
    return done_with(job);
  }
  core_.transact<done>(
    [row = answer_of(job, answer), keep_answer,
     wish](store_session& session) -> expected<done> {
      if (wish)
        if (auto kept = session.put_wish(*wish); !kept)
          return kept.error();
      return keep_answer ? session.put_answer(row) : expected<done>{done{}};
    },
    [this, job, answer, promised = wish.has_value()](expected<done> kept) mutable {
      // Nothing may be promised that is not kept.
      if (!kept && promised)
        answer = outcome(booking_result::refused,
                         sentence::not_booked(job->order.address));
      deliver(job, std::move(answer));
      done_with(job);
    });
}

void booking_desk::deliver(const order_ptr& job, booking_outcome answer) {
  core_.count("tool_outcome", to_string(answer.result));
  if (auto promise = std::exchange(job->promise, std::nullopt))
    promise->deliver(std::move(answer));
}

void booking_desk::done_with(const order_ptr& job) {
  if (current_ != job)
    return;
  current_.reset();
  next();
}

void booking_desk::fail_all(const failure& why) {
  if (current_)
    queue_.push_front(std::exchange(current_, nullptr));
  for (auto& job : std::exchange(queue_, {}))
    if (auto promise = std::exchange(job->promise, std::nullopt))
      promise->deliver(to_caf(why));
}

} // namespace rental

// What was answered before, and whether it is said again.
#include "actors/booking/booking_queue.hpp"
#include "actors/booking/fair_use.hpp"
#include "actors/letters/booking_mail.hpp"

#include <algorithm>
#include <utility>

namespace rental {

expected<earlier_bookings> earlier_of(store_session& session,
                                      std::int64_t manager,
                                      const booking_order& order, instant now) {
  earlier_bookings earlier;
  if (!order.key.call_id.empty()) {
    auto rows = session.bookings_of_call(manager, order.key.call_id);
    if (!rows)
      return rows.error();
    earlier.same_call = std::move(*rows);
  }
  if (order.kind != order_kind::book || order.by.number.empty())
    return earlier;
  auto rows = session.bookings_of_phone(manager, order.by.number, now);
  if (!rows)
    return rows.error();
  earlier.same_number = std::move(*rows);
  return earlier;
}

namespace {

struct known_before {
  std::optional<stored_answer> answer;
  replay_facts facts;
  earlier_bookings earlier;
  uses used;
};

expected<replay_facts> facts_about(store_session& session,
                                   const stored_answer& before,
                                   std::int64_t manager, instant now) {
  replay_facts facts;
  facts.now = now;
  if (!before.booking_id.empty()) {
    auto row = session.booking_by_id(before.booking_id);
    if (row)
      facts.row = std::move(*row);
    else if (row.error().code != errc::unknown_booking)
      return row.error();
  }
  if (before.kind != answer_kind::noted)
    return facts;
  auto open = session.wishes(manager, true);
  if (!open)
    return open.error();
  facts.wish_open = std::any_of(
      open->begin(), open->end(), [&](const callback_request& wish) {
        return wish.call_id == before.key.call_id
               && wish.created_at >= before.created_at;
      });
  return facts;
}

expected<known_before> read_before(store_session& session,
                                   const booking_order& order,
                                   std::int64_t manager, instant now) {
  known_before known;
  if (!order.key.tool_call_id.empty()) {
    auto answer = session.answer(order.key, order.fingerprint);
    if (!answer)
      return answer.error();
    known.answer = std::move(*answer);
  }
  if (known.answer) {
    auto facts = facts_about(session, *known.answer, manager, now);
    if (!facts)
      return facts.error();
    known.facts = std::move(*facts);
  }
  auto used = uses_so_far(session, manager, names_of(order), now);
  if (!used)
    return used.error();
  known.used = *used;
  auto earlier = earlier_of(session, manager, order, now);
  if (!earlier)
    return earlier.error();
  known.earlier = std::move(*earlier);
  return known;
}

bool same_call(const booking_order& a, const booking_order& b) {
  return a.key.agency == b.key.agency && a.key.call_id == b.key.call_id;
}

bool is_copy(const booking_order& a, const booking_order& b) {
  return !a.key.tool_call_id.empty() && a.key == b.key
         && a.fingerprint == b.fingerprint;
}

} // namespace

void booking_queue::look_up(const job_ptr& job) {
  context_.transact<known_before>(
      [order = job->order, id = context_.manager.id,
       now = context_.now()](store_session& session) {
        return read_before(session, order, id, now);
      },
      [this, job](expected<known_before> known) {
        if (!known) {
          job->trouble = known.error();
          return close(job, outcome(booking_result::refused, not_done(job)));
        }
        job->used = known->used;
        job->attempt = 1;
        if (replay(job, known->answer, known->facts)
            || end_leftovers(job, known->earlier.same_call))
          return;
        if (job->order.kind == order_kind::book)
          understand(job, std::move(known->earlier));
        else
          identify(job);
      });
}

bool booking_queue::replay(const job_ptr& job,
                           const std::optional<stored_answer>& before,
                           const replay_facts& facts) {
  if (!before)
    return false;
  job->attempt = before->attempt + 1;
  if (!still_holds(*before, facts)) {
    context_.count("idempotency", "anew");
    return false;
  }
  if (before->kind == answer_kind::cancelled) {
    job->before = before;
    return false;
  }
  repeat(job, *before);
  return true;
}

void booking_queue::repeat(const job_ptr& job, const stored_answer& before) {
  context_.count("idempotency", "replayed");
  auto answer = outcome(booking_result::replayed, before.answer);
  answer.is_error = before.is_error;
  deliver(job, std::move(answer));
  done_with(job);
}

// The wish belongs to the promise: who was told something else before, is not
// called back. Of an order that was never begun the ledger was not asked yet,
// and what it has may be long untrue.
std::function<expected<stored_answer>(store_session&)>
booking_queue::keep_noted(const job_ptr& job,
                          const booking_outcome& answer) const {
  return [mine = answer_of(job, answer), keep = keeps_answer(job),
          manager = context_.manager.id,
          wish = wish_of(job, to_string(job->trouble.code))](
             store_session& session) -> expected<stored_answer> {
    auto row = mine;
    if (keep && row.attempt == 0) {
      auto before = session.answer(row.key, row.fingerprint);
      if (!before)
        return before.error();
      row.attempt = *before ? (*before)->attempt + 1 : 1;
      if (*before && (*before)->kind != answer_kind::cancelled) {
        auto facts = facts_about(session, **before, manager, row.created_at);
        if (!facts)
          return facts.error();
        if (still_holds(**before, *facts))
          return **before;
      }
    }
    auto first = keep ? session.put_answer(row) : expected<stored_answer>{row};
    if (!first || first->answer != row.answer)
      return first;
    if (auto kept = keep_wish(session, wish); !kept)
      return kept.error();
    return first;
  };
}

// Those behind another order of the same call come after it: what they find
// then may be another answer.
void booking_queue::answer_copies(const job_ptr& job,
                                  const booking_outcome& answer) {
  auto said = answer;
  said.result = booking_result::replayed;
  for (auto i = queue_.begin(); i != queue_.end();) {
    const auto other = *i;
    if (other->resumed || !same_call(other->order, job->order)) {
      ++i;
      continue;
    }
    if (!is_copy(other->order, job->order)) {
      if (!job->order.key.call_id.empty())
        return;
      ++i;
      continue;
    }
    i = queue_.erase(i);
    if (auto promise = std::exchange(other->promise, std::nullopt)) {
      context_.count("idempotency", "replayed");
      context_.count("tool_outcome", to_string(said.result));
      promise->deliver(said);
    }
  }
}

} // namespace rental

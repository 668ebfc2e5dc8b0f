#include "actors/booking/booking_queue.hpp"
#include "actors/booking/fair_use.hpp"
#include "actors/booking/first_answer.hpp"
#include "actors/booking/viewing_event.hpp"
#include "actors/letters/booking_mail.hpp"
#include "domain/own_event.hpp"
#include "log/log.hpp"

#include <utility>

namespace rental {

using saga::action;
using saga::event;

namespace {

failure another_mailbox() {
  return {errc::unavailable, "another mailbox was connected meanwhile", {}};
}

// "ErrorDuplicateTransactionId": an event with our transaction id exists, so
// this is not a refusal but a reason to look it up.
event event_of_create(const failure& why) {
  if (why.detail.starts_with("ErrorDuplicateTransactionId"))
    return event::unknown;
  return saga::event_of_write(why.code);
}

} // namespace

void booking_queue::perform(const job_ptr& job) {
  step(to_string(job->machine.next()), "before");
  switch (job->machine.next()) {
  case action::hold:
    return hold(job);
  case action::read_before:
  case action::read_after:
    return read_slot(job);
  case action::mark_writing:
    return mark_writing(job);
  case action::create:
    return create(job);
  case action::find:
    return find(job);
  case action::confirm:
    return confirm(job);
  case action::announce:
    return announce(job);
  case action::withdraw:
    return withdraw(job);
  case action::release:
    return release(job);
  case action::leave:
    return leave(job);
  case action::finish:
    return conclude(job);
  }
}

void booking_queue::on(const job_ptr& job, event what, const failure& why) {
  step(to_string(job->machine.next()), "after");
  if (what != event::ok) {
    job->trouble = why;
    log::info("booking.trouble", {{"booking", job->row.id},
                                  {"step", to_string(job->machine.next())},
                                  {"event", to_string(what)},
                                  {"reason", to_string(why)}});
  }
  job->machine.on(what);
  perform(job);
}

void booking_queue::step_in_ledger(
    const job_ptr& job, std::function<expected<done>(store_session&)> work) {
  context_.transact<done>(std::move(work), [this, job](expected<done> result) {
    // A reading of the meantime may show a slot as taken that is free now.
    if (job->machine.next() == action::release)
      openings_.drop();
    if (result)
      on(job, event::ok);
    else if (result.error().code == errc::slot_taken)
      on(job, event::taken, result.error());
    else
      on(job, event::unknown, result.error());
  });
}

void booking_queue::hold(const job_ptr& job) {
  step_in_ledger(job, [row = job->row,
                       count = context_.deps.count](store_session& session) {
    auto held = session.hold(row);
    if (!held && held.error().code == errc::slot_taken && count)
      count("overlap_refused", "hold");
    return held;
  });
}

void booking_queue::read_slot(const job_ptr& job) {
  openings_.fresh_view(urgency::caller, [this, job](expected<view_ptr> view) {
    // A read that fails says nothing about the slot.
    if (!view)
      return on(job, event::unknown, view.error());
    if (others_in(**view, job->row).is_free(job->row.slot, context_.rules))
      on(job, event::ok);
    else
      on(job, event::taken, {errc::slot_taken, "an event is in the way", {}});
  });
}

// What is busy without this booking and without the one that it moves. Of
// several events that bear their mark one is theirs; the others are in the way.
busy_set booking_queue::others_in(const calendar_view& view,
                                  const booking& own) const {
  const auto is_own = [&](const std::string& id) {
    return id == own.id || (!own.moves.empty() && id == own.moves);
  };
  const auto* own_one = own_event(view.events, own);
  std::vector<calendar_event> events;
  for (const auto& x : view.events)
    if (&x != own_one)
      events.push_back(x);
  auto busy = busy_from(events, context_.rules, context_.tz);
  for (const auto& row : view.rows)
    if (!is_own(row.id))
      busy.add(row.slot);
  return busy;
}

void booking_queue::mark_writing(const job_ptr& job) {
  step_in_ledger(job, [row = row_for_event(job), now = context_.now(),
                       sealed = job->sealed_row](store_session& session) {
    auto marked = session.mark_writing(row.id, row.transaction_id, now);
    if (marked)
      *sealed = session.copies().seal(row);
    return marked;
  });
}

event_draft booking_queue::event_for(const job_ptr& job) const {
  auto draft = draft_of(job->row, {context_.tz, context_.manager.display_name,
                                   context_.deps.options.firm});
  draft.row = *job->sealed_row;
  return draft;
}

void booking_queue::create(const job_ptr& job) {
  seal_row(job, [this, job] { write(job); });
}

void booking_queue::write(const job_ptr& job) {
  if (!is_here(job->row))
    return on(job, event::refused, another_mailbox());
  const auto start = [this, job](graph_call call, reply<calendar_event> then) {
    if (job->old)
      context_.deps.graph->move_event(
          std::move(call), job->old->event_id, job->old->etag, job->row.slot,
          {job->row.id, *job->sealed_row}, std::move(then));
    else
      context_.deps.graph->create_event(std::move(call), event_for(job),
                                        std::move(then));
  };
  graph_.run<calendar_event>(urgency::caller, start,
                             [this, job](expected<calendar_event> made) {
                               on_created(job, std::move(made));
                             });
}

void booking_queue::on_created(const job_ptr& job,
                               expected<calendar_event> made) {
  if (made) {
    job->written = std::move(*made);
    job->row.event_id = job->written.id;
    job->row.ical_uid = job->written.ical_uid;
    return on(job, event::ok);
  }
  const auto code = made.error().code;
  if (job->old && code == errc::changed && !job->etag_renewed)
    return renew_etag(job);
  if (job->old && code == errc::not_found && !job->event_searched)
    return search_event(job, made.error());
  on(job, event_of_create(made.error()), made.error());
}

// 412: the event changed since we saw it. Read it, decide again, repeat once.
void booking_queue::renew_etag(const job_ptr& job) {
  job->etag_renewed = true;
  finder_.find(urgency::caller, *job->old,
               [this, job](expected<event_finder::found> seen) {
                 if (!seen)
                   return on(job, event::refused, seen.error());
                 if (!*seen || (*seen)->cancelled)
                   return on(job, event::refused,
                             {errc::not_found, "the event is gone", {}});
                 job->old->event_id = (*seen)->id;
                 job->old->etag = (*seen)->etag;
                 create(job);
               });
}

// 404 for the id that we know: the event may have another one by now.
void booking_queue::search_event(const job_ptr& job, const failure& why) {
  job->event_searched = true;
  finder_.search(urgency::caller, *job->old, true,
                 [this, job, why](expected<event_finder::found> seen) {
                   if (!seen || !*seen)
                     return on(job, event::refused, why);
                   job->old->event_id = (*seen)->id;
                   job->old->etag = (*seen)->etag;
                   create(job);
                 });
}

// Of a new booking nobody but we can have written what bears its mark. A move
// asks for the event that it moves, and whether it is moved.
void booking_queue::find(const job_ptr& job) {
  if (!is_here(job->row))
    return on(job, event::unknown, another_mailbox());
  const auto told = [this, job](expected<event_finder::found> result) {
    if (!result)
      return on(job, event::unknown, result.error());
    const failure absent{errc::not_found, "no such event", {}};
    if (!*result || (*result)->cancelled)
      return on(job, event::absent, absent);
    const auto& seen = **result;
    if (job->old) {
      job->old->event_id = seen.id;
      job->old->etag = seen.etag;
      if (seen.booking_id ? *seen.booking_id != job->row.id
                          : seen.when != job->row.slot)
        return on(job, event::absent, absent);
    }
    job->written = seen;
    job->row.event_id = seen.id;
    job->row.ical_uid = seen.ical_uid;
    on(job, event::ok);
  };
  if (job->row.event_id.empty())
    finder_.search(urgency::caller, job->row, job->resumed, told);
  else
    finder_.find(urgency::caller, job->row, told);
}

void booking_queue::confirm(const job_ptr& job) {
  auto& row = job->row;
  row.event_id = job->written.id;
  row.etag = job->written.etag;
  row.ical_uid = job->written.ical_uid;
  row.state = booking_state::confirmed;
  confirmation_notes notes{job->answered, job->machine.unverified(),
                           job->written.web_link};
  const auto now = context_.now();
  job->confirmed = job->old
                       ? outcome(booking_result::moved,
                                 say(job).moved(row.address, job->old->slot,
                                                row.slot, context_.tz))
                       : outcome(booking_result::booked,
                                 say(job).booked(row.address, row.slot,
                                                 context_.tz, row.who.email));
  job->confirmed.made = std::make_shared<const booking>(row);
  job->kept = std::make_shared<stored_answer>(answer_of(job, job->confirmed));
  const bool keep = !job->answered && keeps_answer(job);
  step_in_ledger(
      job,
      [row, keep, now, notes, tz = context_.tz, kept = job->kept,
       from = job->old ? std::optional{job->old->slot} : std::nullopt](
          store_session& session) mutable -> expected<done> {
        auto all = session.confirm(row.id,
                                   {row.event_id, row.etag, row.ical_uid}, now);
        if (all && !row.moves.empty())
          all = session.put_booking_state(row.moves, booking_state::cancelled,
                                          "moved", now);
        if (!all)
          return all;
        if (auto counted = count_use(session, row, now); !counted)
          return counted;
        const auto heard = keep_first(session, keep, *kept);
        if (!heard)
          return heard.error();
        notes.late = notes.late || !*heard;
        return session.put_mail(from ? moved_mail(row, *from, tz, notes, now)
                                     : booked_mail(row, tz, notes, now));
      });
}

// Before the event is touched: whoever goes on with this row must not confirm
// what is being undone.
void booking_queue::announce(const job_ptr& job) {
  step_in_ledger(
      job, [id = job->row.id, now = context_.now()](store_session& session) {
        return session.put_booking_state(id, booking_state::writing,
                                         withdrawing, now);
      });
}

void booking_queue::withdraw(const job_ptr& job) {
  openings_.drop();
  if (!is_here(job->row))
    return on(job, event::unknown, another_mailbox());
  if (job->old)
    return move_back(job);
  auto written = job->row;
  written.event_id = job->written.id;
  written.etag = job->written.etag;
  finder_.remove(urgency::caller, written, [this, job](expected<done> gone) {
    if (gone)
      on(job, event::ok);
    else
      on(job, event::unknown, gone.error());
  });
}

// The event goes back to where it was. When that failed once, or a crash lies
// between, it may be there already, and its etag is another.
void booking_queue::move_back(const job_ptr& job) {
  if (job->machine.withdraws() == 0 && !job->resumed)
    return go_back(job);
  auto written = job->row;
  written.event_id = job->written.id;
  finder_.find(urgency::caller, written,
               [this, job](expected<event_finder::found> seen) {
                 if (!seen)
                   return on(job, event::unknown, seen.error());
                 if (!*seen || (*seen)->cancelled
                     || (*seen)->booking_id == job->old->id)
                   return on(job, event::ok);
                 job->written = **seen;
                 go_back(job);
               });
}

void booking_queue::go_back(const job_ptr& job) {
  context_.transact<std::string>(
      [row = *job->old](store_session& session) -> expected<std::string> {
        return session.copies().seal(row);
      },
      [this, job](const expected<std::string>& sealed) {
        put_back(job, {job->old->id, sealed ? *sealed : std::string{}});
      });
}

void booking_queue::put_back(const job_ptr& job, const event_mark& mark) {
  graph_.run<calendar_event>(
      urgency::caller,
      [this, job, mark](graph_call call, reply<calendar_event> then) {
        context_.deps.graph->move_event(std::move(call), job->written.id,
                                        job->written.etag, job->old->slot, mark,
                                        std::move(then));
      },
      [this, job](const expected<calendar_event>& back) {
        if (back)
          on(job, event::ok);
        else
          on(job, event::unknown, back.error());
      });
}

void booking_queue::leave(const job_ptr& job) {
  on(job, event::ok);
}

void booking_queue::release(const job_ptr& job) {
  step_in_ledger(job, [id = job->row.id, reason = to_string(job->trouble.code),
                       now = context_.now()](store_session& session) {
    return session.put_booking_state(id, booking_state::failed, reason, now);
  });
}

} // namespace rental

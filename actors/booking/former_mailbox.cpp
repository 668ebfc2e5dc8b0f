// Viewings whose events stand in a mailbox that is not connected any more, and
// those that are carried over into the one that is.
#include "actors/booking/booking_queue.hpp"
#include "actors/booking/viewing_event.hpp"
#include "log/log.hpp"

#include <utility>

namespace rental {
namespace {

constexpr auto changed_mailbox = "another mailbox was connected";

} // namespace

bool booking_queue::is_here(const booking& row) const {
  return is_in_present_mailbox(row, context_.manager);
}

void booking_queue::leave_in_former(const booking& row) {
  if (row.slot.end > context_.now())
    return;
  const auto state = row.state == booking_state::cancelling
                         ? booking_state::cancelled
                         : booking_state::failed;
  context_.transact<done>(
      [id = row.id, state, now = context_.now()](store_session& session) {
        return session.put_booking_state(id, state, changed_mailbox, now);
      },
      [](expected<done>) {});
}

bool booking_queue::note_in_former(const job_ptr& job, const booking& what) {
  if (is_here(what))
    return false;
  context_.count("former_mailbox",
                 job->order.kind == order_kind::cancel ? "cancel" : "move");
  job->trouble = {errc::unavailable, changed_mailbox, {}};
  auto wish = wish_of(job, "former_mailbox");
  close(job, noted_answer(job), std::move(wish));
  return true;
}

expected<done> booking_queue::remove_from_former(const job_ptr& job) {
  if (job->order.booking_id.empty())
    return failure{errc::unavailable, changed_mailbox, {}};
  return done{};
}

// After a crash the event may be there already.
void booking_queue::carry_over(const job_ptr& job) {
  if (job->row.slot.end <= context_.now())
    return on_carried(job, {});
  if (!is_here(job->row))
    return end_carrying(job, {errc::unavailable, changed_mailbox, {}});
  finder_.search(urgency::background, job->row, true,
                 [this, job](expected<event_finder::found> event) {
                   if (!event)
                     return end_carrying(job, event.error());
                   if (*event && !(*event)->cancelled)
                     return on_carried(job, **event);
                   write_anew(job);
                 });
}

void booking_queue::write_anew(const job_ptr& job) {
  if (!is_here(job->row))
    return end_carrying(job, {errc::unavailable, changed_mailbox, {}});
  seal_row(job, [this, job] { write_again(job); });
}

void booking_queue::write_again(const job_ptr& job) {
  graph_.run<calendar_event>(
      urgency::background,
      [this, job](graph_call call, reply<calendar_event> then) {
        context_.deps.graph->create_event(std::move(call), event_for(job),
                                          std::move(then));
      },
      [this, job](expected<calendar_event> made) {
        if (made)
          on_carried(job, *made);
        else
          end_carrying(job, made.error());
      });
}

void booking_queue::on_carried(const job_ptr& job,
                               const calendar_event& event) {
  context_.count("carried_over", "done");
  log::info("booking.carried_over", {{"booking", job->row.id}});
  context_.transact<done>(
      [row = job->row, event,
       now = context_.now()](store_session& session) -> expected<done> {
        const auto& ref = event.id.empty()
                              ? event_ref{row.event_id, row.etag, row.ical_uid}
                              : event_ref{event.id, event.etag, event.ical_uid};
        return session.confirm(row.id, ref, now);
      },
      [this, job](expected<done> stored) {
        openings_.drop();
        if (!stored)
          return end_carrying(job, stored.error());
        done_with(job);
      });
}

// The row goes on blocking its time; the reconciler comes again.
void booking_queue::end_carrying(const job_ptr& job, const failure& why) {
  context_.count("carried_over", to_string(why.code));
  log::warn("booking.not_carried_over",
            {{"booking", job->row.id}, {"reason", to_string(why)}});
  done_with(job);
}

} // namespace rental

#include "actors/booking/booking_queue.hpp"
#include "actors/calendar/sign_in_verdict.hpp"
#include "base/redact.hpp"
#include "log/log.hpp"

#include <algorithm>
#include <utility>

namespace rental {
namespace {

using row_and_old = std::pair<booking, std::optional<booking>>;

expected<std::vector<row_and_old>> unfinished_rows(store_session& session,
                                                   std::int64_t manager) {
  auto rows = session.unfinished(manager);
  if (!rows)
    return rows.error();
  std::vector<row_and_old> result;
  for (auto& row : *rows) {
    std::optional<booking> old;
    if (!row.moves.empty()) {
      auto found = session.booking_by_id(row.moves);
      // Without what it moves it cannot be ended; it goes on blocking its time.
      if (!found && found.error().code == errc::sealed)
        continue;
      if (!found)
        return found.error();
      old = std::move(*found);
    }
    result.emplace_back(std::move(row), std::move(old));
  }
  return result;
}

} // namespace

bool booking_queue::in_hand(const std::string& id) const {
  const auto holds = [&](const job_ptr& job) {
    return job->row.id == id || (job->old && job->old->id == id);
  };
  return (current_ && holds(current_))
         || std::any_of(queue_.begin(), queue_.end(), holds);
}

// A row that this call left behind when the database or the calendar failed:
// whoever asks again must not meet it as somebody else's.
bool booking_queue::end_leftovers(const job_ptr& job,
                                  const std::vector<booking>& rows) {
  const bool any = std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
    return row.state != booking_state::confirmed && !in_hand(row.id);
  });
  if (!any || std::exchange(job->after_leftovers, true))
    return false;
  current_.reset();
  queue_.push_front(job);
  reconcile();
  return true;
}

void booking_queue::reconcile() {
  context_.transact<std::vector<row_and_old>>(
      [id = context_.manager.id](store_session& session) {
        return unfinished_rows(session, id);
      },
      [this](expected<std::vector<row_and_old>> rows) {
        ready_ = true;
        if (!rows) {
          log::warn("reconcile.unreadable",
                    {{"reason", to_string(rows.error())}});
          return next();
        }
        std::vector<job_ptr> left;
        for (auto& [row, old] : *rows)
          if (!is_here(row) && row.state != booking_state::held)
            leave_in_former(row);
          else if (!in_hand(row.id))
            left.push_back(resume(std::move(row), std::move(old)));
        queue_.insert(queue_.begin(), left.begin(), left.end());
        next();
      });
}

job_ptr booking_queue::resume(booking row, std::optional<booking> old) {
  auto job = std::make_shared<booking_job>();
  job->number = ++last_number_;
  job->answered = true;
  job->resumed = true;
  job->order.address = row.address;
  job->order.who = row.who;
  job->order.key.call_id = row.call_id;
  if (row.state == booking_state::held)
    job->machine = saga::machine::from_held();
  else if (row.state == booking_state::writing && row.reason == carrying_over)
    job->carries_over = true;
  else if (row.state == booking_state::writing && row.reason == withdrawing)
    job->machine = saga::machine::from_withdrawing();
  else if (row.state == booking_state::writing)
    job->machine = saga::machine::from_writing(row.slot.start > context_.now());
  else
    job->removal = saga::removal::of_cancelling();
  log::info("reconcile.resumed",
            {{"booking", row.id}, {"state", to_string(row.state)}});
  // A move works on the event of the booking that it moves.
  if (old && row.event_id.empty())
    row.event_id = old->event_id;
  job->row = std::move(row);
  job->old = std::move(old);
  return job;
}

} // namespace rental

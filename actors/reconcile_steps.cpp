#include "actors/booking_desk.hpp"
#include "domain/redact.hpp"
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
      if (!found)
        return found.error();
      old = std::move(*found);
    }
    result.emplace_back(std::move(row), std::move(old));
  }
  return result;
}

// Rows that were written so shortly before the reading that it may not show
// them yet.
constexpr auto too_young = std::chrono::seconds{10};

} // namespace

bool booking_desk::in_hand(const std::string& id) const {
  const auto holds = [&](const order_ptr& job) {
    return job->row.id == id || (job->old && job->old->id == id);
  };
  return (current_ && holds(current_))
         || std::any_of(queue_.begin(), queue_.end(), holds);
}

// A row that this call left behind when the database or the calendar failed:
// whoever asks again must not meet it as somebody else's.
bool booking_desk::end_leftovers(const order_ptr& job,
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

void booking_desk::reconcile() {
  core_.transact<std::vector<row_and_old>>(
      [id = core_.manager.id](store_session& session) {
        return unfinished_rows(session, id);
      },
      [this](expected<std::vector<row_and_old>> rows) {
        ready_ = true;
        if (!rows) {
          log::warn("reconcile.unreadable",
                    {{"reason", to_string(rows.error())}});
          return next();
        }
        std::vector<order_ptr> left;
        for (auto& [row, old] : *rows)
          if (!in_hand(row.id))
            left.push_back(resume(std::move(row), std::move(old)));
        queue_.insert(queue_.begin(), left.begin(), left.end());
        next();
      });
}

order_ptr booking_desk::resume(booking row, std::optional<booking> old) {
  auto job = std::make_shared<order_in_hand>();
  job->number = ++last_number_;
  job->answered = true;
  job->resumed = true;
  job->order.address = row.address;
  job->order.who = row.who;
  job->order.key.call_id = row.call_id;
  if (row.state == booking_state::held)
    job->machine = saga::machine::from_held();
  else if (row.state == booking_state::writing && row.reason == withdrawing)
    job->machine = saga::machine::from_withdrawing();
  else if (row.state == booking_state::writing)
    job->machine = saga::machine::from_writing(row.slot.start > core_.now());
  else
    job->removal = saga::removal::of_cancelling();
  log::info("reconcile.resumed",
            {{"booking", row.id}, {"state", to_string(row.state)}});
  job->row = std::move(row);
  job->old = std::move(old);
  return job;
}

void booking_desk::notice(const view_ptr& view) {
  for (const auto& row : view->rows) {
    if (row.state != booking_state::confirmed || in_hand(row.id)
        || row.updated_at + too_young > view->read_at
        || row.slot.start < view->window.start)
      continue;
    const auto found = std::find_if(
        view->events.begin(), view->events.end(), [&](const calendar_event& x) {
          return x.id == row.event_id || x.booking_id == row.id
                 || (!x.transaction_id.empty()
                     && x.transaction_id == row.transaction_id);
        });
    if (found == view->events.end())
      check_missing(row);
    else if (found->cancelled)
      put_noticed(row, booking_state::cancelled, "cancelled in Outlook");
    else if (found->is_timed() && found->when != row.slot)
      follow(row, found->when);
  }
}

// Not in the horizon any more: deleted, or moved out of it?
void booking_desk::check_missing(const booking& row) {
  using found = std::optional<calendar_event>;
  graph_.run<found>(
      urgency::background,
      [this, id = row.id](graph_call call, reply<found> then) {
        core_.deps.graph->find_event(std::move(call), id, std::move(then));
      },
      [this, row](expected<found> event) {
        if (!event || in_hand(row.id))
          return;
        if (!*event || (*event)->cancelled)
          put_noticed(row, booking_state::cancelled, "deleted in Outlook");
        else if ((*event)->is_timed() && (*event)->when != row.slot)
          follow(row, (*event)->when);
      });
}

void booking_desk::put_noticed(const booking& row, booking_state state,
                               const char* reason) {
  core_.count("noticed", reason);
  log::info("booking.noticed", {{"booking", row.id}, {"reason", reason}});
  core_.transact<done>(
      [id = row.id, state, reason, now = core_.now()](store_session& session) {
        return session.put_booking_state(id, state, reason, now);
      },
      [this](expected<done>) { openings_.drop(); });
}

void booking_desk::follow(const booking& row, time_slot to) {
  core_.count("noticed", "moved in Outlook");
  log::info("booking.noticed",
            {{"booking", row.id}, {"reason", "moved in Outlook"}});
  core_.transact<done>(
      [id = row.id, to, now = core_.now()](store_session& session) {
        return session.move_booking(id, to, now);
      },
      [this, id = row.id](expected<done> moved) {
        if (!moved)
          log::warn("booking.not_followed",
                    {{"booking", id}, {"reason", to_string(moved.error())}});
        openings_.drop();
      });
}

} // namespace rental

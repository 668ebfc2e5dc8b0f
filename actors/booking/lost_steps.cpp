// What a database has lost (a damaged write-ahead log, an old backup) stands in
// the calendar still: each event carries its booking's row.
#include "actors/booking/booking_queue.hpp"
#include "actors/letters/outlook_mail.hpp"
#include "domain/lost_booking.hpp"
#include "log/log.hpp"

#include <algorithm>
#include <utility>

namespace rental {
namespace {

using events = std::vector<calendar_event>;

/// Whether another reading of the same event would find the same.
bool is_final(errc code) {
  return code == errc::sealed || code == errc::changed
         || code == errc::slot_taken || code == errc::not_found;
}

expected<booking> take_row_back(store_session& session,
                                const manager_record& manager,
                                const events& marked, const zone& tz,
                                instant now) {
  failure why{errc::not_found, "no event that is surely its own", {}};
  for (const auto& event : marked) {
    auto sealed = session.copies().open(manager.id, event.row);
    if (!sealed) {
      why = sealed.error();
      continue;
    }
    if (!is_in_present_mailbox(*sealed, manager))
      continue;
    auto row = as_found(*sealed, marked);
    if (!row)
      continue;
    if (auto back = session.copies().take_back(*row, now); !back)
      return back.error();
    if (auto told = session.put_mail(taken_back_mail(*row, tz, now)); !told)
      return told.error();
    return *row;
  }
  return why;
}

} // namespace

/// The events that bear the mark of one lost booking.
struct booking_queue::lost_search {
  job_ptr job;
  std::string booking_id;
  std::vector<std::string> event_ids;
  events marked;
  /// What is looked at after this one.
  std::vector<std::string> rest;
};

booking booking_queue::row_for_event(const job_ptr& job) const {
  auto row = job->row;
  // A move knows its event already, a new booking its transaction id only.
  row.event_id = job->old ? job->old->event_id : "";
  row.mailbox = mailbox_of(context_.manager);
  return row;
}

// Without it the event is as good: only a row that is lost stays lost.
void booking_queue::seal_row(const job_ptr& job, std::function<void()> then) {
  if (!job->sealed_row->empty())
    return then();
  context_.transact<std::string>(
      [row = row_for_event(job)](store_session& session)
          -> expected<std::string> { return session.copies().seal(row); },
      [job, then = std::move(then)](expected<std::string> sealed) {
        if (sealed)
          *job->sealed_row = std::move(*sealed);
        then();
      });
}

// One at a time: callers wait behind it.
void booking_queue::take_back(const job_ptr& job, std::vector<std::string> lost,
                              std::vector<std::string> rest) {
  if (lost.empty())
    return end_watch(job, std::move(rest));
  auto search = std::make_shared<lost_search>();
  search->job = job;
  search->booking_id = std::move(lost.back());
  lost.pop_back();
  search->rest = std::move(rest);
  search->rest.insert(search->rest.end(), lost.begin(), lost.end());
  for (const auto& [id, seen] : strangers_)
    if (seen.booking_id == search->booking_id)
      search->event_ids.push_back(id);
  read_lost(search);
}

void booking_queue::read_lost(const lost_ptr& search) {
  if (search->event_ids.empty())
    return write_lost(search);
  const auto id = std::move(search->event_ids.back());
  search->event_ids.pop_back();
  graph_.run<calendar_event>(
      urgency::background,
      [this, id](graph_call call, reply<calendar_event> then) {
        context_.deps.graph->get_event(std::move(call), id, std::move(then));
      },
      [this, search](expected<calendar_event> seen) {
        const bool counts
            = seen && seen->booking_id == search->booking_id && !seen->cancelled
              && (!seen->is_timed() || seen->when.end > context_.now());
        if (counts)
          search->marked.push_back(std::move(*seen));
        else if (!seen && seen.error().code != errc::not_found)
          strangers_.clear(); // the next reading looks again
        read_lost(search);
      });
}

void booking_queue::write_lost(const lost_ptr& search) {
  if (search->marked.empty())
    return end_watch(search->job, std::move(search->rest));
  context_.transact<booking>(
      [manager = context_.manager, marked = search->marked, tz = context_.tz,
       now = context_.now()](store_session& session) {
        return take_row_back(session, manager, marked, tz, now);
      },
      [this, search](const expected<booking>& row) {
        context_.count("taken_back", row ? "ok" : to_string(row.error().code));
        if (row) {
          log::warn("booking.taken_back", {{"booking", search->booking_id}});
          openings_.drop();
        } else {
          log::warn("booking.not_taken_back",
                    {{"booking", search->booking_id},
                     {"reason", to_string(row.error())}});
          if (!is_final(row.error().code))
            strangers_.clear();
        }
        end_watch(search->job, std::move(search->rest));
      });
}

} // namespace rental

// What people change in Outlook: noticed in a reading, looked at again under
// the queue, and followed in the version of the row that was looked at.
#include "actors/booking/booking_queue.hpp"
#include "actors/letters/outlook_mail.hpp"
#include "domain/own_event.hpp"
#include "log/log.hpp"

#include <algorithm>
#include <utility>

namespace rental {
namespace {

bool is_active_row(const calendar_view& view, const std::string& id) {
  return std::any_of(view.rows.begin(), view.rows.end(), [&](const auto& row) {
    return row.id == id || row.moves == id;
  });
}

bool is_event_copy(const calendar_event& event, const calendar_event& own,
                   const booking& row) {
  return event.id != own.id && !event.cancelled && event.series_id != own.id
         && bears_mark(event, row);
}

expected<done> put_mails(store_session& session,
                         const std::vector<outbox_mail>& mails) {
  for (const auto& mail : mails)
    if (auto put = session.put_mail(mail); !put)
      return put;
  return done{};
}

/// Follows one event. The row may be another by now: then the next reading
/// decides.
expected<bool> follow(store_session& session, const seen_event& seen,
                      instant now) {
  const auto& [row, event, what, is_free] = seen;
  expected<done> result = done{};
  switch (what) {
  case outlook_change::none:
    return false;
  case outlook_change::moved:
    result
        = session.follow_event(row.id, row.version, ref_of(*event),
                               event->is_timed() ? event->when : row.slot, now);
    break;
  case outlook_change::deleted:
  case outlook_change::cancelled:
    result = session.end_noticed(row.id, row.version, to_string(what), now);
    break;
  case outlook_change::restored:
    if (!is_free)
      return false;
    result
        = session.revive(row.id, row.version, ref_of(*event), event->when, now);
    break;
  }
  if (result)
    return true;
  const auto code = result.error().code;
  if (code == errc::changed || code == errc::slot_taken)
    return false;
  return result.error();
}

struct watched_rows {
  std::vector<booking> rows;
  /// Ids that the database does not know.
  std::vector<std::string> lost;
};

expected<watched_rows> rows_of(store_session& session, std::int64_t manager,
                               const std::vector<std::string>& ids) {
  watched_rows found;
  for (const auto& id : ids) {
    auto row = session.booking_by_id(id);
    if (row && row->manager == manager)
      found.rows.push_back(std::move(*row));
    else if (!row && row.error().code == errc::unknown_booking)
      found.lost.push_back(id);
    else if (!row && row.error().code != errc::sealed)
      return row.error();
  }
  return found;
}

/// The other viewings at the time of a row as it is now.
expected<std::vector<booking>> collisions(store_session& session,
                                          const booking& row) {
  auto others = session.active_bookings(row.manager, row.slot);
  if (others)
    std::erase_if(*others, [&](const auto& other) {
      return other.id == row.id || other.state != booking_state::confirmed
             || other.moves == row.id || row.moves == other.id;
    });
  return others;
}

} // namespace

void booking_queue::notice(const view_ptr& view) {
  std::vector<std::string> ids;
  for (const auto& row : view->rows) {
    if (row.state != booking_state::confirmed || in_hand(row.id)
        || !is_here(row) || row.slot.start < view->window.start)
      continue;
    const auto* own = own_event(view->events, row);
    const auto event = own ? std::optional{*own} : std::nullopt;
    if (change_of(row, event) != outlook_change::none)
      ids.push_back(row.id);
    else
      notice_oddities(*view, row, *own);
  }
  notice_strangers(*view, ids);
  watch(std::move(ids));
}

// Events with a mark of ours, but of no active row: of one that has ended, or
// that was outside of the window until now. Each is looked at once, as long as
// it stands there unchanged.
void booking_queue::notice_strangers(const calendar_view& view,
                                     std::vector<std::string>& ids) {
  std::map<std::string, stranger> seen;
  for (const auto& event : view.events) {
    if (!event.booking_id || event.id.empty() || event.cancelled
        || is_active_row(view, *event.booking_id) || in_hand(*event.booking_id))
      continue;
    const auto before = strangers_.find(event.id);
    if (before == strangers_.end() || before->second.etag != event.etag)
      ids.push_back(*event.booking_id);
    seen.emplace(event.id, stranger{event.etag, *event.booking_id});
  }
  strangers_ = std::move(seen);
}

void booking_queue::notice_oddities(const calendar_view& view,
                                    const booking& row,
                                    const calendar_event& own) {
  if (own.all_day)
    tell_once("made all-day in Outlook", row.id,
              all_day_mail(row, context_.tz, context_.now()));
  for (const auto& event : view.events)
    if (is_event_copy(event, own, row))
      tell_once("copied in Outlook", row.id,
                copy_mail(row, event, context_.tz, context_.now()));
}

void booking_queue::tell_once(const char* what, const std::string& booking_id,
                              outbox_mail mail) {
  if (!told_.insert(mail.key).second)
    return;
  context_.count("noticed", what);
  log::warn("booking.noticed", {{"booking", booking_id}, {"reason", what}});
  context_.transact<done>(
      [mail](store_session& session) { return session.put_mail(mail); },
      [this, key = mail.key](expected<done> put) {
        if (!put)
          told_.erase(key);
      });
}

// An order of its own: nothing of ours is on its way with these rows while they
// are compared.
void booking_queue::watch(std::vector<std::string> ids,
                          std::function<void()> after) {
  if (!after)
    std::erase_if(ids, [&](const auto& id) { return watched_.contains(id); });
  if (ids.empty())
    return;
  watched_.insert(ids.begin(), ids.end());
  auto job = std::make_shared<booking_job>();
  job->number = ++last_number_;
  job->answered = true;
  job->resumed = true;
  job->watches = std::move(ids);
  job->after = std::move(after);
  queue_.push_back(std::move(job));
  next();
}

void booking_queue::perform_watch(const job_ptr& job) {
  context_.transact<watched_rows>(
      [ids = job->watches, manager = context_.manager.id](
          store_session& session) { return rows_of(session, manager, ids); },
      [this, job](expected<watched_rows> found) {
        if (!found) {
          strangers_.clear();
          return end_watch(job, {});
        }
        auto look = std::make_shared<look_at_events>();
        look->gives_way = true;
        look->todo = {found->rows.begin(), found->rows.end()};
        look->then = [this, job, lost = found->lost,
                      look_ptr = std::weak_ptr{look}](bool) {
          const auto done_look = look_ptr.lock();
          take_back(job, lost,
                    done_look ? done_look->left() : std::vector<std::string>{});
        };
        look_next(look);
      });
}

void booking_queue::end_watch(const job_ptr& job,
                              std::vector<std::string> rest) {
  for (const auto& id : job->watches)
    watched_.erase(id);
  watch(std::move(rest));
  auto after = std::exchange(job->after, nullptr);
  done_with(job);
  if (after)
    after();
}

void booking_queue::look_at(std::vector<booking> rows,
                            std::function<void(bool)> then) {
  auto look = std::make_shared<look_at_events>();
  look->until = context_.in(look_timeout);
  for (auto& row : rows)
    if (look->todo.size() < most_looks)
      look->todo.push_back(std::move(row));
  look->then = std::move(then);
  look_next(look);
}

void booking_queue::look_next(const look_ptr& look) {
  const bool somebody_waits
      = look->gives_way && !look->seen.empty() && !queue_.empty();
  if (look->todo.empty() || somebody_waits)
    return judge(look);
  auto row = std::move(look->todo.front());
  look->todo.pop_front();
  // Another mailbox than the row's tells nothing about it.
  if (!is_here(row) || (row.state != booking_state::confirmed && !is_lost(row)))
    return look_next(look);
  const auto until
      = look->until.value_or(context_.in(context_.deps.options.graph_timeout));
  finder_.find(urgency::caller, row, until,
               [this, look, row](expected<event_finder::found> event) {
                 if (event && is_here(row))
                   look->seen.push_back({row, *event, change_of(row, *event)});
                 else
                   strangers_.clear();
                 look_next(look);
               });
}

void booking_queue::judge(const look_ptr& look) {
  if (look->only_look)
    return look->then(false);
  const auto is = [](outlook_change what) {
    return [what](const seen_event& seen) { return seen.what == what; };
  };
  const auto& seen = look->seen;
  if (std::all_of(seen.begin(), seen.end(), is(outlook_change::none))
      && !look->gives_way)
    return look->then(false);
  if (std::none_of(seen.begin(), seen.end(), is(outlook_change::restored)))
    return take_over(look);
  openings_.fresh_view(urgency::caller, [this, look](expected<view_ptr> view) {
    auto rules = context_.rules;
    rules.buffer_before = rules.buffer_after = {};
    for (auto& each : look->seen)
      if (each.what == outlook_change::restored) {
        auto row = each.row;
        row.event_id = each.event->id;
        if (!view)
          each.what = outlook_change::none;
        else
          each.is_free
              = each.event->when.end > context_.now()
                && others_in(**view, row).is_free(each.event->when, rules);
      }
    if (!view)
      strangers_.clear();
    take_over(look);
  });
}

// All in one transaction: two viewings that changed places do not collide.
void booking_queue::take_over(const look_ptr& look) {
  using names = std::vector<std::pair<std::string, const char*>>;
  const auto rest = look->left();
  context_.transact<names>(
      [seen = look->seen, rest, tz = context_.tz,
       now = context_.now()](store_session& session) -> expected<names> {
        names followed;
        std::vector<outbox_mail> mails;
        for (const auto& each : seen) {
          auto done_so = follow(session, each, now);
          if (!done_so)
            return done_so.error();
          if (*done_so)
            followed.emplace_back(each.row.id, to_string(each.what));
          else if (each.what == outlook_change::restored)
            mails.push_back(not_restored_mail(each.row, tz, now));
        }
        for (const auto& each : seen) {
          auto row = session.booking_by_id(each.row.id);
          if (!row || row->state != booking_state::confirmed)
            continue;
          auto others = collisions(session, *row);
          if (!others)
            return others.error();
          // Only for a moment, until the other one followed its event too.
          if (others->empty() && row->overlaps)
            (void)session.follow_event(
                row->id, row->version,
                {row->event_id, row->etag, row->ical_uid}, row->slot, now);
          for (const auto& other : *others)
            if (std::find(rest.begin(), rest.end(), other.id) == rest.end())
              mails.push_back(collision_mail(*row, other, tz, now));
        }
        if (auto put = put_mails(session, mails); !put)
          return put.error();
        return followed;
      },
      [this, look](expected<names> followed) {
        if (!followed) {
          strangers_.clear();
          log::warn("booking.not_followed",
                    {{"reason", to_string(followed.error())}});
          return look->then(false);
        }
        for (const auto& [id, what] : *followed) {
          context_.count("noticed", what);
          log::info("booking.noticed", {{"booking", id}, {"reason", what}});
        }
        if (!followed->empty())
          openings_.drop();
        look->then(!followed->empty());
      });
}

} // namespace rental

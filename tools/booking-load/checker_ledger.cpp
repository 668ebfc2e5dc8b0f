// What the ledger and the calendars hold.
#include "tools/booking-load/checker_rules.hpp"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace rental::load {
namespace {

/// Reports every pair that overlaps, of things sorted by start.
template <class T, class Slot, class Report>
void overlapping(std::vector<T> sorted, Slot slot, Report report) {
  std::sort(sorted.begin(), sorted.end(),
            [&](const T& a, const T& b) { return slot(a) < slot(b); });
  for (std::size_t i = 0; i < sorted.size(); ++i)
    for (std::size_t j = i + 1; j < sorted.size(); ++j) {
      if (slot(sorted[j]).start >= slot(sorted[i]).end)
        break;
      if (overlaps(slot(sorted[i]), slot(sorted[j])))
        report(sorted[i], sorted[j]);
    }
}

bool is_live(const seen_event& event) {
  return !event.deleted && !event.cancelled;
}

using live_events = std::unordered_multimap<std::string, const seen_event*>;

/// Live events by the booking that they belong to: by our property, else by
/// the id that the ledger noted.
live_events by_booking(const case_file& all) {
  std::unordered_map<std::string, std::string> noted;
  for (const auto* row : all.bookings)
    if (is_active(row->state) && !row->event_id.empty())
      noted[row->event_id] = row->id;
  live_events result;
  for (const auto* event : all.our_events) {
    if (!is_live(*event))
      continue;
    auto id = event->booking_id;
    for (const auto* known : {&event->id, &event->ordinary_id})
      if (auto row = noted.find(*known); id.empty() && row != noted.end())
        id = row->second;
    result.emplace(id, event);
  }
  return result;
}

std::string named(const seen_event& event) {
  return "event " + event.id + " of " + event.account;
}

void check_one(const case_file& all, const ledger_booking& row,
               const live_events& live, findings& out) {
  auto [begin, end] = live.equal_range(row.id);
  const auto count = std::distance(begin, end);
  std::vector<std::string> ids{row.id, row.event_id};
  for (auto it = begin; it != end; ++it)
    ids.push_back(it->second->id);
  if (count == 0)
    return out.broken("the confirmed booking at " + text_of(row.slot.start)
                          + " has no event in the calendar",
                      ids);
  if (count > 1)
    return out.broken("the booking has " + std::to_string(count) + " events",
                      ids);
  const auto& event = *begin->second;
  if (event.account != all.owner_of(row.manager)->account)
    out.broken("the event is in another manager's calendar", ids);
  if (!row.event_id.empty() && row.event_id != event.id
      && row.event_id != event.ordinary_id)
    out.broken("the ledger notes another event than the one that carries the "
               "booking",
               ids);
}

void check_times(const case_file& all, const live_events& live, findings& out) {
  out.rule("right_time", "each event begins and ends when its booking does");
  for (const auto* row : all.bookings) {
    if (row->state != booking_state::confirmed)
      continue;
    auto [begin, end] = live.equal_range(row->id);
    for (auto it = begin; it != end; ++it) {
      out.look();
      if (it->second->slot != row->slot)
        out.broken("booked for " + text_of(row->slot.start)
                       + ", in the calendar at "
                       + text_of(it->second->slot.start) + " until "
                       + text_of(it->second->slot.end),
                   {row->id, it->second->id});
    }
  }
}

void check_strays(const case_file& all, const live_events& live,
                  findings& out) {
  out.rule("no_stray_event",
           "no event of the service without an active booking");
  for (const auto& [id, event] : live) {
    out.look();
    auto row = all.booking_by_id.find(id);
    if (id.empty() || row == all.booking_by_id.end())
      out.broken(named(*event) + " at " + text_of(event->slot.start)
                     + " belongs to no booking",
                 {event->id, id, event->transaction_id});
    else if (!is_active(row->second->state))
      out.broken(named(*event) + " stands, but its booking is "
                     + to_string(row->second->state),
                 {event->id, id});
  }
}

} // namespace

void check_bookings(const case_file& all, findings& out) {
  out.rule("overlap", "no two active bookings of a manager overlap");
  std::map<std::int64_t, std::vector<const ledger_booking*>> active;
  for (const auto* row : all.bookings)
    if (is_active(row->state))
      active[row->manager].push_back(row);
  for (auto& [manager, rows] : active) {
    out.look(rows.size());
    overlapping(
        std::move(rows), [](const auto* row) { return row->slot; },
        [&](const auto* a, const auto* b) {
          out.broken("two bookings overlap: " + text_of(a->slot.start) + " and "
                         + text_of(b->slot.start),
                     {a->id, b->id, a->call_id, b->call_id});
        });
  }
}

void check_events(const case_file& all, findings& out) {
  out.rule("event_overlap",
           "no two live events of the service in a calendar overlap");
  std::map<std::string, std::vector<const seen_event*>> calendars;
  for (const auto* event : all.our_events)
    if (is_live(*event))
      calendars[event->account].push_back(event);
  for (auto& [account, events] : calendars) {
    out.look(events.size());
    overlapping(
        std::move(events), [](const auto* event) { return event->slot; },
        [&](const auto* a, const auto* b) {
          out.broken("two events overlap: " + text_of(a->slot.start) + " and "
                         + text_of(b->slot.start),
                     {a->id, b->id, a->booking_id, b->booking_id});
        });
  }
  const auto live = by_booking(all);
  out.rule("one_event", "each confirmed booking has exactly one live event, in "
                        "its manager's calendar");
  for (const auto* row : all.bookings)
    if (row->state == booking_state::confirmed) {
      out.look();
      check_one(all, *row, live, out);
    }
  check_times(all, live, out);
  check_strays(all, live, out);
  out.rule("unfinished", "no booking is left half done");
  for (const auto* row : all.bookings) {
    out.look();
    if (is_active(row->state) && row->state != booking_state::confirmed)
      out.broken(std::string{"the booking is still "} + to_string(row->state),
                 {row->id, row->call_id});
  }
}

} // namespace rental::load

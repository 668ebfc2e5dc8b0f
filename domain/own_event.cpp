#include "domain/own_event.hpp"

#include "base/enum_names.hpp"

#include <cstddef>

namespace rental {
namespace {

bool has_transaction(const calendar_event& event, const booking& row) {
  return !event.transaction_id.empty()
         && event.transaction_id == row.transaction_id;
}

/// How surely an event that bears the mark is the booking's own; 0: it is not.
int likeness(const calendar_event& event, const booking& row) {
  const bool both_told = !event.ical_uid.empty() && !row.ical_uid.empty();
  if (both_told && event.ical_uid == row.ical_uid)
    return 4;
  if (event.is_timed() && event.when == row.slot)
    return 3;
  if (!both_told && has_transaction(event, row))
    return 2;
  return row.event_id.empty() ? 1 : 0;
}

} // namespace

bool bears_mark(const calendar_event& event, const booking& row) {
  if (event.booking_id
      && (*event.booking_id == row.id
          || (!row.moves.empty() && *event.booking_id == row.moves)))
    return true;
  return has_transaction(event, row);
}

const calendar_event* own_event(std::span<const calendar_event> events,
                                const booking& row) {
  const calendar_event* best = nullptr;
  int best_likeness = 0;
  for (const auto& event : events) {
    if (!row.event_id.empty() && event.id == row.event_id)
      return &event;
    // What has no id cannot be asked for, nor changed.
    if (event.id.empty() || event.cancelled || !event.series_id.empty()
        || !bears_mark(event, row))
      continue;
    if (const int now = likeness(event, row); now > best_likeness) {
      best_likeness = now;
      best = &event;
    }
  }
  return best;
}

const char* to_string(outlook_change what) noexcept {
  constexpr auto names = names_up_to<outlook_change::restored>(
      "", "moved in Outlook", "deleted in Outlook", "cancelled in Outlook",
      "restored in Outlook");
  return names[static_cast<std::size_t>(what)];
}

bool is_lost(const booking& row) {
  return row.state == booking_state::cancelled
         && (row.reason == to_string(outlook_change::deleted)
             || row.reason == to_string(outlook_change::cancelled));
}

outlook_change change_of(const booking& row,
                         const std::optional<calendar_event>& event) {
  if (is_lost(row))
    return event && !event->cancelled && event->is_timed()
               ? outlook_change::restored
               : outlook_change::none;
  if (row.state != booking_state::confirmed)
    return outlook_change::none;
  if (!event)
    return outlook_change::deleted;
  if (event->cancelled)
    return outlook_change::cancelled;
  const bool elsewhen = event->is_timed() && event->when != row.slot;
  return elsewhen || event->id != row.event_id ? outlook_change::moved
                                               : outlook_change::none;
}

} // namespace rental

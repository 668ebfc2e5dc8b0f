#include "domain/lost_booking.hpp"

#include "domain/own_event.hpp"

namespace rental {
namespace {

bool is_surely_of(const calendar_event& event, const booking& sealed) {
  return (!sealed.event_id.empty() && event.id == sealed.event_id)
         || (!sealed.transaction_id.empty()
             && event.transaction_id == sealed.transaction_id)
         || event.when == sealed.slot;
}

} // namespace

std::optional<booking> as_found(const booking& sealed,
                                std::span<const calendar_event> marked) {
  const auto* own = own_event(marked, sealed);
  if (own == nullptr || own->booking_id != sealed.id || own->cancelled
      || !own->is_timed() || own->when.end <= own->when.start
      || !is_surely_of(*own, sealed))
    return std::nullopt;
  auto row = sealed;
  row.slot = own->when;
  row.state = booking_state::confirmed;
  row.event_id = own->id;
  row.etag = own->etag;
  row.ical_uid = own->ical_uid;
  return row;
}

} // namespace rental

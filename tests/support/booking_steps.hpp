// Takes a held row to a state by the steps that lead there.
#pragma once

#include "storage/store.hpp"

namespace rental::test {

inline expected<done> bring_to(store_session& session, const std::string& id,
                               booking_state state, instant now) {
  if (state == booking_state::held)
    return done{};
  if (state == booking_state::failed)
    return session.put_booking_state(id, state, "reason", now);
  auto all = session.mark_writing(id, "transaction-" + id, now);
  if (all && state != booking_state::writing)
    all = session.confirm(id, {"event-" + id, "etag", {}}, now);
  if (all && state == booking_state::cancelling)
    all = session.put_booking_state(id, state, "reason", now);
  if (all && state == booking_state::cancelled)
    all = session.put_booking_state(id, state, "reason", now);
  return all;
}

} // namespace rental::test

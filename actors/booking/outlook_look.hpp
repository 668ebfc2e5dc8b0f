// Some of a manager's bookings, compared with their events one after another.
#pragma once

#include "domain/booking.hpp"
#include "domain/own_event.hpp"
#include "messages/payloads.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rental {

/// A booking, and its event as it was when it was asked for.
struct seen_event {
  booking row;
  std::optional<calendar_event> event;
  outlook_change what = outlook_change::none;
  /// Of a restored one: whether nothing else has the time.
  bool is_free = false;
};

struct look_at_events {
  std::deque<booking> todo;
  std::vector<seen_event> seen;
  /// How long Microsoft may take for all of them; nothing: as for any call.
  std::optional<deadline> until;
  /// Nobody waits for this look, so it lets those pass who wait in the queue.
  bool gives_way = false;
  /// Nothing is changed.
  bool only_look = false;
  /// Told whether a row changed.
  std::function<void(bool)> then;

  std::vector<std::string> left() const {
    std::vector<std::string> ids;
    for (const auto& row : todo)
      ids.push_back(row.id);
    return ids;
  }
};
using look_ptr = std::shared_ptr<look_at_events>;

/// A caller who waits does not wait longer than this for looks at events: what
/// the ledger says has to do then.
inline constexpr std::chrono::milliseconds look_timeout{2500};
/// Of one caller's viewings no more are looked at.
inline constexpr std::size_t most_looks = 5;

} // namespace rental

// What the operator's page asks of the ledger's rows, and the answers. As in
// payloads.hpp: whitelisted, never leaves the process.
#pragma once

#include "base/zone.hpp"
#include "domain/counts.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rental {

struct overview_query {
  /// Part of a manager's id; empty: all of them.
  std::string find;
  /// Most managers; wishes and mails have limits of their own.
  std::size_t limit = 100;
};

/// Everything that the operator sees at one glance. One transaction: it fits
/// together.
struct overview {
  /// Oldest first, without tokens.
  std::vector<manager_record> managers;
  /// There are more managers than the limit.
  bool more = false;
  /// Wishes that wait for a call back, oldest first.
  std::vector<callback_request> wishes;
  /// Mails that were not sent, newest first; without their text.
  std::vector<outbox_mail> mails;
  /// The ids of the managers that wishes and mails belong to, by row.
  std::map<std::int64_t, std::string> names;
  store_counts counts;
};

struct week_query {
  /// Row id.
  std::int64_t manager = 0;
  /// The first day to show; none: today.
  std::optional<date::local_days> day;
};

/// One manager's bookings of seven days, in whatever state.
struct manager_week {
  /// Without tokens.
  manager_record manager;
  /// The manager's own, or the default.
  zone tz;
  date::local_days first;
  std::vector<booking> bookings;
};

} // namespace rental

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::overview_query)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::overview)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::week_query)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::manager_week)

#pragma once

#include "tools/microsoft-sim/http.hpp"

#include <string>

namespace rental::sim {

enum class area { identity, graph, control, nowhere };

/// What a request is about. Faults, counters and the log call operations by
/// these names:
///
///   authorize signIn consent token openidConfiguration keys
///   me mailboxSettings calendarView getSchedule createEvent listEvents
///   findEvent getEvent patchEvent deleteEvent cancelEvent sendMail
///   listSent
///   supportedTimeZones
///
/// `findEvent` is a list of events with a $filter.
struct operation {
  area where = area::nowhere;
  /// Empty: nothing lives at this path.
  std::string name;
  /// The path is right and the method is not.
  bool wrong_method = false;
};

operation operation_of(const request& from);

/// True if `wanted` is the name, or "graph" or "identity" for all of an area,
/// or empty.
bool is_operation(const operation& what, std::string_view wanted);

/// True if an operation, or an area, has that name.
bool known_operation(std::string_view name);

} // namespace rental::sim

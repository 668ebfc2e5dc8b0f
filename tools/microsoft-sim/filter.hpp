#pragma once

#include "tools/microsoft-sim/event.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rental::sim {

/// True for the instances that a $filter keeps.
using event_filter = std::function<bool(const instance&)>;

/// Reads the part of OData's filter language that calendars use:
///
///   singleValueExtendedProperties/Any(ep: ep/id eq '...' and ep/value eq '..')
///   subject, start/dateTime, end/dateTime, isAllDay, isCancelled, showAs,
///   iCalUId  with eq ne gt ge lt le;  startsWith(subject,'..')
///   and, or, not, parentheses
///
/// Throws graph_refusal (400) for everything else.
event_filter parse_filter(std::string_view text);

/// The ids in `singleValueExtendedProperties($filter=id eq '..' or id eq ..)`.
/// Throws graph_refusal (400) if an $expand says anything else.
std::vector<std::string> parse_expand(std::string_view text);

/// "String {GUID} Name X" with the GUID in lower case. Throws graph_refusal
/// (400) if it is not the id of an extended property.
std::string normalised_property_id(std::string_view id);

} // namespace rental::sim

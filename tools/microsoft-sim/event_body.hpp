#pragma once

#include "tools/microsoft-sim/event.hpp"
#include "tools/microsoft-sim/http.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What clients may say about an event, and what they may not.
namespace rental::sim {

/// The parts of an event that a request body names.
struct event_change {
  /// Checked and completed, ready to be stored.
  json properties = json::object();
  std::optional<zoned_time> start;
  std::optional<zoned_time> end;
  std::optional<bool> all_day;
  /// Holds a null pointer if the series is to become a single event.
  std::optional<std::optional<recurrence>> repeats;
  std::map<std::string, std::string> extended;
  std::string transaction_id;
};

/// Reads and checks the body of a create (`creating`) or update request.
/// Throws graph_refusal: RequestBodyRead for a property that an event does
/// not have (unless `swallow_unknown`), ErrorPropertyValidationFailure for
/// wrong types, enums and read-only properties, ErrorInvalidRecipients,
/// TimeZoneNotSupportedException.
event_change read_event_body(const json& body, bool creating,
                             bool swallow_unknown);

/// Applies a change and checks the whole: start before end, all-day events at
/// midnight in one zone, a series that begins with its first date. Throws
/// graph_refusal.
void apply_change(event& to, const event_change& change);

/// An event with the defaults that Outlook gives, organised by its owner.
event blank_event(const std::string& owner_name,
                  const std::string& owner_address);

/// The JSON of a request, or graph_refusal: a wrong or missing Content-Type,
/// or no JSON object.
json read_json_body(const request& from);

} // namespace rental::sim

#include "tools/microsoft-sim/event_body.hpp"

#include "tools/microsoft-sim/event_properties.hpp"
#include "tools/microsoft-sim/filter.hpp"
#include "tools/microsoft-sim/graph_errors.hpp"
#include "tools/microsoft-sim/time_text.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace rental::sim {

namespace {

zoned_time read_time(const json& value, const std::string& name) {
  demand_members(value, name, {"dateTime", "timeZone"});
  auto when = value.value("dateTime", json{});
  auto zone = value.value("timeZone", json{});
  demand(when.is_string() && zone.is_string(), name);
  auto local = parse_local(when.get<std::string>());
  demand(local.has_value(), name);
  if (!iana_name(zone.get<std::string>()))
    throw graph_refusal{400, "TimeZoneNotSupportedException",
                        "A valid TimeZone value must be specified. The "
                        "following TimeZone value is not supported: '"
                            + zone.get<std::string>() + "'."};
  return zoned(*local, zone.get<std::string>());
}

void read_extended(event_change& into, const json& value) {
  demand(value.is_array(), "singleValueExtendedProperties");
  for (auto& property : value) {
    demand_members(property, "singleValueExtendedProperties", {"id", "value"});
    auto id = property.value("id", json{});
    auto content = property.value("value", json{});
    demand(id.is_string() && content.is_string(),
           "singleValueExtendedProperties");
    into.extended[normalised_property_id(id.get<std::string>())]
        = content.get<std::string>();
  }
}

std::optional<recurrence> read_recurrence(const json& value) {
  if (value.is_null())
    return std::nullopt;
  try {
    return parse_recurrence(value);
  } catch (const std::invalid_argument& error) {
    throw property_failure(error.what());
  }
}

bool read_special(event_change& into, const std::string& name,
                  const json& value) {
  if (name == "start")
    into.start = read_time(value, name);
  else if (name == "end")
    into.end = read_time(value, name);
  else if (name == "isAllDay")
    into.all_day = check_flag(value, name);
  else if (name == "recurrence")
    into.repeats = read_recurrence(value);
  else if (name == "singleValueExtendedProperties")
    read_extended(into, value);
  else if (name == "transactionId")
    into.transaction_id = check_text(value, name);
  else if (name == "locations") {
    demand(value.is_array(), name);
    if (!value.empty())
      into.properties["location"] = check_location(value[0], name);
  } else
    return false;
  return true;
}

void check_all_day(const event& of) {
  auto midnight = [](local_seconds time) {
    return std::chrono::floor<std::chrono::days>(time) == time;
  };
  if (!midnight(of.start.local) || !midnight(of.end.local)
      || of.start.zone != of.end.zone
      || of.end.local - of.start.local < std::chrono::days{1})
    throw property_failure("An all-day event lasts from midnight to midnight "
                           "in one time zone.");
}

void check_whole(const event& of) {
  if (of.all_day)
    check_all_day(of);
  if (of.start.utc > of.end.utc)
    throw property_failure("The end is before the start.");
  if (!of.repeats)
    return;
  auto first = std::chrono::floor<std::chrono::days>(of.start.local);
  if (of.repeats->start != first)
    throw property_failure("recurrence: startDate is not the date of start.");
}

} // namespace

event_change read_event_body(const json& body, bool creating,
                             bool swallow_unknown) {
  event_change result;
  for (auto& [name, value] : body.items()) {
    if (auto checked = check_property(name, value))
      result.properties[name] = std::move(*checked);
    else if (read_special(result, name, value))
      demand(creating || name != "transactionId", name);
    else if (is_read_only(name))
      demand(false, name);
    else if (name != "@odata.type" && !swallow_unknown)
      throw graph_refusal{400, "RequestBodyRead",
                          "The property '" + name
                              + "' does not exist on type "
                                "'microsoft.graph.event'. Make sure to "
                                "only use property names that are defined by "
                                "the type or mark the "
                                "type as open type."};
  }
  if (creating)
    demand(result.start && result.end, "start and end");
  return result;
}

void apply_change(event& to, const event_change& change) {
  to.properties.update(change.properties);
  if (change.start)
    to.start = *change.start;
  if (change.end)
    to.end = *change.end;
  if (change.all_day)
    to.all_day = *change.all_day;
  if (change.repeats)
    to.repeats = *change.repeats;
  if (change.start || change.end || change.repeats)
    to.exceptions.clear();
  for (auto& [id, value] : change.extended)
    to.extended[id] = value;
  if (!change.transaction_id.empty())
    to.transaction_id = change.transaction_id;
  check_whole(to);
}

event blank_event(const std::string& owner_name,
                  const std::string& owner_address) {
  event result;
  result.properties = {
      {"subject", ""},
      {"body", {{"contentType", "html"}, {"content", ""}}},
      {"importance", "normal"},
      {"sensitivity", "normal"},
      {"showAs", "busy"},
      {"location", check_location(json::object(), "location")},
      {"attendees", json::array()},
      {"categories", json::array()},
      {"isReminderOn", true},
      {"reminderMinutesBeforeStart", 15},
      {"responseRequested", true},
      {"allowNewTimeProposals", true},
      {"hideAttendees", false},
      {"isOnlineMeeting", false},
      {"onlineMeetingProvider", "unknown"},
      {"isCancelled", false},
      {"isOrganizer", true},
      {"responseStatus", {{"response", "organizer"}, {"time", no_time}}},
      {"organizer",
       {{"emailAddress", {{"name", owner_name}, {"address", owner_address}}}}}};
  return result;
}

json read_json_body(const request& from) {
  if (from.header("Content-Type").empty())
    throw graph_refusal{400, "RequestBodyRead",
                        "A missing or empty content type header was found "
                        "when trying to read a message. The content type "
                        "header is required."};
  if (!from.has_content_type("application/json"))
    throw graph_refusal{415, "UnsupportedMediaType",
                        "The media type of the request is not supported."};
  auto body = json::parse(from.body, nullptr, false);
  if (!body.is_object())
    throw graph_refusal{400, "BadRequest",
                        "Unable to read JSON request payload. Please ensure "
                        "Content-Type header is set and payload is of valid "
                        "JSON format."};
  return body;
}

} // namespace rental::sim

#include "tools/microsoft-sim/event_body.hpp"

#include "tools/microsoft-sim/filter.hpp"
#include "tools/microsoft-sim/graph_errors.hpp"
#include "tools/microsoft-sim/time_text.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace rental::sim {

namespace {

constexpr auto no_time = "0001-01-01T00:00:00Z";

void demand(bool holds, const std::string& name) {
  if (!holds)
    throw property_failure("'" + name + "' is not valid.");
}

/// Members of an object, which may be these only; '@odata.type' always.
void demand_members(const json& from, const std::string& name,
                    std::initializer_list<const char*> known) {
  demand(from.is_object(), name);
  for (auto& [member, value] : from.items())
    if (member != "@odata.type"
        && std::find(known.begin(), known.end(), member) == known.end())
      throw graph_refusal{400, "RequestBodyRead",
                          "The property '" + member
                            + "' does not exist on the type of '" + name
                            + "'."};
}

json text(const json& value, const std::string& name) {
  demand(value.is_string() || value.is_null(), name);
  return value.is_null() ? json("") : value;
}

json flag(const json& value, const std::string& name) {
  demand(value.is_boolean(), name);
  return value;
}

json integer(const json& value, const std::string& name) {
  demand(value.is_number_integer() && value >= INT32_MIN && value <= INT32_MAX,
         name);
  return value;
}

json texts(const json& value, const std::string& name) {
  demand(value.is_array()
           && std::all_of(value.begin(), value.end(),
                          [](auto& item) { return item.is_string(); }),
         name);
  return value;
}

template <std::size_t N>
json one_of(const json& value, const std::string& name,
            const std::array<const char*, N>& names) {
  demand(value.is_string()
           && std::find(names.begin(), names.end(), value.get<std::string>())
                != names.end(),
         name);
  return value;
}

json importance(const json& value, const std::string& name) {
  return one_of(value, name, std::array{"low", "normal", "high"});
}

json sensitivity(const json& value, const std::string& name) {
  return one_of(value, name,
                std::array{"normal", "personal", "private", "confidential"});
}

json show_as(const json& value, const std::string& name) {
  return one_of(value, name,
                std::array{"unknown", "free", "tentative", "busy", "oof",
                           "workingElsewhere"});
}

json provider(const json& value, const std::string& name) {
  return one_of(value, name,
                std::array{"unknown", "skypeForBusiness", "skypeForConsumer",
                           "teamsForBusiness"});
}

json location(const json& value, const std::string& name) {
  demand_members(value, name,
                 {"displayName", "address", "coordinates",
                  "locationEmailAddress", "locationType", "locationUri",
                  "uniqueId", "uniqueIdType"});
  json result{{"displayName", ""},
              {"locationType", "default"},
              {"uniqueIdType", "unknown"},
              {"address", json::object()},
              {"coordinates", json::object()}};
  for (auto& [member, part] : value.items())
    if (member != "@odata.type")
      result[member] = part;
  text(result["displayName"], "displayName");
  if (result["displayName"].is_string() && result["displayName"] != "")
    result["uniqueId"] = result["displayName"];
  return result;
}

json attendees(const json& value, const std::string& name) {
  demand(value.is_array(), name);
  if (value.size() > 500)
    throw graph_refusal{400, "ErrorInvalidRecipients",
                        "There are more than 500 attendees."};
  auto result = json::array();
  for (auto& one : value) {
    demand_members(one, name, {"emailAddress", "type", "proposedNewTime"});
    auto checked = read_recipient(json{
      {"emailAddress", one.value("emailAddress", json{})}});
    checked["type"] = one_of(one.value("type", json("required")), name,
                             std::array{"required", "optional", "resource"});
    checked["status"] = {{"response", "none"}, {"time", no_time}};
    result.push_back(std::move(checked));
  }
  return result;
}

json item_body(const json& value, const std::string&) {
  return read_item_body(value);
}

using checker = json (*)(const json&, const std::string&);

/// Properties that are stored as they come, with their checks.
const std::map<std::string, checker>& plain_properties() {
  static const std::map<std::string, checker> table{
    {"subject", text},
    {"body", item_body},
    {"importance", importance},
    {"sensitivity", sensitivity},
    {"showAs", show_as},
    {"location", location},
    {"attendees", attendees},
    {"categories", texts},
    {"isReminderOn", flag},
    {"reminderMinutesBeforeStart", integer},
    {"responseRequested", flag},
    {"allowNewTimeProposals", flag},
    {"hideAttendees", flag},
    {"isOnlineMeeting", flag},
    {"onlineMeetingProvider", provider}};
  return table;
}

/// Known to the type, but not to be written.
bool read_only(const std::string& name) {
  constexpr std::array names{
    "id",            "createdDateTime",     "lastModifiedDateTime",
    "changeKey",     "originalStartTimeZone", "originalEndTimeZone",
    "originalStart", "iCalUId",             "bodyPreview",
    "seriesMasterId", "type",               "webLink",
    "isCancelled",   "isOrganizer",         "responseStatus",
    "organizer",     "hasAttachments",      "onlineMeeting",
    "onlineMeetingUrl", "isDraft",          "cancelledOccurrences",
    "attachments",   "extensions",          "multiValueExtendedProperties"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

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
    into.all_day = flag(value, name).get<bool>();
  else if (name == "recurrence")
    into.repeats = read_recurrence(value);
  else if (name == "singleValueExtendedProperties")
    read_extended(into, value);
  else if (name == "transactionId")
    into.transaction_id = text(value, name).get<std::string>();
  else if (name == "locations") {
    demand(value.is_array(), name);
    if (!value.empty())
      into.properties["location"] = location(value[0], name);
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
  auto& plain = plain_properties();
  for (auto& [name, value] : body.items()) {
    if (auto known = plain.find(name); known != plain.end())
      result.properties[name] = known->second(value, name);
    else if (read_special(result, name, value))
      demand(creating || name != "transactionId", name);
    else if (read_only(name))
      demand(false, name);
    else if (name != "@odata.type" && !swallow_unknown)
      throw graph_refusal{
        400, "RequestBodyRead",
        "The property '" + name
          + "' does not exist on type 'microsoft.graph.event'. Make sure to "
            "only use property names that are defined by the type or mark the "
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
    {"location", location(json::object(), "location")},
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

json read_recipient(const json& from) {
  demand_members(from, "recipient", {"emailAddress"});
  auto mail = from.value("emailAddress", json{});
  demand_members(mail, "emailAddress", {"address", "name"});
  auto address = text(mail.value("address", json{}), "address")
                   .get<std::string>();
  auto at = address.find('@');
  if (at == 0 || at == std::string::npos || at + 1 == address.size()
      || address.find('@', at + 1) != std::string::npos
      || address.find_first_of(" \t\r\n<>,;") != std::string::npos)
    throw graph_refusal{400, "ErrorInvalidRecipients",
                        "At least one recipient isn't valid., '" + address
                          + "' is not an address."};
  auto name = text(mail.value("name", json{}), "name").get<std::string>();
  return {{"emailAddress",
           {{"address", address}, {"name", name.empty() ? address : name}}}};
}

json read_item_body(const json& from) {
  demand_members(from, "body", {"contentType", "content"});
  json result{{"contentType", "text"}, {"content", ""}};
  if (from.contains("contentType"))
    result["contentType"] = one_of(from["contentType"], "contentType",
                                   std::array{"text", "html"});
  result["content"] = text(from.value("content", json{}), "content");
  return result;
}

} // namespace rental::sim

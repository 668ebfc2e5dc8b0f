#include "tools/microsoft-sim/event_properties.hpp"

#include "tools/microsoft-sim/graph_errors.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace rental::sim {

namespace {

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

json attendees(const json& value, const std::string& name) {
  demand(value.is_array(), name);
  if (value.size() > 500)
    throw graph_refusal{400, "ErrorInvalidRecipients",
                        "There are more than 500 attendees."};
  auto result = json::array();
  for (auto& one : value) {
    demand_members(one, name, {"emailAddress", "type", "proposedNewTime"});
    auto checked = read_recipient(
        json{{"emailAddress", one.value("emailAddress", json{})}});
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
      {"location", check_location},
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

} // namespace

void demand(bool holds, const std::string& name) {
  if (!holds)
    throw property_failure("'" + name + "' is not valid.");
}

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

json check_location(const json& value, const std::string& name) {
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

bool is_read_only(const std::string& name) {
  constexpr std::array names{"id",
                             "createdDateTime",
                             "lastModifiedDateTime",
                             "changeKey",
                             "originalStartTimeZone",
                             "originalEndTimeZone",
                             "originalStart",
                             "iCalUId",
                             "bodyPreview",
                             "seriesMasterId",
                             "type",
                             "webLink",
                             "isCancelled",
                             "isOrganizer",
                             "responseStatus",
                             "organizer",
                             "hasAttachments",
                             "onlineMeeting",
                             "onlineMeetingUrl",
                             "isDraft",
                             "cancelledOccurrences",
                             "attachments",
                             "extensions",
                             "multiValueExtendedProperties"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string check_text(const json& value, const std::string& name) {
  return text(value, name).get<std::string>();
}

bool check_flag(const json& value, const std::string& name) {
  return flag(value, name).get<bool>();
}

std::optional<json> check_property(const std::string& name, const json& value) {
  auto& plain = plain_properties();
  auto known = plain.find(name);
  if (known == plain.end())
    return std::nullopt;
  return known->second(value, name);
}

json read_recipient(const json& from) {
  demand_members(from, "recipient", {"emailAddress"});
  auto mail = from.value("emailAddress", json{});
  demand_members(mail, "emailAddress", {"address", "name"});
  auto address
      = text(mail.value("address", json{}), "address").get<std::string>();
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

#include "tools/microsoft-sim/event_body.hpp"
#include "tools/microsoft-sim/event_json.hpp"
#include "tools/microsoft-sim/graph.hpp"
#include "tools/microsoft-sim/time_text.hpp"

#include <algorithm>

namespace rental::sim {

namespace {

using std::chrono::minutes;

struct window {
  sys_seconds from{};
  sys_seconds until{};
  minutes step{30};
};

sys_seconds moment(const json& body, const char* name) {
  auto value = body.value(name, json{});
  auto zone = value.is_object() ? value.value("timeZone", json{}) : json{};
  auto when = value.is_object() ? value.value("dateTime", json{}) : json{};
  if (!zone.is_string() || !when.is_string())
    throw property_failure(std::string{"'"} + name + "' is missing.");
  auto iana = iana_name(zone.get<std::string>());
  if (!iana)
    throw graph_refusal{400, "TimeZoneNotSupportedException",
                        "A valid TimeZone value must be specified."};
  auto local = parse_local(when.get<std::string>());
  if (!local)
    throw property_failure(std::string{"'"} + name + "' is not a time.");
  return to_utc(*local, *iana);
}

window read_window(const json& body) {
  window result{moment(body, "startTime"), moment(body, "endTime")};
  auto interval = body.value("availabilityViewInterval", json(30));
  if (!interval.is_number_integer() || interval < 5 || interval > 1440)
    throw graph_refusal{400, "ErrorInvalidMergedFreeBusyInterval",
                        "The interval must be 5 to 1440 minutes."};
  result.step = minutes{interval.get<int>()};
  if (result.from >= result.until
      || result.until - result.from >= std::chrono::days{62})
    throw graph_refusal{400, "ErrorInvalidTimeInterval",
                        "The requested time range is invalid."};
  return result;
}

int digit_of(const instance& item) {
  auto& properties = item.data->properties;
  auto shown = properties.value("showAs", "busy");
  if (properties.value("isCancelled", false))
    return 0;
  return shown == "tentative" ? 1
         : shown == "busy"    ? 2
         : shown == "oof"     ? 3
                              : 0;
}

std::string merged_view(const std::vector<instance>& items, const window& in,
                        const std::string& zone) {
  std::string result;
  for (auto at = in.from; at < in.until; at += in.step) {
    int digit = 0;
    for (auto& item : items)
      if (starts_at(item, zone) < at + in.step && ends_at(item, zone) > at)
        digit = std::max(digit, digit_of(item));
    result += static_cast<char>('0' + digit);
  }
  return result;
}

json schedule_item(const instance& item, const std::string& zone,
                   const std::string& shown_in) {
  auto& properties = item.data->properties;
  auto hidden = properties.value("sensitivity", "normal") == "private";
  json result{{"isPrivate", hidden},
              {"status", properties.value("showAs", "busy")},
              {"start", zoned_json(starts_at(item, zone), shown_in)},
              {"end", zoned_json(ends_at(item, zone), shown_in)}};
  if (!hidden) {
    result["subject"] = properties.value("subject", "");
    result["location"]
        = properties.value("location", json::object()).value("displayName", "");
  }
  return result;
}

json schedule_of(graph_call& call, const std::string& address,
                 const window& in) {
  auto whose = call.in.people.find(address);
  if (!whose || !whose->about().has_mailbox)
    return {{"scheduleId", address},
            {"availabilityView", ""},
            {"scheduleItems", json::array()},
            {"error",
             {{"message", "The mailbox of the address was not found."},
              {"responseCode", "ErrorMailRecipientNotFound"}}}};
  auto about = whose->about();
  auto zone = about.zone_or_utc();
  auto items = whose->calendar.view(in.from, in.until, zone);
  auto shown = json::array();
  for (auto& item : items)
    shown.push_back(schedule_item(item, zone, call.prefer.time_zone));
  return {{"scheduleId", address},
          {"availabilityView", merged_view(items, in, zone)},
          {"scheduleItems", shown},
          {"workingHours",
           {{"daysOfWeek", about.work_days},
            {"startTime", time_of_day_text(about.work_from)},
            {"endTime", time_of_day_text(about.work_until)},
            {"timeZone", {{"name", about.time_zone}}}}}};
}

} // namespace

response get_schedule(graph_call& call) {
  auto body = read_json_body(call.from);
  for (auto& [name, value] : body.items())
    if (name != "schedules" && name != "startTime" && name != "endTime"
        && name != "availabilityViewInterval")
      throw graph_refusal{400, "BadRequest",
                          "The parameter '" + name
                              + "' does not exist on 'getSchedule'."};
  auto addresses = body.value("schedules", json::array());
  if (!addresses.is_array() || addresses.empty() || addresses.size() > 20)
    throw graph_refusal{400, "ErrorInvalidParameter",
                        "1 to 20 schedules can be asked for."};
  auto in = read_window(body);
  auto value = json::array();
  for (auto& address : addresses) {
    if (!address.is_string())
      throw property_failure("'schedules' must hold addresses.");
    value.push_back(schedule_of(call, address.get<std::string>(), in));
  }
  return json_response(200, {{"value", value}});
}

} // namespace rental::sim

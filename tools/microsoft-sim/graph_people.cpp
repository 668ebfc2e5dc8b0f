#include "tools/microsoft-sim/crypto.hpp"
#include "tools/microsoft-sim/event_body.hpp"
#include "tools/microsoft-sim/event_properties.hpp"
#include "tools/microsoft-sim/graph.hpp"
#include "tools/microsoft-sim/time_text.hpp"

#include <algorithm>
#include <array>

namespace rental::sim {

namespace {

/// Keeps the members that $select names; refuses names the type lacks.
json selected(const graph_call& call, json all, const char* type) {
  auto select = call.from.parameter("$select");
  for (auto& [name, value] : call.from.query)
    if (name.starts_with('$') && name != "$select")
      throw graph_refusal{400, "RequestBroker--ParseUri",
                          "The query parameter '" + name
                              + "' is not supported."};
  if (!select)
    return all;
  auto result = json::object();
  std::string_view rest{*select};
  while (!rest.empty()) {
    std::string name{rest.substr(0, rest.find(','))};
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    if (!all.contains(name))
      throw graph_refusal{400, "RequestBroker--ParseUri",
                          "Could not find a property named '" + name
                              + "' on type 'microsoft.graph." + type + "'."};
    result[name] = all[name];
  }
  return result;
}

/// A recipient list of a message.
json recipients(const json& message, const char* name) {
  auto list = message.value(name, json::array());
  if (!list.is_array())
    throw property_failure(std::string{"'"} + name + "' must be a list.");
  auto result = json::array();
  for (auto& one : list)
    result.push_back(read_recipient(one).at("emailAddress"));
  return result;
}

json attachment_names(const json& message) {
  auto list = message.value("attachments", json::array());
  if (!list.is_array())
    throw property_failure("'attachments' must be a list.");
  auto result = json::array();
  for (auto& one : list) {
    if (!one.is_object() || !one.contains("@odata.type")
        || !one.value("name", json{}).is_string()
        || !one.value("contentBytes", json{}).is_string()
        || !base64_decode(one["contentBytes"].get<std::string>()))
      throw graph_refusal{400, "ErrorInvalidRequest",
                          "An attachment needs @odata.type, name and "
                          "contentBytes in base64."};
    result.push_back(one["name"]);
  }
  return result;
}

void check_message_names(const json& body) {
  constexpr std::array names{"subject",
                             "body",
                             "toRecipients",
                             "ccRecipients",
                             "bccRecipients",
                             "replyTo",
                             "from",
                             "importance",
                             "categories",
                             "attachments",
                             "flag",
                             "inferenceClassification",
                             "internetMessageHeaders",
                             "isDeliveryReceiptRequested",
                             "isReadReceiptRequested",
                             "singleValueExtendedProperties",
                             "multiValueExtendedProperties",
                             "extensions",
                             "@odata.type"};
  for (auto& [name, value] : body.items())
    if (name != "message" && name != "saveToSentItems" && name != "Message"
        && name != "SaveToSentItems")
      throw graph_refusal{400, "BadRequest",
                          "The parameter '" + name
                              + "' does not exist on the action 'sendMail'."};
  if (!body.contains("message") || !body["message"].is_object())
    throw graph_refusal{400, "ErrorInvalidRequest", "There is no message."};
  for (auto& [name, value] : body["message"].items())
    if (std::find(names.begin(), names.end(), name) == names.end())
      throw graph_refusal{400, "RequestBodyRead",
                          "The property '" + name
                              + "' does not exist on type "
                                "'microsoft.graph.message'."};
}

/// Value by normalised id.
json extended_properties(const json& message) {
  auto list = message.value("singleValueExtendedProperties", json::array());
  if (!list.is_array())
    throw property_failure("'singleValueExtendedProperties' must be a list.");
  auto result = json::object();
  for (auto& one : list) {
    demand_members(one, "singleValueExtendedProperties", {"id", "value"});
    result[normalised_property_id(check_text(one.value("id", json{}), "id"))]
        = check_text(one.value("value", json{}), "value");
  }
  return result;
}

/// Headers of one's own begin with "x-"; five of them at most.
json internet_headers(const json& message) {
  auto list = message.value("internetMessageHeaders", json::array());
  if (!list.is_array() || list.size() > 5)
    throw property_failure("'internetMessageHeaders' must be a list of at most "
                           "five.");
  auto result = json::object();
  for (auto& one : list) {
    demand_members(one, "internetMessageHeaders", {"name", "value"});
    auto name = check_text(one.value("name", json{}), "name");
    if (name.size() < 3 || (name[0] != 'x' && name[0] != 'X') || name[1] != '-')
      throw graph_refusal{400, "InvalidInternetMessageHeader",
                          "The internet message header name '" + name
                              + "' should start with 'x-' or 'X-'."};
    result[name] = check_text(one.value("value", json{}), "value");
  }
  return result;
}

void check_rate(const graph_call& call) {
  auto limit = call.conf.mails_per_minute;
  auto since = call.by.now - std::chrono::minutes{1};
  if (limit > 0 && call.in.post.mails_since(call.about.email, since) >= limit)
    throw graph_refusal{429,
                        "ErrorExceededMessageLimit",
                        "Cannot send mail. Too many messages were sent.",
                        json::object(),
                        {{"Retry-After", "60"}}};
}

json work_zone(const profile& about) {
  if (about.work_zone.is_null())
    return {{"name", about.time_zone}};
  return about.work_zone.is_string() ? json{{"name", about.work_zone}}
                                     : about.work_zone;
}

} // namespace

response get_me(graph_call& call) {
  auto& about = call.about;
  auto space = about.name.find(' ');
  json all{{"id", about.oid},
           {"displayName", about.name},
           {"givenName", about.name.substr(0, space)},
           {"surname", space == std::string::npos
                           ? json()
                           : json(about.name.substr(space + 1))},
           {"mail", about.has_mail_address ? json(about.email) : json()},
           {"userPrincipalName", about.email},
           {"businessPhones", json::array()},
           {"mobilePhone", nullptr},
           {"jobTitle", nullptr},
           {"officeLocation", nullptr},
           {"preferredLanguage", "en-US"}};
  auto body = selected(call, std::move(all), "user");
  body["@odata.context"] = call.base_url() + "/v1.0/$metadata#users/$entity";
  body["id"] = about.oid;
  return json_response(200, body);
}

response get_mailbox_settings(graph_call& call) {
  auto& about = call.about;
  json all{{"timeZone", about.time_zone},
           {"dateFormat", "M/d/yyyy"},
           {"timeFormat", "h:mm tt"},
           {"delegateMeetingMessageDeliveryOptions", "sendToDelegateOnly"},
           {"archiveFolder", ""},
           {"userPurpose", "user"},
           {"language",
            {{"locale", "en-US"}, {"displayName", "English (United States)"}}},
           {"automaticRepliesSetting",
            {{"status", "disabled"}, {"externalAudience", "all"}}},
           {"workingHours",
            {{"daysOfWeek", about.work_days},
             {"startTime", time_of_day_text(about.work_from)},
             {"endTime", time_of_day_text(about.work_until)},
             {"timeZone", work_zone(about)}}}};
  auto body = selected(call, std::move(all), "mailboxSettings");
  body["@odata.context"] = call.base_url() + "/v1.0/$metadata#users('"
                           + about.oid + "')/mailboxSettings";
  return json_response(200, body);
}

response get_supported_time_zones(graph_call&) {
  auto value = json::array();
  for (auto iana : {"Etc/UTC", "Europe/London", "Europe/Berlin",
                    "America/New_York", "America/Chicago", "America/Denver",
                    "America/Los_Angeles", "Australia/Sydney", "Asia/Tokyo"}) {
    auto name = windows_name(iana);
    value.push_back({{"alias", name}, {"displayName", name}});
  }
  return json_response(200, {{"value", value}});
}

response send_mail(graph_call& call) {
  auto body = read_json_body(call.from);
  check_message_names(body);
  auto& message = body["message"];
  auto to = recipients(message, "toRecipients");
  auto cc = recipients(message, "ccRecipients");
  auto bcc = recipients(message, "bccRecipients");
  if (to.empty() && cc.empty() && bcc.empty())
    throw graph_refusal{400, "ErrorInvalidRecipients",
                        "At least one recipient isn't valid., A message can't "
                        "be sent unless it contains recipients."};
  check_rate(call);
  auto subject = message.value("subject", json(""));
  if (!subject.is_string())
    throw property_failure("'subject' must be a text.");
  call.in.post.send(
      {letter::kind::mail,
       call.about.email,
       call.by.now,
       {{"subject", subject},
        {"body", read_item_body(message.value("body", json::object()))},
        {"to", to},
        {"cc", cc},
        {"bcc", bcc},
        {"attachments", attachment_names(message)},
        {"extendedProperties", extended_properties(message)},
        {"internetMessageHeaders", internet_headers(message)},
        {"sentDateTime", instant_text(call.by.now)},
        {"saveToSentItems", body.value("saveToSentItems", true)}}});
  return {202, {}, {}};
}

} // namespace rental::sim

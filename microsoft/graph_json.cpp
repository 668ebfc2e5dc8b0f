#include "microsoft/graph_json.hpp"

#include "microsoft/custom_zone.hpp"
#include "microsoft/graph_client.hpp"
#include "microsoft/graph_time.hpp"
#include "microsoft/json_fields.hpp"
#include "microsoft/read_item.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace rental {
namespace {

using nlohmann::json;

failure bad_answer(const char* what) {
  return {errc::bad_answer, what, {}};
}

json moment_json(local_time wall, const std::string& zone_name) {
  return {{"dateTime", wall_clock_text(wall)}, {"timeZone", zone_name}};
}

bool is_unique(const zone& tz, instant t) {
  return tz.read(tz.to_local(t)).what == local_reading::kind::unique;
}

/// Adds "start" and "end".
void put_times(json& event, const time_slot& when,
               const std::optional<zone>& tz) {
  auto clock = tz.value_or(zone{});
  auto name = clock.windows_name(when.start);
  if (name.empty() || name != clock.windows_name(when.end)
      || !is_unique(clock, when.start) || !is_unique(clock, when.end)) {
    clock = zone{};
    name = "UTC";
  }
  event["start"] = moment_json(clock.to_local(when.start), name);
  event["end"] = moment_json(clock.to_local(when.end), name);
}

json properties_of(const event_mark& mark) {
  auto list
      = json::array({{{"id", booking_property}, {"value", mark.booking_id}}});
  if (!mark.row.empty())
    list.push_back({{"id", row_property}, {"value", mark.row}});
  return list;
}

json html(const std::string& text) {
  return {{"contentType", "html"}, {"content", text}};
}

std::optional<unsigned> day_index(const std::string& name) {
  constexpr std::array names = {"sunday",   "monday", "tuesday", "wednesday",
                                "thursday", "friday", "saturday"};
  for (unsigned i = 0; i < names.size(); ++i)
    if (equal_any_case(name, names[i]))
      return i;
  return std::nullopt;
}

/// A name that means nothing by itself: rules stand beside it.
bool is_custom(const std::string& name) {
  return name.empty() || equal_any_case(name, "Customized Time Zone")
         || name.starts_with("tzone://");
}

void take_hours_zone(const json& beside, mailbox_settings& into, instant now) {
  const auto name = beside.is_string() ? beside.get<std::string>()
                                       : text_of(beside, "name");
  std::optional<zone> own;
  if (auto known = zone::find(into.time_zone))
    own = std::move(*known);
  std::optional<zone> theirs;
  if (auto named = zone::find(name))
    theirs = std::move(*named);
  else
    theirs = match_custom_zone(beside, own, now);
  if (into.time_zone.empty() && !is_custom(name))
    into.time_zone = name;
  else if (!own && into.time_zone.empty() && theirs)
    into.time_zone = theirs->name();
  else if (theirs && theirs != own)
    into.hours_zone = theirs->name();
}

std::optional<weekly_hours> read_hours(const json& hours) {
  const auto from = read_time_of_day(text_of(hours, "startTime"));
  auto to = read_time_of_day(text_of(hours, "endTime"));
  const auto* days = member(hours, "daysOfWeek");
  if (!from || !to || days == nullptr || !days->is_array())
    return std::nullopt;
  if (to->count() == 0)
    to = std::chrono::hours{24};
  if (*to <= *from)
    return std::nullopt;
  weekly_hours week{};
  bool any = false;
  for (const auto& day : *days) {
    const auto index
        = day.is_string() ? day_index(day.get<std::string>()) : std::nullopt;
    if (!index)
      return std::nullopt;
    week[*index] = day_hours{*from, *to};
    any = true;
  }
  return any ? std::optional{week} : std::nullopt;
}

} // namespace

expected<event_page> read_event_page(std::string_view body) {
  const auto answer = parse_or_null(body);
  const auto* list = member(answer, "value");
  if (list == nullptr || !list->is_array())
    return bad_answer("not a list of events");
  event_page page;
  page.events.reserve(list->size());
  for (const auto& item : *list)
    page.events.push_back(read_item(item));
  if (const auto* link = member(answer, "@odata.nextLink")) {
    if (!link->is_string() || link->get_ref<const std::string&>().empty())
      return bad_answer("a nextLink that is no text");
    page.next_link = link->get<std::string>();
  }
  return page;
}

expected<bool> read_any(std::string_view body) {
  const auto answer = parse_or_null(body);
  const auto* list = member(answer, "value");
  if (list == nullptr || !list->is_array())
    return bad_answer("not a list");
  return !list->empty();
}

expected<calendar_event> read_event(std::string_view body) {
  auto event = read_item(parse_or_null(body));
  if (event.flaw)
    return bad_answer("an event that cannot be read");
  return event;
}

expected<graph_account> read_account(std::string_view body) {
  const auto answer = parse_or_null(body);
  graph_account account{text_of(answer, "id"), text_of(answer, "displayName"),
                        text_of(answer, "mail")};
  if (account.id.empty())
    return bad_answer("an account without an id");
  if (account.address.empty())
    account.address = text_of(answer, "userPrincipalName");
  return account;
}

expected<mailbox_settings> read_settings(std::string_view body, instant now) {
  const auto answer = parse_or_null(body);
  if (!answer.is_object())
    return bad_answer("mailbox settings that are no object");
  mailbox_settings settings;
  settings.time_zone = text_of(answer, "timeZone");
  const auto* hours = member(answer, "workingHours");
  if (hours == nullptr)
    return settings;
  settings.hours = read_hours(*hours);
  if (const auto* beside = member(*hours, "timeZone"))
    take_hours_zone(*beside, settings, now);
  return settings;
}

std::string event_json(const event_draft& draft,
                       const std::optional<zone>& tz) {
  json event{
      {"subject", draft.subject},
      {"body", html(draft.html_body)},
      {"location", {{"displayName", draft.location}}},
      {"showAs", "busy"},
      {"isReminderOn", true},
      {"reminderMinutesBeforeStart", 60},
      {"categories", json::array({"Viewing"})},
      {"responseRequested", false},
      {"allowNewTimeProposals", false},
      {"transactionId", draft.transaction_id},
      {"singleValueExtendedProperties",
       properties_of({draft.booking_id, draft.row})},
  };
  put_times(event, draft.when, tz);
  if (!draft.attendee_email.empty()) {
    json address{{"address", draft.attendee_email}};
    if (!draft.attendee_name.empty())
      address["name"] = draft.attendee_name;
    event["attendees"]
        = json::array({{{"emailAddress", address}, {"type", "required"}}});
  }
  return to_text(event);
}

std::string move_json(const time_slot& to, const event_mark& mark,
                      const std::optional<zone>& tz) {
  json change{{"singleValueExtendedProperties", properties_of(mark)}};
  put_times(change, to, tz);
  return to_text(change);
}

std::string mail_json(const graph_mail& mail) {
  const json recipient{{"emailAddress", {{"address", mail.to}}}};
  json message{{"subject", mail.subject},
               {"body", html(mail.html)},
               {"toRecipients", json::array({recipient})}};
  if (!mail.id.empty()) {
    // The property is found again in Sent Items; the header travels along.
    message["singleValueExtendedProperties"]
        = json::array({{{"id", mail_property}, {"value", mail.id}}});
    message["internetMessageHeaders"]
        = json::array({{{"name", "x-peterental-mail"}, {"value", mail.id}}});
  }
  return to_text(
      json{{"message", std::move(message)}, {"saveToSentItems", true}});
}

} // namespace rental

#include "microsoft/graph_json.hpp"

#include "microsoft/graph_client.hpp"
#include "microsoft/graph_time.hpp"
#include "microsoft/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace rental {
namespace {

using nlohmann::json;

failure bad_answer(const char* what) {
  return {errc::bad_answer, what, {}};
}

show_as read_show_as(const std::string& text) {
  constexpr std::array names = {
      std::pair{"free", show_as::free},
      std::pair{"tentative", show_as::tentative},
      std::pair{"busy", show_as::busy},
      std::pair{"oof", show_as::oof},
      std::pair{"workingElsewhere", show_as::working_elsewhere},
  };
  for (const auto& [name, value] : names)
    if (equal_any_case(text, name))
      return value;
  return show_as::unknown;
}

/// Of a wall clock reading that exists twice, an event is taken to last from
/// the first start to the second end.
std::optional<instant> read_instant(const json& event, const char* name,
                                    bool is_end) {
  const auto* moment = member(event, name);
  if (moment == nullptr)
    return std::nullopt;
  const auto wall = read_wall_clock(text_of(*moment, "dateTime"), is_end);
  if (!wall)
    return std::nullopt;
  const auto zone_name = text_of(*moment, "timeZone");
  // What Prefer asks for, so nearly always.
  if (equal_any_case(zone_name, "UTC"))
    return instant{wall->time_since_epoch()};
  const auto tz = zone::find(zone_name);
  if (!tz)
    return std::nullopt;
  const auto reading = tz->read(*wall);
  return is_end ? reading.second : reading.first;
}

bool read_times(const json& from, calendar_event& into) {
  const auto start = read_instant(from, "start", false);
  const auto end = read_instant(from, "end", true);
  if (!start || !end || *end < *start)
    return false;
  into.when = {*start, *end};
  return true;
}

/// The dates of an all-day event are midnights in whatever zone was asked for:
/// they are read as dates and never moved.
bool read_days(const json& from, calendar_event& into) {
  const auto date_of = [&](const char* name) {
    const auto* moment = member(from, name);
    return moment == nullptr ? std::nullopt
                             : read_wall_clock(text_of(*moment, "dateTime"));
  };
  const auto first = date_of("start");
  const auto last = date_of("end");
  if (!first || !last || *last < *first)
    return false;
  into.first_day = date::floor<date::days>(*first);
  into.last_day = date::ceil<date::days>(*last);
  if (into.last_day <= into.first_day)
    into.last_day = into.first_day + date::days{1};
  return true;
}

std::optional<std::string> read_booking_id(const json& event) {
  const auto* properties = member(event, "singleValueExtendedProperties");
  if (properties == nullptr || !properties->is_array())
    return std::nullopt;
  for (const auto& property : *properties) {
    auto value = text_of(property, "value");
    if (equal_any_case(text_of(property, "id"), booking_property)
        && !value.empty())
      return value;
  }
  return std::nullopt;
}

expected<calendar_event> read_one(const json& from) {
  calendar_event event;
  event.id = text_of(from, "id");
  if (event.id.empty())
    return bad_answer("an event without an id");
  event.etag = text_of(from, "@odata.etag");
  event.all_day = flag_of(from, "isAllDay");
  const auto readable
      = event.all_day ? read_days(from, event) : read_times(from, event);
  if (!readable)
    return bad_answer("an event whose times cannot be read");
  event.shown = read_show_as(text_of(from, "showAs"));
  event.cancelled = flag_of(from, "isCancelled");
  if (const auto* status = member(from, "responseStatus"))
    event.declined = equal_any_case(text_of(*status, "response"), "declined");
  event.booking_id = read_booking_id(from);
  event.transaction_id = text_of(from, "transactionId");
  // It becomes a link in a mail.
  if (auto link = text_of(from, "webLink"); link.starts_with("https://"))
    event.web_link = std::move(link);
  return event;
}

json utc_moment(instant t) {
  return {{"dateTime", utc_wall_clock(t)}, {"timeZone", "UTC"}};
}

json property_of(const std::string& booking_id) {
  return {{"id", booking_property}, {"value", booking_id}};
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
  for (const auto& item : *list) {
    auto event = read_one(item);
    if (!event)
      return event.error();
    page.events.push_back(*std::move(event));
  }
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
  return read_one(parse_or_null(body));
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

expected<mailbox_settings> read_settings(std::string_view body) {
  const auto answer = parse_or_null(body);
  if (!answer.is_object())
    return bad_answer("mailbox settings that are no object");
  mailbox_settings settings;
  settings.time_zone = text_of(answer, "timeZone");
  const auto* hours = member(answer, "workingHours");
  if (hours == nullptr)
    return settings;
  settings.hours = read_hours(*hours);
  const auto* hours_zone = member(*hours, "timeZone");
  if (settings.time_zone.empty() && hours_zone != nullptr) {
    auto name = text_of(*hours_zone, "name");
    if (!equal_any_case(name, "Customized Time Zone"))
      settings.time_zone = std::move(name);
  }
  return settings;
}

std::string event_json(const event_draft& draft) {
  json event{
      {"subject", draft.subject},
      {"body", html(draft.html_body)},
      {"start", utc_moment(draft.when.start)},
      {"end", utc_moment(draft.when.end)},
      {"location", {{"displayName", draft.location}}},
      {"showAs", "busy"},
      {"isReminderOn", true},
      {"reminderMinutesBeforeStart", 60},
      {"categories", json::array({"Viewing"})},
      {"responseRequested", false},
      {"allowNewTimeProposals", false},
      {"transactionId", draft.transaction_id},
      {"singleValueExtendedProperties",
       json::array({property_of(draft.booking_id)})},
  };
  if (!draft.attendee_email.empty()) {
    json address{{"address", draft.attendee_email}};
    if (!draft.attendee_name.empty())
      address["name"] = draft.attendee_name;
    event["attendees"]
        = json::array({{{"emailAddress", address}, {"type", "required"}}});
  }
  return to_text(event);
}

std::string move_json(const time_slot& to, const std::string& booking_id) {
  return to_text(json{{"start", utc_moment(to.start)},
                      {"end", utc_moment(to.end)},
                      {"singleValueExtendedProperties",
                       json::array({property_of(booking_id)})}});
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

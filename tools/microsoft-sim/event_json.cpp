#include "tools/microsoft-sim/event_json.hpp"

#include "tools/microsoft-sim/crypto.hpp"
#include "tools/microsoft-sim/time_text.hpp"
#include "tools/microsoft-sim/url.hpp"

#include <algorithm>
#include <array>

namespace rental::sim {

namespace {

constexpr std::array computed_names{"id",
                                    "createdDateTime",
                                    "lastModifiedDateTime",
                                    "changeKey",
                                    "transactionId",
                                    "originalStartTimeZone",
                                    "originalEndTimeZone",
                                    "iCalUId",
                                    "bodyPreview",
                                    "isAllDay",
                                    "seriesMasterId",
                                    "type",
                                    "webLink",
                                    "start",
                                    "end",
                                    "recurrence",
                                    "originalStart",
                                    "body",
                                    "hasAttachments",
                                    "onlineMeeting",
                                    "onlineMeetingUrl",
                                    "isDraft",
                                    "locations"};

/// Those that are stored as they are shown.
constexpr std::array stored_names{
    "subject",       "importance",      "sensitivity",
    "isCancelled",   "isOrganizer",     "responseRequested",
    "showAs",        "categories",      "reminderMinutesBeforeStart",
    "isReminderOn",  "responseStatus",  "location",
    "attendees",     "organizer",       "allowNewTimeProposals",
    "hideAttendees", "isOnlineMeeting", "onlineMeetingProvider"};

/// Bytes of a bodyPreview.
constexpr std::size_t preview_size = 255;

const char* type_name(event_type type) {
  constexpr std::array names{"singleInstance", "occurrence", "exception",
                             "seriesMaster"};
  return names[static_cast<std::size_t>(type)];
}

std::string ical_uid(const event& from, local_days date, bool in_series) {
  auto text = "040000008200E00074C5B7101A82E008"
              + hex(sha256(std::to_string(from.first_number))).substr(0, 32);
  return in_series
             ? text + date_text(date).substr(2, 2)
                   + date_text(date).substr(5, 2) + date_text(date).substr(8, 2)
             : text;
}

json shown_time(const instance& from, bool start, const event_style& style) {
  auto& time = start ? from.start : from.end;
  auto& zone = style.prefer.time_zone;
  if (from.data->all_day)
    return {{"dateTime", graph_time(time.local)}, {"timeZone", zone}};
  return zoned_json(time.utc, zone);
}

json shown_body(const event& from, bool as_text) {
  auto body = from.properties.value("body", json::object());
  if (as_text && body.value("contentType", "") == "html")
    return {{"contentType", "text"},
            {"content", without_tags(body.value("content", ""))}};
  return body;
}

json shown_extended(const event& from, const std::vector<std::string>& ids) {
  auto result = json::array();
  for (auto& id : ids) {
    auto found = from.extended.find(id);
    if (found != from.extended.end())
      result.push_back({{"id", id}, {"value", found->second}});
  }
  return result;
}

/// Puts properties into an object, those that are wanted.
class writer {
public:
  writer(json& into, const std::set<std::string>& select)
      : into_{into}, select_{select} {}

  template <class Value>
  void put(const char* name, Value value) {
    if (select_.empty() || select_.contains(name))
      into_[name] = value();
  }

private:
  json& into_;
  const std::set<std::string>& select_;
};

void put_identity(writer& out, const instance& from, const event_style& style) {
  auto& data = *from.data;
  auto series = from.master != nullptr;
  auto immutable = style.prefer.immutable_ids;
  out.put("createdDateTime", [&] { return instant_text(data.created); });
  out.put("lastModifiedDateTime", [&] { return instant_text(data.modified); });
  out.put("changeKey", [&] { return change_key(data); });
  out.put("iCalUId", [&] {
    return ical_uid(series ? *from.master : data, from.date, series);
  });
  out.put("type", [&] { return type_name(from.type); });
  out.put("seriesMasterId", [&] {
    return series ? json(encode_id({from.master->number, {}}, immutable))
                  : json();
  });
  out.put("webLink", [&] {
    return "https://outlook.office365.com/owa/?itemid="
           + percent_encode(encode_id(key_of(from), false))
           + "&exvsurl=1&path=/calendar/item";
  });
  if (!data.transaction_id.empty())
    out.put("transactionId", [&] { return data.transaction_id; });
}

void put_times(writer& out, const instance& from, const event_style& style) {
  auto& data = *from.data;
  out.put("isAllDay", [&] { return data.all_day; });
  out.put("start", [&] { return shown_time(from, true, style); });
  out.put("end", [&] { return shown_time(from, false, style); });
  out.put("originalStartTimeZone", [&] { return from.start.zone; });
  out.put("originalEndTimeZone", [&] { return from.end.zone; });
  out.put("recurrence", [&] {
    auto master = from.type == event_type::series_master;
    return master ? to_json(*data.repeats, data.start.zone) : json();
  });
  if (from.master)
    out.put("originalStart", [&] {
      auto original = occurrence_on(from.master, from.date);
      return instant_text(original.start.utc);
    });
}

void put_content(writer& out, const event& data, const event_style& style) {
  for (auto name : stored_names)
    out.put(name, [&] { return data.properties.value(name, json{}); });
  out.put("body", [&] { return shown_body(data, style.prefer.text_bodies); });
  out.put("bodyPreview", [&] {
    return preview_of(shown_body(data, false).value("content", ""));
  });
  out.put("locations", [&] {
    auto place = data.properties.value("location", json::object());
    return place.value("displayName", "").empty() ? json::array()
                                                  : json::array({place});
  });
  out.put("hasAttachments", [] { return false; });
  out.put("isDraft", [] { return false; });
  out.put("onlineMeeting", [] { return nullptr; });
  out.put("onlineMeetingUrl", [] { return nullptr; });
}

} // namespace

bool is_event_property(std::string_view name) {
  auto named = [name](const char* known) { return name == known; };
  return std::any_of(computed_names.begin(), computed_names.end(), named)
         || std::any_of(stored_names.begin(), stored_names.end(), named);
}

json zoned_json(sys_seconds instant, const std::string& zone) {
  return {{"dateTime", graph_time(to_local(instant, *iana_name(zone)))},
          {"timeZone", zone}};
}

std::string without_tags(std::string_view html) {
  std::string result;
  bool in_tag = false;
  for (char c : html) {
    if (c == '<')
      in_tag = true;
    if (!in_tag)
      result += c;
    if (c == '>')
      in_tag = false;
  }
  return result;
}

std::string preview_of(std::string_view html) {
  auto result = without_tags(html);
  if (result.size() > preview_size) {
    auto end = preview_size;
    while ((result[end] & 0xc0) == 0x80)
      --end;
    result.resize(end);
  }
  return result;
}

json to_json(const instance& from, const event_style& style) {
  json result{{"@odata.etag", etag(*from.data)},
              {"id", encode_id(key_of(from), style.prefer.immutable_ids)}};
  writer out{result, style.select};
  put_identity(out, from, style);
  put_times(out, from, style);
  put_content(out, *from.data, style);
  if (!style.expand.empty()) {
    auto extended = shown_extended(*from.data, style.expand);
    if (!extended.empty())
      result["singleValueExtendedProperties"] = std::move(extended);
  }
  for (auto& [name, value] : from.data->spoiled.items())
    result[name] = value;
  for (auto& name : from.data->hidden)
    result.erase(name);
  return result;
}

} // namespace rental::sim

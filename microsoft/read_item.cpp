#include "microsoft/read_item.hpp"

#include "microsoft/graph_client.hpp"
#include "microsoft/graph_time.hpp"
#include "microsoft/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace rental {
namespace {

using nlohmann::json;
using flaw_kind = event_flaw::kind;

constexpr std::chrono::hours farthest_zone{14};
constexpr date::days a_day{1};
/// All-day items that end so much before they begin are swapped; others are
/// taken for their first day.
constexpr date::days plausible{31};

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

/// A start or an end, as far as it can be read: from `first` to `last`.
struct moment {
  instant first{};
  instant last{};
  /// Both are the same, and right.
  bool exact = false;
  bool zone_known = false;
};

struct clock_text {
  std::string time;
  std::string zone;
};

/// `{"dateTime": ..., "timeZone": ...}`, or a bare text.
std::optional<clock_text> clock_text_of(const json& item, const char* name) {
  const auto* found = member(item, name);
  if (found == nullptr)
    return std::nullopt;
  if (found->is_string())
    return clock_text{found->get<std::string>(), {}};
  clock_text text{text_of(*found, "dateTime"), text_of(*found, "timeZone")};
  return text.time.empty() ? std::nullopt : std::optional{std::move(text)};
}

std::optional<zone> zone_of(const clock_text& text) {
  // What Prefer asks for, so nearly always.
  const bool says_utc = text.zone.empty() && text.time.ends_with('Z');
  if (says_utc || equal_any_case(text.zone, "UTC"))
    return zone{};
  auto found = zone::find(text.zone);
  return found ? std::optional{std::move(*found)} : std::nullopt;
}

moment at_known_zone(local_time from, local_time to, const zone& tz,
                     bool is_end) {
  const auto reading = tz.read(from);
  if (from == to) {
    const auto at = is_end ? reading.second : reading.first;
    return {at, at, true, true};
  }
  return {reading.first, tz.read(to).second, false, true};
}

moment anywhere(local_time from, local_time to) {
  return {instant{from.time_since_epoch()} - farthest_zone,
          instant{to.time_since_epoch()} + farthest_zone, false, false};
}

std::optional<moment> read_moment(const json& item, const char* name,
                                  bool is_end) {
  const auto text = clock_text_of(item, name);
  if (!text)
    return std::nullopt;
  auto from = read_wall_clock(text->time, is_end);
  auto to = from;
  if (!from) {
    const auto day = read_date(text->time);
    if (!day)
      return std::nullopt;
    from = local_time{*day};
    to = local_time{*day + a_day};
  }
  const auto tz = zone_of(*text);
  return tz ? at_known_zone(*from, *to, *tz, is_end) : anywhere(*from, *to);
}

time_slot possible(const moment& m) {
  return {m.first, std::max(m.last, m.first + std::chrono::seconds{1})};
}

event_flaw flaw_of_one(const moment& known, flaw_kind what) {
  return {known.zone_known ? what : flaw_kind::unknown_zone,
          {possible(known)},
          known.zone_known};
}

flaw_kind kind_of(const moment& start, const moment& end) {
  if (!start.zone_known || !end.zone_known)
    return flaw_kind::unknown_zone;
  if (end.last < start.first)
    return flaw_kind::ends_before_start;
  return start.exact ? flaw_kind::no_end : flaw_kind::no_start;
}

event_flaw flaw_of_both(const moment& start, const moment& end) {
  event_flaw flaw;
  flaw.what = kind_of(start, end);
  if (end.last >= start.first)
    flaw.around = {{start.first, end.last}};
  else
    flaw.around = {possible(start), possible(end)};
  flaw.whole_days = start.zone_known && end.zone_known;
  return flaw;
}

void read_times(const json& item, calendar_event& into) {
  const auto start = read_moment(item, "start", false);
  const auto end = read_moment(item, "end", true);
  if (start && end && start->exact && end->exact && end->last >= start->first)
    into.when = {start->first, end->last};
  else if (start && end)
    into.flaw = flaw_of_both(*start, *end);
  else if (start)
    into.flaw = flaw_of_one(*start, flaw_kind::no_end);
  else if (end)
    into.flaw = flaw_of_one(*end, flaw_kind::no_start);
  else
    into.flaw = event_flaw{flaw_kind::no_times, {}, false};
}

/// A date, whatever stands beside it; an end after midnight ends a day later.
std::optional<date::local_days> day_of(const json& item, const char* name,
                                       bool is_end) {
  const auto text = clock_text_of(item, name);
  if (!text)
    return std::nullopt;
  if (const auto wall = read_wall_clock(text->time))
    return is_end ? date::ceil<date::days>(*wall)
                  : date::floor<date::days>(*wall);
  return read_date(text->time);
}

/// The dates of an all-day event are midnights in whatever zone was asked for:
/// they are read as dates and never moved.
void read_days(const json& item, calendar_event& into) {
  auto first = day_of(item, "start", false);
  auto last = day_of(item, "end", true);
  if (!first && !last) {
    into.all_day = false;
    into.flaw = event_flaw{flaw_kind::no_times, {}, false};
    return;
  }
  if (!first)
    into.flaw = event_flaw{flaw_kind::no_start, {}, true};
  else if (!last)
    into.flaw = event_flaw{flaw_kind::no_end, {}, true};
  else if (*last < *first)
    into.flaw = event_flaw{flaw_kind::ends_before_start, {}, true};
  into.first_day = first.value_or(last.value_or(date::local_days{}) - a_day);
  into.last_day = last.value_or(into.first_day + a_day);
  if (into.last_day < into.first_day
      && into.first_day - into.last_day <= plausible) {
    std::swap(into.first_day, into.last_day);
    into.last_day += a_day;
  }
  into.last_day = std::max(into.last_day, into.first_day + a_day);
}

std::optional<std::string> read_property(const json& item, const char* name) {
  const auto* properties = member(item, "singleValueExtendedProperties");
  if (properties == nullptr || !properties->is_array())
    return std::nullopt;
  for (const auto& property : *properties) {
    auto value = text_of(property, "value");
    if (equal_any_case(text_of(property, "id"), name) && !value.empty())
      return value;
  }
  return std::nullopt;
}

} // namespace

calendar_event read_item(const json& from) {
  calendar_event event;
  event.id = text_of(from, "id");
  event.etag = text_of(from, "@odata.etag");
  event.shown = read_show_as(text_of(from, "showAs"));
  event.cancelled = flag_of(from, "isCancelled");
  if (const auto* status = member(from, "responseStatus"))
    event.declined = equal_any_case(text_of(*status, "response"), "declined");
  event.booking_id = read_property(from, booking_property);
  event.row = read_property(from, row_property).value_or("");
  event.transaction_id = text_of(from, "transactionId");
  event.ical_uid = text_of(from, "iCalUId");
  event.series_id = text_of(from, "seriesMasterId");
  // It becomes a link in a mail.
  if (auto link = text_of(from, "webLink"); link.starts_with("https://"))
    event.web_link = std::move(link);
  event.all_day = flag_of(from, "isAllDay");
  if (event.all_day)
    read_days(from, event);
  else
    read_times(from, event);
  // When it is known, it blocks just that.
  if (event.id.empty() && !event.flaw)
    event.flaw = event_flaw{flaw_kind::no_id,
                            event.all_day ? std::vector<time_slot>{}
                                          : std::vector{event.when},
                            false};
  return event;
}

} // namespace rental

#include "tools/microsoft-sim/control.hpp"
#include "tools/microsoft-sim/event_body.hpp"
#include "tools/microsoft-sim/event_json.hpp"
#include "tools/microsoft-sim/graph_errors.hpp"
#include "tools/microsoft-sim/time_text.hpp"

#include <stdexcept>

namespace rental::sim {

namespace {

[[noreturn]] void fail_event(const std::string& why) {
  throw std::invalid_argument{"event: " + why};
}

account_ptr owner(world& in, const std::string& email) {
  auto found = in.people.find(email);
  if (!found)
    fail_event("there is no account '" + email + "'");
  return found;
}

std::string text_of(const json& value, const std::string& name) {
  if (!value.is_string())
    fail_event("'" + name + "' must be a string");
  return value.get<std::string>();
}

/// An instant, or a date for an all-day event, as wall-clock time in `zone`.
zoned_time time_of(const json& value, const std::string& name,
                   const std::string& zone) {
  auto text = text_of(value, name);
  if (auto day = parse_date(text))
    return zoned(local_seconds{*day}, zone);
  auto instant = parse_instant(text);
  if (!instant)
    fail_event("'" + name + "' must be an ISO 8601 time");
  return zoned(to_local(*instant, *iana_name(zone)), zone);
}

/// `{"type":"weekly","days":["monday"],"count":4}` to Graph's form.
json long_recurrence(const json& from, const zoned_time& start) {
  if (from.contains("pattern"))
    return from;
  auto first = date_text(std::chrono::floor<std::chrono::days>(start.local));
  json pattern{{"type", from.value("type", "daily")},
               {"interval", from.value("interval", 1)}};
  if (from.contains("days"))
    pattern["daysOfWeek"] = from["days"];
  if (pattern["type"] == "absoluteMonthly")
    pattern["dayOfMonth"] = std::stoi(first.substr(8));
  json range{{"type", "noEnd"}, {"startDate", first}};
  if (from.contains("until"))
    range.update({{"type", "endDate"}, {"endDate", from["until"]}});
  if (from.contains("count"))
    range.update(
        {{"type", "numbered"}, {"numberOfOccurrences", from["count"]}});
  return {{"pattern", pattern}, {"range", range}};
}

/// Another organizer: the owner is only invited.
void be_invited(event& to, const std::string& organizer,
                const std::string& response) {
  to.properties["isOrganizer"] = false;
  to.properties["organizer"]
      = {{"emailAddress", {{"name", organizer}, {"address", organizer}}}};
  to.properties["responseStatus"]
      = {{"response", response}, {"time", "0001-01-01T00:00:00Z"}};
}

void put(event& to, const std::string& name, const json& value,
         const std::string& zone) {
  if (name == "subject" || name == "showAs" || name == "sensitivity")
    to.properties[name] = text_of(value, name);
  else if (name == "location")
    to.properties["location"]["displayName"] = text_of(value, name);
  else if (name == "start")
    to.start = time_of(value, name, zone);
  else if (name == "end")
    to.end = time_of(value, name, zone);
  else if (name == "allDay")
    to.all_day = value.get<bool>();
  else if (name == "calendar")
    to.calendar = text_of(value, name);
  else if (name == "cancelled")
    to.properties["isCancelled"] = value.get<bool>();
  else if (name == "response")
    be_invited(to, to.properties["organizer"]["emailAddress"]["address"],
               text_of(value, name));
  else if (name == "organizer")
    be_invited(to, text_of(value, name),
               to.properties["responseStatus"]["response"] == "organizer"
                   ? "accepted"
                   : to.properties["responseStatus"]["response"]);
  else if (name == "spoiled" && value.is_object())
    to.spoiled = value;
  else if (name == "hidden" && value.is_array())
    to.hidden = value.get<std::vector<std::string>>();
  else if (name != "account" && name != "timeZone" && name != "recurrence"
           && name != "slot" && name != "id")
    fail_event("unknown name '" + name + "'");
}

void take_posted_slot(event& to, const std::string& posted) {
  auto body = json::parse(posted, nullptr, false);
  try {
    auto change = read_event_body(body, true, true);
    to.start = *change.start;
    to.end = *change.end;
  } catch (const graph_refusal& refused) {
    fail_event("no slot to take: " + refused.message);
  }
}

event draft_of(const world& in, const profile& about, const json& described,
               const std::string& posted) {
  auto zone = described.value("timeZone", about.zone_or_utc());
  if (!iana_name(zone))
    fail_event("unknown timeZone '" + zone + "'");
  auto result = blank_event(about.name, about.email);
  result.properties["subject"] = "Somebody else's appointment";
  result.by_human = true;
  result.created = result.modified = in.clock.now();
  for (auto& [name, value] : described.items())
    put(result, name, value, zone);
  if (described.value("slot", "") == "same")
    take_posted_slot(result, posted);
  else if (!described.contains("start") || !described.contains("end"))
    fail_event("'start' and 'end' are needed");
  if (described.contains("recurrence"))
    result.repeats = parse_recurrence(
        long_recurrence(described["recurrence"], result.start));
  return result;
}

void check(const event& of) {
  event copy = of;
  try {
    apply_change(copy, {});
  } catch (const graph_refusal& refused) {
    fail_event(refused.message);
  }
}

json exceptions_json(const event_ptr& master, const event_style& style) {
  auto result = json::array();
  for (auto& [date, changed] : master->exceptions) {
    json entry{{"date", date_text(date)}, {"removed", changed == nullptr}};
    if (changed)
      entry["event"] = to_json(instance{changed, event_type::exception, master,
                                        date, changed->start, changed->end},
                               style);
    result.push_back(std::move(entry));
  }
  return result;
}

json instance_json(const instance& item, const profile& about) {
  event_style style;
  style.prefer.immutable_ids = true;
  style.account = about.email;
  auto zone = about.zone_or_utc();
  auto full = to_json(item, style);
  json result{{"account", about.email},
              {"id", full["id"]},
              {"ordinaryId", encode_id(key_of(item), false)},
              {"type", full["type"]},
              {"subject", full["subject"]},
              {"start", instant_text(starts_at(item, zone))},
              {"end", instant_text(ends_at(item, zone))},
              {"showAs", full["showAs"]},
              {"isAllDay", full["isAllDay"]},
              {"isCancelled", full["isCancelled"]},
              {"deleted", item.data->deleted},
              {"calendar", item.data->calendar},
              {"byHuman", item.data->by_human},
              {"transactionId", item.data->transaction_id},
              {"extendedProperties", item.data->extended},
              {"event", std::move(full)}};
  if (item.data->repeats && item.type == event_type::series_master)
    result["exceptions"] = exceptions_json(item.data, style);
  return result;
}

event_key key_in(const std::string& id) {
  auto key = decode_id(id);
  if (!key)
    fail_event("'" + id + "' is not an id");
  return *key;
}

template <class Append>
void for_accounts(world& in, const std::string& account, Append append) {
  for (auto& who : in.people.all())
    if (account.empty() || who == in.people.find(account))
      append(*who);
}

} // namespace

json insert_event(world& in, const json& described, const std::string& posted) {
  if (!described.is_object())
    fail_event("a JSON object is needed");
  auto who = owner(in, described.value("account", ""));
  auto draft = draft_of(in, who->about(), described, posted);
  check(draft);
  auto made = who->calendar.create(std::move(draft), false);
  return instance_json(as_instance(made.stored), who->about());
}

json list_events(world& in, const std::string& account) {
  auto result = json::array();
  for_accounts(in, account, [&](rental::sim::account& who) {
    for (auto& stored : who.calendar.everything())
      result.push_back(instance_json(as_instance(stored), who.about()));
  });
  return result;
}

json list_instances(world& in, const std::string& account, sys_seconds from,
                    sys_seconds until) {
  auto result = json::array();
  for_accounts(in, account, [&](rental::sim::account& who) {
    auto about = who.about();
    for (auto& item : who.calendar.view(from, until, about.zone_or_utc()))
      result.push_back(instance_json(item, about));
  });
  return result;
}

json change_event(world& in, const json& described) {
  auto who = owner(in, described.value("account", ""));
  auto about = who->about();
  auto result = who->calendar.change(
      key_in(described.value("id", "")), {}, in.clock.now(), [&](event& to) {
        auto zone = described.value("timeZone", to.start.zone);
        for (auto& [name, value] : described.items())
          put(to, name, value, zone);
        check(to);
      });
  if (result.kind != mailbox::change_result::outcome::done)
    fail_event("there is no such event");
  return instance_json(result.after, about);
}

json copy_event(world& in, const json& described) {
  auto who = owner(in, described.value("account", ""));
  auto made = who->calendar.copy(
      key_in(described.value("id", "")), in.clock.now(), [&](event& to) {
        auto zone = described.value("timeZone", to.start.zone);
        for (auto& [name, value] : described.items())
          put(to, name, value, zone);
        check(to);
      });
  if (!made)
    fail_event("there is no such event");
  return instance_json(*made, who->about());
}

json restore_event(world& in, const json& described) {
  auto who = owner(in, described.value("account", ""));
  auto key = key_in(described.value("id", ""));
  if (!who->calendar.restore(key, in.clock.now()))
    fail_event("there is no such event in the bin");
  return instance_json(*who->calendar.find(key), who->about());
}

json move_mailbox(world& in, const json& described) {
  auto who = owner(in, described.value("account", ""));
  who->calendar.renumber();
  return {{"moved", who->about().email}};
}

json delete_event(world& in, const std::string& account,
                  const std::string& id) {
  auto who = owner(in, account);
  auto result = who->calendar.remove(key_in(id), {}, in.clock.now());
  if (result.kind != mailbox::change_result::outcome::done)
    fail_event("there is no such event");
  return {{"deleted", id}};
}

} // namespace rental::sim

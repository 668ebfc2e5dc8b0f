#include "fronts/api/calendar_json.hpp"

#include "base/plain_text.hpp"
#include "http/message/json_text.hpp"
#include "http/message/problem.hpp"
#include "json/read_json.hpp"
#include "voice/email/email.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace rental {
namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t longest_field = 500;

std::string dump(const json& body) {
  return json_text_of(body);
}

json slot_json(const time_slot& slot, const zone& tz) {
  const auto minutes
      = std::chrono::duration_cast<std::chrono::minutes>(slot.end - slot.start);
  return {{"start_time", tz.to_iso(slot.start)},
          {"end_time", tz.to_iso(slot.end)},
          {"duration_minutes", minutes.count()},
          {"formatted_time",
           date::format("%A, %B %d at %I:%M %p", tz.to_local(slot.start))}};
}

json event_json(const booking& row, const zone& tz) {
  json event{{"event_id", row.event_id},
             {"booking_id", row.id},
             {"subject", "Property Viewing: " + row.address},
             {"start_time", tz.to_iso(row.slot.start)},
             {"end_time", tz.to_iso(row.slot.end)},
             {"state", to_string(row.state)},
             {"property_address", row.address},
             {"attendee_name", row.who.name},
             {"attendee_email", row.who.email},
             {"attendee_phone", row.who.phone}};
  if (row.unreadable)
    event["unreadable"] = true;
  return event;
}

failure why_not(openings_state state) {
  switch (state) {
  case openings_state::not_connected:
    return {
        errc::not_connected, "the manager has not connected a calendar", {}};
  case openings_state::needs_reconnect:
    return {errc::needs_reconnect,
            "the manager has to connect the calendar again",
            {}};
  default:
    return {errc::provider_unavailable, "the calendar cannot be read", {}};
  }
}

http_out made_out(unsigned status, const char* word,
                  const booking_outcome& outcome) {
  json body{{"status", word},
            {"outcome", to_string(outcome.result)},
            {"message", outcome.sentence}};
  if (outcome.made)
    body["event"] = event_json(*outcome.made, outcome.tz);
  return json_out(status, dump(body));
}

http_out refused_out(const booking_outcome& outcome, unsigned status,
                     const char* code, std::string_view request_id) {
  auto out = problem(status, outcome.sentence, code, request_id);
  auto body = json::parse(out.body);
  if (outcome.why)
    body["reason"] = to_string(*outcome.why);
  body["alternatives"] = json::array();
  for (const auto& slot : outcome.alternatives)
    body["alternatives"].push_back(slot_json(slot, outcome.tz));
  out.body = dump(body);
  return out;
}

constexpr std::array event_fields{
    json_shape{"user_id", {}},          json_shape{"agency", {}},
    json_shape{"property_address", {}}, json_shape{"start_time", {}},
    json_shape{"attendee_name", {}},    json_shape{"attendee_email", {}},
    json_shape{"attendee_phone", {}}};

/// An object with what is asked for of it, or null. Nothing that is wanted here
/// is nested.
json fields_of(std::string_view body) {
  const auto read = read_json(body, {event_fields, {2, 100}});
  return read && read->is_object() ? json(*read) : json(nullptr);
}

/// A text field; absent, null and "" are "". Nothing when it is no text or too
/// long.
std::optional<std::string> field(const json& body, const char* key) {
  auto i = body.find(key);
  if (i == body.end() || i->is_null())
    return "";
  if (!i->is_string()
      || i->get_ref<const std::string&>().size() > longest_field)
    return std::nullopt;
  auto text = plain_text(i->get_ref<const std::string&>());
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

} // namespace

http_out availability_out(const std::string& user_id,
                          const openings_answer& answer,
                          std::string_view request_id) {
  if (answer.state != openings_state::readable || !answer.free)
    return problem(why_not(answer.state), request_id);
  json slots = json::array();
  for (const auto& slot : *answer.free)
    slots.push_back(slot_json(slot, answer.tz));
  const auto total = slots.size();
  return json_out(200, dump({{"status", "success"},
                             {"user_id", user_id},
                             {"available_slots", std::move(slots)},
                             {"total_slots", total},
                             {"timezone", answer.tz.name()}}));
}

json wish_json(const callback_request& wish, const zone& tz) {
  json out{{"property_address", wish.address},
           {"wanted", wish.wanted},
           {"reason", wish.reason},
           {"attendee_name", wish.who.name},
           {"attendee_email", wish.who.email},
           {"attendee_phone", wish.who.phone},
           {"noted_at", tz.to_iso(wish.created_at)},
           {"manager_told_at",
            wish.mailed_at ? json(tz.to_iso(*wish.mailed_at)) : json(nullptr)}};
  if (wish.unreadable)
    out["unreadable"] = true;
  return out;
}

http_out events_out(const std::string& user_id, const booking_list& list) {
  json events = json::array();
  for (const auto& row : list.rows)
    events.push_back(event_json(row, list.tz));
  json wishes = json::array();
  for (const auto& wish : list.wishes)
    wishes.push_back(wish_json(wish, list.tz));
  return json_out(200, dump({{"status", "success"},
                             {"user_id", user_id},
                             {"events", std::move(events)},
                             {"total_events", list.rows.size()},
                             {"wishes", std::move(wishes)},
                             {"timezone", list.tz.name()}}));
}

expected<event_request> read_event_request(std::string_view body) {
  const auto parsed = fields_of(body);
  if (!parsed.is_object())
    return failure{errc::bad_request, "the body is not a JSON object", {}};
  event_request result;
  const std::pair<const char*, std::string*> fields[]
      = {{"user_id", &result.user_id},
         {"agency", &result.agency},
         {"property_address", &result.address},
         {"start_time", &result.start},
         {"attendee_name", &result.who.name},
         {"attendee_email", &result.who.email},
         {"attendee_phone", &result.who.phone}};
  for (const auto& [key, into] : fields) {
    auto text = field(parsed, key);
    if (!text)
      return failure{errc::bad_request,
                     std::string{key} + " is not a text of at most 500 bytes",
                     {}};
    *into = std::move(*text);
  }
  for (const auto& [key, into] : fields)
    if (into->empty() && into != &result.agency && into != &result.who.email
        && into != &result.who.phone)
      return failure{errc::bad_request, std::string{key} + " is missing", {}};
  auto email = understand_email(result.who.email);
  if (!email)
    return failure{
        errc::bad_request, "attendee_email is not an e-mail address", {}};
  result.who.email = std::move(*email);
  return result;
}

std::string agency_in(std::string_view body) {
  const auto parsed = fields_of(body);
  return parsed.is_object() ? field(parsed, "agency").value_or("") : "";
}

expected<std::string> read_new_start(std::string_view body) {
  const auto parsed = fields_of(body);
  const auto found
      = parsed.is_object() ? parsed.find("start_time") : parsed.end();
  if (!parsed.is_object() || found == parsed.end() || !found->is_string()
      || found->get_ref<const std::string&>().empty())
    return failure{errc::bad_request,
                   "the body has to be a JSON object with start_time, a text",
                   {}};
  return plain_text(found->get_ref<const std::string&>());
}

http_out booking_out(const booking_outcome& outcome,
                     std::string_view request_id) {
  switch (outcome.result) {
  case booking_result::booked:
    return made_out(201, "success", outcome);
  case booking_result::already_booked:
  case booking_result::moved:
  case booking_result::cancelled:
    return made_out(200, "success", outcome);
  case booking_result::nothing_found:
  case booking_result::stranger:
    return refused_out(outcome, 404, "not_found", request_id);
  case booking_result::which_one:
    return refused_out(outcome, 422, "which_one", request_id);
  case booking_result::replayed:
    return made_out(200, outcome.is_error ? "failed" : "success", outcome);
  case booking_result::noted:
    return made_out(202, "noted", outcome);
  case booking_result::unclear:
    return refused_out(outcome, 422, "unclear", request_id);
  case booking_result::not_connected:
    return refused_out(outcome, 409, "not_connected", request_id);
  case booking_result::needs_reconnect:
    return refused_out(outcome, 409, "needs_reconnect", request_id);
  case booking_result::refused:
    break;
  }
  const bool taken = outcome.why == refusal::taken;
  return refused_out(outcome, 409, taken ? "slot_taken" : "refused",
                     request_id);
}

} // namespace rental

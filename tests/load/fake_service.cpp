#include "tests/load/fake_service.hpp"

#include "crypto/uuid.hpp"
#include "voice/sentences/sentences.hpp"
#include "voice/times/understand.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rental::load {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

// Sunday, 22 November 2026, noon in Chicago.
const instant fake_now = from_unix(1795370400);
const booking_rules fake_rules;

/// Value of a query parameter or form field; no encoding in what is used here.
std::string value_in(const std::string& text, const std::string& name) {
  auto at = text.find(name + "=");
  if (at == text.npos)
    return {};
  at += name.size() + 1;
  return text.substr(at, text.find('&', at) - at);
}

test::mock_answer redirect(const std::string& to) {
  return {302, "", {{"Location", to}, {"Set-Cookie", "seat=1; HttpOnly"}}};
}

} // namespace

fake_service::fake_service(bad_habits habits)
    : habits_(habits),
      server_([this](const test::seen_request& r) { return answer(r); }) {}

test::mock_answer fake_service::answer(const test::seen_request& request) {
  std::lock_guard guard{mutex_};
  const auto path = request.target.substr(0, request.target.find('?'));
  const auto user = value_in(request.target, "user_id");
  if (path == "/vapi/webhook")
    return webhook(request.body);
  if (path == "/vapi/tools")
    return {200, R"({"tools":[{"function":{"name":"set_appointment"}},
                   {"function":{"name":"get_availability"}}]})"};
  if (path == "/_control/accounts")
    return make_accounts(request.body);
  if (path == "/calendar/availability")
    return {200, openings_json(user)};
  if (path == "/calendar/auth/status")
    return {200, json{{"authorized", connected_.contains(user)}}.dump()};
  return sign_in(request);
}

test::mock_answer fake_service::make_accounts(const std::string& body) {
  for (const auto& each : json::parse(body)) {
    const auto email = each.value("email", "");
    zones_[email.substr(0, email.find('@'))]
        = *zone::find(each.value("timeZone", ""));
  }
  return {200, "[]"};
}

const zone& fake_service::zone_of(const std::string& user_id) const {
  return zones_.at(user_id);
}

// start -> account page -> consent page -> callback, as the simulator's.
test::mock_answer fake_service::sign_in(const test::seen_request& request) {
  const auto path = request.target.substr(0, request.target.find('?'));
  if (path == "/calendar/auth/start")
    return redirect(base_url()
                    + "/pick?flow=" + value_in(request.target, "user_id"));
  if (path == "/pick")
    return {200, "<form method=\"post\" action=\"/consent\"><input "
                 "name=\"flow\" value=\""
                     + value_in(request.target, "flow")
                     + "\"><input name=\"account\"></form>"};
  if (path == "/consent" && value_in(request.body, "decision") == "accept")
    // Another host, as when PUBLIC_URL differs from the address under test.
    return redirect("http://localhost:1/calendar/auth/callback?flow="
                    + value_in(request.body, "flow"));
  if (path == "/consent" && value_in(request.body, "action") == "next")
    return {200, "<form method=\"post\" action=\"/consent\"><input "
                 "name=\"flow\" value=\""
                     + value_in(request.body, "flow") + "\"></form>"};
  const auto cookie = request.headers.find("cookie");
  if (path == "/calendar/auth/callback" && cookie != request.headers.end()
      && cookie->second == "seat=1") {
    connected_.insert(value_in(request.target, "flow"));
    return redirect("/calendar/connected");
  }
  return {404, "nothing here"};
}

test::mock_answer fake_service::webhook(const std::string& body) {
  const auto message = json::parse(body)["message"];
  if (message["type"] != "tool-calls")
    return {200, "{}"};
  const auto& call = message["toolCallList"][0];
  const auto& inner = call.contains("function") ? call["function"] : call;
  auto arguments = inner["arguments"];
  if (arguments.is_string())
    arguments = json::parse(arguments.get<std::string>());
  const order wanted{arguments.value("user_id", ""),
                     message["call"]["id"],
                     call["id"],
                     inner["name"],
                     arguments.dump(),
                     arguments.value("property_address", ""),
                     arguments.value("start_time", "")};
  const json result{{"toolCallId", wanted.tool_call_id},
                    {"name", wanted.tool},
                    {"result", say(wanted)}};
  return {200, json{{"results", json::array({result})}}.dump()};
}

std::string fake_service::say(const order& wanted) {
  if (wanted.tool == "get_availability") {
    auto slots = free(wanted.user_id);
    slots.resize(std::min<std::size_t>(slots.size(), 3));
    return sentence::openings(wanted.address, slots, sentence::asked::anything,
                              {zone_of(wanted.user_id), fake_now, fake_rules});
  }
  const std::array key{wanted.call_id, wanted.tool_call_id, wanted.arguments};
  auto before = answers_.find(key);
  if (before != answers_.end() && !habits_.forgets_answers)
    return before->second;
  auto text = book(wanted);
  answers_[key] = text;
  return text;
}

std::string fake_service::book(const order& wanted) {
  const auto& tz = zone_of(wanted.user_id);
  const auto reading = understand_start(wanted.start, tz, fake_now, fake_rules);
  if (reading.what == time_reading::kind::past)
    return sentence::time_in_past(reading.first, fake_now, tz);
  if (reading.what != time_reading::kind::exact)
    return sentence::time_unclear();
  const time_slot slot{reading.first, reading.first + fake_rules.slot};
  ledger_booking* old = nullptr;
  for (auto& row : bookings_)
    if (row.call_id == wanted.call_id && row.address == wanted.address
        && is_active(row.state))
      old = &row;
  if (old && old->slot == slot && !habits_.forgets_answers)
    return sentence::already_booked(wanted.address, slot, tz);
  auto why = check_rules(fake_rules, tz, fake_now, slot.start);
  if (!why && !is_free(wanted.user_id, slot) && !habits_.no_overlap_guard)
    why = refusal::taken;
  if (why) {
    auto others = nearest(free(wanted.user_id), slot.start, 2);
    std::erase(others, slot);
    return sentence::refused(*why, slot.start, {tz, fake_now, fake_rules},
                             others);
  }
  const auto from = old ? old->slot : slot;
  if (old)
    old->state = booking_state::cancelled;
  if (!habits_.lies)
    bookings_.push_back({uuid_v4(), manager_of(wanted.user_id), slot,
                         wanted.address, wanted.call_id,
                         booking_state::confirmed, "", ""});
  return old ? sentence::moved(wanted.address, from, slot, tz)
             : sentence::booked(wanted.address, slot, tz);
}

bool fake_service::is_free(const std::string& user_id,
                           const time_slot& slot) const {
  return std::none_of(bookings_.begin(), bookings_.end(), [&](auto& row) {
    return is_active(row.state) && row.manager == manager_of(user_id)
           && overlaps(row.slot, slot);
  });
}

std::vector<time_slot> fake_service::free(const std::string& user_id) const {
  auto slots = candidate_slots(fake_rules, zone_of(user_id), fake_now);
  std::erase_if(slots, [&](auto& slot) { return !is_free(user_id, slot); });
  return slots;
}

std::int64_t fake_service::manager_of(const std::string& user_id) const {
  return std::stoll(user_id.substr(user_id.rfind('-') + 1));
}

std::string fake_service::openings_json(const std::string& user_id) const {
  auto slots = json::array();
  for (const auto& slot : free(user_id))
    slots.push_back({{"start_time", zone_of(user_id).to_iso(slot.start)},
                     {"end_time", zone_of(user_id).to_iso(slot.end)}});
  return json{{"status", "success"}, {"available_slots", slots}}.dump();
}

void fake_service::fill(evidence& into) const {
  std::lock_guard guard{mutex_};
  into.ledger.bookings = bookings_;
  for (const auto& owner : into.owners)
    into.ledger.managers.push_back({manager_of(owner.user_id), owner.user_id});
  for (const auto& row : bookings_) {
    const auto late = habits_.wrong_time ? 1h : 0h;
    const auto user = into.owners.at(static_cast<std::size_t>(row.manager) - 1);
    seen_event event;
    event.account = user.account;
    event.id = "event of " + row.id;
    event.booking_id = row.id;
    event.slot = {row.slot.start + late, row.slot.end + late};
    event.deleted = !is_active(row.state);
    into.events.push_back(event);
  }
}

std::set<std::string> fake_service::connected() const {
  std::lock_guard guard{mutex_};
  return connected_;
}

} // namespace rental::load

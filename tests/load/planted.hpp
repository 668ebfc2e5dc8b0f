// A run in which everything went well, for tests to spoil.
#pragma once

#include "tools/booking-load/checker.hpp"
#include "voice/sentences/sentences.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace rental::load {

inline constexpr auto half_hour = std::chrono::minutes{30};

/// Two managers; Ana's calendar is empty. Pete has two viewings: call-1 booked
/// (its answer was asked for twice), call-2 booked, moved and found; call-3
/// lost the race for call-1's slot; call-4 booked and cancelled.
class planted {
public:
  planted() {
    all.owners
        = {{"pete", "pete@example", chicago}, {"ana", "ana@example", {}}};
    all.ledger.managers = {{1, "pete"}, {2, "ana"}};
    all.ledger.outbox.emplace();
    book("b1", "call-1", nine);
    auto& first = tell("call-1", "id-1", said::booked, nine);
    first.contest = "round 1";
    tell("call-1", "id-1", said::booked, nine).contest = "round 1";
    book("b2", "call-2", nine + std::chrono::hours{1});
    tell("call-2", "id-2", said::booked, nine + std::chrono::hours{1});
    move_second();
    lose();
    book("b4", "call-4", nine + std::chrono::hours{4});
    tell("call-4", "id-4", said::booked, nine + std::chrono::hours{4});
    cancel_fourth();
  }

  /// Adds a confirmed booking of Pete's with its event, mail and answer.
  void book(const std::string& id, const std::string& call, instant start) {
    const auto booking_id = uuid(id);
    all.ledger.bookings.push_back({booking_id,
                                   1,
                                   {start, start + half_hour},
                                   "12 Elm Street",
                                   call,
                                   booking_state::confirmed,
                                   "event-" + id,
                                   ""});
    all.events.push_back({"pete@example",
                          "event-" + id,
                          "old-" + id,
                          {start, start + half_hour},
                          booking_id,
                          "tx-" + id,
                          false,
                          false,
                          false});
    all.ledger.outbox->push_back(
        {++mails, 1, "confirm:" + booking_id, 1, "sent", ""});
    all.mails.push_back({"pete@example", "Call " + call + " booked"});
    all.ledger.answers.push_back({call, "id-" + call.substr(5), booking_id});
  }

  /// Adds an exchange with the sentence that the service would say.
  exchange& tell(const std::string& call, const std::string& id, said what,
                 instant start) {
    exchange each;
    each.number = all.transcript.size();
    each.user_id = "pete";
    each.call_id = call;
    each.tool_call_id = id;
    each.tool = "set_appointment";
    each.arguments = R"({"start_time":")" + to_iso_utc(start) + "\"}";
    each.phone = "+1405555010" + call.substr(5);
    each.address = "12 Elm Street";
    each.wanted = start;
    each.sent = each.due = std::chrono::milliseconds{each.number * 10};
    each.done = each.sent + std::chrono::milliseconds{5};
    each.status = 200;
    each.meaning.what = what;
    each.meaning.when = "Tuesday";
    each.when = start;
    each.sentence = to_string(what);
    each.body = "{\"results\":[\"" + call + id + to_string(what) + "\"]}";
    all.transcript.push_back(each);
    return all.transcript.back();
  }

  static std::string uuid(const std::string& id) {
    return "00000000-0000-4000-8000-0000000000" + id;
  }
  ledger_booking& row(const std::string& id) {
    return *std::find_if(all.ledger.bookings.begin(), all.ledger.bookings.end(),
                         [&](const auto& each) { return each.id == uuid(id); });
  }
  seen_event& event(const std::string& id) {
    return *std::find_if(
        all.events.begin(), all.events.end(),
        [&](const auto& each) { return each.id == "event-" + id; });
  }
  exchange& answer(const std::string& id) {
    return *std::find_if(
        all.transcript.begin(), all.transcript.end(),
        [&](const auto& each) { return each.tool_call_id == id; });
  }

  evidence all;
  const instant nine = from_unix(1795532400);
  const zone chicago = *zone::find("America/Chicago");

private:
  void move_second() {
    const auto to = nine + std::chrono::hours{2};
    row("b2").state = booking_state::cancelled;
    row("b2").reason = "moved";
    book("b3", "call-2", to);
    // One event stays one event: it belongs to the new booking now.
    std::erase_if(all.events, [](auto& e) { return e.id == "event-b3"; });
    event("b2").booking_id = uuid("b3");
    event("b2").slot = {to, to + half_hour};
    row("b3").event_id = "event-b2";
    tell("call-2", "id-3", said::moved, to);
    auto& told = tell("call-2", "id-f", said::found, to);
    told.tool = "find_appointment";
    told.wanted.reset();
    told.when.reset();
    told.meaning.when.clear();
    told.meaning.options = {"Tuesday"};
    told.options = {to};
  }
  void lose() {
    auto& lost = tell("call-3", "id-5", said::refused, nine);
    lost.contest = "round 1";
    lost.meaning.why = refusal::taken;
    lost.meaning.options = {"Tuesday"};
    lost.options = {nine + std::chrono::hours{3}};
  }
  void cancel_fourth() {
    auto& gone
        = tell("call-4", "id-6", said::cancelled, nine + std::chrono::hours{4});
    gone.tool = "cancel_appointment";
    row("b4").state = booking_state::cancelled;
    event("b4").deleted = true;
  }

  std::int64_t mails = 0;
};

/// The rules that a run breaks, each once.
inline std::vector<std::string> broken_rules(const evidence& all) {
  std::vector<std::string> names;
  for (const auto& each : check(all).violations)
    if (std::find(names.begin(), names.end(), each.rule) == names.end())
      names.push_back(each.rule);
  std::sort(names.begin(), names.end());
  return names;
}

} // namespace rental::load

#include "tests/linear/recorder.hpp"

#include "voice/times/understand.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace rental::linear {
namespace {

using load::said;
using test::json;

constexpr int cache_seconds = 1;
/// Tuesday, 24 November 2026, 16:00 UTC: ten in Chicago. Minutes count from
/// there.
const instant first_minute = from_unix(1'795'536'000);

template <class T>
const T& one_of(std::mt19937& random, const std::vector<T>& all) {
  return all[std::uniform_int_distribution<std::size_t>{0, all.size()
                                                               - 1}(random)];
}

int below(std::mt19937& random, int n) {
  return std::uniform_int_distribution{0, n - 1}(random);
}

/// The outcome of a refusal: only "taken" tells of the calendar.
result refused(const load::heard& answer) {
  return answer.why == refusal::taken ? result::taken : result::strange;
}

result of_order(const load::heard& answer) {
  switch (answer.what) {
  case said::booked:
    return result::booked;
  case said::already_booked:
  case said::already_at_that_time:
    return result::already;
  case said::moved:
    return result::moved;
  case said::refused:
    return refused(answer);
  case said::cancelled:
    return result::cancelled;
  case said::nothing_found:
    return result::none;
  case said::not_booked:
  case said::not_moved:
  case said::not_cancelled:
  case said::busy:
    return result::nothing_done;
  case said::noted:
  case said::move_noted:
  case said::cancel_noted:
    return result::unknown;
  default:
    return result::strange;
  }
}

} // namespace

void recorded_service::begin(const plan& how) {
  how_ = how;
  const auto file = folder + "/config.toml";
  std::ofstream{file} << "[rules]\ngrid_minutes = " << how.grid
                      << "\nbuffer_before_minutes = " << how.buffer
                      << "\n[availability]\ncache_seconds = " << cache_seconds
                      << '\n';
  start({{"CONFIG", file}});
  ASSERT_TRUE(running);
  places_
      = {{"pete_admin", "pete@contoso.example", *zone::find("America/Chicago")},
         {"ana_admin", "ana@contoso.example", *zone::find("America/Denver")}};
  // Business hours that hold the slots in both zones.
  control("POST", "/accounts",
          {{"email", places_[1].account},
           {"timeZone", "Mountain Standard Time"},
           {"mailbox", true}});
  for (const auto& each : places_) {
    control("POST", "/auto-sign-in", {{"account", each.account}});
    test::browser visitor;
    const auto end
        = visitor.get(url("/calendar/auth/start?user_id=" + each.manager));
    ASSERT_EQ(end.status, 200) << end.body << end.trouble;
  }
  control("POST", "/auto-sign-in", {{"account", nullptr}});
  const auto now_and_then
      = [&](const char* operation, double probability, const json& action) {
          control("POST", "/faults",
                  {{"match", {{"operation", operation}}},
                   {"action", action},
                   {"times", "forever"},
                   {"probability", probability}});
        };
  if (!how.faults)
    return;
  now_and_then("calendarView", 0.4, {{"latency_ms", 200}});
  now_and_then("createEvent", 0.1, {{"cut", "reset"}, {"when", "after"}});
  now_and_then("createEvent", 0.1, {{"status", 503}, {"when", "after"}});
  now_and_then("patchEvent", 0.1, {{"status", 503}, {"when", "after"}});
  now_and_then("deleteEvent", 0.1,
               {{"cut", "before_headers"}, {"when", "after"}});
}

setting recorded_service::rules() const {
  setting all;
  for (int i = 0; i < how_.slots; ++i)
    all.slots.push_back({i * how_.grid, i * how_.grid + 30});
  all.buffer_before = how_.buffer;
  // The clocks of the service and of the history may differ a little.
  all.cache = cache_seconds * 1'000'000 + 100'000;
  return all;
}

history recorded_service::run() {
  began_ = clock::now();
  running_ = how_.clients;
  std::vector<std::thread> all;
  for (int i = 0; i < how_.clients; ++i)
    all.emplace_back([this, i] { client(i); });
  all.emplace_back([this] { human(); });
  for (auto& each : all)
    each.join();
  return all_;
}

tick recorded_service::now() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(clock::now()
                                                               - began_)
      .count();
}

void recorded_service::keep(operation it) {
  const std::lock_guard guard{lock_};
  all_.push_back(std::move(it));
}

void recorded_service::client(int number) {
  std::mt19937 random{how_.seed * 1000 + static_cast<unsigned>(number)};
  for (int i = 0; i < how_.operations_each; ++i) {
    operation it;
    it.calendar = below(random, static_cast<int>(places_.size()));
    it.owner = 1 + below(random, how_.owners);
    ask_something(random, it);
    // A reading that failed tells nothing; an order that did may have happened.
    if (it.said != result::unknown || it.slot != span{}
        || it.what == kind::cancel)
      keep(std::move(it));
  }
  --running_;
}

void recorded_service::ask_something(std::mt19937& random, operation& it) {
  const auto pick = below(random, 100);
  if (pick < 40 || (pick >= 55 && pick < 68))
    it.slot = one_of(random, rules().slots);
  it.invoked = now();
  if (pick < 40) {
    it.what = kind::book;
    hear(it, use(it, "set_appointment",
                 {{"start_time", iso(it.slot.from)},
                  {"attendee_name", "Jane Smith"}}));
  } else if (pick < 55) {
    it.what = kind::cancel;
    hear(it, use(it, "cancel_appointment", json::object()));
  } else if (pick < 68) {
    it.what = kind::move;
    hear(it, use(it, "reschedule_appointment",
                 {{"start_time", iso(it.slot.from)}}));
  } else if (pick < 80) {
    it.what = kind::find;
    hear(it, use(it, "find_appointment", json::object()));
  } else {
    it.what = kind::read;
    look(it);
  }
  it.answered = now();
}

// An owner is one call from one number; the calendar is named by the model.
std::string recorded_service::use(const operation& it,
                                  const std::string& tool_name,
                                  json arguments) const {
  const auto id = std::to_string(it.calendar * 10 + it.owner);
  arguments["property_address"] = test::address;
  arguments["user_id"] = places_[static_cast<std::size_t>(it.calendar)].manager;
  return ask(
      {"call-" + id, "+140555501" + std::string(2 - id.size(), '0') + id},
      {tool_name, std::move(arguments), {}});
}

void recorded_service::hear(operation& it, const std::string& sentence) const {
  const auto& where = places_[static_cast<std::size_t>(it.calendar)];
  const auto answer = listener_.hear(sentence);
  it.said = of_order(answer);
  if (it.what == kind::find && answer.what == said::found
      && answer.options.size() == 1) {
    it.said = result::done;
    it.seen = {minute_of(answer.options[0], where)};
  }
  const bool tells = it.said == result::booked || it.said == result::moved
                     || it.said == result::already;
  if (tells && minute_of(answer.when, where) != it.slot.from)
    it.said = result::strange;
  EXPECT_NE(it.said, result::strange) << to_string(it) << ": " << sentence;
}

void recorded_service::look(operation& it) const {
  const auto& where = places_[static_cast<std::size_t>(it.calendar)];
  const auto answer = get("/calendar/availability?user_id=" + where.manager);
  EXPECT_TRUE(answer.status == 200 || answer.status == 503) << answer.body;
  if (answer.status != 200)
    return;
  const auto body = answer.content();
  std::vector<int> starts;
  for (const auto& slot : body.at("available_slots")) {
    const auto reading = understand_start(
        slot.at("start_time").get<std::string>(), where.tz, from_unix(0), {});

    starts.push_back(static_cast<int>((reading.first - first_minute)
                                      / std::chrono::minutes{1}));
  }
  std::sort(starts.begin(), starts.end());
  for (const auto& slot : rules().slots)
    if (std::binary_search(starts.begin(), starts.end(), slot.from))
      it.seen.push_back(slot.from);
  it.said = result::done;
}

int recorded_service::minute_of(const std::string& words,
                                const place& where) const {
  const auto meant
      = load::meant_by(words, where.tz, first_minute - date::days{2});
  return meant ? static_cast<int>((*meant - first_minute)
                                  / std::chrono::minutes{1})
               : -1;
}

std::string recorded_service::iso(int minute) const {
  return zone{}.to_iso(first_minute + std::chrono::minutes{minute});
}

json recorded_service::viewing(const std::string& account,
                               std::mt19937& random) {
  std::vector<json> all;
  for (const auto& event : control("GET", "/events?account=" + account))
    if (event.at("byHuman") == false && event.at("deleted") == false)
      all.push_back(event);
  return all.empty() ? json{} : one_of(random, all);
}

json recorded_service::appear(const std::string& account, const span& slot,
                              std::mt19937& random) {
  json event{
      {"account", account}, {"start", iso(slot.from)}, {"end", iso(slot.to)}};
  if (below(random, 3) == 0)
    if (const auto original = viewing(account, random); original.is_object()) {
      auto copy = event;
      copy["id"] = original.at("id");
      try {
        return control("POST", "/copy", copy);
      } catch (const std::runtime_error&) {
        // It was cancelled a moment ago.
      }
    }
  return control("POST", "/events", event);
}

// Changes nothing: the viewing stands, and takes its time.
void recorded_service::drag_away(const std::string& account,
                                 std::mt19937& random) {
  const auto event = viewing(account, random);
  if (!event.is_object())
    return;
  try {
    control(
        "PATCH", "/events",
        {{"account", account}, {"id", event.at("id")}, {"calendar", "Family"}});
  } catch (const std::runtime_error&) {
  }
}

// Events that come and go in Outlook, one at a time in each calendar, among
// them copies of viewings; and viewings that are put into another calendar.
void recorded_service::human() {
  std::mt19937 random{how_.seed};
  for (int number = 100; running_ > 0; ++number) {
    operation it;
    it.calendar = below(random, static_cast<int>(places_.size()));
    it.owner = number;
    it.slot = one_of(random, rules().slots);
    it.said = result::done;
    const auto& account
        = places_[static_cast<std::size_t>(it.calendar)].account;
    it.what = kind::appear;
    it.invoked = now();
    const auto made = appear(account, it.slot, random);
    it.answered = now();
    keep(it);
    if (number % 4 == 0)
      drag_away(account, random);
    // Long enough, now and then, for the cache to run out.
    const auto until = it.answered + (number % 3 == 0 ? 1'500'000 : 200'000);
    while (running_ > 0 && now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    it.what = kind::vanish;
    it.invoked = now();
    const auto& event = made.is_array() ? made.at(0) : made;
    control("DELETE", "/events?account=" + account
                          + "&id=" + event.at("id").get<std::string>());
    it.answered = now();
    keep(it);
  }
}

} // namespace rental::linear

#include "tools/booking-load/run.hpp"

#include "base/clock.hpp"
#include "crypto/random.hpp"
#include "crypto/uuid.hpp"
#include "net/url.hpp"
#include "tools/booking-load/iso_text.hpp"
#include "voice/words/say.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace rental::load {
namespace {

/// VAPI's own patience with a tool is 20 seconds.
constexpr std::chrono::milliseconds answer_timeout{25'000};
constexpr std::size_t phones = 8'000'000;

} // namespace

load_run::load_run(event_loop& on, const load_options& all)
    : loop(on), options(all), random(all.seed), began_(system_clock{}.now()),
      // Runs on one database must not meet each other's callers.
      next_phone_(std::hash<std::string>{}(random_bytes(8)) % phones) {
  const auto parts = parse_url(options.url);
  host_ = parts->host;
  port_ = parts->port;
}

void load_run::begin(scenario_result& scenario) {
  current = &scenario;
  scenario_began_ = steady::now();
  round = 0;
}

void load_run::end() {
  current->took = since_begin(steady::now());
  current = nullptr;
}

std::chrono::microseconds load_run::since_begin(steady::time_point t) const {
  return std::chrono::duration_cast<std::chrono::microseconds>(
      t - scenario_began_);
}

std::unique_ptr<connection> load_run::connect() {
  return std::make_unique<connection>(loop, host_, port_, answer_timeout);
}

phone_call load_run::new_call(const calendar_owner& manager) {
  constexpr std::array streets{"Main Street", "Elm Avenue", "Oak Lane",
                               "Cedar Court", "Lake Drive"};
  constexpr std::array names{"Jane Smith", "Luis Ortega", "Mei Chen",
                             "Amara Diallo", "Tom Becker"};
  const auto phone = 2'000'000 + next_phone_++ % phones;
  return {{uuid_v4(), "+1405" + std::to_string(phone), began_},
          &manager,
          std::to_string(100 + any(900)) + " " + streets[any(streets.size())],
          names[any(names.size())]};
}

phone_call load_run::call_again(const phone_call& before) {
  auto again = before;
  again.facts.id = uuid_v4();
  return again;
}

std::vector<std::pair<std::string, std::string>>
load_run::webhook_headers() const {
  std::vector<std::pair<std::string, std::string>> headers{
      {"Content-Type", "application/json"}, {"User-Agent", "booking-load"}};
  if (!options.webhook_secret.empty())
    headers.emplace_back("X-Vapi-Secret", options.webhook_secret.reveal());
  return headers;
}

std::vector<std::pair<std::string, std::string>>
load_run::operator_headers() const {
  std::vector<std::pair<std::string, std::string>> headers{
      {"Accept", "application/json"}};
  if (!options.admin_token.empty())
    headers.emplace_back("Authorization",
                         "Bearer " + options.admin_token.reveal());
  return headers;
}

void load_run::understand(exchange& each, const wire_reply& reply,
                          const calendar_owner& manager) const {
  each.status = reply.status;
  each.trouble = reply.trouble;
  each.body = reply.body;
  if (reply.status != 200) {
    each.meaning.what = reply.status == 0 ? said::unanswered : said::http_error;
    return;
  }
  auto result = result_of(reply.body, each.tool_call_id);
  if (!result.there) {
    each.meaning.what = said::malformed;
    return;
  }
  each.sentence = std::move(result.text);
  each.meaning = ears.hear(each.sentence);
  if (!each.meaning.when.empty())
    each.when = meant_by(each.meaning.when, manager.tz, about);
  for (const auto& words : each.meaning.options)
    if (auto start = meant_by(words, manager.tz, about))
      each.options.push_back(*start);
}

task<exchange> load_run::use(connection& line, const phone_call& call,
                             tool_use what) {
  if (what.id.empty())
    what.id = "call_" + random_token(18);
  what.arguments.emplace("user_id", call.manager->user_id);
  exchange each;
  each.number = next_number_++;
  each.scenario = current->name;
  each.contest = what.contest;
  each.user_id = call.manager->user_id;
  each.call_id = call.facts.id;
  each.tool_call_id = what.id;
  each.tool = what.tool;
  each.arguments = to_json_text(what.arguments);
  each.phone = call.facts.phone;
  each.address = call.address;
  each.wanted = what.wanted;
  wire_request request{"POST", "/vapi/webhook", webhook_headers(), {}};
  request.body = tool_call_body(
      call.facts, {what.id, what.tool, std::move(what.arguments)}, what.shape);
  ++in_flight;
  const auto reply = co_await line.send(std::move(request));
  --in_flight;
  const auto due = what.due == steady::time_point{} ? reply.sent : what.due;
  understand(each, reply, *call.manager);
  const auto micros = [&](steady::time_point t) {
    return std::chrono::duration_cast<std::chrono::microseconds>(t
                                                                 - run_began_);
  };
  each.due = micros(due);
  each.sent = micros(reply.sent);
  each.done = micros(reply.done);
  current->counted.count(what.tool, each.meaning.what, since_begin(due),
                         since_begin(reply.sent), since_begin(reply.done),
                         options.rate > 0 ? std::chrono::milliseconds{0}
                                          : options.expected_interval);
  transcript.push_back(each);
  co_return each;
}

task<> load_run::tell(connection& line, const char* type, std::string body) {
  wire_request request{"POST", "/vapi/webhook", webhook_headers(),
                       std::move(body)};
  ++in_flight;
  const auto reply = co_await line.send(std::move(request));
  --in_flight;
  const auto what = reply.status == 200 ? said::acknowledged
                    : reply.status == 0 ? said::unanswered
                                        : said::http_error;
  current->counted.count(type, what, since_begin(reply.sent),
                         since_begin(reply.sent), since_begin(reply.done), {});
}

task<std::vector<time_slot>> load_run::openings(connection& line,
                                                const calendar_owner& manager) {
  wire_request request{"GET",
                       "/calendar/availability?user_id="
                           + percent_encode(manager.user_id),
                       operator_headers(),
                       {}};
  const auto reply = co_await line.send(std::move(request));
  const auto body = nlohmann::json::parse(reply.body, nullptr, false);
  std::vector<time_slot> free;
  if (reply.status != 200 || !body.is_object()
      || !body.contains("available_slots"))
    throw std::runtime_error{
        "GET /calendar/availability answers with status "
        + std::to_string(reply.status)
        + (reply.trouble.empty() ? "" : " (" + reply.trouble + ")")};
  for (const auto& slot : body["available_slots"]) {
    const auto start = instant_in(slot.value("start_time", ""));
    const auto end = instant_in(slot.value("end_time", ""));
    if (!start || !end)
      throw std::runtime_error{"GET /calendar/availability has a time that is "
                               "not ISO 8601 with an offset"};
    free.push_back({*start, *end});
  }
  co_return free;
}

tool_arguments load_run::booking(const phone_call& call,
                                 std::string start) const {
  return {{"property_address", call.address},
          {"start_time", std::move(start)},
          {"attendee_name", call.name}};
}

std::string load_run::words_for(instant start, const zone& tz,
                                std::size_t way) const {
  switch (way % 4) {
  case 0:
    return tz.to_iso(start);
  case 1:
    return to_iso_utc(start);
  case 2:
    // Without an offset: the manager's wall clock.
    return tz.to_iso(start).substr(0,
                                   std::string{"2026-11-24T09:00:00"}.size());
  default:
    return say_when(start, tz);
  }
}

std::size_t load_run::any(std::size_t below) {
  return std::uniform_int_distribution<std::size_t>{0, below - 1}(random);
}

void load_run::skip(std::string why) {
  auto& skipped = current->skipped;
  if (std::find(skipped.begin(), skipped.end(), why) == skipped.end())
    skipped.push_back(std::move(why));
}

} // namespace rental::load

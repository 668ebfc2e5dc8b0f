#include "tests/service/service_fixture.hpp"

#include "app/simulate_call.hpp"
#include "config/load.hpp"
#include "log/log.hpp"
#include "tests/support/free_port.hpp"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <regex>
#include <thread>

namespace rental::test {
namespace {

constexpr auto sunday = "2026-11-22T14:00:00Z";

sim::simulator_options same_sunday() {
  sim::simulator_options options;
  options.clock_start = sunday;
  return options;
}

std::string new_id(const char* prefix) {
  static std::atomic<int> last{0};
  return prefix + std::to_string(++last);
}

json message_of(const phone_call& call) {
  json facts{{"id", call.id}, {"type", "inboundPhoneCall"}};
  json result{{"type", "tool-calls"},
              {"toolCallList", json::array()},
              {"phoneNumber", {{"number", "+14055550100"}}}};
  if (!call.number.empty()) {
    facts["customer"] = {{"number", call.number}};
    result["customer"] = facts["customer"];
  }
  result["call"] = facts;
  return result;
}

} // namespace

std::vector<std::string> offers_in(std::string sentence) {
  std::vector<std::string> all;
  while (auto offer = first_offer(sentence)) {
    sentence.erase(0, sentence.find(*offer) + offer->size());
    const auto day = offer->substr(0, offer->find(" at ") + 4);
    all.push_back(*std::move(offer));
    // "nine, noon, or three": the day is said once.
    static const std::regex another{"^(?:, or |, | or )([a-z]+[a-z ]*?)"
                                    "(?=[,.?]| or )"};
    std::smatch more;
    while (std::regex_search(sentence, more, another)) {
      all.push_back(day + more[1].str());
      sentence = more.suffix().str();
    }
  }
  return all;
}

bool is_booked(const std::string& sentence) {
  return sentence.starts_with("You're booked to view ");
}

ServiceTest::ServiceTest() : microsoft{same_sunday()} {
  log::init(log::level::error, false);
  auto pattern
      = (std::filesystem::temp_directory_path() / "serviceXXXXXX").string();
  folder = ::mkdtemp(pattern.data());
  microsoft.start();
  const auto port = std::to_string(free_port());
  base = "http://127.0.0.1:" + port;
  usual = {{"PORT", port},
           {"PUBLIC_URL", base},
           {"DATABASE_URL", "sqlite3://" + folder + "/p.db"},
           {"MICROSOFT_LOGIN_URL", microsoft.base_url()},
           {"MICROSOFT_GRAPH_URL", microsoft.graph_url()},
           {"MICROSOFT_CLIENT_ID", "00001111-aaaa-2222-bbbb-3333cccc4444"},
           {"MICROSOFT_CLIENT_SECRET", "simulated-client-secret"},
           {"CLOCK_START", sunday}};
}

ServiceTest::~ServiceTest() {
  running.reset();
  microsoft.stop();
  std::filesystem::remove_all(folder);
}

void ServiceTest::start(const environment& more, service_hooks hooks) {
  running.reset();
  auto env = usual;
  for (const auto& [name, value] : more)
    env[name] = value;
  auto all = load_settings(env);
  ASSERT_TRUE(all) << to_string(all.error());
  auto started = service::start(*all, std::move(hooks));
  ASSERT_TRUE(started) << to_string(started.error());
  running = *std::move(started);
}

void ServiceTest::start_connected(service_hooks hooks) {
  start({}, std::move(hooks));
  ASSERT_TRUE(running);
  const auto end = just_connect();
  ASSERT_EQ(end.status, 303) << end.body << end.trouble;
}

page ServiceTest::just_connect(const std::string& user_id) {
  control("POST", "/auto-sign-in", {{"account", account}});
  auto at = pete.get_one(url("/calendar/auth/start?user_id=" + user_id));
  while (at.status / 100 == 3
         && !at.header("location").ends_with("/calendar/connected"))
    at = pete.get_one(at.header("location"));
  control("POST", "/auto-sign-in", {{"account", nullptr}});
  return at;
}

page ServiceTest::connect(const std::string& user_id) {
  control("POST", "/auto-sign-in", {{"account", account}});
  auto end = pete.get(url("/calendar/auth/start?user_id=" + user_id));
  control("POST", "/auto-sign-in", {{"account", nullptr}});
  return end;
}

json ServiceTest::status(const std::string& user_id) {
  return get("/calendar/auth/status?user_id=" + user_id).content();
}

page ServiceTest::webhook(const std::string& body, const pairs& headers) const {
  auto all = headers;
  all.emplace_back("Content-Type", "application/json");
  return browser{}.send("POST", url("/vapi/webhook"), body, all);
}

page ServiceTest::run(const phone_call& call,
                      const std::vector<tool>& tools) const {
  auto message = message_of(call);
  for (const auto& one : tools) {
    const auto id = one.id.empty() ? new_id("call_") : one.id;
    message["toolCallList"].push_back(
        {{"id", id},
         {"type", "function"},
         {"function", {{"name", one.name}, {"arguments", one.arguments}}}});
  }
  return webhook(json{{"message", message}}.dump());
}

std::string ServiceTest::ask(const phone_call& call, const tool& one) const {
  const auto answer = run(call, {one});
  const auto body = answer.content();
  if (answer.status != 200 || !body.is_object() || !body.contains("results")
      || body["results"].size() != 1)
    return "no answer: " + answer.body + answer.trouble;
  const auto& result = body["results"][0];
  return result.contains("result") ? result["result"].get<std::string>()
                                   : result.value("error", "");
}

std::string ServiceTest::openings(const phone_call& call) const {
  return ask(call, {"get_availability", {{"property_address", address}}, {}});
}

std::string ServiceTest::book(const phone_call& call, const std::string& start,
                              const json& more) const {
  json arguments{{"property_address", address},
                 {"start_time", start},
                 {"attendee_name", "Jane Smith"}};
  arguments.update(more);
  return ask(call, {"set_appointment", arguments, {}});
}

page ServiceTest::get(const std::string& path, const pairs& headers) const {
  return browser{}.get_one(url(path), headers);
}

json ServiceTest::bookings() const {
  return get("/calendar/events?user_id=" + manager).content();
}

json ServiceTest::confirmed() const {
  auto result = json::array();
  for (const auto& row : bookings().value("events", json::array()))
    if (row["state"] == "confirmed")
      result.push_back(row);
  return result;
}

std::vector<std::string> ServiceTest::free_starts() const {
  const auto answer
      = get("/calendar/availability?user_id=" + manager).content();
  std::vector<std::string> starts;
  for (const auto& slot : answer.value("available_slots", json::array()))
    starts.push_back(slot["start_time"]);
  return starts;
}

json ServiceTest::control(const std::string& method, const std::string& target,
                          const json& body) {
  return microsoft.control(method, target, body);
}

void ServiceTest::fault(const std::string& operation, const json& action,
                        const json& times) {
  control("POST", "/faults",
          {{"match", {{"operation", operation}}},
           {"action", action},
           {"times", times}});
}

void ServiceTest::human(const std::string& start, const std::string& end,
                        const json& more) {
  json order{{"account", account}, {"start", start}, {"end", end}};
  order.update(more);
  control("POST", "/events", order);
}

std::vector<json> ServiceTest::events() {
  std::vector<json> result;
  for (const auto& event : control("GET", "/events?account=" + account))
    if (!event["deleted"].get<bool>() && !event["byHuman"].get<bool>())
      result.push_back(event);
  return result;
}

int ServiceTest::requests_of(const std::string& operation) {
  const auto all = control("GET", "/stats").at("operations");
  return all.contains(operation) ? all[operation]["count"].get<int>() : 0;
}

bool ServiceTest::eventually(const std::function<bool()>& there) {
  const auto until
      = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!there()) {
    if (std::chrono::steady_clock::now() > until)
      return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  return true;
}

} // namespace rental::test

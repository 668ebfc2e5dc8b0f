#include "crash_world.hpp"

#include "app/database.hpp"
#include "app/fetch.hpp"
#include "base/clock.hpp"
#include "config/load.hpp"
#include "crypto/random.hpp"
#include "crypto/uuid.hpp"
#include "net/curl_client.hpp"
#include "tools/booking-load/read_ledger.hpp"
#include "tools/booking-load/read_simulator.hpp"

#include <date/date.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace rental::test {
namespace {

using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

constexpr auto patience = 30s;

template <class T>
T needed(expected<T> value) {
  if (!value)
    throw std::runtime_error{to_string(value.error())};
  return *std::move(value);
}

} // namespace

bool long_run() {
  const char* value = std::getenv("RENTAL_LONG");
  return value && std::string_view{value} == "1";
}

crash_world::crash_world() : began_(system_clock{}.now()) {
  auto pattern
      = (std::filesystem::temp_directory_path() / "crashXXXXXX").string();
  folder_ = ::mkdtemp(pattern.data());
  microsoft_.start();
  env_ = {{"DATABASE_URL", "sqlite3://" + folder_ + "/p.db"},
          {"MASTER_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="},
          {"MICROSOFT_CLIENT_ID", "00001111-aaaa-2222-bbbb-3333cccc4444"},
          {"MICROSOFT_CLIENT_SECRET", "simulated-client-secret"},
          {"MICROSOFT_LOGIN_URL", microsoft_.base_url()},
          {"MICROSOFT_GRAPH_URL", microsoft_.graph_url()}};
  for (const char* sanitizer :
       {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
    if (const char* value = std::getenv(sanitizer))
      env_[sanitizer] = value;
  connect("chicago", "pete@contoso.example");
  connect("berlin", "ana@contoso.example");
}

crash_world::~crash_world() {
  child_.reset();
  std::filesystem::remove_all(folder_);
}

void crash_world::connect(const std::string& user_id,
                          const std::string& account) {
  const auto tokens
      = microsoft_.control("POST", "/tokens", {{"account", account}});
  manager_record record;
  record.key = {"default", user_id};
  record.account = account;
  record.zone = user_id == "berlin" ? "Europe/Berlin" : "America/Chicago";
  record.state = connection_state::connected;
  record.tokens.access_token
      = secret{tokens["access_token"].get<std::string>()};
  record.tokens.refresh_token
      = secret{tokens["refresh_token"].get<std::string>()};
  record.tokens.expires_at
      = began_ + std::chrono::seconds{tokens["expires_in"].get<int>()};
  record.tokens.scope = tokens["scope"].get<std::string>();
  record.created_at = record.updated_at = began_;
  auto db = needed(open_database(needed(load_settings(env_))));
  needed(run_job(*db.rows, [&](store_session& rows) -> expected<done> {
    auto stored = rows.put_manager(record);
    return stored ? expected<done>{done{}} : stored.error();
  }));
  owners_.push_back({user_id, account, needed(zone::find(record.zone))});
}

bool crash_world::start(const std::string& crash_at, int nth) {
  auto env = env_;
  if (!crash_at.empty()) {
    env["CRASH_AT"] = crash_at;
    env["CRASH_NTH"] = std::to_string(nth);
  }
  child_ = std::make_unique<child_process>(CRASH_CHILD, env, folder_ + "/log");
  const auto line = child_->first_line(patience);
  if (!line)
    return false;
  {
    std::lock_guard lock{mutex_};
    port_ = static_cast<std::uint16_t>(std::stoi(*line));
    ++generation_;
  }
  started_.notify_all();
  return true;
}

std::optional<int> crash_world::ended() {
  return child_->ended(patience);
}

void crash_world::kill() {
  child_->signal(SIGKILL);
}

std::optional<int> crash_world::stop() {
  child_->signal(SIGTERM);
  return ended();
}

instant crash_world::slot(std::size_t owner, std::size_t n) const {
  const auto& tz = owners_.at(owner).tz;
  // A day's notice is over at nine in the morning after next.
  auto day = tz.local_day(began_) + date::days{2};
  while (date::weekday{day} == date::Saturday
         || date::weekday{day} == date::Sunday)
    day += date::days{1};
  return tz.start_of_day(day) + 9h + 30min * static_cast<int>(n);
}

wish crash_world::booking(std::size_t owner, std::size_t n) const {
  static std::atomic<int> callers{100};
  const auto number = callers++;
  wish what;
  what.call = {uuid_v4(), "+1405" + std::to_string(2'000'000 + number), began_};
  what.tool = "set_appointment";
  what.tool_call_id = "call_" + random_token(18);
  what.user_id = owners_.at(owner).user_id;
  what.address = std::to_string(number) + " Main Street";
  what.start = slot(owner, n);
  what.arguments = {{"property_address", what.address},
                    {"start_time", to_iso_utc(what.start)},
                    {"attendee_name", "Jane Smith"},
                    {"user_id", what.user_id}};
  return what;
}

wish crash_world::cancelling(const wish& booked) const {
  auto what = booked;
  what.tool = "cancel_appointment";
  what.tool_call_id = "call_" + random_token(18);
  what.arguments = {{"user_id", what.user_id}};
  return what;
}

wish crash_world::moving(const wish& booked, std::size_t owner,
                         std::size_t n) const {
  auto what = booked;
  what.tool = "reschedule_appointment";
  what.tool_call_id = "call_" + random_token(18);
  what.start = slot(owner, n);
  what.arguments
      = {{"user_id", what.user_id}, {"start_time", to_iso_utc(what.start)}};
  return what;
}

load::exchange crash_world::post(const wish& what, std::uint16_t port) {
  load::exchange each;
  each.scenario = "crash";
  each.user_id = what.user_id;
  each.call_id = what.call.id;
  each.tool_call_id = what.tool_call_id;
  each.tool = what.tool;
  each.arguments = load::to_json_text(what.arguments);
  each.phone = what.call.phone;
  each.address = what.address;
  if (what.tool != "cancel_appointment")
    each.wanted = what.start;
  http_request request;
  request.method = "POST";
  request.url = "http://127.0.0.1:" + std::to_string(port) + "/vapi/webhook";
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = load::tool_call_body(
      what.call, {what.tool_call_id, what.tool, what.arguments},
      load::body_shape::captured);
  // A connection of its own, as another machine of VAPI's would open.
  curl_client http;
  const auto reply = fetch(http, std::move(request), patience);
  each.meaning.what = load::said::unanswered;
  if (!reply) {
    each.trouble = to_string(reply.error());
    return each;
  }
  each.status = static_cast<int>(reply->status);
  each.body = reply->body;
  each.sentence = load::result_of(reply->body, what.tool_call_id).text;
  each.meaning = ears_.hear(each.sentence);
  const auto& tz = owners_.at(what.user_id == "berlin" ? 1 : 0).tz;
  if (!each.meaning.when.empty())
    each.when = load::meant_by(each.meaning.when, tz, began_);
  for (const auto& words : each.meaning.options)
    if (auto start = load::meant_by(words, tz, began_))
      each.options.push_back(*start);
  return each;
}

load::exchange crash_world::ask(const wish& what) {
  std::uint16_t port = 0;
  {
    std::lock_guard lock{mutex_};
    port = port_;
  }
  auto each = post(what, port);
  std::lock_guard lock{mutex_};
  each.number = transcript_.size();
  // Who was cut off heard nothing that could be held against us.
  if (each.status != 0)
    transcript_.push_back(each);
  return each;
}

load::exchange crash_world::ask_until_answered(const wish& what) {
  while (true) {
    std::unique_lock lock{mutex_};
    const auto seen = generation_;
    lock.unlock();
    auto each = ask(what);
    if (each.status != 0)
      return each;
    lock.lock();
    if (!started_.wait_for(lock, patience, [&] { return generation_ > seen; }))
      return each;
  }
}

bool crash_world::becomes_quiet(bool mails_too) const {
  const auto database = folder_ + "/p.db";
  const auto until = steady::now() + patience;
  while (steady::now() < until) {
    const auto ledger = load::read_ledger(database);
    const auto quiet = load::ledger_is_quiet(database);
    const bool settled
        = ledger && std::ranges::none_of(ledger->bookings, [](const auto& row) {
            return is_active(row.state)
                   && row.state != booking_state::confirmed;
          });
    if (settled && (!mails_too || (quiet && *quiet)))
      return true;
    std::this_thread::sleep_for(20ms);
  }
  return false;
}

load::evidence crash_world::evidence() {
  load::evidence all;
  all.owners = owners_;
  all.ledger = needed(load::read_ledger(folder_ + "/p.db"));
  for (const auto& owner : owners_) {
    const auto of = "?account=" + owner.account;
    for (auto& each :
         load::events_in(microsoft_.control("GET", "/events" + of).dump()))
      all.events.push_back(std::move(each));
    for (auto& each :
         load::mails_in(microsoft_.control("GET", "/mails" + of).dump()))
      all.mails.push_back(std::move(each));
  }
  std::lock_guard lock{mutex_};
  all.transcript = transcript_;
  return all;
}

std::string crash_world::complaints(const load::evidence& all) {
  std::string lines;
  for (const auto& each : load::check(all).violations) {
    lines += each.rule + ": " + each.what;
    for (const auto& id : each.ids)
      lines += " [" + id + "]";
    lines += "\n";
  }
  return lines;
}

std::string crash_world::log_tail() const {
  constexpr std::size_t enough = 6000;
  std::ifstream file{folder_ + "/log"};
  const std::string all{std::istreambuf_iterator<char>{file}, {}};
  return all.substr(all.size() - std::min(all.size(), enough));
}

} // namespace rental::test

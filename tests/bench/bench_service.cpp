// What scripts/bench measures with.
//
//     bench_service serve FOLDER               one connected manager; prints
//     the
//                                              service's URL, ends with SIGTERM
//     bench_service seed DATABASE MANAGERS     fills a fresh database
//     bench_service bookings FOLDER RATE SECONDS
//                                              what a booking costs beyond the
//                                              time that Microsoft takes
//
// Service and simulator run in this process, as in the tests.
#include "app/database.hpp"
#include "app/process.hpp"
#include "app/service.hpp"
#include "config/load.hpp"
#include "log/log.hpp"
#include "tests/service/browser.hpp"
#include "tests/support/graph_around.hpp"
#include "tools/microsoft-sim/simulator.hpp"

#include <pthread.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace rental::test {
namespace {

using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;
using micros = std::chrono::microseconds;

constexpr auto sunday_text = "2026-11-22T14:00:00Z";
constexpr instant sunday = from_unix(1'795'356'000);

template <class T>
T must(expected<T> what) {
  if (what)
    return std::move(*what);
  std::cerr << to_string(what.error()) << "\n";
  std::exit(1);
}

manager_record connected_manager(const std::string& user_id) {
  manager_record row;
  row.key = {"default", user_id};
  row.account = user_id + "@contoso.example";
  row.zone = "America/Chicago";
  row.state = connection_state::connected;
  row.tokens.access_token = secret{std::string(1800, 'a')};
  row.tokens.refresh_token = secret{std::string(1200, 'r')};
  row.tokens.expires_at = sunday + 24h;
  row.tokens.scope = "Calendars.ReadWrite MailboxSettings.Read Mail.Send";
  row.created_at = row.updated_at = sunday;
  return row;
}

void store_managers(const environment& env,
                    const std::vector<manager_record>& rows) {
  auto db = must(open_database(must(load_settings(env))));
  std::vector<store_job> jobs;
  for (const auto& row : rows)
    jobs.push_back([&row](store_session& session) -> expected<done> {
      auto stored = session.put_manager(row);
      return stored ? expected<done>{done{}} : stored.error();
    });
  for (auto& outcome : must(db.rows->batch(jobs)))
    must(std::move(outcome));
}

/// Time that calls to Graph took, by mailbox.
class timed_graph final : public graph_around {
public:
  using graph_around::graph_around;

  void calendar_view(graph_call call, time_slot window,
                     reply<std::vector<calendar_event>> on_reply) override {
    const auto mailbox = call.mailbox;
    graph_around::calendar_view(std::move(call), window,
                                timed(mailbox, std::move(on_reply)));
  }
  void create_event(graph_call call, event_draft draft,
                    reply<calendar_event> on_reply) override {
    const auto mailbox = call.mailbox;
    graph_around::create_event(std::move(call), std::move(draft),
                               timed(mailbox, std::move(on_reply)));
  }

  static constexpr std::size_t most = 4096;
  std::array<std::atomic<std::int64_t>, most> spent{};

private:
  template <class T>
  reply<T> timed(std::int64_t mailbox, reply<T> on_reply) {
    return [this, mailbox, began = steady::now(),
            tell = std::move(on_reply)](expected<T> answer) {
      spent.at(static_cast<std::size_t>(mailbox))
          += std::chrono::duration_cast<micros>(steady::now() - began).count();
      tell(std::move(answer));
    };
  }
};

/// A simulator, and a service whose managers are connected to it.
class bench_world {
public:
  bench_world(const std::string& folder, int managers, int latency_ms)
      : microsoft_{same_sunday()} {
    log::init(log::level::warn, true);
    microsoft_.start();
    env_ = {{"DATABASE_URL", "sqlite3://" + folder + "/bench.db"},
            {"MICROSOFT_LOGIN_URL", microsoft_.base_url()},
            {"MICROSOFT_GRAPH_URL", microsoft_.graph_url()},
            {"MICROSOFT_CLIENT_ID", "00001111-aaaa-2222-bbbb-3333cccc4444"},
            {"MICROSOFT_CLIENT_SECRET", "simulated-client-secret"},
            {"CLOCK_START", sunday_text}};
    microsoft_.control("POST", "/accounts",
                       {{"count", managers},
                        {"prefix", "manager"},
                        {"timeZone", "Central Standard Time"}});
    connect(managers);
    microsoft_.control("POST", "/settings", {{"latency_ms", latency_ms}});
    service_hooks hooks;
    hooks.around_graph = [this](std::shared_ptr<graph_api> real) {
      graph_ = std::make_shared<timed_graph>(std::move(real));
      return graph_;
    };
    auto all = must(load_settings(env_));
    all.port = 0;
    running_ = must(service::start(all, hooks));
  }

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(running_->port());
  }
  micros in_graph(std::size_t manager) const {
    return micros{graph_->spent.at(manager)};
  }
  const std::vector<std::string>& users() const { return users_; }

private:
  static sim::simulator_options same_sunday() {
    sim::simulator_options options;
    options.clock_start = sunday_text;
    return options;
  }

  void connect(int managers) {
    std::vector<manager_record> rows;
    for (const auto& each : microsoft_.control("GET", "/accounts")) {
      const auto account = each.at("email").get<std::string>();
      if (!account.starts_with("manager"))
        continue;
      const auto tokens
          = microsoft_.control("POST", "/tokens", {{"account", account}});
      users_.push_back(account.substr(0, account.find('@')));
      rows.push_back(connected_manager(users_.back()));
      rows.back().account = account;
      auto& kept = rows.back().tokens;
      kept.access_token = secret{tokens["access_token"].get<std::string>()};
      kept.refresh_token = secret{tokens["refresh_token"].get<std::string>()};
      kept.expires_at = sunday + 1h;
    }
    if (users_.size() != static_cast<std::size_t>(managers))
      throw std::runtime_error{"the simulator made other accounts"};
    store_managers(env_, rows);
  }

  sim::simulator microsoft_;
  environment env_;
  std::vector<std::string> users_;
  std::shared_ptr<timed_graph> graph_;
  std::unique_ptr<service> running_;
};

std::string tool_body(const std::string& call, const std::string& tool,
                      const nlohmann::json& arguments) {
  const nlohmann::json one{
      {"id", "tool_" + call},
      {"type", "function"},
      {"function", {{"name", tool}, {"arguments", arguments}}}};
  return nlohmann::json{
      {"message",
       {{"type", "tool-calls"},
        {"call", {{"id", call}, {"customer", {{"number", "+14055550199"}}}}},
        {"toolCallList", {one}}}}}
      .dump();
}

int serve(const std::string& folder) {
  sigset_t stop{};
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  bench_world world{folder, 1, 0};
  std::cout << world.url() << " " << world.users().front() << std::endl;
  int which = 0;
  sigwait(&stop, &which);
  return 0;
}

int seed(const std::string& database, int managers) {
  const environment env{{"DATABASE_URL", "sqlite3://" + database}};
  std::vector<manager_record> rows;
  for (int i = 0; i < managers; ++i)
    rows.push_back(connected_manager("manager" + std::to_string(i)));
  store_managers(env, rows);
  return 0;
}

struct sample {
  micros whole{0};
  micros graph{0};
  bool booked = false;
};

/// The n-th booking of a run: manager by manager, slot by slot.
sample book_one(browser& caller, const bench_world& world, std::size_t n,
                steady::time_point due) {
  const auto managers = world.users().size();
  const auto who = n % managers;
  const auto half_hours = static_cast<int>(n / managers);
  char start[32];
  std::snprintf(start, sizeof start, "2026-11-24T%02d:%02d:00",
                9 + half_hours / 2, half_hours % 2 * 30);
  const auto body = tool_body("call-" + std::to_string(n), "set_appointment",
                              {{"property_address", "123 Main Street"},
                               {"start_time", start},
                               {"attendee_name", "Jane Smith"},
                               {"user_id", world.users()[who]}});
  // Rows are numbered from 1 in the order in which they were stored.
  const auto before = world.in_graph(who + 1);
  const auto answer = caller.send("POST", world.url() + "/vapi/webhook", body,
                                  {{"Content-Type", "application/json"}});
  sample result;
  result.whole = std::chrono::duration_cast<micros>(steady::now() - due);
  result.graph = world.in_graph(who + 1) - before;
  result.booked = answer.body.find("You're booked") != answer.body.npos;
  return result;
}

/// Begins with booking number `first`.
std::vector<sample> book_at(const bench_world& world, std::size_t first,
                            int rate, int seconds) {
  constexpr std::size_t callers = 64;
  std::vector<sample> samples(static_cast<std::size_t>(rate * seconds));
  const auto began = steady::now() + 500ms;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < callers; ++t)
    threads.emplace_back([&, t] {
      browser caller;
      for (auto n = t; n < samples.size(); n += callers) {
        const auto due = began + n * micros{1'000'000 / rate};
        std::this_thread::sleep_until(due);
        samples[n] = book_one(caller, world, first + n, due);
      }
    });
  for (auto& thread : threads)
    thread.join();
  return samples;
}

double percentile(std::vector<micros> all, double percent) {
  std::sort(all.begin(), all.end());
  const auto at = static_cast<std::size_t>(static_cast<double>(all.size() - 1)
                                           * percent / 100);
  return static_cast<double>(all[at].count()) / 1000;
}

int bookings(const std::string& folder, int rate, int seconds) {
  constexpr int latency_ms = 20;
  bench_world world{folder, 400, latency_ms};
  // Calendars wake up and connections are made before anything counts.
  const auto before = book_at(world, 0, rate, 2).size();
  const auto samples = book_at(world, before, rate, seconds);
  std::vector<micros> whole, beyond;
  std::size_t booked = 0;
  for (const auto& each : samples) {
    booked += each.booked ? 1 : 0;
    if (!each.booked)
      continue;
    whole.push_back(each.whole);
    beyond.push_back(each.whole - each.graph);
  }
  std::printf("%zu of %zu booked\n", booked, samples.size());
  for (double percent : {50.0, 90.0, 99.0, 100.0})
    std::printf("p%-3.0f whole %7.1f ms, beyond Graph %7.1f ms\n", percent,
                percentile(whole, percent), percentile(beyond, percent));
  return booked == 0;
}

int usage() {
  std::cerr << "bench_service serve FOLDER | seed DATABASE MANAGERS |"
               " bookings FOLDER RATE SECONDS\n";
  return 64;
}

} // namespace
} // namespace rental::test

int main(int argc, char** argv) {
  using namespace rental::test;
  // With memory as the program has it.
  rental::harden_process();
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() == 2 && args[0] == "serve")
    return serve(args[1]);
  if (args.size() == 3 && args[0] == "seed")
    return seed(args[1], std::atoi(args[2].c_str()));
  if (args.size() == 4 && args[0] == "bookings")
    return bookings(args[1], std::atoi(args[2].c_str()),
                    std::atoi(args[3].c_str()));
  return usage();
}

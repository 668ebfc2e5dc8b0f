#include "base/clock.hpp"
#include "tools/booking-load/progress.hpp"
#include "tools/booking-load/read_ledger.hpp"
#include "tools/booking-load/read_simulator.hpp"
#include "tools/booking-load/scenarios.hpp"
#include "tools/booking-load/setup.hpp"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <stdexcept>

namespace rental::load {
namespace {

using namespace std::chrono_literals;

constexpr int exit_fine = 0;
constexpr int exit_failed = 1;
constexpr int exit_cannot_run = 2;

constexpr auto description_text
    = R"(booking-load - load on a running service, and proof that it held

DESCRIPTION
  Posts the bodies of VAPI's webhook to a running peterental service whose
  Microsoft is the simulator, over keep-alive connections, and shows progress.
  Makes accounts in the simulator and connects their calendars through the
  service's own sign-in. Afterwards an independent checker reads the
  simulator's calendars and mails, the service's database and the transcript of
  all answers.

SCENARIOS (all, in this order, when none is named)
  one-slot     every caller wants the same slot; once each round
  random       random starts, also off the grid, closed, too soon, too far
  retry-storm  each tool call 3 to 10 times, some while the first runs
  forgetful    same call, same wish, new tool call ids; then another time
  mixed        openings, booking, and a second call to find, move or cancel
  openings     openings only: the pace of cached answers)";

constexpr auto footer_text = R"(
EXAMPLES
  booking-load --database data/peterental.db one-slot --callers 200 --rounds 50
  booking-load --database data/peterental.db --long --html report.html
  booking-load --no-check openings --rate 2000 --seconds 20

EXIT STATUS
  0 no violation and something was booked
  1 a violation, or nothing was booked
  2 the run could not be made
  100 and above: wrong options)";

void say(const load_options& options, const std::string& line) {
  if (!options.quiet)
    std::cerr << line << std::endl;
}

/// False: something was still going on when the time was up.
task<bool> wait_until_quiet(load_run& run) {
  const auto until = steady::now() + run.options.settle;
  while (steady::now() < until) {
    const auto quiet = ledger_is_quiet(run.options.database);
    if (!quiet || *quiet)
      co_return true;
    co_await run.loop.pause(250ms);
  }
  co_return false;
}

ledger_state ledger_of(const load_run& run) {
  auto ledger = read_ledger(run.options.database);
  if (!ledger)
    throw std::runtime_error{"the database cannot be read: "
                             + ledger.error().detail};
  return std::move(*ledger);
}

/// Both sides are read one after the other: a mail that leaves meanwhile would
/// count for one of them only. False: some still left when the time was up.
task<bool> read_both(load_run& run, evidence& all) {
  const auto until = steady::now() + run.options.settle;
  while (true) {
    const auto before = ledger_of(run);
    all = {};
    co_await read_simulator(run, all);
    all.ledger = ledger_of(run);
    if (before.outbox == all.ledger.outbox)
      co_return true;
    if (steady::now() >= until)
      co_return false;
    co_await run.loop.pause(250ms);
  }
}

task<> check_all(load_run& run, run_result& result) {
  if (!run.options.check) {
    result.unchecked = "--no-check";
    co_return;
  }
  const bool quiet = co_await wait_until_quiet(run);
  evidence all;
  const bool at_rest = co_await read_both(run, all);
  all.owners.assign(run.managers.begin(), run.managers.end());
  all.transcript.assign(std::make_move_iterator(run.transcript.begin()),
                        std::make_move_iterator(run.transcript.end()));
  if (!quiet || !at_rest) {
    say(run.options, "mails are still leaving; they are not judged");
    all.ledger.outbox.reset();
    all.mails.clear();
  }
  result.checked = check(all);
}

task<> play_all(load_run& run, run_result& result) {
  const auto end = steady::now() + run.options.most_time;
  for (const auto& name : run.options.scenarios) {
    if (run.stopping)
      break;
    result.scenarios.push_back(
        {name, description(run.options, name), {}, {}, {}});
    auto& scenario = result.scenarios.back();
    say(run.options, name + ": " + scenario.what);
    run.begin(scenario);
    co_await play(run, name);
    run.end();
    if (steady::now() >= end)
      run.stopping = true;
  }
  result.cut_short = run.stopping;
}

task<> watch_the_time(load_run& run, const bool& over) {
  const auto end = steady::now() + run.options.most_time;
  while (!over && steady::now() < end)
    co_await run.loop.pause(200ms);
  run.stopping = run.stopping || !over;
}

task<> load_and_settle(load_run& run, run_result& result) {
  say(run.options,
      "connecting " + std::to_string(run.options.managers) + " calendars");
  co_await set_up(run);
  co_await order_faults(run);
  co_await play_all(run, result);
  co_await end_faults(run);
}

task<> whole_run(load_run& run, run_result& result) {
  bool over = false;
  task_group beside;
  beside.spawn(watch_the_time(run, over));
  if (!run.options.quiet)
    beside.spawn(
        show_progress(run, std::cerr, isatty(STDERR_FILENO) == 1, over));
  std::exception_ptr error;
  try {
    co_await load_and_settle(run, result);
  } catch (...) {
    error = std::current_exception();
  }
  over = true;
  co_await beside.all();
  if (error)
    std::rethrow_exception(error);
  say(run.options, "checking");
  co_await check_all(run, result);
}

void write(const std::string& path, const std::string& text) {
  if (path.empty())
    return;
  std::ofstream file{path, std::ios::binary};
  file << text;
  if (!file.flush())
    throw std::runtime_error{path + " cannot be written"};
}

void print_summary(const run_result& result) {
  for (const auto& each : result.scenarios) {
    const auto all = each.counted.all();
    std::cout << each.name << ": " << each.counted.answers << " answers in "
              << say_micros(static_cast<std::uint64_t>(each.took.count()))
              << ", p50 " << say_micros(all.percentile(50)) << ", p99 "
              << say_micros(all.percentile(99)) << ", max "
              << say_micros(all.max()) << "\n";
    for (int i = 0; i < static_cast<int>(said::count_); ++i)
      if (auto count = each.counted.outcome(static_cast<said>(i)); count > 0)
        std::cout << "  " << to_string(static_cast<said>(i)) << " " << count
                  << "\n";
    for (const auto& why : each.skipped)
      std::cout << "  left out: " << why << "\n";
  }
  if (!result.checked) {
    std::cout << "not checked: " << result.unchecked << "\n";
    return;
  }
  std::size_t listed = 0;
  for (const auto& each : result.checked->violations) {
    if (++listed > listed_violations)
      break;
    std::cout << "VIOLATION " << each.rule << ": " << each.what;
    for (const auto& id : each.ids)
      std::cout << " " << id;
    std::cout << "\n";
  }
  for (const auto& rule : result.checked->rules)
    std::cout << (rule.broken > 0 ? "BROKEN " : "ok     ") << rule.rule << ": "
              << rule.looked_at << " looked at, " << rule.broken << " broken\n";
}

int run_all(const load_options& options) {
  if (auto fine = validate(options); !fine) {
    std::cerr << "booking-load: " << fine.error().detail << "\n";
    return exit_cannot_run;
  }
  run_result result;
  result.began = to_iso_utc(system_clock{}.now());
  result.options = describe(options);
  try {
    event_loop loop;
    load_run run{loop, options};
    loop.on_signal([&run] { run.stopping = true; });
    loop.run(whole_run(run, result));
    print_summary(result);
    write(options.json_file, render_json(result));
    write(options.html_file, render_html(result));
  } catch (const std::exception& error) {
    std::cerr << "booking-load: " << error.what() << "\n";
    return exit_cannot_run;
  }
  const bool good = succeeded(result);
  std::cout << (good ? "passed" : "FAILED") << std::endl;
  return good ? exit_fine : exit_failed;
}

void add_options(CLI::App& app, load_options& options, std::string& webhook,
                 std::string& admin) {
  app.add_option("SCENARIO", options.scenarios, "What to do; see above");
  app.add_option("--url", options.url, "The service")->capture_default_str();
  app.add_option("--sim", options.sim, "The simulator of Microsoft behind it")
      ->capture_default_str();
  app.add_option("--database", options.database,
                 "The service's SQLite file, for the checker");
  app.add_option("--secret", webhook, "X-Vapi-Secret")->envname("VAPI_SECRET");
  app.add_option("--admin-token", admin, "Token of /calendar/*")
      ->envname("ADMIN_TOKEN");
  app.add_option("--callers", options.callers,
                 "Callers at the same time, at most 500")
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "Of one-slot")
      ->capture_default_str();
  app.add_option("--managers", options.managers, "Calendars to connect")
      ->capture_default_str();
  app.add_option("--calls", options.calls,
                 "Phone calls of random, retry-storm, forgetful and mixed")
      ->capture_default_str();
  app.add_option("--rate", options.rate,
                 "Calls per second (open loop); 0: each caller follows on the "
                 "other")
      ->capture_default_str();
  app.add_option("--seconds", options.duration, "Of openings")
      ->capture_default_str();
  app.add_option("--expected-interval-ms", options.expected_interval,
                 "Corrects a closed loop for coordinated omission");
  app.add_option("--seed", options.seed, "Of what callers choose")
      ->capture_default_str();
  app.add_option("--graph-latency-ms", options.graph_latency_ms,
                 "Every request to Microsoft takes this long");
  app.add_option("--list-lag-ms", options.list_lag_ms,
                 "A change shows up in lists of events so much later");
  app.add_option("--fault", options.faults,
                 "A fault of the simulator, as JSON; may be repeated")
      ->allow_extra_args(false);
  app.add_option("--prefix", options.prefix,
                 "User ids and accounts begin with it")
      ->capture_default_str();
  app.add_option("--settle", options.settle,
                 "Seconds that background work gets before the check");
  app.add_option("--max-seconds", options.most_time, "The run ends after this");
  app.add_option("--json", options.json_file, "Write the report here");
  app.add_option("--html", options.html_file, "Write it as a page here");
  app.add_flag("!--no-check", options.check, "Do not check afterwards");
  app.add_flag("--quiet", options.quiet, "No progress");
  app.add_flag("--i-own-this-service", options.own_service,
               "Allow addresses other than this machine");
}

} // namespace
} // namespace rental::load

int main(int argc, char** argv) {
  using namespace rental::load;
  load_options options;
  std::string webhook;
  std::string admin;
  // The long figures are defaults, so that single options still win.
  for (int i = 1; i < argc; ++i)
    if (argv[i] == std::string_view{"--long"})
      make_long(options);
  CLI::App app{description_text, "booking-load"};
  app.footer(footer_text);
  app.get_formatter()->column_width(34);
  add_options(app, options, webhook, admin);
  bool long_run = false;
  app.add_flag("--long", long_run,
               "The full figures: 200 callers, 50 rounds, 120 "
               "managers, 2000 calls, 30 seconds");
  CLI11_PARSE(app, argc, argv);
  options.webhook_secret = rental::secret{std::move(webhook)};
  options.admin_token = rental::secret{std::move(admin)};
  if (options.scenarios.empty())
    options.scenarios = scenario_names();
  return run_all(options);
}

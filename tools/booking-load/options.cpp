#include "tools/booking-load/options.hpp"

#include "net/url.hpp"

#include <algorithm>

namespace rental::load {
namespace {

failure wrong(std::string why) {
  return {errc::bad_request, std::move(why), {}};
}

expected<done> within(const char* name, double value, double least,
                      double most) {
  if (value >= least && value <= most)
    return done{};
  return wrong(std::string{name} + " has to be between "
               + std::to_string(static_cast<long>(least)) + " and "
               + std::to_string(static_cast<long>(most)));
}

expected<done> reachable(const char* name, const std::string& url, bool own) {
  if (!parse_url(url))
    return wrong(std::string{name} + ": '" + url + "' is not an http address");
  if (!own && !is_loopback(url))
    return wrong(std::string{name}
                 + " is not on this machine; load on a service that is not "
                   "yours is an attack. If it is yours, say "
                   "--i-own-this-service");
  return done{};
}

} // namespace

void make_long(load_options& options) {
  options.callers = 200;
  options.rounds = 50;
  // So many that no scenario runs out of free times.
  options.managers = 120;
  options.calls = 2000;
  options.duration = std::chrono::seconds{30};
  options.settle = std::chrono::seconds{600};
}

const std::vector<std::string>& scenario_names() {
  static const std::vector<std::string> all{
      "one-slot", "random", "retry-storm", "forgetful", "mixed", "openings"};
  return all;
}

expected<done> validate(const load_options& options) {
  for (const auto& name : options.scenarios)
    if (std::find(scenario_names().begin(), scenario_names().end(), name)
        == scenario_names().end())
      return wrong("there is no scenario '" + name + "'");
  for (auto checked :
       {reachable("--url", options.url, options.own_service),
        reachable("--sim", options.sim, options.own_service),
        within("--callers", options.callers, 1, 500),
        within("--rounds", options.rounds, 1, 1000),
        within("--managers", options.managers, 1, 1000),
        within("--calls", options.calls, 1, 1'000'000),
        within("--rate", options.rate, 0, 100'000),
        within("--seconds", static_cast<double>(options.duration.count()), 1,
               3600),
        within("--max-seconds", static_cast<double>(options.most_time.count()),
               1, 86'400)})
    if (!checked)
      return checked;
  if (options.check && options.database.empty())
    return wrong("the checker needs --database FILE (or say --no-check)");
  return done{};
}

std::vector<std::pair<std::string, std::string>>
describe(const load_options& options) {
  std::string faults;
  for (const auto& each : options.faults)
    faults += (faults.empty() ? "" : " ") + each;
  return {{"callers", std::to_string(options.callers)},
          {"rounds", std::to_string(options.rounds)},
          {"managers", std::to_string(options.managers)},
          {"calls", std::to_string(options.calls)},
          {"rate", options.rate > 0 ? std::to_string(options.rate) + "/s"
                                    : "closed loop"},
          {"seconds", std::to_string(options.duration.count())},
          {"expected interval",
           std::to_string(options.expected_interval.count()) + " ms"},
          {"seed", std::to_string(options.seed)},
          {"graph latency", std::to_string(options.graph_latency_ms) + " ms"},
          {"list lag", std::to_string(options.list_lag_ms) + " ms"},
          {"faults", faults.empty() ? "none" : faults},
          {"webhook secret", options.webhook_secret.empty() ? "no" : "yes"}};
}

} // namespace rental::load

#include "tools/booking-load/report.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rental::load {
namespace {

using nlohmann::ordered_json;

double millis(std::uint64_t micros) {
  return static_cast<double>(micros) / 1000;
}

ordered_json latency_json(const histogram& counted) {
  ordered_json result{{"count", counted.count()},
                      {"min", millis(counted.min())},
                      {"mean", counted.mean() / 1000}};
  for (auto [name, percent] : {std::pair{"p50", 50.0},
                               {"p90", 90.0},
                               {"p99", 99.0},
                               {"p99.9", 99.9},
                               {"p99.99", 99.99}})
    result[name] = millis(counted.percentile(percent));
  result["max"] = millis(counted.max());
  auto curve = ordered_json::array();
  for (const auto& point : counted.curve())
    curve.push_back({point.percent, millis(point.value), point.count});
  result["curve"] = std::move(curve);
  return result;
}

ordered_json outcomes_json(const tally& counted) {
  ordered_json result = ordered_json::object();
  for (const auto& [tool, kinds] : counted.by_tool)
    result[tool] = kinds;
  return result;
}

ordered_json scenario_json(const scenario_result& from) {
  const auto seconds = static_cast<double>(from.took.count()) / 1e6;
  ordered_json latency = ordered_json::object();
  ordered_json service = ordered_json::object();
  for (const auto& [tool, each] : from.counted.latency)
    latency[tool] = latency_json(each);
  for (const auto& [tool, each] : from.counted.service_time)
    service[tool] = latency_json(each);
  auto pace = ordered_json::array();
  for (const auto& second : from.counted.seconds)
    pace.push_back({second.answers, second.promises});
  return {
      {"name", from.name},
      {"what", from.what},
      {"seconds", seconds},
      {"answers", from.counted.answers},
      {"answers_per_second",
       seconds > 0 ? static_cast<double>(from.counted.answers) / seconds : 0},
      {"outcomes", outcomes_json(from.counted)},
      {"latency_ms", std::move(latency)},
      {"service_time_ms", std::move(service)},
      {"answers_and_bookings_by_second", std::move(pace)},
      {"skipped", from.skipped}};
}

ordered_json checker_json(const verdict& from) {
  auto rules = ordered_json::array();
  for (const auto& rule : from.rules)
    rules.push_back({{"rule", rule.rule},
                     {"says", rule.says},
                     {"looked_at", rule.looked_at},
                     {"broken", rule.broken}});
  auto violations = ordered_json::array();
  std::map<std::string, std::size_t> listed;
  for (const auto& each : from.violations)
    if (listed[each.rule]++ < listed_violations)
      violations.push_back(
          {{"rule", each.rule}, {"what", each.what}, {"ids", each.ids}});
  return {{"clean", from.clean()},
          {"rules", std::move(rules)},
          {"violations", std::move(violations)}};
}

bool answered_well(const scenario_result& scenario) {
  const auto& counted = scenario.counted;
  return scenario.name == "openings" ? counted.outcome(said::offered) > 0
                                     : counted.outcome(said::booked) > 0;
}

} // namespace

bool succeeded(const run_result& run) {
  if (run.checked && !run.checked->clean())
    return false;
  const auto books
      = [](const scenario_result& each) { return each.name != "openings"; };
  // Later scenarios may find the calendars full: one that booked is enough.
  if (std::any_of(run.scenarios.begin(), run.scenarios.end(), books))
    return std::any_of(
        run.scenarios.begin(), run.scenarios.end(),
        [&](const auto& each) { return books(each) && answered_well(each); });
  return std::any_of(run.scenarios.begin(), run.scenarios.end(), answered_well);
}

std::string render_json(const run_result& run) {
  ordered_json options = ordered_json::object();
  for (const auto& [name, value] : run.options)
    options[name] = value;
  auto scenarios = ordered_json::array();
  for (const auto& each : run.scenarios)
    scenarios.push_back(scenario_json(each));
  ordered_json all{
      {"began", run.began},
      {"succeeded", succeeded(run)},
      {"cut_short", run.cut_short},
      {"options", std::move(options)},
      {"checker", run.checked ? checker_json(*run.checked) : ordered_json{}},
      {"unchecked", run.unchecked},
      {"scenarios", std::move(scenarios)}};
  return all.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace rental::load

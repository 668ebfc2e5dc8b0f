#include "tools/booking-load/humans.hpp"

#include "net/url.hpp"
#include "tools/booking-load/setup.hpp"

#include <nlohmann/json.hpp>

namespace rental::load {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

std::string some_viewing(load_run& run, const std::string& body) {
  const auto all = json::parse(body, nullptr, false);
  std::vector<std::string> ids;
  if (all.is_array())
    for (const auto& event : all)
      if (!event.value("byHuman", false) && !event.value("deleted", false))
        ids.push_back(event.value("id", std::string{}));
  return ids.empty() ? std::string{} : ids[run.any(ids.size())];
}

wire_request change(const char* method, const json& body) {
  wire_request request;
  request.method = method;
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = body.dump();
  return request;
}

} // namespace

task<> meddle(load_run& run, const calendar_owner& manager) {
  const auto control = join_url(run.options.sim, "/_control");
  const std::vector<name_value> whose{{"account", manager.account}};
  wire_request look;
  const auto events
      = co_await fetch(run, join_url(control, "/events", whose), look);
  json order{{"account", manager.account}};
  order["id"] = some_viewing(run, events.body);
  // Whatever was cancelled in the meantime cannot be meddled with: no matter.
  if (order["id"] == "")
    co_return;
  if (run.chance(50)) {
    order["calendar"] = "Family";
    auto request = change("PATCH", order);
    co_await fetch(run, join_url(control, "/events"), std::move(request));
    co_return;
  }
  const auto start = run.about + 48h + 30min * run.any(240);
  order["start"] = to_iso_utc(start);
  order["end"] = to_iso_utc(start + 30min);
  auto request = change("POST", order);
  co_await fetch(run, join_url(control, "/copy"), std::move(request));
}

} // namespace rental::load

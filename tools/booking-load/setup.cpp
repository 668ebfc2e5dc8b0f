#include "tools/booking-load/setup.hpp"

#include "net/url.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <stdexcept>

namespace rental::load {
namespace {

using nlohmann::json;
using std::runtime_error;

constexpr std::chrono::milliseconds setup_timeout{60'000};
constexpr int most_hops = 10;

/// Managers live in several zones, so that a mix-up of zones shows.
constexpr std::array<std::pair<const char*, const char*>, 4> zones{
    {{"Central Standard Time", "America/Chicago"},
     {"Europe/Berlin", "Europe/Berlin"},
     {"Pacific Standard Time", "America/Los_Angeles"},
     {"Asia/Kathmandu", "Asia/Kathmandu"}}};

std::string answered(const wire_reply& reply) {
  return reply.status == 0
             ? "does not answer: " + reply.trouble
             : "answers with status " + std::to_string(reply.status);
}

// Requests are made outside of co_await, see task.hpp; g++ 12 also stumbles
// over string literals in such an expression.
wire_request get(std::vector<std::pair<std::string, std::string>> headers) {
  wire_request request;
  request.headers = std::move(headers);
  return request;
}

task<json> control(const load_run& run, const char* method, std::string target,
                   json body) {
  wire_request request;
  request.method = method;
  if (!body.is_null()) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = body.dump();
  }
  auto reply = co_await fetch(
      run, join_url(run.options.sim, "/_control") + target, std::move(request));
  if (reply.status != 200)
    throw runtime_error{"the simulator at " + run.options.sim + " "
                        + answered(reply) + " " + reply.body.substr(0, 200)};
  co_return json::parse(reply.body, nullptr, false);
}

task<> ask_tools(load_run& run) {
  auto request = get(run.operator_headers());
  const auto reply = co_await fetch(
      run, join_url(run.options.url, "/vapi/tools"), std::move(request));
  if (reply.status == 0)
    throw runtime_error{"the service at " + run.options.url + " "
                        + answered(reply)};
  const auto body = json::parse(reply.body, nullptr, false);
  if (reply.status == 200 && body.is_object() && body.contains("tools"))
    for (const auto& tool : body["tools"])
      run.tools.insert(
          tool.value("/function/name"_json_pointer, std::string{}));
  if (run.tools.empty())
    run.tools = {"get_availability", "set_appointment"};
}

task<> make_accounts(load_run& run) {
  auto accounts = json::array();
  for (int i = 0; i < run.options.managers; ++i) {
    const auto& [mailbox_zone, name]
        = zones[static_cast<std::size_t>(i) % zones.size()];
    const auto id = run.options.prefix + "-" + std::to_string(i + 1);
    auto tz = zone::find(name);
    if (!tz)
      throw runtime_error{"this machine has no time zone database"};
    run.managers.push_back({id, id + "@contoso.example", *tz});
    accounts.push_back(
        {{"email", run.managers.back().account}, {"timeZone", mailbox_zone}});
  }
  co_await control(run, "POST", "/accounts", std::move(accounts));
}

/// The page that comes back is a form: fills it in as a person would.
wire_request filled_in(const std::string& page, const std::string& account) {
  std::vector<name_value> fields{
      {"flow", attribute_of(page, "name=\"flow\"", "value")}};
  if (page.find("name=\"account\"") != page.npos) {
    fields.emplace_back("account", account);
    fields.emplace_back("action", "next");
  } else {
    fields.emplace_back("decision", "accept");
  }
  return {"POST",
          attribute_of(page, "<form", "action"),
          {{"Content-Type", "application/x-www-form-urlencoded"}},
          form_encode(fields)};
}

std::string origin_of(const std::string& url) {
  const auto parts = parse_url(url);
  return parts ? parts->scheme + "://" + parts->host + ":" + parts->port : "";
}

/// The redirect back goes to the address under test, whatever PUBLIC_URL says.
std::string own_address(const load_run& run, const std::string& url) {
  constexpr std::string_view callback = "/calendar/auth/callback";
  const auto parts = parse_url(url);
  if (!parts || parts->path != callback)
    return url;
  return join_url(run.options.url, parts->path)
         + (parts->query.empty() ? "" : "?" + parts->query);
}

task<> connect_calendar(load_run& run, const calendar_owner& manager) {
  const std::vector<name_value> whose{{"user_id", manager.user_id}};
  auto url = join_url(run.options.url, "/calendar/auth/start", whose);
  auto request = get(run.operator_headers());
  auto reply = co_await fetch(run, url, std::move(request));
  const auto set_cookie = reply.header("set-cookie");
  const auto cookie = set_cookie.substr(0, set_cookie.find(';'));
  for (int hop = 0; hop < most_hops; ++hop) {
    auto next = get({{"Accept", "text/html"}});
    const auto location = reply.header("location");
    if (location.ends_with("/calendar/connected")) // a page for people
      co_return;
    if (reply.status / 100 == 3 && !location.empty()) {
      url = own_address(run, location);
    } else if (reply.status == 200
               && reply.body.find("name=\"flow\"") != std::string::npos) {
      next = filled_in(reply.body, manager.account);
      url = origin_of(url) + next.target;
    } else {
      break;
    }
    if (!run.options.own_service && !is_loopback(url))
      throw runtime_error{"the sign-in leads away from this machine"};
    if (url.starts_with(origin_of(run.options.url)) && !cookie.empty())
      next.headers.emplace_back("Cookie", cookie);
    reply = co_await fetch(run, url, std::move(next));
  }
  if (reply.status != 200)
    throw runtime_error{"connecting " + manager.user_id
                        + " ended at a page with status "
                        + std::to_string(reply.status)};
}

task<bool> is_connected(load_run& run, const calendar_owner& manager) {
  const std::vector<name_value> whose{{"user_id", manager.user_id}};
  const auto url = join_url(run.options.url, "/calendar/auth/status", whose);
  auto request = get(run.operator_headers());
  auto reply = co_await fetch(run, url, std::move(request));
  const auto body = json::parse(reply.body, nullptr, false);
  co_return reply.status == 200 && body.is_object()
      && body.value("authorized", false);
}

task<> learn_the_time(load_run& run) {
  using namespace std::chrono_literals;
  std::optional<instant> first;
  const auto line = run.connect();
  for (const auto& manager : run.managers) {
    const auto free = co_await run.openings(*line, manager);
    if (!free.empty() && (!first || free.front().start < *first))
      first = free.front().start;
  }
  if (!first)
    throw runtime_error{"no manager has a free time left; start with a fresh "
                        "database and simulator"};
  run.about = *first - 48h;
}

} // namespace

std::string attribute_of(std::string_view html, std::string_view mark,
                         std::string_view name) {
  const auto at = html.find(mark);
  if (at == html.npos)
    return {};
  const auto begin = html.rfind('<', at);
  const auto tag = html.substr(begin, html.find('>', at) - begin);
  const auto key = " " + std::string{name} + "=\"";
  const auto from = tag.find(key);
  if (from == tag.npos)
    return {};
  const auto value = tag.substr(from + key.size());
  std::string text{value.substr(0, value.find('"'))};
  for (auto [entity, plain] : {std::pair{"&quot;", "\""},
                               {"&#39;", "'"},
                               {"&lt;", "<"},
                               {"&gt;", ">"},
                               {"&amp;", "&"}})
    for (auto i = text.find(entity); i != text.npos;
         i = text.find(entity, i + 1))
      text.replace(i, std::string_view{entity}.size(), plain);
  return text;
}

task<wire_reply> fetch(const load_run& run, std::string url,
                       wire_request request) {
  const auto parts = parse_url(url);
  if (!parts)
    throw runtime_error{"an address leads nowhere"};
  request.target
      = parts->path + (parts->query.empty() ? "" : "?" + parts->query);
  connection line{run.loop, parts->host, parts->port, setup_timeout};
  co_return co_await line.send(std::move(request));
}

task<> set_up(load_run& run) {
  co_await ask_tools(run);
  co_await make_accounts(run);
  for (const auto& manager : run.managers) {
    const bool before = co_await is_connected(run, manager);
    if (before)
      continue;
    co_await connect_calendar(run, manager);
    const bool after = co_await is_connected(run, manager);
    if (!after)
      throw runtime_error{manager.user_id
                          + " signed in, but the service says that the "
                            "calendar is not connected"};
  }
  co_await learn_the_time(run);
}

namespace {

task<> set(const load_run& run, const char* name, int span_ms) {
  json settings{{name, span_ms}};
  co_await control(run, "POST", "/settings", std::move(settings));
}

} // namespace

task<> order_faults(load_run& run) {
  if (run.options.graph_latency_ms > 0)
    co_await set(run, "latency_ms", run.options.graph_latency_ms);
  if (run.options.list_lag_ms > 0)
    co_await set(run, "list_lag_ms", run.options.list_lag_ms);
  for (const auto& text : run.options.faults) {
    auto fault = json::parse(text, nullptr, false);
    if (fault.is_discarded())
      throw runtime_error{"--fault is not JSON"};
    co_await control(run, "POST", "/faults", std::move(fault));
  }
}

task<> end_faults(load_run& run) {
  if (run.options.graph_latency_ms > 0)
    co_await set(run, "latency_ms", 0);
  if (run.options.list_lag_ms > 0)
    co_await set(run, "list_lag_ms", 0);
  if (!run.options.faults.empty())
    co_await control(run, "DELETE", "/faults", nullptr);
}

} // namespace rental::load

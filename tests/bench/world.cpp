#include "tests/bench/world.hpp"

#include "log/log.hpp"

#include <stdexcept>

namespace rental::test {
namespace {

using namespace std::chrono_literals;

sim::simulator_options same_sunday() {
  sim::simulator_options options;
  options.clock_start = sunday_text;
  return options;
}

} // namespace

manager_record connected_manager(const std::string& user_id) {
  manager_record row;
  row.key = {"default", user_id};
  row.account = user_id + "@contoso.example";
  row.zone = managers_zone;
  row.state = connection_state::connected;
  row.tokens.access_token = secret{std::string(1800, 'a')};
  row.tokens.refresh_token = secret{std::string(1200, 'r')};
  row.tokens.expires_at = sunday + 24h;
  row.tokens.scope = "Calendars.ReadWrite MailboxSettings.Read Mail.Send";
  row.created_at = row.updated_at = sunday;
  return row;
}

void store_managers(store& rows, const std::vector<manager_record>& managers) {
  must(run_job(rows, [&](store_session& session) -> expected<done> {
    for (const auto& row : managers)
      if (auto stored = session.put_manager(row); !stored)
        return stored.error();
    return done{};
  }));
}

template <class T>
reply<T> timed_graph::timed(std::int64_t mailbox, reply<T> on_reply) {
  return [this, mailbox, began = steady::now(),
          tell = std::move(on_reply)](expected<T> answer) {
    spent.at(static_cast<std::size_t>(mailbox)) += since(began).count();
    tell(std::move(answer));
  };
}

void timed_graph::calendar_view(graph_call call, time_slot window,
                                reply<std::vector<calendar_event>> on_reply) {
  const auto mailbox = call.mailbox;
  graph_around::calendar_view(std::move(call), window,
                              timed(mailbox, std::move(on_reply)));
}

void timed_graph::create_event(graph_call call, event_draft draft,
                               reply<calendar_event> on_reply) {
  const auto mailbox = call.mailbox;
  graph_around::create_event(std::move(call), std::move(draft),
                             timed(mailbox, std::move(on_reply)));
}

bench_world::bench_world(const std::string& folder, int managers,
                         int latency_ms)
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

void bench_world::connect(int managers) {
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
  auto db = must(open_database(must(load_settings(env_))));
  store_managers(*db.rows, rows);
}

} // namespace rental::test

#include "app/service.hpp"

#include "app/access_options.hpp"
#include "app/database.hpp"
#include "app/mail_options.hpp"
#include "app/microsoft_options.hpp"
#include "app/process.hpp"
#include "app/service_inside.hpp"
#include "app/version.hpp"
#include "base/redact.hpp"
#include "config/load.hpp"
#include "log/log.hpp"
#include "microsoft/graph_client.hpp"
#include "microsoft/identity_client.hpp"

#include <caf/scoped_actor.hpp>

#include <algorithm>
#include <thread>
#include <utility>

namespace rental {
namespace {

std::shared_ptr<const clock> clock_for(const settings& all) {
  if (all.clock_start)
    return std::make_shared<shifted_clock>(*all.clock_start);
  return std::make_shared<system_clock>();
}

} // namespace

system_config::system_config() {
  add_message_types<caf::id_block::rental>();
  // An idle service must not burn CPU: see docs/decisions/0002.
  set("scheduler.policy", caf::atom("sharing"));
  set("scheduler.max-threads",
      static_cast<std::size_t>(
          std::clamp(std::thread::hardware_concurrency(), 2u, 8u)));
}

service::impl::impl(const settings& given, service_hooks for_tests)
    : all(given), hooks(std::move(for_tests)), time(clock_for(given)),
      numbers(std::make_shared<metrics>(time)),
      held(limits_of(given.limits, numbers)) {
  held.on_render = given.on_render;
}

expected<done> service::impl::start() {
  auto lock = database_lock::take(all.database_url.reveal());
  if (!lock)
    return lock.error();
  only_one = *std::move(lock);
  auto opened = open_database(all);
  if (!opened)
    return opened.error();
  db = std::move(opened->rows);
  keys = std::move(opened->keys);
  missing_keys = std::move(opened->missing);
  tell_missing_keys();
  if (hooks.around_store)
    db = hooks.around_store(std::move(db));
  storage = std::make_unique<worker_pool>(1, "storage");
  if (auto known = remember_ended_sessions(); !known)
    return known;
  name_shared_mailboxes();
  make_microsoft();
  if (auto made = make_mail(); !made)
    return made;
  system = std::make_unique<caf::actor_system>(config);
  spawn_backstage();
  spawn_fronts();
  add_routes();
  if (auto open = listen(); !open)
    return open;
  numbers->set("peterental_build_info", {{"version", version_text()}}, 1);
  begin_at_zero(*numbers);
  return done{};
}

// It goes on without them: what the ring opens can be used, and /readyz says
// that something is missing.
void service::impl::tell_missing_keys() const {
  if (!missing_keys.empty())
    log::error("keys.missing",
               {{"text", in_words(missing_keys)
                             + ", which MASTER_KEY does not have; put it back, "
                               "then run `peterental rotate-keys`"}});
}

expected<done> service::impl::listen() {
  listener_options options;
  options.idle_timeout = all.server.keep_alive;
  options.max_per_address
      = static_cast<std::size_t>(all.server.connections_per_address);
  options.max_connections = connections_that_fit(options.max_connections);
  options.trusted_proxies = held.trusted_proxies;
  options.bytes_in_flight
      = static_cast<std::size_t>(all.server.memory_mebibytes) * 1024 * 1024;
  options.on_turned_away = [numbers = numbers](const char* full) {
    numbers->count("peterental_http_turned_away_total", {{"full", full}});
  };
  options.address = all.bind_address;
  options.port = all.port;
  options.time = time;
  options.https = all.public_url.starts_with("https://");
  options.on_answered = [numbers = numbers](const http_exchange& done) {
    numbers->count(
        "peterental_http_requests_total",
        {{"method", done.method}, {"status", std::to_string(done.status)}});
    numbers->observe("peterental_http_request_seconds", {},
                     std::chrono::duration<double>(done.took).count());
    log::debug("http.answered",
               {{"request", done.request_id},
                {"method", done.method},
                {"path", done.path},
                {"status", std::to_string(done.status)},
                {"micros", std::to_string(done.took.count())}});
  };
  auto listening = listener::start(std::move(options), routes);
  if (!listening)
    return listening.error();
  server = std::move(*listening);
  serving = server.get();
  bound_port = server->port();
  return done{};
}

void service::impl::make_microsoft() {
  http = std::make_unique<curl_client>();
  dated = std::make_unique<clock_watch>(
      *http, *time, [numbers = numbers](std::chrono::seconds ahead) {
        numbers->set("peterental_clock_ahead_seconds", {},
                     static_cast<double>(ahead.count()));
      });
  gate = std::make_unique<graph_gate>(*dated, *http, gate_options_of(all));
  identity = std::make_shared<identity_client>(
      identity_options_of(all, numbers), *dated, *time);
  graph = std::make_shared<graph_client>(graph_options_of(all, numbers), *gate,
                                         *http, *time);
  if (hooks.around_graph)
    graph = hooks.around_graph(std::move(graph));
}

expected<done> service::impl::remember_ended_sessions() {
  ended = std::make_shared<ended_sessions>(keep_ended());
  return run_job(*db, [this](store_session& rows) -> expected<done> {
    auto known = rows.ended_sessions(time->now());
    if (!known)
      return known.error();
    for (const auto& each : *known)
      ended->remember(each.id, each.until);
    return done{};
  });
}

void service::impl::name_shared_mailboxes() {
  const auto read = run_job(*db, [](store_session& rows) -> expected<done> {
    auto sharing = rows.sharing_managers();
    if (!sharing)
      return sharing.error();
    for (const auto& row : *sharing)
      log::warn("mailbox.shared",
                {{"agency", row.key.agency},
                 {"manager", redact_id(row.key.user_id)},
                 {"reason", "its mailbox is connected under an older id "
                            "as well: both may refuse each other's "
                            "bookings"},
                 {"next", "disconnect one of the two; peterental doctor "
                          "names them"}});
    return done{};
  });
  if (!read)
    log::warn("mailbox.shared_unreadable",
              {{"reason", to_string(read.error())}});
}

expected<done> service::impl::make_mail() {
  if (all.smtp.url.empty())
    return done{};
  mail_thread = std::make_unique<worker_pool>(1, "mail");
  auto client = smtp_client::make(mail_options_of(all), time,
                                  mail_thread->as_executor());
  if (!client)
    return client.error();
  mail = *std::move(client);
  return done{};
}

void service::impl::stop_actors() {
  const auto reason = caf::exit_reason::user_shutdown;
  caf::anon_send_exit(vapi, reason);
  caf::anon_send_exit(connecting, reason);
  caf::anon_send_exit(api, reason);
  caf::anon_send_exit(managers, reason);
  caf::anon_send_exit(operators, reason);
  {
    caf::scoped_actor waiting{*system};
    caf::anon_send_exit(the_overview, reason);
    caf::anon_send_exit(the_callbacks, reason);
    caf::anon_send_exit(the_properties, reason);
    caf::anon_send_exit(the_grant_checker, reason);
    caf::anon_send_exit(the_mailer, reason);
    // The mail that is on its way needs its calendar and the ledger still.
    waiting->wait_for(the_overview, the_callbacks, the_properties,
                      the_grant_checker, the_mailer);
    caf::anon_send_exit(the_connector, reason);
    caf::anon_send_exit(the_directory, reason);
    waiting->wait_for(the_connector, the_directory);
    caf::anon_send_exit(the_ledger, reason);
  }
  system->await_all_actors_done();
}

bool service::impl::stop(std::chrono::milliseconds grace) {
  if (std::exchange(stopped, true))
    return true;
  bool clean = true;
  if (server) {
    clean = server->drain(grace);
    serving = nullptr;
    server.reset();
  }
  if (system)
    stop_actors();
  // Threads end before what their last jobs refer to: the client's thread runs
  // retries that still wait, through the gate. Their last callbacks send to
  // actors that have ended, so the actor system goes last.
  http.reset();
  dated.reset();
  mail.reset();
  mail_thread.reset();
  storage.reset();
  graph.reset();
  identity.reset();
  gate.reset();
  vapi = nullptr;
  connecting = nullptr;
  api = nullptr;
  managers = nullptr;
  operators = nullptr;
  the_overview = nullptr;
  the_callbacks = nullptr;
  the_properties = nullptr;
  the_grant_checker = nullptr;
  the_mailer = nullptr;
  the_connector = nullptr;
  the_directory = nullptr;
  the_ledger = nullptr;
  system.reset();
  return clean;
}

service::service(std::unique_ptr<impl> inside) : impl_(std::move(inside)) {}

service::~service() {
  impl_->stop(std::chrono::seconds{5});
}

expected<std::unique_ptr<service>> service::start(const settings& all,
                                                  service_hooks hooks) {
  if (auto fit = check_for_serving(all); !fit)
    return fit.error();
  auto inside = std::make_unique<impl>(all, std::move(hooks));
  auto started = inside->start();
  if (!started) {
    inside->stop(std::chrono::milliseconds{0});
    return started.error();
  }
  log::info("service.started",
            {{"address", all.bind_address},
             {"port", std::to_string(inside->bound_port)},
             {"public_url", all.public_url},
             {"mode", all.development_mode ? "development" : "production"}});
  return std::unique_ptr<service>{new service{std::move(inside)}};
}

std::uint16_t service::port() const {
  return impl_->bound_port;
}

bool service::stop(std::chrono::milliseconds grace) {
  return impl_->stop(grace);
}

} // namespace rental

#include "app/service.hpp"

#include "actors/connector.hpp"
#include "actors/directory.hpp"
#include "actors/mailer.hpp"
#include "actors/overview.hpp"
#include "actors/reconnector.hpp"
#include "app/database.hpp"
#include "app/doors.hpp"
#include "app/microsoft_options.hpp"
#include "app/operator.hpp"
#include "app/version.hpp"
#include "config/load.hpp"
#include "config/phone.hpp"
#include "crypto/connect_link.hpp"
#include "domain/clock.hpp"
#include "domain/mail_address.hpp"
#include "http/admin_front.hpp"
#include "http/connect_pages.hpp"
#include "http/fronts.hpp"
#include "http/listener.hpp"
#include "http/manager_front.hpp"
#include "http/oauth_front.hpp"
#include "http/operations.hpp"
#include "http/vapi_front.hpp"
#include "log/log.hpp"
#include "microsoft/graph_client.hpp"
#include "microsoft/identity_client.hpp"
#include "net/curl_client.hpp"
#include "net/smtp_client.hpp"
#include "net/worker_pool.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

namespace rental {
namespace {

/// The tools that this version offers.
const std::vector<std::string> offered_tools
  = {"get_availability", "set_appointment", "find_appointment",
     "cancel_appointment", "reschedule_appointment"};

struct system_config : caf::actor_system_config {
  system_config() {
    add_message_types<caf::id_block::rental>();
    // An idle service must not burn CPU: see docs/decisions/0002.
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads",
        static_cast<std::size_t>(
          std::clamp(std::thread::hardware_concurrency(), 2u, 8u)));
  }
};

std::shared_ptr<const clock> clock_for(const settings& all) {
  if (all.clock_start)
    return std::make_shared<shifted_clock>(*all.clock_start);
  return std::make_shared<system_clock>();
}

directory_options directory_options_of(const settings& all) {
  directory_options to;
  to.normalise_id = [region = all.phone_region](std::string_view id) {
    return normalise_user_id(id, region);
  };
  for (const auto& each : all.bindings)
    to.bindings.push_back({each.assistant_id.value_or(""),
                           each.phone_number_id.value_or(""),
                           each.number.value_or(""), each.agency,
                           each.manager.value_or(""),
                           each.shared_secret.has_value()});
  for (const auto& each : all.properties)
    to.properties.push_back({each.match, each.agency, each.manager});
  return to;
}

} // namespace

struct service::impl {
  impl(const settings& given, service_hooks for_tests)
    : all(given),
      hooks(std::move(for_tests)),
      time(clock_for(given)),
      numbers(std::make_shared<metrics>(time)),
      held(limits_of(given.limits, numbers)) {}

  expected<done> start();
  void make_microsoft();
  expected<done> make_mail();
  reconnector_deps deps_of_reconnector();
  void spawn_actors();
  void spawn_operator();
  void add_routes();
  bool stop(std::chrono::milliseconds grace);
  calendar_deps deps_of_calendars();
  webhook_options webhook();
  front_options front();
  void check_ready(std::function<void(expected<done>)> then);

  settings all;
  service_hooks hooks;
  std::shared_ptr<const clock> time;
  std::shared_ptr<metrics> numbers;
  door_limits held;
  std::shared_ptr<store> db;
  std::shared_ptr<const keyring> keys;
  std::unique_ptr<worker_pool> storage;
  std::unique_ptr<curl_client> http;
  std::unique_ptr<worker_pool> mail_thread;
  std::shared_ptr<mail_sender> mail;
  std::unique_ptr<graph_gate> gate;
  std::shared_ptr<identity_api> identity;
  std::shared_ptr<graph_api> graph;
  system_config config;
  std::unique_ptr<caf::actor_system> system;
  ledger_actor the_ledger;
  directory_actor the_directory;
  connector_actor the_connector;
  mailer_actor the_mailer;
  overview_actor the_overview;
  reconnector_actor the_reconnector;
  front_handles fronts;
  operator_front_actor operators;
  std::shared_ptr<router> routes = std::make_shared<router>();
  std::unique_ptr<listener> server;
  /// The same for the server's own threads, which run before it is assigned.
  std::atomic<const listener*> serving{nullptr};
  std::uint16_t bound_port = 0;
  bool stopped = false;
};

expected<done> service::impl::start() {
  auto opened = open_database(all);
  if (!opened)
    return opened.error();
  db = std::move(opened->rows);
  keys = std::move(opened->keys);
  if (hooks.around_store)
    db = hooks.around_store(std::move(db));
  storage = std::make_unique<worker_pool>(1, "storage");
  make_microsoft();
  if (auto made = make_mail(); !made)
    return made;
  system = std::make_unique<caf::actor_system>(config);
  spawn_actors();
  spawn_operator();
  add_routes();
  listener_options options;
  options.address = all.bind_address;
  options.port = all.port;
  options.time = time;
  options.https = all.public_url.starts_with("https://");
  options.on_answered = [numbers = numbers](const http_exchange& done) {
    numbers->count("peterental_http_requests_total",
                   {{"method", done.method},
                    {"status", std::to_string(done.status)}});
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
  numbers->set("peterental_build_info", {{"version", version_text()}}, 1);
  begin_at_zero(*numbers);
  return done{};
}

void service::impl::make_microsoft() {
  http = std::make_unique<curl_client>();
  gate = std::make_unique<graph_gate>(*http, *http, gate_options_of(all));
  identity = std::make_shared<identity_client>(
    identity_options_of(all, numbers), *http, *time);
  graph = std::make_shared<graph_client>(graph_options_of(all, numbers), *gate,
                                         *http, *time);
  if (hooks.around_graph)
    graph = hooks.around_graph(std::move(graph));
}

expected<done> service::impl::make_mail() {
  if (all.smtp.url.empty())
    return done{};
  smtp_options options;
  options.url = all.smtp.url;
  options.from = read_mailbox_name(all.smtp.from).value_or(mailbox_name{});
  mail_thread = std::make_unique<worker_pool>(1, "mail");
  auto client
    = smtp_client::make(std::move(options), time, mail_thread->as_executor());
  if (!client)
    return client.error();
  mail = *std::move(client);
  return done{};
}

reconnector_deps service::impl::deps_of_reconnector() {
  reconnector_deps deps;
  deps.time = time;
  deps.ledger = the_ledger;
  deps.directory = the_directory;
  deps.mail = mail;
  deps.link = [ring = keys, url = all.public_url](const manager_record& who,
                                                  instant until) {
    return connect_url(
      url, seal_connect_link(*ring, {who.key.agency, who.key.user_id,
                                     who.account, until}));
  };
  deps.default_zone = all.default_zone;
  return deps;
}

calendar_deps service::impl::deps_of_calendars() {
  calendar_deps deps;
  deps.time = time;
  deps.graph = graph;
  deps.identity = identity;
  deps.ledger = the_ledger;
  deps.options.rules = all.rules;
  deps.options.use_mailbox_hours = all.use_mailbox_hours;
  deps.options.default_zone = all.default_zone;
  deps.options.cache_for = all.availability_cache;
  deps.on_step = hooks.on_step;
  deps.count = [numbers = numbers](std::string_view what, std::string_view label) {
    const auto family = "peterental_" + std::string{what} + "_total";
    numbers->count(family.c_str(), {{"result", std::string{label}}});
  };
  return deps;
}

void service::impl::spawn_actors() {
  the_ledger = system->spawn(ledger, db, storage->as_executor());
  const auto deps = deps_of_calendars();
  the_directory = system->spawn(directory, directory_options_of(all), deps);
  connector_deps sign_ins{time,          graph,        identity,
                          the_ledger,    the_directory, {},
                          deps.count};
  sign_ins.options.default_zone = all.default_zone;
  sign_ins.options.default_hours = all.rules.hours;
  sign_ins.options.use_mailbox_hours = all.use_mailbox_hours;
  the_connector = system->spawn(connector, std::move(sign_ins));
  mailer_deps mails;
  mails.time = time;
  mails.ledger = the_ledger;
  mails.directory = the_directory;
  mails.count = deps.count;
  mails.gauge = [numbers = numbers](std::string_view what, double value) {
    numbers->set(("peterental_" + std::string{what}).c_str(), {}, value);
  };
  auto grants = deps_of_reconnector();
  grants.count = deps.count;
  grants.gauge = mails.gauge;
  the_mailer = system->spawn(mailer, std::move(mails));
  watch_deps counts;
  counts.time = time;
  counts.ledger = the_ledger;
  counts.default_zone = all.default_zone;
  counts.gauge = [numbers = numbers](std::string_view what,
                                     std::string_view state, double value) {
    const auto family = "peterental_" + std::string{what};
    if (state.empty())
      numbers->set(family.c_str(), {}, value);
    else
      numbers->set(family.c_str(), {{"state", std::string{state}}}, value);
  };
  the_overview = system->spawn(watch, std::move(counts));
  the_reconnector = system->spawn(reconnector, std::move(grants));
  vapi_front_deps voice;
  voice.directory = the_directory;
  voice.numbers = numbers;
  voice.limits = held;
  voice.openings_budget = all.budgets.openings;
  voice.booking_budget = all.budgets.booking;
  voice.normalise_phone = [region = all.phone_region](std::string_view text) {
    return to_e164(text, region).value_or("");
  };
  fronts.vapi = system->spawn(vapi_front, std::move(voice));
  fronts.oauth = system->spawn(oauth_front,
                               oauth_front_deps{the_connector, front(),
                                                admin_consent_url(all)});
  fronts.manager = system->spawn(
    manager_front,
    manager_front_deps{the_directory, the_connector, front(),
                       all.budgets.openings, all.budgets.booking});
  fronts.admin = system->spawn(
    admin_front, admin_front_deps{the_directory, front(), all.budgets.openings,
                                  all.budgets.booking});
}

void service::impl::spawn_operator() {
  auto deps = operator_deps(all, offered_tools);
  deps.overview = the_overview;
  deps.directory = the_directory;
  deps.connector = the_connector;
  deps.options = front();
  operators = system->spawn(operator_front, std::move(deps));
}

front_options service::impl::front() {
  front_options options;
  options.public_url = all.public_url;
  options.open = all.admin_token.empty();
  if (!all.admin_token.empty())
    options.admin_tokens.push_back(all.admin_token);
  options.normalise_id = [region = all.phone_region](std::string_view id) {
    return normalise_user_id(id, region);
  };
  options.numbers = numbers;
  options.keys = keys;
  options.time = time;
  options.limits = held;
  return options;
}

webhook_options service::impl::webhook() {
  webhook_options options;
  options.auth.shared_secrets = all.vapi.secrets;
  options.auth.own_secrets = own_secrets_of(all.bindings);
  options.limits = held;
  options.auth.hmac_secrets = all.vapi.hmac.secrets;
  options.auth.hmac = hmac_of(all.vapi.hmac);
  options.auth.url = all.public_url + "/vapi/webhook";
  options.auth.open = !all.has_webhook_secret();
  options.time = time;
  options.numbers = numbers;
  return options;
}

void service::impl::add_routes() {
  operations_options operations;
  operations.public_url = all.public_url;
  operations.open = all.admin_token.empty();
  if (!all.admin_token.empty())
    operations.admin_tokens.push_back(all.admin_token);
  operations.numbers = numbers;
  operations.limits = held;
  operations.refresh = [this] {
    if (const auto* open = serving.load())
      numbers->set("peterental_http_connections", {},
                   static_cast<double>(open->connections()));
  };
  operations.check_ready = [this](auto then) { check_ready(std::move(then)); };
  routes->guard([limits = held](http_in& in) {
    return check_limits(limits, in);
  });
  add_operations(*routes, std::move(operations));
  add_fronts(*routes, fronts, webhook(), offered_tools, all.public_url);
  add_operator(*routes, front(), operators);
}

void service::impl::check_ready(std::function<void(expected<done>)> then) {
  storage->run([rows = db, then = std::move(then)] { then(rows->check()); });
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
  if (system) {
    const auto reason = caf::exit_reason::user_shutdown;
    caf::anon_send_exit(fronts.vapi, reason);
    caf::anon_send_exit(fronts.oauth, reason);
    caf::anon_send_exit(fronts.admin, reason);
    caf::anon_send_exit(fronts.manager, reason);
    caf::anon_send_exit(operators, reason);
    {
      caf::scoped_actor waiting{*system};
      caf::anon_send_exit(the_overview, reason);
      caf::anon_send_exit(the_reconnector, reason);
      caf::anon_send_exit(the_mailer, reason);
      caf::anon_send_exit(the_connector, reason);
      caf::anon_send_exit(the_directory, reason);
      waiting->wait_for(the_overview, the_reconnector, the_mailer,
                        the_connector, the_directory);
      caf::anon_send_exit(the_ledger, reason);
    }
    system->await_all_actors_done();
  }
  // Their last callbacks still send to actors that have ended, so the actor
  // system goes last.
  graph.reset();
  identity.reset();
  gate.reset();
  http.reset();
  mail.reset();
  mail_thread.reset();
  storage.reset();
  fronts = {};
  operators = nullptr;
  the_overview = nullptr;
  the_reconnector = nullptr;
  the_mailer = nullptr;
  the_connector = nullptr;
  the_directory = nullptr;
  the_ledger = nullptr;
  system.reset();
  return clean;
}

service::service(std::unique_ptr<impl> inside) : impl_(std::move(inside)) {}

service::~service() { impl_->stop(std::chrono::seconds{5}); }

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

std::uint16_t service::port() const { return impl_->bound_port; }

bool service::stop(std::chrono::milliseconds grace) {
  return impl_->stop(grace);
}

} // namespace rental

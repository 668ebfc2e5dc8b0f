// Who works in a running service, and what each of them is given.
#include "actors/ledger.hpp"
#include "app/access_options.hpp"
#include "app/database.hpp"
#include "app/microsoft_options.hpp"
#include "app/operator.hpp"
#include "app/service_inside.hpp"
#include "config/phone.hpp"
#include "config/text_memory.hpp"
#include "crypto/connect_link.hpp"
#include "fronts/api/calendar_api.hpp"
#include "fronts/api/health.hpp"
#include "fronts/authorize.hpp"
#include "fronts/connect/connect_front.hpp"
#include "fronts/connect/connect_results.hpp"
#include "fronts/connect/manager_front.hpp"
#include "fronts/voice/vapi_front.hpp"
#include "http/access/own_origin.hpp"
#include "log/log.hpp"
#include "vapi/tool_definitions.hpp"
#include "voice/en/english.hpp"

#include <caf/send.hpp>

#include <utility>

namespace rental {
namespace {

std::vector<std::string> offered_tools() {
  const auto known = known_tools();
  return {known.begin(), known.end()};
}

directory_options directory_options_of(const settings& all) {
  directory_options to;
  to.normalise_id
      = with_memory<std::string>([region = all.phone_region](auto id) {
          return normalise_user_id(id, region);
        });
  to.keep_visitors = date::days{all.keep_visitors_days};
  to.compared_at_start = 1000;
  for (const auto& each : all.bindings)
    to.bindings.push_back(
        {each.assistant_id.value_or(""), each.phone_number_id.value_or(""),
         each.number.value_or(""), each.agency, each.manager.value_or(""),
         each.shared_secret.has_value()});
  to.properties = all.properties;
  return to;
}

using counter = std::function<void(std::string_view, std::string_view)>;
using gauge = std::function<void(std::string_view, double)>;

counter counter_of(std::shared_ptr<metrics> numbers) {
  return [numbers = std::move(numbers)](std::string_view what,
                                        std::string_view label) {
    const auto family = "peterental_" + std::string{what} + "_total";
    const auto* name = what == "rate_limited" ? "limit" : "result";
    numbers->count(family.c_str(), {{name, std::string{label}}});
  };
}

gauge gauge_of(std::shared_ptr<metrics> numbers) {
  return [numbers = std::move(numbers)](std::string_view what, double value) {
    numbers->set(("peterental_" + std::string{what}).c_str(), {}, value);
  };
}

} // namespace

calendar_deps service::impl::deps_of_calendars() {
  calendar_deps deps;
  deps.time = time;
  deps.graph = graph;
  deps.identity = identity;
  deps.ledger = the_ledger;
  deps.options.rules = all.rules;
  deps.options.firm = all.firm;
  deps.options.mailbox_hours = all.mailbox_hours;
  deps.options.default_zone = all.default_zone;
  deps.options.cache_for = all.availability_cache;
  deps.options.uses = all.limits.uses;
  deps.options.codes
      = {all.limits.codes_at_once,
         std::chrono::seconds{86'400 / all.limits.codes_per_day}};
  deps.on_step = hooks.on_step;
  deps.count = counter_of(numbers);
  deps.speaks = &english;
  return deps;
}

connector_deps service::impl::deps_of_connector() {
  connector_deps deps;
  deps.time = time;
  deps.graph = graph;
  deps.identity = identity;
  deps.ledger = the_ledger;
  deps.directory = the_directory;
  deps.count = counter_of(numbers);
  deps.options.default_zone = all.default_zone;
  deps.options.default_hours = all.rules.hours;
  deps.options.mailbox_hours = all.mailbox_hours;
  return deps;
}

grant_checker_deps service::impl::deps_of_grant_checker() {
  grant_checker_deps deps;
  deps.heard = english.say.needs_reconnect();
  deps.time = time;
  deps.ledger = the_ledger;
  deps.directory = the_directory;
  deps.mail = mail;
  deps.link = [ring = keys, url = all.public_url](const manager_record& who,
                                                  instant until) {
    return connect_url(
        url, seal_connect_link(
                 *ring, {who.key.agency, who.key.user_id, who.account, until}));
  };
  deps.default_zone = all.default_zone;
  deps.count = counter_of(numbers);
  deps.gauge = gauge_of(numbers);
  return deps;
}

void service::impl::spawn_backstage() {
  the_ledger = system->spawn(ledger, db, storage->as_executor());
  the_directory = system->spawn(directory, directory_options_of(all),
                                deps_of_calendars());
  the_connector = system->spawn(connector, deps_of_connector());
  spawn_mail();
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
      numbers->set(
          family.c_str(),
          {{what == "unreadable_rows" ? "kind" : "state", std::string{state}}},
          value);
  };
  the_overview = system->spawn(watch, std::move(counts));
  the_callbacks = system->spawn(callbacks, callbacks_deps{time, the_ledger});
  the_properties = system->spawn(properties, properties_deps{time, the_ledger});
}

void service::impl::spawn_mail() {
  mailer_deps mails;
  mails.time = time;
  mails.ledger = the_ledger;
  mails.directory = the_directory;
  mails.smtp = mail;
  mails.count = counter_of(numbers);
  mails.gauge = gauge_of(numbers);
  the_mailer = system->spawn(mailer, std::move(mails));
  the_grant_checker = system->spawn(grant_checker, deps_of_grant_checker());
}

void service::impl::spawn_fronts() {
  vapi_front_deps voice;
  voice.directory = the_directory;
  voice.numbers = numbers;
  voice.callbacks = the_callbacks;
  voice.limits = held;
  voice.openings_budget = all.budgets.openings;
  voice.booking_budget = all.budgets.booking;
  voice.read_phone
      = with_memory<phone_reading>([region = all.phone_region](auto text) {
          return read_phone(text, region);
        });
  vapi = system->spawn(vapi_front, std::move(voice));
  connecting = system->spawn(
      connect_front,
      connect_front_deps{the_connector, front(), admin_consent_url(all)});
  managers = system->spawn(manager_front,
                           manager_front_deps{the_directory, the_connector,
                                              front(), all.budgets.openings,
                                              all.budgets.booking});
  api = system->spawn(calendar_api,
                      calendar_api_deps{the_directory, front(), the_callbacks,
                                        the_overview, all.budgets.openings,
                                        all.budgets.booking, the_properties});
  spawn_operator();
}

void service::impl::spawn_operator() {
  auto deps = operator_deps(all, offered_tools());
  deps.overview = the_overview;
  deps.directory = the_directory;
  deps.connector = the_connector;
  deps.callbacks = the_callbacks;
  deps.options = front();
  operators = system->spawn(console_front, std::move(deps));
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
  options.ended = ended;
  return options;
}

// A session that could not be stored is ended until the service starts again.
ended_sessions::keeper service::impl::keep_ended() {
  return [run = storage->as_executor(), rows = db,
          time = time](const std::string& hash, instant until,
                       std::function<void()> then) {
    run([=] {
      auto stored = run_job(*rows, [&](store_session& session) {
        return session.put_ended_session({hash, until}, time->now());
      });
      if (!stored)
        log::error("session.end_not_stored",
                   {{"reason", to_string(stored.error())}});
      then();
    });
  };
}

webhook_options service::impl::webhook() {
  webhook_options options;
  options.auth.shared_secrets = all.vapi.secrets;
  options.auth.own_secrets = own_secrets_of(all.bindings);
  options.limits = held;
  options.auth.hmac_secrets = all.vapi.hmac.secrets;
  options.auth.hmac = all.vapi.hmac;
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
    if (const auto* open = serving.load()) {
      numbers->set("peterental_http_connections", {},
                   static_cast<double>(open->connections()));
      numbers->set("peterental_http_bytes_in_flight", {},
                   static_cast<double>(open->bytes_in_flight()));
    }
    numbers->set("peterental_log_lines_dropped", {},
                 static_cast<double>(log::dropped()));
  };
  operations.check_ready = [this](auto then) { check_ready(std::move(then)); };
  operations.check_alive = [this](auto then) { check_alive(std::move(then)); };
  operations.probes.after
      = [this](auto wait, auto job) { http->after(wait, std::move(job)); };
  // Where no credentials are asked for, whatever a browser sends counts.
  const bool open_door = all.admin_token.empty() || !all.has_webhook_secret();
  routes->guard([limits = held,
                 open = open_door](http_in& in) -> std::optional<http_out> {
    if (open)
      if (auto refused = refuse_foreign_origin(in))
        return refused;
    return check_limits(limits, in);
  });
  add_operations(*routes, std::move(operations));
  const auto for_operator = admin_gate(front(), needs_admin);
  add_voice(*routes, webhook(), vapi, offered_tools(), all.public_url);
  add_connect(*routes, connecting, for_operator);
  add_manager_page(*routes, managers);
  add_calendar_api(*routes, api, for_operator);
  add_operator(*routes, front(), operators);
}

// The orders wait in the ledger, one batch of them at most on the storage
// thread: so this waits for one batch, and holds up the next for one write.
void service::impl::check_ready(std::function<void(expected<done>)> then) {
  if (!missing_keys.empty())
    return then(failure{errc::sealed, in_words(missing_keys), {}});
  storage->run([rows = db, then = std::move(then)] { then(rows->check()); });
}

// Through the actor that every call goes through, and the thread that every
// booking needs: what hangs there is not alive, however well HTTP is spoken.
void service::impl::check_alive(std::function<void(expected<done>)> then) {
  webhook_job nothing;
  nothing.message.kind = message_kind::tool_calls;
  caf::anon_send(
      vapi, std::move(nothing),
      responder{[then = std::move(then),
                 worker = storage->as_executor()](http_out out) {
        if (out.status != 200)
          return then(failure{errc::unavailable, "no actor answers", {}});
        worker([then] { then(done{}); });
      }});
}

} // namespace rental

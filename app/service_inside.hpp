// What a running service holds, in the order in which it is made. Internal to
// app/.
#pragma once

#include "actors/callbacks.hpp"
#include "actors/connect/connector.hpp"
#include "actors/directory/directory.hpp"
#include "actors/directory/properties.hpp"
#include "actors/mail/grant_checker.hpp"
#include "actors/mail/mailer.hpp"
#include "actors/overview.hpp"
#include "app/service.hpp"
#include "base/clock.hpp"
#include "crypto/keyring.hpp"
#include "fronts/api/calendar_api.hpp"
#include "fronts/connect/connect_front.hpp"
#include "fronts/connect/manager_front.hpp"
#include "fronts/console/console_front.hpp"
#include "fronts/voice/vapi_front.hpp"
#include "http/access/access_limits.hpp"
#include "http/access/ended_sessions.hpp"
#include "http/server/listener.hpp"
#include "metrics/metrics.hpp"
#include "microsoft/graph_gate.hpp"
#include "net/clock_watch.hpp"
#include "net/curl_client.hpp"
#include "net/smtp_client.hpp"
#include "net/worker_pool.hpp"
#include "storage/database_lock.hpp"
#include "storage/key_census.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>

#include <atomic>
#include <functional>
#include <memory>

namespace rental {

struct system_config : caf::actor_system_config {
  system_config();
};

struct service::impl {
  impl(const settings& given, service_hooks for_tests);

  // service.cpp
  expected<done> start();
  void make_microsoft();
  expected<done> make_mail();
  void tell_missing_keys() const;
  expected<done> remember_ended_sessions();
  void name_shared_mailboxes();
  expected<done> listen();
  bool stop(std::chrono::milliseconds grace);
  void stop_actors();

  // service_actors.cpp
  void spawn_backstage();
  void spawn_mail();
  void spawn_fronts();
  void spawn_operator();
  void add_routes();
  calendar_deps deps_of_calendars();
  connector_deps deps_of_connector();
  grant_checker_deps deps_of_grant_checker();
  webhook_options webhook();
  front_options front();
  ended_sessions::keeper keep_ended();
  void check_ready(std::function<void(expected<done>)> then);
  void check_alive(std::function<void(expected<done>)> then);

  settings all;
  service_hooks hooks;
  std::shared_ptr<const clock> time;
  std::shared_ptr<metrics> numbers;
  access_limits held;
  std::unique_ptr<database_lock> only_one;
  std::shared_ptr<store> db;
  std::shared_ptr<const keyring> keys;
  std::vector<missing_key> missing_keys;
  std::shared_ptr<ended_sessions> ended;
  std::unique_ptr<worker_pool> storage;
  std::unique_ptr<curl_client> http;
  /// The same, with an eye on our clock.
  std::unique_ptr<clock_watch> dated;
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
  callbacks_actor the_callbacks;
  properties_actor the_properties;
  grant_checker_actor the_grant_checker;
  vapi_front_actor vapi;
  front_actor connecting;
  front_actor api;
  manager_front_actor managers;
  console_front_actor operators;
  std::shared_ptr<router> routes = std::make_shared<router>();
  std::unique_ptr<listener> server;
  /// The same for the server's own threads, which run before it is assigned.
  std::atomic<const listener*> serving{nullptr};
  std::uint16_t bound_port = 0;
  bool stopped = false;
};

} // namespace rental

// GoogleTest fixture with CAF's deterministic scheduler: no threads, no sleeps,
// time moves only when the test says so.
#pragma once

#include "messages/error.hpp"
#include "messages/payloads.hpp"
#include "messages/type_ids.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/exit_reason.hpp>
#include <caf/expected.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/send.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <optional>

namespace rental::test {

struct test_config : caf::actor_system_config {
  test_config() {
    add_message_types<caf::id_block::rental>();
    set("scheduler.policy", caf::atom("testing"));
    set("logger.verbosity", caf::atom("quiet"));
  }
};

/// The eventual outcome of a request sent by a test.
template <class T>
using outcome = std::shared_ptr<std::optional<caf::expected<T>>>;

class actor_test : public ::testing::Test {
protected:
  actor_test()
      : system(config), sched(dynamic_cast<caf::scheduler::test_coordinator&>(
                            system.scheduler())) {
    // Start after zero, as the fixture in caf/test/dsl.hpp does.
    sched.clock().current_time += std::chrono::hours{1};
  }

  ~actor_test() override {
    // Kill what the test left alive and let it clean up; otherwise
    // ~actor_system waits forever, because nobody runs the jobs.
    for (auto& hdl : spawned_)
      caf::anon_send_exit(hdl, caf::exit_reason::kill);
    spawned_.clear();
    sched.run();
    while (sched.has_pending_timeout()) {
      sched.trigger_timeouts();
      sched.run();
    }
  }

  /// Spawns an actor and runs its initialisation.
  template <class... Ts>
  auto spawn(Ts&&... xs) {
    auto hdl = system.spawn(std::forward<Ts>(xs)...);
    spawned_.push_back(caf::actor_cast<caf::actor>(hdl));
    sched.run();
    return hdl;
  }

  /// Sends a request from a throw-away actor; nothing is processed yet.
  template <class T, class Handle, class... Ts>
  outcome<T> ask_later(const Handle& hdl, std::chrono::seconds timeout,
                       Ts... xs) {
    auto result = std::make_shared<std::optional<caf::expected<T>>>();
    system.spawn([=](caf::event_based_actor* self) {
      self->request(hdl, timeout, xs...)
          .then([=](const T& x) { result->emplace(x); },
                [=](const caf::error& reason) { result->emplace(reason); });
    });
    return result;
  }

  /// Sends a request, runs everything and returns the answer.
  template <class T, class Handle, class... Ts>
  caf::expected<T> ask(const Handle& hdl, Ts... xs) {
    auto result = ask_later<T>(hdl, std::chrono::seconds{5}, std::move(xs)...);
    sched.run();
    if (!result->has_value())
      return caf::make_error(caf::sec::request_timeout, "no answer yet");
    return **result;
  }

  /// Moves the clock forward and runs whatever became due.
  void advance(caf::timespan by) {
    sched.advance_time(by);
    sched.run();
  }

  /// Read-only view into an actor's state, for white-box checks.
  template <class State, class Handle>
  const State& state_of(const Handle& hdl) {
    using self_type = caf::stateful_actor<State, typename Handle::base>;
    return dynamic_cast<self_type&>(*caf::actor_cast<caf::abstract_actor*>(hdl))
        .state;
  }

  test_config config;
  caf::actor_system system;
  caf::scheduler::test_coordinator& sched;

private:
  std::vector<caf::actor> spawned_;
};

} // namespace rental::test

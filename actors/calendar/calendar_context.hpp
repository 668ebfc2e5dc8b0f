// What the parts of a calendar share: whose it is, what it may use, the time.
#pragma once

#include "actors/actors.hpp"
#include "actors/jobs.hpp"
#include "actors/ledger.hpp"
#include "actors/pending_promises.hpp"
#include "base/clock.hpp"
#include "domain/fair_use.hpp"
#include "domain/firm.hpp"
#include "domain/mailbox_hours.hpp"
#include "domain/slots.hpp"
#include "microsoft/graph_api.hpp"

#include <caf/actor_clock.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

namespace rental {

/// The operator's choices that a calendar needs.
struct calendar_options {
  booking_rules rules;
  /// Who invites visitors.
  rental::firm firm;
  /// What the mailbox's hours are to `rules.hours`.
  mailbox_hours_use mailbox_hours = mailbox_hours_use::narrow;
  /// For managers whose mailbox names no zone.
  zone default_zone;
  std::chrono::seconds cache_for{300};
  /// How long one call to Microsoft may take.
  std::chrono::milliseconds graph_timeout{8000};
  use_limits uses;
  code_limits codes;
  /// Asleep after so long without a request.
  std::chrono::minutes idle_after{30};
};

/// Counts things that happened: a stable name and one label. Thread-safe; may
/// be empty. No personal data.
using tally
    = std::function<void(std::string_view what, std::string_view label)>;

/// What a calendar needs from outside. The same for all of them.
struct calendar_deps {
  std::shared_ptr<const clock> time;
  std::shared_ptr<graph_api> graph;
  std::shared_ptr<identity_api> identity;
  ledger_actor ledger;
  calendar_options options;
  tally count;
  /// What is spoken where a request does not say.
  const speech* speaks = nullptr;
  /// Tests only: told before and after each step of a saga ("create:before",
  /// "create:after"), on the actor's thread. A test ends the process there.
  std::function<void(const std::string&)> on_step;
};

/// Part of a calendar's state; the other parts hold a pointer to it.
struct calendar_context {
  instant now() const { return deps.time->now(); }
  /// The actor's monotonic clock; tests move it by hand.
  deadline steady_now() const { return self->clock().now(); }
  deadline in(std::chrono::milliseconds span) const {
    return steady_now() + span;
  }
  void count(std::string_view what, std::string_view label) const {
    if (deps.count)
      deps.count(what, label);
  }

  /// The language of a request: what is said, and how times are read.
  const phrasebook& say(const speech* in) const {
    return (in ? in : deps.speaks)->say;
  }
  const time_reader& read(const speech* in) const {
    return (in ? in : deps.speaks)->read;
  }

  /// Runs work in the ledger; `then` runs in this actor.
  template <class T>
  void transact(std::function<expected<T>(store_session&)> work,
                std::function<void(expected<T>)> then) {
    rental::transact<T>(self, deps.ledger, std::move(work), std::move(then));
  }

  /// Parks a continuation for an answer of Microsoft.
  template <class T>
  reply<T> expect(std::function<void(expected<T>)> then) {
    return jobs.expect<T>(calendar_actor{self}, std::move(then));
  }

  /// Runs `then` in this actor, after a while.
  void later(std::chrono::milliseconds span, std::function<void()> then);

  /// Takes a manager's row: zone, hours and rules follow from it.
  void adopt(manager_record row);
  /// Takes of it what the mailbox says.
  void adopt_mailbox(const manager_record& row);

  calendar_actor::pointer self = nullptr;
  calendar_deps deps;
  manager_record manager;
  zone tz;
  /// `tz` is the manager's own, not the default.
  bool zone_is_known = false;
  booking_rules rules;
  pending_jobs jobs;
  /// Everybody who waits, but for those whose orders are in the booking queue.
  pending_promises owed;
};

} // namespace rental

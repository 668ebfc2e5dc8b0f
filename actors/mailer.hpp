// Drains the outbox: each mail once, or at most once when the outcome of
// sending is unknown, and otherwise still there with its reason.
#pragma once

#include "actors/directory.hpp"

#include <deque>
#include <functional>
#include <string_view>

namespace rental {

struct mailer_deps {
  std::shared_ptr<const clock> time;
  ledger_actor ledger;
  directory_actor directory;
  tally count;
  /// Sets a number: name and value. May be empty.
  std::function<void(std::string_view, double)> gauge;
  /// How often the outbox is looked into.
  std::chrono::milliseconds every{3000};
  /// Longest pause between two tries, so that a mail leaves within a minute of
  /// the mailbox's return.
  std::chrono::seconds longest_pause{45};
};

struct mailer_state {
  static inline const char* name = "mailer";

  /// A mail and whose mailbox it leaves from.
  struct letter {
    outbox_mail mail;
    manager_key from;
  };

  void start();
  void look();
  void read();
  /// Sends what was found, one after another, then waits for the next tick,
  /// or goes on at once when there is more.
  void next();

  mailer_actor::pointer self = nullptr;
  mailer_deps deps;
  pending_jobs jobs;

private:
  void mark_sending(const letter& what);
  void hand_over(const letter& what);
  void on_result(const letter& what, const expected<done>& sent);
  void put_back(const letter& what, const failure& why);
  void put_state(const letter& what, const char* state,
                 const std::string& error, instant not_before);

  std::deque<letter> waiting_;
  bool busy_ = false;
  /// The outbox held at least as much as was taken.
  bool more_ = false;
};

/// Spawn with `system.spawn(mailer, deps)`.
mailer_actor::behavior_type
mailer(mailer_actor::stateful_pointer<mailer_state> self, mailer_deps deps);

} // namespace rental

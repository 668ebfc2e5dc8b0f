// Drains the outbox: the manager has each mail at least once, or it is in
// somebody's list with its reason. What may have left before says so when it is
// sent again.
#pragma once

#include "actors/directory/directory.hpp"
#include "domain/outbox.hpp"
#include "net/mail_sender.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace rental {

struct mailer_deps {
  std::shared_ptr<const clock> time;
  ledger_actor ledger;
  directory_actor directory;
  /// For what a mailbox cannot send. Null: there is no mail server.
  std::shared_ptr<mail_sender> smtp;
  tally count;
  /// Sets a number: name and value. May be empty.
  std::function<void(std::string_view, double)> gauge;
  /// How often the outbox is looked into.
  std::chrono::milliseconds every{3000};
  /// Longest pause between two tries, so that a mail leaves within a minute of
  /// the mailbox's return.
  std::chrono::seconds longest_pause{45};
  /// How long the mail server is waited for.
  std::chrono::seconds smtp_timeout{60};
  /// How long the mail in hand is waited for when the service stops.
  std::chrono::milliseconds farewell{3000};
};

struct mailer_state {
  static inline const char* name = "mailer";

  /// A mail, whose mailbox it leaves from, and the manager's own address.
  struct letter {
    outbox_mail mail;
    manager_key from;
    std::string account;
  };

  void start();
  void look();
  void read();
  /// Sends what was found, one after another, then waits for the next tick,
  /// or goes on at once when there is more.
  void next();
  /// The service stops: the mail in hand is brought to an end, the others wait.
  void leave(const caf::error& reason);

  mailer_actor::pointer self = nullptr;
  mailer_deps deps;
  pending_jobs jobs;

private:
  void mark_sending(const letter& what);
  void hand_over(const letter& what);
  void hand_to_smtp(const letter& what, const failure& why);
  void on_sent(const letter& what, const char* how);
  void on_failed(const letter& what, const failure& why, bool by_smtp);
  void give_up(const letter& what, const char* state, const failure& why);
  void put_state(const letter& what, mail_change change);
  /// Takes what else waits for this mailbox out of this round.
  void rest(std::int64_t manager);
  void on_stored();

  std::deque<letter> waiting_;
  bool busy_ = false;
  /// The outbox held at least as much as was taken.
  bool more_ = false;
  /// A mail is marked `sending`.
  bool in_hand_ = false;
  std::optional<caf::error> leaving_;
};

/// Spawn with `system.spawn(mailer, deps)`.
mailer_actor::behavior_type
mailer(mailer_actor::stateful_pointer<mailer_state> self, mailer_deps deps);

} // namespace rental

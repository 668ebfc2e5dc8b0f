// Checks every refresh token once a day, so that a dead one is found
// before a caller finds it, and asks the manager of a dead one to connect
// again.
#pragma once

#include "actors/directory/directory.hpp"
#include "domain/reconnect.hpp"
#include "net/mail_sender.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

struct grant_checker_deps {
  std::shared_ptr<const clock> time;
  ledger_actor ledger;
  directory_actor directory;
  /// Null: there is no mail server.
  std::shared_ptr<mail_sender> mail;
  /// The address to send, for this manager and good until then.
  std::function<std::string(const manager_record&, instant)> link;
  /// For mailboxes that name no zone.
  zone default_zone;
  /// What callers are told of a grant that died.
  std::string heard;
  tally count;
  /// Sets a number: name and value. May be empty.
  std::function<void(std::string_view, double)> gauge;
  /// How often it is looked what is due.
  std::chrono::milliseconds every{15000};
  /// Grants that are proved between two looks, at most, and at the same time.
  /// 20 in 15 seconds are 115,200 a day.
  std::size_t probes_per_look = 20;
  std::size_t probes_at_once = 4;
  /// Pause after a proof that came to no result.
  std::chrono::minutes probe_again{60};
  /// Pause after a mail that was certainly not sent.
  std::chrono::minutes mail_again{10};
  /// How long the mail server is waited for.
  std::chrono::seconds mail_timeout{60};
};

/// Each mail is a row in the database before it is sent: after a crash it
/// counts as sent, so that nobody is mailed twice. Only what was certainly not
/// sent is tried again. One mail at a time.
struct grant_checker_state {
  static inline const char* name = "grant_checker";

  void start();
  void look();

  grant_checker_actor::pointer self = nullptr;
  grant_checker_deps deps;
  pending_jobs jobs;

private:
  // -- proofs -----------------------------------------------------------------
  void find_probes();
  void probe_next();
  void probe(const manager_key& whom);
  void on_probed(const expected<done>& alive);

  // -- mails ------------------------------------------------------------------
  void mail_next();
  /// `asked`: who waits for a call back since the grant died.
  void send(const due_mail_to& due, const std::vector<callback_request>& asked);
  void on_sent(const due_mail_to& due, const expected<done>& sent);
  void put_off(const due_mail_to& due, const failure& why);
  void put_state(const due_mail_to& due, const char* state,
                 const std::string& error);
  /// Says once a day that there are mails which nobody can send.
  void complain();

  std::deque<manager_key> to_probe_;
  std::size_t probing_ = 0;
  bool finding_ = false;
  bool mailing_ = false;
  std::optional<instant> complained_;
};

/// Spawn with `system.spawn(grant_checker, deps)`.
grant_checker_actor::behavior_type
grant_checker(grant_checker_actor::stateful_pointer<grant_checker_state> self,
              grant_checker_deps deps);

} // namespace rental

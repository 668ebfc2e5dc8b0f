// The calendar actor: one for each connected manager.
#pragma once

#include "actors/booking/booking_queue.hpp"

#include <exception>
#include <functional>

namespace rental {

struct calendar_state {
  static inline const char* name = "calendar";

  /// Loads the row again after the manager connected or disconnected.
  void reload();
  caf::result<booking_list> list();
  caf::result<mail_result> send(const outgoing_mail& mail);
  caf::result<event_sighting> look(const event_query& query);
  caf::result<probe_result> prove();
  caf::result<probe_result> renew();
  /// Answers everybody who waits, before the actor ends.
  void leave(const failure& why);
  /// Something threw: whoever waits gets a true answer, the actor ends with the
  /// error that is returned, and the directory starts it again.
  caf::error fail(const std::exception_ptr& thrown);
  /// Ends the actor when nothing happened since the timer was set.
  void on_idle(std::uint64_t seen);
  void rest();
  /// Whether the grant lets us look among the manager's mails.
  bool may_read_mail() const;
  /// Sends a mail unless it is found among those that were sent.
  void look_for(const outgoing_mail& mail,
                std::function<void(mail_result)> tell);
  void post(const outgoing_mail& mail, std::function<void(mail_result)> tell);

  calendar_context core;
  connection_health health{core};
  token_keeper tokens{core, health};
  graph_calls graph{core, tokens};
  mailbox_reader mailbox{core, graph};
  availability_cache openings{core, graph, mailbox, health};
  booking_queue bookings{core, graph, openings};
  /// Requests so far; tells the idle timer whether anything happened.
  std::uint64_t requests = 0;
};

/// Spawn with `system.spawn(calendar, deps, row)`; `row` as the ledger has it.
calendar_actor::behavior_type
calendar(calendar_actor::stateful_pointer<calendar_state> self,
         calendar_deps deps, manager_record row);

} // namespace rental

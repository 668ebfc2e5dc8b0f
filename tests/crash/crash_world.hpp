// What surrounds a service that dies: a simulator of Microsoft and a database
// that survive it, connected managers, callers, and the independent checker of
// booking-load.
#pragma once

#include "tests/support/child_process.hpp"
#include "tools/booking-load/checker.hpp"
#include "tools/booking-load/webhook_body.hpp"
#include "tools/microsoft-sim/simulator.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace rental::test {

/// Whether the full figures are wanted: RENTAL_LONG=1.
bool long_run();

/// One wish of a caller.
struct wish {
  load::call_facts call;
  std::string tool;
  std::string tool_call_id;
  load::tool_arguments arguments;
  std::string user_id;
  std::string address;
  instant start{};
};

class crash_world {
public:
  /// Two managers with connected calendars on a fresh database.
  crash_world();
  ~crash_world();

  /// Starts the service; with `crash_at` it kills itself at that step. Returns
  /// whether it listens.
  bool start(const std::string& crash_at = {}, int nth = 1);
  /// Waits for the end of the service: exit status, or minus the signal.
  std::optional<int> ended();
  void kill();
  /// SIGTERM; the exit status.
  std::optional<int> stop();

  /// The n-th slot, from 0, that manager number `owner` has to give: nine to
  /// five on the first day that may be booked.
  instant slot(std::size_t owner, std::size_t n) const;
  wish booking(std::size_t owner, std::size_t n) const;
  /// The same caller, in the same call, goes on.
  wish cancelling(const wish& booked) const;
  wish moving(const wish& booked, std::size_t owner, std::size_t n) const;

  /// Posts the tool call once; status 0: the service died. Thread-safe.
  load::exchange ask(const wish& what);
  /// Posts it, with the same id, to each service that is started until one
  /// answers; gives up when there is none for 30 s. Thread-safe.
  load::exchange ask_until_answered(const wish& what);

  /// Waits up to 30 s until no row is held, writing or cancelling; with
  /// `mails_too` also until no mail is untried.
  bool becomes_quiet(bool mails_too = false) const;
  /// Ledger, calendars, post and what was heard so far.
  load::evidence evidence();
  /// What the checker has against it, one line each; empty: nothing.
  static std::string complaints(const load::evidence& all);
  /// The end of the service's log.
  std::string log_tail() const;

private:
  void connect(const std::string& user_id, const std::string& account);
  load::exchange post(const wish& what, std::uint16_t port);

  std::string folder_;
  sim::simulator microsoft_;
  std::map<std::string, std::string> env_;
  std::vector<load::calendar_owner> owners_;
  instant began_;
  load::listener ears_;
  std::unique_ptr<child_process> child_;

  mutable std::mutex mutex_;
  std::condition_variable started_;
  std::uint16_t port_ = 0;
  /// Counts the services that have been started.
  int generation_ = 0;
  std::vector<load::exchange> transcript_;
};

} // namespace rental::test

// Clients that ask the real service at random, at the same time, and write down
// what they asked, what they were told, and when.
#pragma once

#include "tests/linear/history.hpp"
#include "tests/service/service_fixture.hpp"
#include "tools/booking-load/hearing.hpp"

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace rental::linear {

/// One calendar that is asked about.
struct place {
  /// user_id and mailbox.
  std::string manager;
  std::string account;
  zone tz;
};

/// What a run is like; all of it follows from the seed.
struct plan {
  unsigned seed = 1;
  int clients = 6;
  int operations_each = 40;
  /// Callers for each calendar; two clients may speak for one of them.
  int owners = 4;
  int grid = 30;
  int buffer = 0;
  int slots = 5;
  /// Microsoft is slow now and then, and loses answers.
  bool faults = false;
};

/// A service with two calendars and what it was asked.
class recorded_service : public test::ServiceTest {
protected:
  /// Starts the service by the plan and connects the calendars.
  void begin(const plan& how);
  /// Lets all clients and the humans in Outlook loose, and waits for them.
  history run();
  setting rules() const;

private:
  using clock = std::chrono::steady_clock;

  void client(int number);
  void human();
  /// An event at that slot: somebody else's, or the copy of a viewing.
  test::json appear(const std::string& account, const span& slot,
                    std::mt19937& random);
  /// Drags a viewing into another calendar of the mailbox, where it stays.
  void drag_away(const std::string& account, std::mt19937& random);
  test::json viewing(const std::string& account, std::mt19937& random);
  void ask_something(std::mt19937& random, operation& it);
  std::string use(const operation& it, const std::string& tool_name,
                  test::json arguments) const;
  void hear(operation& it, const std::string& sentence) const;
  void look(operation& it) const;
  int minute_of(const std::string& words, const place& where) const;
  std::string iso(int minute) const;
  tick now() const;
  void keep(operation it);

  plan how_;
  std::vector<place> places_;
  load::listener listener_;
  clock::time_point began_;
  std::mutex lock_;
  history all_;
  std::atomic<int> running_{0};
};

} // namespace rental::linear

// MANAGER_FRONT: the page of a manager who has just connected.
#pragma once

#include "actors/actors.hpp"
#include "fronts/connect/connect_pages.hpp"
#include "fronts/front.hpp"
#include "fronts/manager_session.hpp"
#include "http/server/router.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace rental {

/// MANAGER_FRONT: the page of a manager who has just connected.
using manager_front_actor = front_actor::extend<
    // Internal: time to look after test viewings that did not end well.
    caf::reacts_to<atom::tick>>;

struct manager_front_deps {
  directory_actor directory;
  connector_actor connector;
  front_options options;
  std::chrono::milliseconds openings_budget{6000};
  std::chrono::milliseconds booking_budget{10000};
};

/// A request of a manager whose calendar is connected.
struct manager_request {
  http_in in;
  responder respond;
  manager_session session;
  connection_status status;
};
using manager_request_ptr = std::shared_ptr<const manager_request>;

/// One test viewing on its way.
struct test_run {
  manager_request_ptr asked;
  calendar_actor calendar;
  /// Names the test's booking; made from what the form says.
  std::string call_id;
  zone tz;
  time_slot slot;
  booking made;
  std::vector<test_step> steps;
};
using test_run_ptr = std::shared_ptr<test_run>;

struct manager_front_state {
  static inline const char* name = "manager_front";

  /// Lets in whose session and calendar are still good.
  void take(const http_in& in, const responder& respond);
  /// Removes what test viewings left behind; re-arms itself while there may be
  /// something.
  void tick();

  manager_front_actor::pointer self = nullptr;
  manager_front_deps deps;

private:
  // -- the pages (manager_front.cpp) ------------------------------------------
  void show(const manager_request_ptr& asked);
  void show_status(const manager_request_ptr& asked,
                   const connection_status& now);
  void read_mailbox(const manager_key& manager, std::function<void()> then);
  void hear(const manager_request_ptr& asked);
  void confirm_disconnect(const manager_request_ptr& asked) const;
  void disconnect(const manager_request_ptr& asked);
  void go_on(const manager_request_ptr& asked);
  /// What a caller would hear now, and a remark when that is bad news.
  void listen(const manager_key& manager,
              std::function<void(std::string heard, std::string note)> then);
  void find(const manager_key& manager,
            std::function<void(expected<calendar_ref>)> then);

  // -- the test viewing (trial_booking.cpp) --
  void test(const manager_request_ptr& asked);
  void choose_slot(const test_run_ptr& run);
  void book(const test_run_ptr& run);
  void on_booked(const test_run_ptr& run, const booking_outcome& outcome);
  void look_for_event(const test_run_ptr& run);
  void remove(const test_run_ptr& run);
  void look_again(const test_run_ptr& run);
  void end(const test_run_ptr& run, unsigned status, std::string title,
           std::string summary);
  /// The run ended in doubt: keeps an eye on what it may leave behind.
  void end_in_doubt(const test_run_ptr& run, std::string title);
  void watch(const manager_key& manager);
  /// Removes the viewings of tests that do not run any more.
  void sweep(const manager_key& manager, const calendar_actor& calendar);

  /// The call ids of the tests that run.
  std::map<manager_key, std::string> running_;
  /// The call ids of the tests that have begun: a page begins one only.
  std::set<std::string> begun_;
  /// Managers with something to remove, perhaps, and how often to look yet.
  std::map<manager_key, int> watched_;
};

/// /calendar/connected and below. What it does, it does for the manager of the
/// session's cookie, whatever else a request says.
manager_front_actor::behavior_type
manager_front(manager_front_actor::stateful_pointer<manager_front_state> self,
              manager_front_deps deps);

/// Adds its paths.
void add_manager_page(router& routes, const front_actor& front);

} // namespace rental

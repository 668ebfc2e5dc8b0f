// MANAGER_FRONT with a connected calendar behind it, and its manager's browser.
#pragma once

#include "fronts/connect/manager_front.hpp"
#include "tests/fronts/front_fixture.hpp"

namespace rental::test {

/// Tuesday, 2026-11-24, two in the afternoon in Chicago.
inline constexpr time_slot tuesday_at_two{from_unix(1795550400),
                                          from_unix(1795552200)};

class manager_front_test : public front_test {
protected:
  manager_front_test() {
    options = production();
    options.time = time;
    connection_status status;
    status.state = connection_state::connected;
    status.authorized = true;
    status.account = "pete@example.com";
    status.zone = "America/Chicago";
    status.zone_said = "Central time";
    status.hours = default_hours();
    connector->status = status;
    openings_answer answer;
    answer.state = openings_state::readable;
    answer.tz = *zone::find("America/Chicago");
    answer.free = std::make_shared<const std::vector<time_slot>>(
        std::vector<time_slot>{tuesday_at_two});
    answer.sentence = "I have Tuesday at two.";
    calendar->answers[""] = calendar->answers["Test viewing"] = answer;
    booking row;
    row.id = "b-1";
    row.slot = tuesday_at_two;
    row.address = "Test viewing";
    row.call_id = "test:attempt-1";
    row.state = booking_state::confirmed;
    row.event_id = "event-1";
    made = row;
    calendar->outcome = booking_outcome{};
    calendar->outcome->result = booking_result::booked;
    calendar->outcome->made = std::make_shared<const booking>(row);
    calendar->cancelled = booking_outcome{};
    calendar->cancelled->result = booking_result::cancelled;
    calendar->sightings = {true, false};
  }

  void TearDown() override {
    // A front that watches has a timer, which would keep it alive.
    for (auto& each : spawned)
      caf::anon_send_exit(each, caf::exit_reason::kill);
    sched.run();
    spawned.clear();
    front_test::TearDown();
  }

  http_handler front() {
    manager_front_deps deps;
    deps.directory = directory_handle;
    deps.connector = spawn(fake_connector, connector);
    deps.options = options;
    auto made_front = spawn(manager_front, deps);
    spawned.push_back(made_front);
    return to_front(made_front);
  }

  /// The cookie of somebody who connected this manager's calendar.
  string_map signed_in(const std::string& user_id = "pete_admin",
                       const std::string& account = "pete@example.com") const {
    const auto header
        = open_session(options, {{"north", user_id}, account, {}});
    return {{"cookie", header.substr(0, header.find(';'))}};
  }

  std::string csrf_of(const http_handler& front, const string_map& who) {
    return field_in(answered(front, a_get("/calendar/connected", who)).body,
                    "csrf");
  }

  http_out run_test(const http_handler& front, const string_map& who,
                    const std::string& attempt = "attempt-1") {
    return answered(
        front,
        a_form("/calendar/connected/test-viewing",
               "csrf=" + csrf_of(front, who) + "&attempt=" + attempt, who));
  }

  std::vector<booking_order> orders_of(order_kind kind) const {
    std::vector<booking_order> result;
    for (const auto& order : calendar->orders)
      if (order.kind == kind)
        result.push_back(order);
    return result;
  }

  std::shared_ptr<manual_clock> time
      = std::make_shared<manual_clock>(from_unix(1'795'356'000));
  connector_script_ptr connector = std::make_shared<connector_script>();
  booking made;
  front_options options;
  std::vector<manager_front_actor> spawned;
};

} // namespace rental::test

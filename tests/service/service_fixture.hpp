// The real service against the simulator of Microsoft, both in this process,
// over sockets. Both clocks start on Sunday, 22 November 2026, eight in the
// morning in Chicago; so the first slot is Monday's nine o'clock.
#pragma once

#include "app/service.hpp"
#include "config/environment.hpp"
#include "tests/service/browser.hpp"
#include "tools/microsoft-sim/simulator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rental::test {

using nlohmann::json;

/// One function that the model wants to be run.
struct tool {
  std::string name;
  json arguments = json::object();
  /// Empty: a new one.
  std::string id;
};

/// A phone call: what VAPI says of it in every message.
struct phone_call {
  std::string id;
  /// Empty: a web call.
  std::string number = "+14055550199";
};

inline const std::string address = "123 Main Street, Norman, Oklahoma";
inline const std::string manager = "pete_admin";
inline const std::string account = "pete@contoso.example";
/// Somebody else's.
inline const std::string ana = "ana@contoso.example";

/// Tuesday at ten in Chicago.
inline const std::string tuesday_at_ten = "2026-11-24T10:00:00-06:00";
inline const std::string tuesday_at_ten_in_words
    = "Tuesday, November twenty-fourth at ten in the morning, Central time";
inline const std::string tuesday_at_ten_written = "Tue 24 Nov, 10:00 AM CST";
inline const std::string tuesday_at_ten_utc = "2026-11-24T16:00:00Z";

/// All times that a sentence offers, as they were spoken.
std::vector<std::string> offers_in(std::string sentence);
/// "You're booked to view ...".
bool is_booked(const std::string& sentence);

class ServiceTest : public testing::Test {
protected:
  ServiceTest();
  ~ServiceTest() override;

  /// Starts the service, on the same port and database as before. `more` goes
  /// over the usual environment.
  void start(const environment& more = {}, service_hooks hooks = {});
  /// Starts it and connects the manager.
  void start_connected(service_hooks hooks = {});
  /// Signs in without pages and leaves before the last one, which reads the
  /// calendar; returns the redirect to it.
  page just_connect(const std::string& user_id = manager);
  /// Signs in without pages and returns the last page.
  page connect(const std::string& user_id = manager);
  json status(const std::string& user_id = manager);

  /// POST /vapi/webhook; may be used from any thread.
  page webhook(const std::string& body, const pairs& headers = {}) const;
  /// Runs tools in one request and gives the whole answer's body.
  page run(const phone_call& call, const std::vector<tool>& tools) const;
  /// Runs one tool and gives its sentence.
  std::string ask(const phone_call& call, const tool& one) const;
  std::string openings(const phone_call& call) const;
  std::string book(const phone_call& call, const std::string& start,
                   const json& more = json::object()) const;

  page get(const std::string& path, const pairs& headers = {}) const;
  std::string url(const std::string& path) const { return base + path; }
  /// GET /calendar/events and its events that are confirmed.
  json bookings() const;
  json confirmed() const;
  /// The starts that GET /calendar/availability offers.
  std::vector<std::string> free_starts() const;

  json control(const std::string& method, const std::string& target,
               const json& body = nullptr);
  void fault(const std::string& operation, const json& action,
             const json& times = 1);
  /// What a human enters in Outlook.
  void human(const std::string& start, const std::string& end,
             const json& more = json::object());
  /// Events that the service wrote and that are still there.
  std::vector<json> events();
  /// Requests of one operation that the simulator has answered.
  int requests_of(const std::string& operation);
  /// Waits until `there` says so, at most 20 seconds.
  static bool eventually(const std::function<bool()>& there);

  std::string folder;
  std::string base;
  environment usual;
  sim::simulator microsoft;
  browser pete;
  std::unique_ptr<service> running;
};

} // namespace rental::test

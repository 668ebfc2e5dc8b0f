// A small booking service and its Microsoft, in one mock server, with faults
// that a real one must not have: they show that the harness finds them.
#pragma once

#include "tests/support/mock_http_server.hpp"
#include "tools/booking-load/evidence.hpp"

#include <array>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace rental::load {

/// What the fake gets wrong.
struct bad_habits {
  /// Two callers may have the same slot.
  bool no_overlap_guard = false;
  /// A repeated tool call is carried out again.
  bool forgets_answers = false;
  /// Says "booked" and writes nothing.
  bool lies = false;
  /// Books, but the event is an hour late.
  bool wrong_time = false;
};

/// Thread-safe.
class fake_service {
public:
  explicit fake_service(bad_habits habits = {});

  std::string base_url() const { return server_.base_url(); }
  /// What the checker would read from database and simulator.
  void fill(evidence& into) const;
  /// Users whose sign-in went through its pages to the end.
  std::set<std::string> connected() const;

private:
  struct order {
    std::string user_id, call_id, tool_call_id, tool, arguments, address, start;
  };

  test::mock_answer answer(const test::seen_request& request);
  test::mock_answer sign_in(const test::seen_request& request);
  test::mock_answer webhook(const std::string& body);
  std::string openings_json(const std::string& user_id) const;
  std::string say(const order& wanted);
  std::string book(const order& wanted);
  test::mock_answer make_accounts(const std::string& body);
  const zone& zone_of(const std::string& user_id) const;
  bool is_free(const std::string& user_id, const time_slot& slot) const;
  std::vector<time_slot> free(const std::string& user_id) const;
  std::int64_t manager_of(const std::string& user_id) const;

  bad_habits habits_;
  mutable std::mutex mutex_;
  /// Of the mailbox, by user id.
  std::map<std::string, zone> zones_;
  std::set<std::string> connected_;
  /// By call, tool call id and arguments.
  std::map<std::array<std::string, 3>, std::string> answers_;
  std::vector<ledger_booking> bookings_;
  test::mock_http_server server_;
};

} // namespace rental::load

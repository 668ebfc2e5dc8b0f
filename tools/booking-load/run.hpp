// One run against one service: what every scenario shares. Belongs to the
// loop's thread.
#pragma once

#include "tools/booking-load/evidence.hpp"
#include "tools/booking-load/options.hpp"
#include "tools/booking-load/report.hpp"
#include "tools/booking-load/webhook_body.hpp"
#include "tools/booking-load/wire.hpp"

#include <deque>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace rental::load {

/// Who calls, whose properties, and from which number.
struct phone_call {
  call_facts facts;
  const calendar_owner* manager = nullptr;
  std::string address;
  std::string name;
};

/// A tool call to make.
struct tool_use {
  std::string tool;
  tool_arguments arguments;
  /// Empty: a fresh one.
  std::string id;
  std::string contest;
  std::optional<instant> wanted;
  /// When it was due; the beginning of time: now.
  steady::time_point due{};
  body_shape shape = body_shape::captured;
};

class load_run {
public:
  load_run(event_loop& loop, const load_options& options);

  // -- what the run knows -----------------------------------------------------
  event_loop& loop;
  const load_options& options;
  const listener ears;
  std::mt19937_64 random;
  /// Managers with a connected calendar; stable addresses.
  std::deque<calendar_owner> managers;
  /// Tools that the service offers.
  std::set<std::string> tools;
  /// An instant shortly before anything that can be booked.
  instant about{};
  std::deque<exchange> transcript;
  /// Where the scenario that runs counts.
  scenario_result* current = nullptr;
  /// Nothing new is to be begun.
  bool stopping = false;
  int in_flight = 0;
  int round = 0;

  // -- scenarios begin and end ------------------------------------------------
  void begin(scenario_result& scenario);
  void end();
  /// Since the scenario began.
  std::chrono::microseconds since_begin(steady::time_point t) const;

  // -- talking ----------------------------------------------------------------
  std::unique_ptr<connection> connect();
  phone_call new_call(const calendar_owner& manager);
  /// Another call of the same person.
  phone_call call_again(const phone_call& before);
  /// Makes the tool call, writes it into the transcript and counts it.
  task<exchange> use(connection& line, const phone_call& call, tool_use what);
  /// Posts a message that needs no answer.
  task<> tell(connection& line, const char* type, std::string body);
  /// Every free slot, as the service tells the operator.
  task<std::vector<time_slot>> openings(connection& line,
                                        const calendar_owner& manager);
  /// The arguments of set_appointment.
  tool_arguments booking(const phone_call& call, std::string start) const;
  /// One of the ways to say an instant that all mean the same.
  std::string words_for(instant start, const zone& tz, std::size_t way) const;
  /// A number from 0 to `below` - 1.
  std::size_t any(std::size_t below);
  bool chance(int percent) {
    return any(100) < static_cast<std::size_t>(percent);
  }
  const calendar_owner& any_manager() { return managers[any(managers.size())]; }
  void skip(std::string why);

  std::vector<std::pair<std::string, std::string>> webhook_headers() const;
  std::vector<std::pair<std::string, std::string>> operator_headers() const;

private:
  void understand(exchange& each, const wire_reply& reply,
                  const calendar_owner& manager) const;

  std::string host_;
  std::string port_;
  steady::time_point run_began_ = steady::now();
  steady::time_point scenario_began_{};
  instant began_;
  std::uint64_t next_phone_;
  std::size_t next_number_ = 0;
};

} // namespace rental::load

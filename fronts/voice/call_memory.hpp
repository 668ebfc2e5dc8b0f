// What is remembered of the calls that go on, until the report at their end:
// who was put off, and how that caller can be reached. In memory alone, and
// bounded.
#pragma once

#include "actors/actors.hpp"
#include "domain/booking.hpp"

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rental {

/// How a tool call ended for the caller.
enum class call_turn {
  /// Nothing that a call back could mend.
  neutral,
  /// The caller has what was wanted.
  served,
  /// Refused, put off, or told that somebody else has to do it.
  put_off,
};
/// From the stable name of a tool call's outcome.
call_turn turn_of(std::string_view outcome);

/// One tool call, as far as it matters for a call back. `wish.who` and address
/// as they are known; `left_number`: the caller gave a number for it.
struct call_step {
  callback_request wish;
  std::string outcome;
  bool left_number = false;
};

/// Whose calendar the orders of a call reach.
struct call_owner {
  std::int64_t manager = 0;
  std::string agency;
  /// The number that the call comes from, when many people may be behind it:
  /// not one to call back.
  std::string shared_number;
  calendar_actor calendar;
};

/// `call` tells one call from all others: ids of calls are unique within an
/// agency at best. "" is no call. Not thread-safe.
class call_memory {
public:
  using time_point = std::chrono::steady_clock::time_point;

  void owner(const std::string& call, call_owner who, time_point now);
  /// A tool call of the call ended.
  void note(const std::string& call, const call_step& step, time_point now);
  /// Null when no order of the call reached a calendar.
  const call_owner* owner_of(const std::string& call) const;
  /// The call is over: who is to be kept as a lead, if anybody. It is
  /// forgotten.
  std::optional<callback_request> end(const std::string& call);

  std::size_t size() const noexcept { return calls_.size(); }

private:
  struct trace {
    call_owner owner;
    /// What is open, if anything is.
    std::optional<callback_request> open;
    /// Known of the caller from whatever step.
    visitor who;
    std::string address;
    time_point last{};
  };

  trace* find(const std::string& call, time_point now);
  void make_room(time_point now);

  std::unordered_map<std::string, trace> calls_;
  /// In the order in which they began; may name calls that are over.
  std::deque<std::string> order_;
};

} // namespace rental

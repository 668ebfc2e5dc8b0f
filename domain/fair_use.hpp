// How much one caller may have: limits that a visitor never meets, and that end
// what a hostile or broken caller would do to a manager's calendar and to the
// mailboxes of strangers.
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <cstdint>

namespace rental {

/// 0: no limit.
struct use_limits {
  /// New viewings arranged in one call.
  int viewings_per_call = 6;
  /// New viewings of one phone number within 24 hours.
  int viewings_per_caller = 10;
  /// Invitations to one e-mail address within 24 hours, changes included.
  int invitations_per_email = 10;

  friend bool operator==(const use_limits&, const use_limits&) = default;
};

/// What was used so far.
struct uses {
  std::int64_t by_call = 0;
  std::int64_t by_caller = 0;
  std::int64_t to_email = 0;
};

enum class over_use { none, call, caller, email };
/// Stable name, the `limit` of peterental_rate_limited_total.
const char* to_string(over_use what) noexcept;

/// Which limit one more viewing would break; a move counts for invitations
/// alone.
over_use over_limit(const use_limits& limits, const uses& so_far, bool is_move);

/// How booking codes may be tried. The first tries are free; then each wrong
/// one doubles the pause before the next, from half a minute up to `longest`:
/// six digits cannot be guessed, and nobody is shut out for good.
struct code_limits {
  int free_tries = 10;
  std::chrono::seconds longest{1728};

  friend bool operator==(const code_limits&, const code_limits&) = default;
};

/// Wrong codes one after another: by one caller, or for one e-mail address.
struct code_tries {
  int failures = 0;
  instant last{};
};

/// How long the next try has to wait; zero: none.
std::chrono::seconds pause_before_try(const code_limits& limits,
                                      const code_tries& so_far, instant now);

} // namespace rental

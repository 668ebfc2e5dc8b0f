#include "domain/fair_use.hpp"

#include <algorithm>

namespace rental {

using std::chrono::seconds;

const char* to_string(over_use what) noexcept {
  switch (what) {
  case over_use::call:
    return "viewings_per_call";
  case over_use::caller:
    return "viewings_per_caller";
  case over_use::email:
    return "invitations_per_email";
  case over_use::none:
    break;
  }
  return "none";
}

over_use over_limit(const use_limits& limits, const uses& so_far,
                    bool is_move) {
  const auto full
      = [](int limit, std::int64_t used) { return limit > 0 && used >= limit; };
  if (!is_move && full(limits.viewings_per_call, so_far.by_call))
    return over_use::call;
  if (!is_move && full(limits.viewings_per_caller, so_far.by_caller))
    return over_use::caller;
  if (full(limits.invitations_per_email, so_far.to_email))
    return over_use::email;
  return over_use::none;
}

seconds pause_before_try(const code_limits& limits, const code_tries& so_far,
                         instant now) {
  const auto over = so_far.failures - limits.free_tries;
  if (over < 0)
    return seconds{0};
  const auto pause
      = std::min(seconds{30} * (1 << std::min(over, 16)), limits.longest);
  // A clock that was ahead makes nobody wait longer than the pause.
  const auto since = std::max(now - so_far.last, seconds{0});
  return std::max(pause - since, seconds{0});
}

} // namespace rental

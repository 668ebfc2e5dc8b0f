#include "domain/reconnect.hpp"

namespace rental {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

instant next_probe(std::int64_t manager, instant refreshed) {
  // 7919 is prime to the four hours: neighbours end up far apart.
  constexpr std::int64_t spread = 4 * 3600;
  return refreshed + hours{20} + seconds{manager * 7919 % spread};
}

std::optional<int> due_reminder(instant died, instant now,
                                std::optional<int> last) {
  std::optional<int> due;
  for (const auto day : reminder_days)
    if ((!last || day > *last) && died + days{day} <= now)
      due = day;
  return due;
}

std::optional<instant> next_reminder(instant died, int day) {
  for (const auto next : reminder_days)
    if (next > day)
      return died + days{next};
  return std::nullopt;
}

} // namespace rental

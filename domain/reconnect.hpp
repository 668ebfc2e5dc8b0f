// When a grant is proved, and when its manager is asked to connect again. Pure.
#pragma once

#include "domain/booking.hpp"

#include <array>
#include <optional>

namespace rental {

/// Days after a grant died on which its manager is mailed a new link.
inline constexpr std::array reminder_days{0, 1, 3, 7, 14};

/// How long the link in such a mail is good.
inline constexpr std::chrono::hours reminder_link_life{14 * 24};

/// When a grant that was refreshed at `refreshed` is to be refreshed again, if
/// nobody else needs it before: 20 to 24 hours later. Which moment of these
/// four hours follows from the manager, so that calendars which were connected
/// together are not read together.
instant next_probe(std::int64_t manager, instant refreshed);

/// The day whose reminder is due, when that of day `last` was the last one
/// (nothing: none). Of several that were missed only the latest.
std::optional<int> due_reminder(instant died, instant now,
                                std::optional<int> last);

/// When the reminder after that of `day` is due; nothing after the last.
std::optional<instant> next_reminder(instant died, int day);

/// One mail about a grant that died, or the attempt at it.
struct reminder {
  std::int64_t id = 0;
  std::int64_t manager = 0;
  instant died_at{};
  /// One of reminder_days.
  int day = 0;
  /// queued | sending | sent | unknown | failed
  std::string state = "queued";
  int attempts = 0;
  std::string last_error;
  instant changed_at{};
};

/// A reminder that is to be sent now, and to whom. Without tokens.
struct due_mail_to {
  reminder what;
  manager_record manager;
};

} // namespace rental

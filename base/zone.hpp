// Time zones: the wall clock of a manager. Rules come from the system's IANA
// database through date/tz, Windows names through ICU's CLDR table.
#pragma once

#include "base/expected.hpp"
#include "base/time.hpp"

#include <date/date.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace date {
class time_zone;
}

namespace rental {

/// A wall clock without a zone, whole seconds.
using local_time = date::local_seconds;

/// What a wall clock reading means in a zone.
struct local_reading {
  enum class kind { unique, nonexistent, ambiguous };
  kind what = kind::unique;
  /// The instant; of an ambiguous reading the earlier one; of a nonexistent
  /// one the instant of the transition that skips it.
  instant first{};
  /// The later instant of an ambiguous reading, else equal to `first`.
  instant second{};
};

/// A time during which a zone's offset from UTC stays the same: [begin, end).
struct stretch {
  instant begin{};
  instant end{};
  /// East positive.
  std::chrono::seconds offset{0};
};

/// Reads `t` with stretches that lie side by side in order of time. Exact if
/// they reach 16 hours to either side of `t` taken as UTC; no offset in the
/// database is larger. For loops over many times, which then cost one look-up
/// in the database instead of one each.
local_reading read_in(std::span<const stretch> stretches, local_time t);

/// The wall clock at `t`, which must lie inside of `stretches`.
local_time local_in(std::span<const stretch> stretches, instant t);

/// A time zone. A cheap value; safe to share between threads. The zone of the
/// process (TZ, /etc/localtime) never matters. Clock changes are known up to
/// 2037: date/tz 3.0.1 reads the tables of the system's files, but not the rule
/// at their end (RFC 8536, 3.3). Debian's tzdata writes these tables in full.
class zone {
public:
  /// UTC. Needs no database.
  zone();

  /// Finds "Europe/Berlin" or "W. Europe Standard Time"; upper and lower case
  /// do not matter. Fails with errc::bad_request for "", "undefined",
  /// "tzone://Microsoft/Custom", "Customized Time Zone" and any other unknown
  /// name (a mailbox that was never opened has none), and with errc::internal
  /// if the system has no time zone database.
  static expected<zone> find(std::string_view name);

  /// The IANA name.
  const std::string& name() const noexcept { return name_; }

  local_time to_local(instant t) const;
  /// The date that the clock shows at `t`.
  date::local_days local_day(instant t) const {
    return date::floor<date::days>(to_local(t));
  }
  local_reading read(local_time t) const;
  /// Offset from UTC that is in force at `t`, east positive.
  std::chrono::seconds offset_at(instant t) const;
  /// What the clock is called at `t`: "CST", "CEST"; where there are no letters
  /// for it, "UTC+5:45".
  std::string abbreviation_at(instant t) const;
  /// The stretches that touch [from, to], in order of time; at least one.
  std::vector<stretch> stretches(instant from, instant to) const;
  /// "2026-11-24T09:00:00-06:00" (RFC 3339 with the zone's offset).
  std::string to_iso(instant t) const;
  /// The instant at which the local day of `day` begins (the first instant
  /// whose local date is `day`; midnight may not exist, e.g. in Cairo). A day
  /// that was skipped altogether (Apia, 30 December 2011) begins where the next
  /// one begins, and so is empty.
  instant start_of_day(date::local_days day) const;

  /// The Windows name of a zone whose clock shows the same at `t`, which is
  /// what Exchange knows zones by; empty when there is none.
  std::string windows_name(instant t) const;

  /// Same entry of the database; aliases ("US/Central") are other zones.
  friend bool operator==(const zone& a, const zone& b) noexcept {
    return a.impl_ == b.impl_;
  }

private:
  zone(const date::time_zone* impl, std::string name);

  stretch at(instant t) const;

  /// Null for UTC. Lives as long as the process.
  const date::time_zone* impl_;
  std::string name_;
};

} // namespace rental

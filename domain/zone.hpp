// Time zones: the wall clock of a manager. Rules come from the system's IANA
// database through date/tz, Windows names through ICU's CLDR table.
#pragma once

#include "domain/expected.hpp"
#include "domain/time.hpp"

#include <date/date.h>

#include <optional>
#include <string>
#include <string_view>

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

/// A time zone. A cheap value; safe to share between threads.
class zone {
public:
  /// UTC.
  zone();

  /// Finds "Europe/Berlin" or "W. Europe Standard Time". Fails with
  /// errc::bad_request for "", "undefined", "tzone://Microsoft/Custom" and any
  /// other unknown name.
  static expected<zone> find(std::string_view name);

  /// The IANA name.
  const std::string& name() const noexcept { return name_; }

  local_time to_local(instant t) const;
  local_reading read(local_time t) const;
  /// Offset from UTC that is in force at `t`, east positive.
  std::chrono::seconds offset_at(instant t) const;
  /// "2026-11-24T09:00:00-06:00" (RFC 3339 with the zone's offset).
  std::string to_iso(instant t) const;
  /// The instant at which the local day of `day` begins (the first instant
  /// whose local date is `day`; midnight may not exist, e.g. in Cairo).
  instant start_of_day(date::local_days day) const;

  friend bool operator==(const zone& a, const zone& b) noexcept {
    return a.impl_ == b.impl_;
  }

private:
  zone(const date::time_zone* impl, std::string name);

  const date::time_zone* impl_;
  std::string name_;
};

} // namespace rental

// What the tests of voice share.
#pragma once

#include "domain/time.hpp"
#include "domain/zone.hpp"
#include "voice/say.hpp"

#include <date/date.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace rental::testing {

inline zone zone_named(std::string_view name) {
  auto found = zone::find(name);
  EXPECT_TRUE(found) << name;
  return found ? *found : zone{};
}

/// A wall clock reading, for tables.
inline local_time local(int year, unsigned month, unsigned day, int hour = 0,
                        int minute = 0) {
  return local_time{date::local_days{date::year{year} / static_cast<int>(month)
                                     / static_cast<int>(day)}}
         + std::chrono::hours{hour} + std::chrono::minutes{minute};
}

/// "2026-11-24 14:30" on the wall clock of `tz`; of two, the first.
inline instant at(std::string_view text, const zone& tz) {
  auto n = [&](std::size_t from, std::size_t count) {
    return std::stoi(std::string{text.substr(from, count)});
  };
  return tz
      .read(local(n(0, 4), static_cast<unsigned>(n(5, 2)),
                  static_cast<unsigned>(n(8, 2)), n(11, 2), n(14, 2)))
      .first;
}

} // namespace rental::testing

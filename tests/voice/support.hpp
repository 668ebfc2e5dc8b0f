// What the tests of voice share.
#pragma once

#include "base/time.hpp"
#include "base/zone.hpp"
#include "voice/words/say.hpp"

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

/// "2026-11-24 14:30" on a wall clock.
inline local_time at_local(std::string_view text) {
  auto n = [&](std::size_t from, std::size_t count) {
    return std::stoi(std::string{text.substr(from, count)});
  };
  return local(n(0, 4), static_cast<unsigned>(n(5, 2)),
               static_cast<unsigned>(n(8, 2)), n(11, 2), n(14, 2));
}

/// The same on the wall clock of `tz`; of two, the first.
inline instant at(std::string_view text, const zone& tz) {
  return tz.read(at_local(text)).first;
}

} // namespace rental::testing

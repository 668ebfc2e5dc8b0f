// Zones and dates for tests.
#pragma once

#include "base/zone.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace rental::test {

/// The zone of this name; throws if there is none, which fails the test.
inline zone zone_named(const std::string& name) {
  auto found = zone::find(name);
  if (!found)
    throw std::runtime_error{to_string(found.error())};
  return *found;
}

inline date::local_days day(int y, unsigned m, unsigned d) {
  return date::local_days{
      date::year_month_day{date::year{y}, date::month{m}, date::day{d}}};
}

/// Half hours, quarters, both hemispheres, far from and across the date line,
/// changes at midnight and of half an hour, and none at all.
inline const std::vector<zone>& twelve_zones() {
  static const std::vector<zone> all = [] {
    std::vector<zone> result;
    for (const char* name :
         {"Africa/Cairo", "Africa/Casablanca", "America/Chicago",
          "America/New_York", "America/Phoenix", "America/St_Johns",
          "Asia/Kathmandu", "Australia/Lord_Howe", "Australia/Sydney",
          "Europe/Berlin", "Pacific/Apia", "Pacific/Chatham"})
      result.push_back(zone_named(name));
    return result;
  }();
  return all;
}

} // namespace rental::test

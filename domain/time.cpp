#include "domain/time.hpp"

#include <date/date.h>

#include <cstdio>

namespace rental {

std::string to_iso_utc(instant t) {
  const auto day = date::floor<date::days>(t);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss clock{t - day};
  char text[48];
  const int length = std::snprintf(
      text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", int{ymd.year()},
      unsigned{ymd.month()}, unsigned{ymd.day()},
      static_cast<int>(clock.hours().count()),
      static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  return {text, static_cast<std::size_t>(length)};
}

} // namespace rental

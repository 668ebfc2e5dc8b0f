// Wishes written down for tables: "24 12:00-17:00 | not mon".
#pragma once

#include "tests/voice/support.hpp"
#include "voice/times/understand.hpp"

#include <string>

namespace rental::testing {

struct wish_row {
  const char* text;
  /// As `written` writes it.
  const char* meant;
};

inline std::string written(std::chrono::minutes m) {
  return date::format("%R", m);
}

/// "11-24" for one day, "11-24/11-28", "11-24/" from a day on; "mon,wed" of the
/// week, left out when any will do; "14:00", "12:00-17:00", "-12:00", "15:00-".
inline std::string written(const wished_times& times) {
  std::string out;
  const auto add = [&](const std::string& piece) {
    out += (out.empty() || out.back() == ' ' ? "" : " ") + piece;
  };
  const auto day = [](const std::optional<date::local_days>& d) {
    return d ? date::format("%m-%d", *d) : std::string{};
  };
  if (times.first_day && times.first_day == times.last_day)
    add(day(times.first_day));
  else if (times.first_day || times.last_day)
    add(day(times.first_day) + "/" + day(times.last_day));
  if (times.weekdays != wished_times::all_week) {
    constexpr const char* names[]{"sun", "mon", "tue", "wed",
                                  "thu", "fri", "sat"};
    std::string list;
    for (std::size_t i = 0; i < 7; ++i)
      if (times.weekdays[i])
        list += (list.empty() ? "" : ",") + std::string{names[i]};
    add(list);
  }
  if (times.around)
    add(written(*times.around));
  if (times.from || times.to)
    add((times.from ? written(*times.from) : "") + "-"
        + (times.to ? written(*times.to) : ""));
  return out;
}

/// The alternatives with ", " between them, what is ruled out behind "not",
/// "soonest" and "unclear" last.
inline std::string written(const wish& wanted) {
  std::string out;
  const auto add = [&](const std::string& piece, const char* between) {
    out += (out.empty() ? "" : between) + piece;
  };
  for (const auto& each : wanted.any_of)
    add(written(each), ", ");
  for (const auto& each : wanted.none_of)
    add("not " + written(each), "; ");
  if (wanted.soonest)
    add("soonest", "; ");
  if (wanted.unclear)
    add("unclear", "; ");
  return out;
}

} // namespace rental::testing

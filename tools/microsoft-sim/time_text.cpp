#include "tools/microsoft-sim/time_text.hpp"

#include <array>
#include <cstdio>

namespace rental::sim {

using namespace std::chrono;

namespace {

/// Reads from the front of a text; `ok` turns false at the first mismatch.
struct scanner {
  std::string_view rest;
  bool ok = true;

  int number(std::size_t digits) {
    int value = 0;
    if (rest.size() < digits)
      ok = false;
    for (std::size_t i = 0; ok && i < digits; ++i) {
      if (rest[i] < '0' || rest[i] > '9')
        ok = false;
      value = value * 10 + (rest[i] - '0');
    }
    if (ok)
      rest.remove_prefix(digits);
    return value;
  }

  bool next_is(char c) const { return !rest.empty() && rest.front() == c; }

  void skip(char c) {
    ok = ok && next_is(c);
    if (ok)
      rest.remove_prefix(1);
  }

  void skip_fraction() {
    if (!next_is('.'))
      return;
    rest.remove_prefix(1);
    std::size_t digits = 0;
    while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9')
      ++digits;
    ok = ok && digits >= 1 && digits <= 7;
    rest.remove_prefix(digits);
  }

  local_days day() {
    auto y = number(4);
    skip('-');
    auto m = number(2);
    skip('-');
    auto d = number(2);
    year_month_day date{year{y}, month{unsigned(m)},
                        std::chrono::day{unsigned(d)}};
    ok = ok && date.ok();
    return ok ? local_days{date} : local_days{};
  }

  seconds time_of_day() {
    auto h = number(2);
    skip(':');
    auto m = number(2);
    seconds result = hours{h} + minutes{m};
    if (next_is(':')) {
      skip(':');
      auto s = number(2);
      ok = ok && s < 60;
      result += seconds{s};
      skip_fraction();
    }
    ok = ok && h < 24 && m < 60;
    return result;
  }

  seconds offset() {
    if (rest.empty() || rest == "Z") {
      rest = {};
      return {};
    }
    auto sign = next_is('-') ? -1 : 1;
    skip(sign < 0 ? '-' : '+');
    auto h = number(2);
    skip(':');
    auto m = number(2);
    return sign * seconds{hours{h} + minutes{m}};
  }

  bool done() const { return ok && rest.empty(); }
};

local_seconds scan_local(scanner& in) {
  auto day = in.day();
  in.skip('T');
  auto before = in.rest.size();
  auto time = in.time_of_day();
  in.ok = in.ok && before - in.rest.size() >= 8;
  return day + time;
}

template <class... Ts>
std::string format(const char* pattern, Ts... values) {
  std::array<char, 64> buffer{};
  auto length = std::snprintf(buffer.data(), buffer.size(), pattern, values...);
  return {buffer.data(), static_cast<std::size_t>(length)};
}

struct parts {
  year_month_day date;
  hh_mm_ss<seconds> time;
};

template <class Time>
parts split(Time time) {
  auto day = floor<days>(time);
  return {year_month_day{day}, hh_mm_ss<seconds>{time - day}};
}

template <class Time>
std::string format_parts(const char* pattern, Time time) {
  auto [date, clock] = split(time);
  return format(pattern, int(date.year()), unsigned(date.month()),
                unsigned(date.day()), int(clock.hours().count()),
                int(clock.minutes().count()), int(clock.seconds().count()));
}

} // namespace

std::optional<local_seconds> parse_local(std::string_view text) {
  scanner in{text};
  auto result = scan_local(in);
  return in.done() ? std::optional{result} : std::nullopt;
}

std::optional<sys_seconds> parse_instant(std::string_view text) {
  scanner in{text};
  auto local = scan_local(in);
  auto offset = in.offset();
  if (!in.done())
    return std::nullopt;
  return sys_seconds{local.time_since_epoch() - offset};
}

std::optional<local_days> parse_date(std::string_view text) {
  scanner in{text};
  auto result = in.day();
  return in.done() ? std::optional{result} : std::nullopt;
}

std::optional<seconds> parse_time_of_day(std::string_view text) {
  scanner in{text};
  auto result = in.time_of_day();
  return in.done() ? std::optional{result} : std::nullopt;
}

std::string graph_time(local_seconds local) {
  return format_parts("%04d-%02u-%02uT%02d:%02d:%02d.0000000", local);
}

std::string instant_text(sys_seconds instant) {
  return format_parts("%04d-%02u-%02uT%02d:%02d:%02dZ", instant);
}

std::string date_text(local_days day) {
  return graph_time(local_seconds{day}).substr(0, 10);
}

std::string time_of_day_text(seconds since_midnight) {
  return graph_time(local_seconds{since_midnight}).substr(11);
}

std::string http_date(sys_seconds instant) {
  constexpr std::array names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto [date, clock] = split(instant);
  auto name = weekday{floor<days>(instant)}.c_encoding();
  return format("%s, %02u %s %04d %02d:%02d:%02d GMT", names[name],
                unsigned(date.day()), months[unsigned(date.month()) - 1],
                int(date.year()), int(clock.hours().count()),
                int(clock.minutes().count()), int(clock.seconds().count()));
}

std::string identity_time(sys_seconds instant) {
  return format_parts("%04d-%02u-%02u %02d:%02d:%02dZ", instant);
}

} // namespace rental::sim

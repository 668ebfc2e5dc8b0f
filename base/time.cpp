#include "base/time.hpp"

#include <date/date.h>

#include <algorithm>

namespace rental {
namespace {

constexpr instant first_second{
    date::sys_days{date::year{0} / 1 / 1}.time_since_epoch()};
constexpr instant last_second{
    date::sys_days{date::year{10000} / 1 / 1}.time_since_epoch()
    - std::chrono::seconds{1}};

// By hand: an answer of the API holds a hundred times, and printf is ten times
// slower.
char* put(char* out, unsigned value, int digits) {
  for (int i = digits - 1; i >= 0; --i, value /= 10)
    out[i] = static_cast<char>('0' + value % 10);
  return out + digits;
}

} // namespace

std::string to_iso(instant t, std::string_view zone) {
  t = std::clamp(t, first_second, last_second);
  const auto day = date::floor<date::days>(t);
  const date::year_month_day ymd{day};
  const auto second = static_cast<unsigned>((t - day).count());
  std::string text(19 + zone.size(), '-');
  char* out = put(text.data(), static_cast<unsigned>(int{ymd.year()}), 4) + 1;
  out = put(out, unsigned{ymd.month()}, 2) + 1;
  out = put(out, unsigned{ymd.day()}, 2);
  *out++ = 'T';
  out = put(out, second / 3600, 2);
  *out++ = ':';
  out = put(out, second / 60 % 60, 2);
  *out++ = ':';
  out = put(out, second % 60, 2);
  std::copy(zone.begin(), zone.end(), out);
  return text;
}

std::string to_iso_utc(instant t) {
  return to_iso(t, "Z");
}

} // namespace rental

#include "config/iso_time.hpp"

#include <date/date.h>

#include <charconv>

namespace rental {
namespace {

/// Takes exactly `width` digits off the front.
std::optional<int> take(std::string_view& text, std::size_t width) {
  int value = 0;
  if (text.size() < width || text.front() == '-' || text.front() == '+')
    return std::nullopt;
  auto end = text.data() + width;
  auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end)
    return std::nullopt;
  text.remove_prefix(width);
  return value;
}

bool take_mark(std::string_view& text, std::string_view marks) {
  if (text.empty() || marks.find(text.front()) == marks.npos)
    return false;
  text.remove_prefix(1);
  return true;
}

std::optional<date::sys_days> take_date(std::string_view& text) {
  auto year = take(text, 4);
  auto ok = year && take_mark(text, "-");
  auto month = ok ? take(text, 2) : std::nullopt;
  ok = month && take_mark(text, "-");
  auto day = ok ? take(text, 2) : std::nullopt;
  if (!day)
    return std::nullopt;
  auto result = date::year{*year} / *month / *day;
  if (!result.ok())
    return std::nullopt;
  return date::sys_days{result};
}

std::optional<std::chrono::seconds> take_clock(std::string_view& text) {
  auto hour = take(text, 2);
  auto minute = hour && take_mark(text, ":") ? take(text, 2) : std::nullopt;
  std::optional<int> second = 0;
  if (minute && take_mark(text, ":")) {
    second = take(text, 2);
    if (second && take_mark(text, ".,")) {
      if (!take(text, 1))
        return std::nullopt;
      while (take(text, 1)) {
      }
    }
  }
  if (!minute || !second || *hour > 23 || *minute > 59 || *second > 59)
    return std::nullopt;
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute}
         + std::chrono::seconds{*second};
}

std::optional<std::chrono::seconds> take_offset(std::string_view& text) {
  if (text.empty() || take_mark(text, "Zz"))
    return std::chrono::seconds{0};
  auto west = text.front() == '-';
  if (!take_mark(text, "+-"))
    return std::nullopt;
  auto hours = take(text, 2);
  take_mark(text, ":");
  auto minutes = hours ? take(text, 2) : std::nullopt;
  if (!minutes || *hours > 15 || *minutes > 59)
    return std::nullopt;
  auto offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
  return west ? -offset : offset;
}

} // namespace

std::optional<instant> read_instant(std::string_view text) {
  auto day = take_date(text);
  if (!day || !take_mark(text, "Tt "))
    return std::nullopt;
  auto clock = take_clock(text);
  if (!clock)
    return std::nullopt;
  auto offset = take_offset(text);
  if (!offset || !text.empty())
    return std::nullopt;
  return instant{*day} + *clock - *offset;
}

} // namespace rental

#include "microsoft/graph_time.hpp"

namespace rental {
namespace {

/// Takes `count` digits off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t count) {
  if (text.size() < count)
    return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9')
      return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take_char(std::string_view& text, char wanted) {
  if (!text.starts_with(wanted))
    return false;
  text.remove_prefix(1);
  return true;
}

std::optional<date::local_days> take_date(std::string_view& text) {
  const auto y = take_number(text, 4);
  if (!y || !take_char(text, '-'))
    return std::nullopt;
  const auto m = take_number(text, 2);
  if (!m || !take_char(text, '-'))
    return std::nullopt;
  const auto d = take_number(text, 2);
  if (!d)
    return std::nullopt;
  const auto day = date::year{*y} / date::month{static_cast<unsigned>(*m)}
                   / date::day{static_cast<unsigned>(*d)};
  if (!day.ok())
    return std::nullopt;
  return date::local_days{day};
}

/// A fraction that is not zero counts as a second when `round_up`.
std::optional<std::chrono::seconds> take_fraction(std::string_view& text,
                                                  bool round_up) {
  using std::chrono::seconds;
  if (!take_char(text, '.'))
    return seconds{0};
  const auto end = text.find_first_not_of("0123456789");
  const auto digits = text.substr(0, end);
  if (digits.empty())
    return std::nullopt;
  text.remove_prefix(digits.size());
  const auto is_zero = digits.find_first_not_of('0') == std::string_view::npos;
  return seconds{round_up && !is_zero ? 1 : 0};
}

std::optional<std::chrono::seconds> take_time(std::string_view& text,
                                              bool round_up) {
  const auto h = take_number(text, 2);
  if (!h || *h > 23 || !take_char(text, ':'))
    return std::nullopt;
  const auto m = take_number(text, 2);
  if (!m || *m > 59 || !take_char(text, ':'))
    return std::nullopt;
  const auto s = take_number(text, 2);
  if (!s || *s > 59)
    return std::nullopt;
  const auto fraction = take_fraction(text, round_up);
  if (!fraction)
    return std::nullopt;
  return std::chrono::hours{*h} + std::chrono::minutes{*m}
         + std::chrono::seconds{*s} + *fraction;
}

} // namespace

std::optional<local_time> read_wall_clock(std::string_view text,
                                          bool round_up) {
  const auto day = take_date(text);
  if (!day || !take_char(text, 'T'))
    return std::nullopt;
  const auto time = take_time(text, round_up);
  if (!time)
    return std::nullopt;
  take_char(text, 'Z');
  if (!text.empty())
    return std::nullopt;
  return *day + *time;
}

std::optional<date::local_days> read_date(std::string_view text) {
  return take_date(text);
}

std::string wall_clock_text(local_time t) {
  auto text = to_iso_utc(instant{t.time_since_epoch()});
  text.pop_back();
  return text;
}

std::optional<std::chrono::minutes> read_time_of_day(std::string_view text) {
  const auto time = take_time(text, false);
  if (!time || !text.empty())
    return std::nullopt;
  return std::chrono::duration_cast<std::chrono::minutes>(*time);
}

} // namespace rental

#include "net/retry_after.hpp"

#include "base/ascii.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>

namespace rental {
namespace {

using std::chrono::milliseconds;

bool is_number(std::string_view text) {
  return text.find_first_not_of("0123456789.") == std::string_view::npos
         && std::isdigit(static_cast<unsigned char>(text.front())) != 0
         && std::count(text.begin(), text.end(), '.') <= 1;
}

/// Whole and fractional seconds without strtod, which reads a locale's comma.
milliseconds seconds_of(std::string_view text) {
  double value = 0;
  double place = 0;
  for (const char c : text) {
    if (c == '.') {
      place = 1;
      continue;
    }
    value = place == 0 ? value * 10 + (c - '0')
                       : value + (c - '0') * (place /= 10);
  }
  const auto most = static_cast<double>(longest_retry_after.count());
  return milliseconds{
      static_cast<std::int64_t>(std::ceil(std::min(value * 1000, most)))};
}

std::optional<instant> date_of(std::string_view text) {
  // All three formats of RFC 9110 begin with a day's name.
  if (text.empty() || text.size() > 40
      || std::isalpha(static_cast<unsigned char>(text.front())) == 0)
    return std::nullopt;
  const auto seconds = curl_getdate(std::string{text}.c_str(), nullptr);
  if (seconds < 0)
    return std::nullopt;
  return from_unix(seconds);
}

} // namespace

std::optional<milliseconds> parse_retry_after(std::string_view text,
                                              instant now) {
  text = trimmed(text, " \t");
  if (text.empty())
    return std::nullopt;
  if (is_number(text))
    return seconds_of(text);
  const auto date = date_of(text);
  if (!date)
    return std::nullopt;
  return std::clamp<milliseconds>(*date - now, milliseconds::zero(),
                                  longest_retry_after);
}

milliseconds retry_after_of(const std::map<std::string, std::string>& headers,
                            instant now) {
  const auto asked = headers.find("retry-after");
  if (asked == headers.end())
    return milliseconds::zero();
  const auto sent = headers.find("date");
  if (sent != headers.end())
    now = date_of(trimmed(sent->second, " \t")).value_or(now);
  return parse_retry_after(asked->second, now).value_or(milliseconds::zero());
}

} // namespace rental

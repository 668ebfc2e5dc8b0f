// Retry-After, in every form that Microsoft sends it (RFC 9110, 10.2.3, and the
// fractions that are not in it).
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace rental {

/// Nobody is made to wait longer than this at once (MSAL's limit).
inline constexpr std::chrono::milliseconds longest_retry_after{3600 * 1000};

/// Reads "120", "2.128" or "Sun, 22 Nov 2026 07:30:00 GMT". A date counts from
/// `now` and is zero when it has passed; more than an hour becomes an hour.
/// Nothing for empty, negative or unreadable text.
std::optional<std::chrono::milliseconds>
parse_retry_after(std::string_view text, instant now);

/// The same from an answer's headers (lower-case names); zero when the answer
/// does not say. A date is compared with the answer's own `date`, so that a
/// wrong clock here does no harm; `now` stands in when there is none.
std::chrono::milliseconds
retry_after_of(const std::map<std::string, std::string>& headers, instant now);

} // namespace rental

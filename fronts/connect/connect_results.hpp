// From the end of a sign-in to the page about it. Pure functions.
#pragma once

#include "http/pages/pages.hpp"
#include "messages/payloads.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// The page and the status for a sign-in that went wrong. `start_url` is a link
/// that begins again; empty when the reader has to get a new one. `admin_url`
/// is the link for an administrator, shown where that helps.
http_out page_for(const connect_result& result, const std::string& start_url,
                  const std::string& admin_url, std::string_view reference);

/// Whether the callback tells of an administrator's approval, or that there was
/// none, for a whole organisation: `admin_consent`, whatever stands beside it.
/// learn.microsoft.com/entra/identity-platform/v2-admin-consent
bool is_admin_answer(const http_in& in);

/// What an administrator sees who followed `admin_url` and came back. `back`
/// leads to this browser's own link; may be empty.
http_out admin_page(const http_in& in, const std::string& back);

/// "Monday to Friday, 9:00 to 17:00", a line for each run of equal days;
/// "Never" when no day is open.
std::vector<std::string> hours_in_lines(const weekly_hours& hours);

/// "+1405 & co" -> "%2B1405%20%26%20co".
std::string encode_component(std::string_view text);

} // namespace rental

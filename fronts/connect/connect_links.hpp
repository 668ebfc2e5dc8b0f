// Making links that let one person connect one manager's calendar: for the
// operator's API and for the command line.
#pragma once

#include "crypto/connect_link.hpp"
#include "fronts/front.hpp"

#include <string>
#include <string_view>

namespace rental {

/// How long a link is good, in hours.
inline constexpr int default_link_hours = 168;
inline constexpr int longest_link_hours = 720;

struct link_request {
  std::string user_id;
  /// E-mail address of the account that is expected; may be empty.
  std::string expect;
  int hours = default_link_hours;
  /// Empty: the default agency.
  std::string agency;
};

/// The body of POST /calendar/connect-links: {"user_id", "expect"?, "hours"?,
/// "agency"?}. errc::bad_request.
expected<link_request> read_link_wish(std::string_view body);

struct made_link {
  std::string url;
  connect_link inside;
};

/// Needs `public_url`, `agency`, `keys` and `time` of the options. The id is
/// brought to its one written form. errc::bad_request names what is wrong.
expected<made_link> make_link(const front_options& options,
                              const link_request& wish);

/// 201 {"url", "expires_at", "user_id"}, or a problem.
http_out connect_link_out(const front_options& options, const http_in& in);

} // namespace rental

// URLs, by libcurl's URL API: never by hand.
#pragma once

#include "base/expected.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rental {

struct url_parts {
  std::string scheme;
  /// Lower case; IPv6 addresses in brackets.
  std::string host;
  /// Also when it is the scheme's default: "443".
  std::string port;
  /// Begins with "/"; dot segments are resolved.
  std::string path;
  /// Without "?".
  std::string query;
  bool has_user = false;
};

using name_value = std::pair<std::string, std::string>;

/// Takes an absolute http or https URL apart. Fails with errc::bad_request.
expected<url_parts> parse_url(std::string_view url);

/// RFC 3986: everything but letters, digits and "-._~" becomes %XX.
std::string percent_encode(std::string_view text);

/// "a=b&c=d+e", each name and value encoded
/// (application/x-www-form-urlencoded).
std::string form_encode(const std::vector<name_value>& fields);

/// "base/path?name=value&..": one slash between base and path, values percent-
/// encoded but for the comma (OData lists), names as they are ("$select").
std::string join_url(std::string_view base, std::string_view path,
                     const std::vector<name_value>& query = {});

/// Whether `url` has scheme, host and port of `base` and a path under the
/// base's path. False for credentials in the URL, for encoded dots or slashes
/// in the path and for anything that does not parse.
bool same_origin_and_base(std::string_view url, std::string_view base);

/// Whether the URL's host is this machine by name or number: localhost,
/// 127.0.0.0/8, [::1].
bool is_loopback(std::string_view url);

} // namespace rental

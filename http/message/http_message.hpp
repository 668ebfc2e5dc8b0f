// A request and its answer, stripped of everything that belongs to the
// transport. Plain values.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rental {

class byte_stream;

using string_map = std::map<std::string, std::string, std::less<>>;

struct http_in {
  /// Upper case; HEAD arrives as GET.
  std::string method;
  /// Percent-decoded, without the query: "/calendar/events".
  std::string path;
  /// Form-decoded; of repeated keys the first one.
  string_map query;
  /// Names in lower case; repeated headers joined with ", ".
  string_map headers;
  string_map cookies;
  std::string body;
  /// Address of the other end of the connection, without port.
  std::string peer;
  /// From X-Request-Id when that is sane, else made here; goes into the answer.
  std::string request_id;

  /// The header or "". `name` in lower case.
  std::string_view header(std::string_view name) const;
  /// The query parameter or "".
  std::string_view parameter(std::string_view name) const;
  /// A user id from the query. A "+" that a client forgot to encode arrives as
  /// a blank; a phone number gets it back.
  std::string user_id(std::string_view name = "user_id") const;
};

struct http_out {
  unsigned status = 200;
  /// Content-Type, Location, Set-Cookie, ...; the transport adds the rest.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  /// When set, `body` is only the beginning: the connection goes on with what
  /// is sent here, and closes afterwards.
  std::shared_ptr<byte_stream> more = nullptr;
};

/// application/json. Never cached.
http_out json_out(unsigned status, std::string body);
/// text/plain; charset=utf-8.
http_out text_out(unsigned status, std::string body);
/// text/html with the security headers that every page carries: no script, no
/// foreign source, no framing, no referrer, no caching.
http_out page_out(unsigned status, std::string html);
/// The same for a page with scripts, all of them files of this host, which may
/// ask this host.
http_out scripted_page_out(unsigned status, std::string html);
/// 302 to `url`, never cached; 303 says that it has to be fetched with GET.
http_out redirect_out(std::string url, unsigned status = 302);

/// "a=1&b=%20" -> {a: "1", b: " "}; "+" is a blank. Never fails: broken escapes
/// stay as they are.
string_map parse_query(std::string_view query);
/// "%2F" -> "/"; broken escapes stay as they are.
std::string percent_decode(std::string_view text, bool plus_is_blank);
/// "a=1; b=2" -> {a: "1", b: "2"}; of repeated names the first one.
string_map parse_cookies(std::string_view header);

} // namespace rental

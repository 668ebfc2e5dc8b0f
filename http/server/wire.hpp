// Between Beast's messages and ours. Internal to http/.
#pragma once

#include "base/expected.hpp"
#include "base/time.hpp"
#include "http/message/http_message.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <optional>
#include <string>
#include <utility>

namespace rental::wire {

using request_header = boost::beast::http::request_header<>;
using response = boost::beast::http::response<boost::beast::http::string_body>;

/// Why a request is refused before anybody sees it.
struct refusal {
  unsigned status = 400;
  std::string detail;
};

/// What is wrong with a header, judged before the body is read: no or several
/// Host (RFC 9112, 3.2), a transfer coding other than chunked, an expectation
/// other than 100-continue.
std::optional<refusal> check_header(const request_header& header);

/// Whether the client waits for "100 Continue" before it sends the body.
bool expects_continue(const request_header& header);

/// X-Request-Id when it is 1 to 64 letters, digits, '.', '_' or '-', else a new
/// one.
std::string request_id_of(const request_header& header);

/// Takes the header apart; the body comes later. A target that is neither
/// origin-form nor absolute-form, or holds control characters, yields a
/// refusal.
std::optional<refusal> parse(const request_header& from, http_in& into);

/// What else a response depends on.
struct framing {
  unsigned version = 11;
  /// Keeps the length and drops the body.
  bool head = false;
  bool keep_alive = true;
  /// Browsers come over https alone: they are told to stay there.
  bool https = false;
  std::string request_id;
  /// For the Date header.
  std::optional<instant> now;
};

/// The response for `out`, with the headers that every answer carries. Unless
/// `out` says otherwise it is never cached, runs nothing, forbids framing
/// and sends no Referer. Other origins are told nothing:
/// there is no CORS.
response serialize(http_out out, const framing& how);

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
std::string http_date(instant t);

} // namespace rental::wire

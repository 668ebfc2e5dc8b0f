// Cookies. A sealed one carries a value that the browser can neither read nor
// change nor keep beyond its time; another cookie's value does not pass for it.
// Every cookie here is HttpOnly, SameSite=Lax unless told otherwise, and for
// the whole site; where browsers come over https it is Secure as well and bears
// the __Host- prefix, so that no neighbouring host can plant one. Pure
// functions.
#pragma once

#include "base/time.hpp"
#include "crypto/keyring.hpp"
#include "http/message/http_message.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rental {

/// The name as the browser knows it: "peterental_admin", over https
/// "__Host-peterental_admin".
std::string cookie_name(std::string_view name, bool https);

/// A Set-Cookie header's value. `seconds` 0 removes the cookie. `value` is
/// written as it is: base64url, or empty.
std::string set_cookie(std::string_view name, std::string_view value,
                       std::chrono::seconds life, bool https,
                       std::string_view same_site = "Lax");

/// The cookie's value as the browser sent it, or "".
std::string read_cookie(const http_in& in, std::string_view name, bool https);

/// Which sealed cookie: a name such as "peterental_admin", how long it is good,
/// and whether browsers come over https.
struct cookie_kind {
  std::string_view name;
  std::chrono::seconds life{3600};
  bool https = true;
  std::string_view same_site = "Lax";
};

/// A Set-Cookie header's value that carries `value`, sealed, good from `now`
/// for the kind's life.
std::string make_sealed_cookie(const keyring& keys, const cookie_kind& kind,
                               std::string_view value, instant now);

/// What make_sealed_cookie put in. Nothing when there is no such cookie, its
/// time is over, or it was not made here for this name.
std::optional<std::string> read_sealed_cookie(const keyring& keys,
                                              const cookie_kind& kind,
                                              const http_in& in, instant now);

} // namespace rental

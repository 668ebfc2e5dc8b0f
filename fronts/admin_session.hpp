// The operator's browser, signed in. The session is a sealed cookie and nothing
// else: HttpOnly, SameSite=Strict, 12 hours. It names the admin token it was
// opened with by a fingerprint, so another ADMIN_TOKEN ends every session. What
// was signed out of is remembered (http/access/ended_sessions.hpp), so that a
// copy of the cookie is worth nothing.
#pragma once

#include "fronts/front.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rental {

struct admin_session {
  /// What each form has to carry.
  std::string csrf;
};

/// Whether `given` is one of the admin tokens. Constant time.
bool is_admin_token(const front_options& options, std::string_view given);

/// The Set-Cookie header that opens a session with this admin token.
std::string open_admin_session(const front_options& options,
                               std::string_view token);
/// The Set-Cookie header that ends it.
std::string close_admin_session(const front_options& options);

/// Signed out: a copy of this session's cookie is not let in any more. `then`
/// runs once that is stored.
void end_admin_session(const front_options& options,
                       const admin_session& session,
                       std::function<void()> then);

/// The session of the request's cookie, if it is still good.
std::optional<admin_session> admin_session_of(const front_options& options,
                                              const http_in& in);

/// Whether the request proves that one of our own pages made it: the form's
/// field `csrf`, or the header X-CSRF-Token.
bool carries_csrf(const admin_session& session, const http_in& in);

/// `next` when it is a path of the operator's pages, else "/admin": a link must
/// not lead anywhere else after the sign-in.
std::string admin_path_or_home(std::string_view next);

} // namespace rental

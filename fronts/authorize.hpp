// Who may use the browser-facing fronts and the API. Inside fronts/ only.
#pragma once

#include "fronts/front.hpp"
#include "messages/payloads.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rental {

/// How long a front waits for an answer that has no deadline of its own.
inline constexpr std::chrono::seconds front_timeout{30};

/// Whether the request carries the admin token or comes from the browser of a
/// signed-in operator, or nothing is asked for. What is neither GET nor HEAD
/// needs the session's CSRF token as well, see fronts/admin_session.hpp.
bool is_admin(const front_options& options, const http_in& in);

/// Judges the operator's credential by the header alone: the token, or a
/// session's cookie, whose form has to prove itself later. What it refuses,
/// is_admin refuses as well; `refuse` makes the answer.
http_gate admin_gate(front_options options,
                     std::function<http_out(const http_in&)> refuse);

/// Whether browsers come over https.
bool over_https(const front_options& options);

/// Whether a posted form carries this token.
bool carries_token(const http_in& in, const std::string& csrf);

/// A manager's id from outside, in its one written form: 1 to 128 bytes without
/// control characters. Nothing when it is none.
std::optional<std::string> manager_id(const front_options& options,
                                      std::string_view given);

/// Whom the operator means: a manager's id, and the name of an agency in the
/// same form; without one, the agency of `options`. Nothing when either is
/// none.
std::optional<manager_key> named_manager(const front_options& options,
                                         std::string_view user_id,
                                         std::string_view agency);

/// 401 as a problem document.
http_out needs_admin(const http_in& in);

} // namespace rental

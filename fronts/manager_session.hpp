// What the browser of a manager who has just connected holds: a sealed cookie,
// good for an hour, that lets it see and manage that one calendar. Internal to
// http/.
#pragma once

#include "fronts/front.hpp"
#include "messages/payloads.hpp"

#include <functional>
#include <optional>
#include <string>

namespace rental {

struct manager_session {
  manager_key manager;
  /// Ends the session when another account is connected meanwhile.
  std::string account;
  /// Against cross-site requests: every form of this session carries it.
  std::string csrf;
};

/// A Set-Cookie header's value; `session.csrf` is made again.
std::string open_session(const front_options& options, manager_session session);
/// A Set-Cookie header's value that ends it.
std::string close_session(const front_options& options);
/// Ended on the server as well: a copy of the cookie is not let in any more.
/// `then` runs once that is stored.
void end_session(const front_options& options, const manager_session& session,
                 std::function<void()> then);
std::optional<manager_session> session_of(const front_options& options,
                                          const http_in& in);

} // namespace rental

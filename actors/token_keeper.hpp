// A manager's tokens: when to refresh them, and what a refusal means.
// Facts: learn.microsoft.com/entra/identity-platform/refresh-tokens
#pragma once

#include "actors/calendar_core.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace rental {

/// Gives out access tokens. Refreshes 300 s before the end, one refresh at a
/// time however many wait, and stores a rotated token before anybody uses it.
/// A dead grant is noted once and not tried again until the manager connects
/// anew; a fault of our registration or of the network keeps the tokens.
class token_keeper {
public:
  using on_token = std::function<void(expected<secret>)>;

  explicit token_keeper(calendar_core& core) : core_(core) {}

  /// Calls `then` with a token that lives for a while. Fails with
  /// errc::not_connected, errc::needs_reconnect, errc::operator_fault,
  /// errc::storage or a transient code of identity_api.
  void with_token(on_token then);

  /// Graph refused this token (401): the next with_token refreshes.
  void reject(const secret& token);

  /// The grant cannot be used any more: only the manager can mend it.
  void condemn(const std::string& reason);

  /// The manager's row was replaced: forget what was planned.
  void reset();

private:
  bool fresh() const;
  bool alive() const;
  void start();
  void on_grant(expected<token_grant> grant);
  void keep(token_set tokens);
  void on_refused(const failure& why);
  void on_dead(const failure& why);
  void settle(expected<secret> outcome);
  void settle_or_use_old(const failure& why);
  void put_state(connection_state state, const std::string& reason);

  calendar_core& core_;
  std::vector<on_token> waiting_;
  bool running_ = false;
  /// Rejected by Graph although its time is not over.
  bool rejected_ = false;
  int failures_ = 0;
  deadline not_before_{};
  failure last_failure_;
  /// Came from Microsoft, but the database did not take it yet.
  std::optional<token_set> unsaved_;
};

/// Refresh this long before a token ends (as MSAL does).
inline constexpr auto refresh_margin = std::chrono::seconds{300};

} // namespace rental

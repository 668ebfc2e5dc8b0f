// A manager's tokens: when to refresh them, and what a refusal means.
// Facts: learn.microsoft.com/entra/identity-platform/refresh-tokens
#pragma once

#include "actors/calendar/connection_health.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace rental {

/// Gives out access tokens. Refreshes 300 s before the end, one refresh at a
/// time however many wait, and stores a rotated token before anybody uses it.
/// Only the identity platform may end a grant: with its refusal, or with a
/// scope in which the calendar is missing. That is noted once and not tried
/// again until the manager connects again; a fault of our registration or of
/// the network keeps the tokens, and so does whatever Graph says.
class token_keeper {
public:
  using on_token = std::function<void(expected<secret>)>;

  token_keeper(calendar_context& core, connection_health& health)
      : context_(core), health_(health) {}

  /// Calls `then` with a token that lives for a while. Fails with
  /// errc::not_connected, errc::needs_reconnect, errc::operator_fault,
  /// errc::storage or a transient code of identity_api.
  void with_token(on_token then);

  /// Graph refused something with this token: the next with_token refreshes.
  /// After errc::unauthorized the token is not given out again; after
  /// errc::forbidden it still is when there is no other. Whoever doubts again
  /// and again is made to wait longer and longer for the next refresh, an hour
  /// at most.
  void doubt(const secret& token, errc why);

  /// Graph took this token: a new one after errc::unauthorized has helped, and
  /// the next may come at once.
  void worked(const secret& token);

  /// Graph refused a second time: what does the scope say?
  void weigh(const failure& why);

  /// Whether the scope that the identity platform gave holds this one. A scope
  /// that was never told may hold anything.
  bool allows(std::string_view scope) const;

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
  void condemn(const std::string& reason);
  bool may_renew();

  calendar_context& context_;
  connection_health& health_;
  std::vector<on_token> waiting_;
  bool running_ = false;
  /// Rejected by Graph although its time is not over.
  bool rejected_ = false;
  /// A new one may be allowed what this one is not.
  bool doubted_ = false;
  /// Refreshes that Graph's refusals led to, and when the next one may come.
  int renewals_ = 0;
  deadline next_renewal_{};
  /// The last one followed errc::unauthorized.
  bool was_unauthorized_ = false;
  int failures_ = 0;
  deadline not_before_{};
  failure last_failure_;
  /// Came from Microsoft, but the database did not take it yet.
  std::optional<token_set> unsaved_;
};

/// Refresh this long before a token ends (as MSAL does).
inline constexpr auto refresh_margin = std::chrono::seconds{300};

} // namespace rental

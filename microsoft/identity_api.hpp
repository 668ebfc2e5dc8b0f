// Microsoft's identity platform v2.0, as far as the service needs it.
// learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
#pragma once

#include "base/expected.hpp"
#include "domain/booking.hpp"
#include "net/http_client.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rental {

template <class T>
using reply = std::function<void(expected<T>)>;

/// What the authorize URL carries for one sign-in.
struct authorize_request {
  std::string state;
  std::string nonce;
  /// BASE64URL(SHA-256(verifier)), RFC 7636.
  std::string code_challenge;
  /// Pre-fills the sign-in page; may be empty.
  std::string login_hint;
  /// "select_account" lets the manager choose; may be empty.
  std::string prompt;
};

/// A token endpoint's answer. `tokens.expires_at` is computed from the clock.
struct token_grant {
  /// An absent refresh token stays empty: keep the old one.
  token_set tokens;
  /// Present only when `openid` was granted.
  secret id_token;
};

/// The claims of an id_token that identify the manager.
struct id_claims {
  std::string object_id;
  std::string tenant_id;
  std::string username;
  std::string name;
};

/// Callbacks run once, on a foreign thread. Thread-safe.
///
/// Failures of redeem and refresh: errc::needs_reconnect (invalid_grant and
/// kin: only the manager can mend it), errc::operator_fault (invalid_client and
/// kin: our registration; the refresh token is still good), and the transient
/// ones errc::throttled, errc::provider_unavailable, errc::unreachable,
/// errc::network, errc::timeout, errc::bad_answer, each with `retry_after` when
/// it was given. The decision follows `error` and `suberror`, then the status;
/// AADSTS numbers only enter the detail.
class identity_api {
public:
  virtual ~identity_api() = default;

  /// The scopes that the service asks for, space-separated.
  virtual std::string scopes() const = 0;
  virtual std::string authorize_url(const authorize_request& request) const = 0;
  virtual void redeem(std::string code, secret verifier, deadline until,
                      reply<token_grant> on_reply)
      = 0;
  virtual void refresh(secret refresh_token, deadline until,
                       reply<token_grant> on_reply)
      = 0;
  /// Asks whether Microsoft accepts our client id and secret.
  virtual void check_client(deadline until, reply<done> on_reply) = 0;
  /// Reads and checks an id_token that came straight from the token endpoint
  /// over TLS (OpenID Connect Core 3.1.3.7): aud, nonce, exp. Fails with
  /// errc::bad_answer, and with errc::expired when all is well but the time:
  /// Microsoft signed it a moment ago, so our own clock is wrong.
  virtual expected<id_claims> read_id_token(const secret& id_token,
                                            const std::string& nonce) const = 0;
  /// How far our clock is ahead of the one that signed such a token just now;
  /// negative: behind. Nothing when the token does not say.
  virtual std::optional<std::chrono::seconds>
  clock_ahead(const secret& id_token) const {
    static_cast<void>(id_token);
    return std::nullopt;
  }
};

/// Whether `granted` holds this one, e.g. "Mail.Send".
bool grants_scope(const std::string& granted, std::string_view scope);

/// Whether `granted` holds every Graph scope that booking needs
/// (Calendars.ReadWrite, MailboxSettings.Read, Mail.Send, User.Read); else the
/// missing ones, space-separated. Case-insensitive; accepts the
/// "https://graph.microsoft.com/" prefix.
std::string missing_scopes(const std::string& granted);

} // namespace rental

// identity_api over HTTP.
#pragma once

#include "base/clock.hpp"
#include "microsoft/identity_api.hpp"
#include "microsoft/observer.hpp"

#include <memory>
#include <string>

namespace rental {

struct identity_options {
  std::string login_url = "https://login.microsoftonline.com";
  /// "common", "organizations", a tenant's GUID or its domain. The same on
  /// both endpoints, else AADSTS700005.
  std::string tenant = "common";
  std::string client_id;
  secret client_secret;
  /// One that is registered, to the letter.
  std::string redirect_uri;
  call_observer observer = {};
};

/// Each call is one request; repeating is the caller's business, who knows
/// whether the token still lives. `check_client` redeems a refresh token that
/// cannot exist: Microsoft checks the client before the grant, so
/// invalid_grant means that the client is accepted. (A client_credentials grant
/// would need a tenant of its own and application permissions.)
///
/// Thread-safe. `http` and `now` must outlive the client and its calls.
class identity_client final : public identity_api {
public:
  identity_client(identity_options options, http_client& http,
                  const clock& now);
  ~identity_client() override;

  std::string scopes() const override;
  std::string authorize_url(const authorize_request& request) const override;
  void redeem(std::string code, secret verifier, deadline until,
              reply<token_grant> on_reply) override;
  void refresh(secret refresh_token, deadline until,
               reply<token_grant> on_reply) override;
  void check_client(deadline until, reply<done> on_reply) override;
  expected<id_claims> read_id_token(const secret& id_token,
                                    const std::string& nonce) const override;
  std::optional<std::chrono::seconds>
  clock_ahead(const secret& id_token) const override;

private:
  struct core;
  std::shared_ptr<core> core_;
};

} // namespace rental

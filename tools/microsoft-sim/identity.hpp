#pragma once

#include "tools/microsoft-sim/catalogue.hpp"
#include "tools/microsoft-sim/id_token.hpp"
#include "tools/microsoft-sim/operations.hpp"
#include "tools/microsoft-sim/world.hpp"

#include <string>

/// The identity platform v2.0: authorize, its pages, and token.
namespace rental::sim {

struct identity_call {
  world& in;
  token_signer& signer;
  const request& from;
  settings conf;
  stamp by;

  /// The first segment of the path.
  const std::string& tenant() const { return from.segments.front(); }
  bool known_tenant() const;
  std::string base_url() const;
};

/// Answers a request; throws identity_refusal where the token endpoint would
/// answer an error as JSON.
response handle_identity(identity_call& call, const operation& what);

// The endpoints.

response authorize(identity_call& call);
response sign_in(identity_call& call);
response consent(identity_call& call);
response give_token(identity_call& call);

/// The redirect that a catalogued callback failure stands for.
response fail_callback(identity_call& call, const known_failure& failure);

/// The account a token request is about, as far as its grant tells.
std::string claimed_account(identity_call& call);

/// Splits a scope parameter; "https://graph.microsoft.com/X" becomes X.
scope_set split_scopes(std::string_view text);

/// The first scope that no resource has, empty if all exist.
std::string unknown_scope(const scope_set& scopes);

} // namespace rental::sim

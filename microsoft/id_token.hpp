// Reading an id_token. openid.net/specs/openid-connect-core-1_0.html 3.1.3.7
#pragma once

#include "base/secret.hpp"
#include "base/time.hpp"
#include "microsoft/identity_api.hpp"

#include <optional>
#include <string>

namespace rental {

/// Checks aud, nonce and exp (five minutes of leeway for clocks that differ)
/// and returns who it is. The signature is not checked: only for tokens that
/// came straight from the token endpoint over TLS. Fails with errc::bad_answer,
/// of a token that is good but for its time with errc::expired; the detail says
/// which check, never what was in the token. Pure.
expected<id_claims> read_id_token(const secret& id_token,
                                  const std::string& client_id,
                                  const std::string& nonce, instant now);

/// When it was signed (iat); nothing when it does not say. Pure.
std::optional<instant> issued_at(const secret& id_token);

} // namespace rental

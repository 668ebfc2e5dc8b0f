#pragma once

#include "tools/microsoft-sim/json.hpp"

#include <memory>
#include <string>

namespace rental::sim {

/// Signs id_tokens with a key of its own, made when it is first needed.
/// Thread-safe.
class token_signer {
public:
  token_signer();
  ~token_signer();
  token_signer(const token_signer&) = delete;
  token_signer& operator=(const token_signer&) = delete;

  /// A JWT (RS256) with these claims.
  std::string sign(const json& claims);

  /// The public key as a JSON Web Key Set.
  json keys();

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace rental::sim

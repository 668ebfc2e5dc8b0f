// Randomness that nobody can guess, from OpenSSL's generator. Thread-safe.
#pragma once

#include <cstddef>
#include <string>

namespace rental {

/// `count` random bytes. Throws std::runtime_error when the system cannot give
/// any: going on with less would be worse than stopping.
std::string random_bytes(std::size_t count);

/// `bytes` random bytes as base64url without padding: for states, nonces,
/// cookies and PKCE verifiers (32 bytes make 43 characters, the least that
/// RFC 7636 allows for a verifier).
std::string random_token(std::size_t bytes = 32);

} // namespace rental

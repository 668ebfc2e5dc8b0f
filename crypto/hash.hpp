// Digests and signatures. Pure and thread-safe. Results are raw bytes in a
// std::string unless the name says otherwise; crypto/encode.hpp makes text of
// them. An OpenSSL that cannot even hash throws std::runtime_error.
#pragma once

#include <string>
#include <string_view>

namespace rental {

/// FIPS 180-4; 32 raw bytes.
std::string sha256(std::string_view data);

/// 64 lower-case hex digits.
std::string sha256_hex(std::string_view data);

enum class hash_algorithm { sha1, sha256, sha512 };

/// HMAC (RFC 2104); 20, 32 or 64 raw bytes.
std::string hmac(hash_algorithm algorithm, std::string_view key,
                 std::string_view data);

/// Compares without telling by its duration where the first difference is. The
/// lengths are not hidden. Use it for every comparison with a secret.
bool constant_time_equal(std::string_view a, std::string_view b);

/// The S256 challenge of a PKCE verifier (RFC 7636, section 4.2): base64url of
/// its SHA-256.
std::string pkce_challenge(std::string_view verifier);

} // namespace rental

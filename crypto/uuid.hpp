// UUIDs of RFC 9562: random ones for our rows, named ones for what must come
// out the same when it is computed again after a crash (Graph's transactionId).
// Text is lower case with hyphens, 36 characters. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rental {

using uuid_bytes = std::array<std::uint8_t, 16>;

/// Namespace of our own names: transaction ids are
/// uuid_v5(rental_namespace, booking id). Never change it: a repeated write
/// would no longer be recognised by Graph.
inline constexpr uuid_bytes rental_namespace
    = {0x8f, 0x1d, 0x5c, 0x3a, 0x62, 0x0e, 0x4b, 0x97,
       0xa4, 0x2b, 0x9d, 0x71, 0xe3, 0x56, 0x0c, 0xd8};

/// 122 random bits.
std::string uuid_v4();

/// The same for the same namespace and name, always (SHA-1, as the RFC says;
/// not a secret and not a signature).
std::string uuid_v5(const uuid_bytes& name_space, std::string_view name);

/// Reads "6ba7b810-9dad-11d1-80b4-00c04fd430c8" in either case; any version.
std::optional<uuid_bytes> parse_uuid(std::string_view text);

/// Lower-case text.
std::string to_string(const uuid_bytes& id);

} // namespace rental

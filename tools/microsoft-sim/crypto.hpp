#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Random names, digests and the encodings that go with them. Every function
/// may be called from any thread.
namespace rental::sim {

/// `bytes` random bytes as base64url.
std::string random_token(std::size_t bytes);

/// A random GUID in lower case.
std::string random_guid();

/// A GUID that is always the same for the same text.
std::string guid_of(std::string_view text);

/// The 32 raw bytes.
std::string sha256(std::string_view data);

std::string base64(std::string_view data);

/// Without padding.
std::string base64url(std::string_view data);

/// Both alphabets, padded or not; nullopt if it is neither.
std::optional<std::string> base64_decode(std::string_view text);

std::string hex(std::string_view data);

std::uint32_t crc32(std::string_view data);

/// A valid gzip file holding `data` (stored, not compressed).
std::string gzip(std::string_view data);

} // namespace rental::sim

// Bytes as text: base64 and base64url (RFC 4648, sections 4 and 5) and hex.
// Decoding is strict, as what comes in here are keys, signatures and tokens:
// one text for one sequence of bytes, anything else is refused. Pure functions;
// bytes travel in std::string.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rental {

/// Standard alphabet, padded with '='.
std::string base64_encode(std::string_view bytes);

/// Nothing when a character is outside the alphabet (white space included),
/// padding is missing or misplaced, or unused bits are not zero.
std::optional<std::string> base64_decode(std::string_view text);

/// URL-safe alphabet, without padding.
std::string base64url_encode(std::string_view bytes);

/// As strict as base64_decode; padding is refused.
std::optional<std::string> base64url_decode(std::string_view text);

/// Lower case, two digits for each byte.
std::string hex_encode(std::string_view bytes);

/// Takes both cases. Nothing when the length is odd or a digit is not one.
std::optional<std::string> hex_decode(std::string_view text);

} // namespace rental

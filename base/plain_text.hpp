// Text that people paste and models write, in the characters that the rest of
// the service knows. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace rental {

/// `text` (UTF-8) with one character for what looks the same: invisible
/// characters (zero-width, bidi marks, soft hyphens, variation selectors) go,
/// every dash is "-", every blank but tab and line ends " ", typographic quotes
/// are "'" and '"', full-width letters and the digits of all scripts are
/// ASCII, letters with marks are composed (NFC). Words stay what they are.
std::string plain_text(std::string_view text);

/// The value inside quotes, brackets or backticks that stand around the whole
/// of it, without the blanks and the closing , ; : ! ? at its ends.
std::string_view bare_value(std::string_view text);

/// ASCII letters in lower case; other bytes stay.
std::string ascii_lower(std::string_view text);

} // namespace rental

// Text as it may leave or enter JSON. Internal to vapi/.
#pragma once

#include <string>
#include <string_view>

namespace rental::json_text {

/// Longest argument that is kept.
inline constexpr std::size_t max_text = 2000;

/// One line: control characters become blanks, blanks at both ends go, and more
/// than max_text bytes are cut between two characters.
std::string clean(std::string_view text);

/// A JSON string literal with its quotes. Bytes that are not UTF-8 become
/// U+FFFD.
std::string quote(std::string_view text);

} // namespace rental::json_text

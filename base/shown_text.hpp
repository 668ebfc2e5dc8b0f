// Texts of other people in a line for the operator. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rental {

/// Whether `text` (UTF-8) holds what nobody sees: control characters, also
/// those beyond ASCII (U+0080 to U+009F), which terminals obey as well; marks
/// that turn the writing direction; line separators; blanks without width.
bool has_hidden_characters(std::string_view text);

/// `text` with a blank for each hidden character, and U+FFFD for what is no
/// UTF-8.
std::string without_hidden(std::string_view text);

/// At most `most` bytes of `text`, whole characters and "..." when it is
/// longer.
std::string cut_to(std::string text, std::size_t most);

/// Both.
std::string shown_text(std::string_view text, std::size_t most = 60);

} // namespace rental

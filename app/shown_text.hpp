// Texts of other people's files in a line for the operator. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rental {

/// Whether `text` (UTF-8) holds what nobody sees: control characters, also
/// those beyond ASCII (U+0080 to U+009F), which terminals obey as well; marks
/// that turn the writing direction; blanks without width.
bool has_hidden_characters(std::string_view text);

/// `text` with a blank for each hidden character; beyond `most` bytes it ends
/// in "...".
std::string shown_text(std::string_view text, std::size_t most = 60);

} // namespace rental

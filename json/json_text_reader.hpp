// The texts of a JSON document. Internal to json/.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rental {

/// Index behind the quote that ends the text beginning at `from` (behind its
/// first quote); npos when nothing ends it.
std::size_t end_of_json_text(std::string_view document, std::size_t from,
                             char quote);

/// What stands between the quotes, unescaped and valid UTF-8.
std::string decode_json_text(std::string_view written);

} // namespace rental

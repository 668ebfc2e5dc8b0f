// Mail domains that are likely to be misheard or mistyped. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rental {

/// Whether the internet has such an ending ("com"); lower case.
bool is_top_level_domain(std::string_view name);

/// Why to ask before anything is sent to `domain` (lower case): the domain that
/// was probably meant ("gmial.con": "gmail.com"), or "" when its ending does
/// not exist and nothing is near. Nothing when there is no reason.
std::optional<std::string> doubt_about_domain(std::string_view domain);

} // namespace rental

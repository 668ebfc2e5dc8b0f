// An index over addresses. Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// Texts, each once, of which two addresses of the same property (see
/// same_property) share at least one: among many, only those that share one
/// have to be compared. Never none.
std::vector<std::string> address_keys(std::string_view text);

} // namespace rental

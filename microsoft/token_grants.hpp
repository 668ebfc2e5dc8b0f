// Reading what the token endpoint grants.
#pragma once

#include "base/time.hpp"
#include "microsoft/identity_api.hpp"

#include <string_view>

namespace rental {

/// Reads a 200 answer. `expires_in` may be a number or a string of digits;
/// without a usable one the token counts as expired already, so that it is
/// refreshed before use. Fails with errc::bad_answer when there is no access
/// token. Pure.
expected<token_grant> read_token_grant(std::string_view body, instant now);

} // namespace rental

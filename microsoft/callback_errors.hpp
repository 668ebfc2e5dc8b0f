// What an error that comes back to the redirect URI means.
// learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
#pragma once

#include "domain/sign_in.hpp"

#include <string_view>

namespace rental {

/// Reads the callback's query parameters (empty when absent). The description
/// is only searched for the numbers of the administrator's wall. Pure.
sign_in_problem classify_callback_error(std::string_view error,
                                        std::string_view error_subcode,
                                        std::string_view error_description);

} // namespace rental

// What an answer of the token endpoint that is not 200 means.
// learn.microsoft.com/entra/identity-platform/reference-error-codes
#pragma once

#include "base/expected.hpp"
#include "base/time.hpp"

#include <map>
#include <string>
#include <string_view>

namespace rental {

/// Decides by `error`, then `suberror`, then the status; a 400 can be transient
/// and a 401 the operator's fault. Microsoft says that AADSTS numbers change
/// and must not be relied on: they only enter the detail ("invalid_grant
/// AADSTS700082"), with one exception that it is safe to be wrong about:
/// 50196, "you ask too often", holds us off for minutes. Descriptions never
/// enter the detail. Codes as listed at identity_api. Pure.
failure classify_token_error(long status,
                             const std::map<std::string, std::string>& headers,
                             std::string_view body, instant now);

} // namespace rental

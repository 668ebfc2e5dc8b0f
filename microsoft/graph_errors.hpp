// What a Graph answer that is not 2xx means. learn.microsoft.com/graph/errors
#pragma once

#include "base/expected.hpp"
#include "base/time.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// The error's code and the codes nested in it (`innerError`, in any case),
/// outermost first. Empty when the body is HTML, truncated or something else.
/// Anything but letters, digits, "_", "." and "-" is left out.
std::vector<std::string> graph_error_codes(std::string_view body);

/// Whether the request was refused (4xx) without a word of Graph's why: an
/// empty body, the page of a proxy. Nothing follows from it, not even that
/// nothing was done. 401, 408 and 429 speak for themselves.
bool is_unexplained(long status, std::string_view body);

/// Decides by status, and by code where the status says too little. Codes as
/// listed at graph_api; what is unexplained is errc::bad_answer. The detail is
/// "Code (HTTP 400)"; messages, which may quote personal data, are never read.
/// Pure.
failure classify_graph_error(long status,
                             const std::map<std::string, std::string>& headers,
                             std::string_view body, instant now);

} // namespace rental

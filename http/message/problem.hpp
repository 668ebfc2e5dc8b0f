// Errors of the API as problem documents (RFC 9457).
#pragma once

#include "base/expected.hpp"
#include "http/message/http_message.hpp"

#include <string_view>

namespace rental {

/// application/problem+json: {"type":"about:blank","title","status","detail",
/// "code","request_id","error"}. `title` is the status's own phrase; `error`
/// repeats the detail for clients, such as VAPI, that know only that. Empty
/// members are left out.
http_out problem(unsigned status, std::string_view detail,
                 std::string_view code = {}, std::string_view request_id = {});

/// The problem document of a failure. The detail of faults that are ours
/// (storage, internal, sealed, operator_fault) is not told.
http_out problem(const failure& why, std::string_view request_id = {});

http_out no_user_id(const http_in& in);

} // namespace rental

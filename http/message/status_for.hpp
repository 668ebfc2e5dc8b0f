// The only place that knows both our error codes and HTTP's.
#pragma once

#include "base/errc.hpp"

#include <string_view>

namespace rental {

/// The HTTP status for a failure of the API. VAPI's tool calls never use it:
/// they get 200 and a sentence.
unsigned status_for(errc code) noexcept;

/// "Not Found" for 404; "Error" for what is not in the table.
std::string_view reason_for(unsigned status) noexcept;

} // namespace rental

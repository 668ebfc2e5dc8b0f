// When the tests of this folder take place.
#pragma once

#include "base/time.hpp"

namespace rental::test {

/// 2026-11-22T07:30:00Z
inline constexpr instant now = from_unix(1795332600);
/// 2026-11-25T12:00:00Z
inline constexpr instant noon = from_unix(1795608000);

} // namespace rental::test

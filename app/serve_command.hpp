// `peterental serve`.
#pragma once

#include "app/command.hpp"

namespace rental {

/// Runs the service until SIGINT or SIGTERM, then ends it in order; a second
/// signal ends it at once. Call it from the main thread, before any other
/// thread exists.
int serve(const command_context& context);

} // namespace rental

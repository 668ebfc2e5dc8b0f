// `peterental doctor`: what is in force, and whether it works.
#pragma once

#include "app/command.hpp"

namespace rental {

/// Prints the effective settings with secrets masked, then checks database,
/// key, Microsoft's answer to the client credentials and the clock, each with
/// "ok" or "FAIL" and what to do, and the redirect URI to register. Returns
/// exit_fine only when everything is ok.
int run_doctor(const command_context& context);

} // namespace rental

// The command line: which subcommands there are and what they say of
// themselves.
#pragma once

#include "base/clock.hpp"
#include "config/environment.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace rental {

/// Runs `peterental ARGS...`. Returns an exit_status (app/command.hpp).
int run_program(std::vector<std::string> args, const environment& env,
                const clock& now, std::ostream& out, std::ostream& err);

} // namespace rental

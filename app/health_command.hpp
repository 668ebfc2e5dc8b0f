// `peterental health`: what a container engine asks again and again.
#pragma once

#include "app/command.hpp"

namespace rental {

struct health_options {
  /// Asks /readyz, which also tries the database, instead of /healthz.
  bool ready = false;
};

/// Asks the service that runs with these settings on this machine whether it
/// is well; never through a proxy. Returns exit_fine only when it says so
/// within five seconds.
int check_health(const command_context& context, const health_options& options);

} // namespace rental

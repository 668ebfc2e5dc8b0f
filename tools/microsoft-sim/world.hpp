#pragma once

#include "tools/microsoft-sim/account.hpp"
#include "tools/microsoft-sim/faults.hpp"
#include "tools/microsoft-sim/grants.hpp"
#include "tools/microsoft-sim/humans.hpp"
#include "tools/microsoft-sim/pauses.hpp"
#include "tools/microsoft-sim/post_office.hpp"
#include "tools/microsoft-sim/settings.hpp"
#include "tools/microsoft-sim/sim_clock.hpp"
#include "tools/microsoft-sim/stats.hpp"

namespace rental::sim {

/// Everything the simulator knows. Each part guards itself, so that requests
/// of different mailboxes do not wait for each other.
struct world {
  explicit world(settings initial) : conf{std::move(initial)} {}

  settings_box conf;
  sim_clock clock;
  directory people;
  grants tokens;
  post_office post;
  fault_box faults;
  human_box humans;
  stats counters;
  pauses latencies;
};

} // namespace rental::sim

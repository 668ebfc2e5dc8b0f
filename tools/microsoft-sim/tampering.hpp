#pragma once

#include "tools/microsoft-sim/catalogue.hpp"
#include "tools/microsoft-sim/faults.hpp"

#include <string>

namespace rental::sim {

/// The answer that a fault gives in the place of the real one.
/// `where` decides the shape of an error that the fault does not spell out.
answer fault_answer(const fault_action& action, area where, const stamp& by);

/// Does to a real answer what the fault says: new status or body where it
/// names them, headers, spoiled content, a cut line.
void tamper(answer& with, const fault_action& action, const stamp& by);

} // namespace rental::sim

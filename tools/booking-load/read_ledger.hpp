// Reads the service's SQLite file, beside the running service and without
// changing it. Sealed columns are not read.
#pragma once

#include "base/expected.hpp"
#include "tools/booking-load/evidence.hpp"

#include <string>

namespace rental::load {

/// Fails with errc::storage; the detail is one line.
expected<ledger_state> read_ledger(const std::string& path);

/// Whether nothing is under way: no booking half done, no mail that waits to be
/// sent for the first time or is being sent. Fails with errc::storage.
expected<bool> ledger_is_quiet(const std::string& path);

} // namespace rental::load

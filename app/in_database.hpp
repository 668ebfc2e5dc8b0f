// Subcommands that read or change the database that is there.
#pragma once

#include "app/command.hpp"
#include "storage/store.hpp"

#include <functional>

namespace rental {

/// Loads the settings, opens the database that is there and runs `job` in one
/// transaction. Returns exit_fine, or after one line on `err` the status to end
/// with.
int in_database(
    const command_context& context,
    const std::function<expected<done>(const settings&, store_session&)>& job);

} // namespace rental

// What can only be said once every setting is known: rules between settings,
// derived values and notices.
#pragma once

#include "base/expected.hpp"
#include "config/environment.hpp"
#include "config/settings.hpp"

#include <string>

namespace rental::config {

/// Checks and completes the settings. `file` names the TOML file in messages.
/// Fails with errc::bad_request and one line.
expected<done> finish(settings& all, const environment& env,
                      const std::string& file);

} // namespace rental::config

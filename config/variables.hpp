// The table of environment variables: name, whether it is a secret, and how its
// value enters the settings.
#pragma once

#include "base/expected.hpp"
#include "config/environment.hpp"
#include "config/settings.hpp"

#include <span>
#include <string>

namespace rental::config {

struct variable {
  const char* name;
  bool is_secret;
  /// Fails with "must be ..." and leaves the settings alone.
  expected<done> (*apply)(settings&, const std::string& value);
};

/// In the order of the documentation.
std::span<const variable> variables();

/// Applies every variable that is set, NAME_FILE ones included. Fails with
/// errc::bad_request and one line.
expected<done> apply_variables(const environment& env, settings& all);

} // namespace rental::config

// Reads the settings from environment variables and a TOML file, strictly: an
// unknown key or a malformed value is an error, never a silent default. Every
// error is errc::bad_request with ONE line that names the key or variable,
// where it came from ("peterental.toml:12"), what is wrong and what is allowed.
// Secrets never appear in it. Thread-safe: nothing here has state.
#pragma once

#include "base/expected.hpp"
#include "config/environment.hpp"
#include "config/settings.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rental {

/// Fills the settings: defaults, then the file, then the environment. `file`
/// goes before the variable CONFIG; neither: no file is read. Files named by
/// NAME_FILE variables are read here. Does not demand what only the server
/// needs, see check_for_serving.
expected<settings> load_settings(const environment& env,
                                 std::optional<std::string> file = {});

/// What `serve` needs beyond well-formed settings: the Microsoft registration,
/// and on an address that others can reach MASTER_KEY, ADMIN_TOKEN and a
/// webhook secret. Fails with errc::bad_request and one line.
expected<done> check_for_serving(const settings& all);

/// The effective settings by the name that sets each, secrets masked, in the
/// order of the documentation.
std::vector<std::pair<std::string, std::string>> describe(const settings& all);

/// One environment variable that the service knows.
struct known_variable {
  std::string name;
  /// Masked when shown, and may be given as NAME_FILE.
  bool is_secret = false;
};
std::vector<known_variable> known_variables();

/// Every key that the TOML file may hold, e.g. "rules.slot_minutes" or
/// "bindings[].number".
std::vector<std::string> known_keys();

} // namespace rental

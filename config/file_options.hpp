// The table of keys of the TOML file and how each enters the settings.
#pragma once

#include "base/expected.hpp"
#include "config/settings.hpp"

#include <string>
#include <vector>

namespace rental::config {

/// Reads the file and applies every key. Fails with errc::bad_request and one
/// line that begins with "FILE:LINE".
expected<done> apply_file(const std::string& path, settings& all);

/// Every key of the table, in the order of the documentation.
std::vector<std::string> file_keys();

} // namespace rental::config

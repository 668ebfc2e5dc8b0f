// `peterental properties import`.
#pragma once

#include "app/command.hpp"

#include <string>

namespace rental {

struct property_import_options {
  std::string file;
  /// Take those of the settings, not a file.
  bool from_settings = false;
  /// Of homes whose agency the file does not name.
  std::string agency = "default";
  /// Of homes whose manager the file does not name; empty: that is an error.
  std::string manager;
  /// Really do it.
  bool yes = false;
};

/// Looks at all homes first, says what would happen, and with `yes` does all of
/// it or nothing, in one transaction. What is wrong with single homes is told
/// with line and reason, and ends it with exit_failed.
int import_properties(const command_context& context,
                      const property_import_options& options);

} // namespace rental

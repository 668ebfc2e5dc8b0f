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

/// Looks at all homes first and says what would happen; with `yes` does all of
/// it or nothing, in one transaction. The service can go on writing meanwhile:
/// the database is held for moments, and when somebody else changes homes
/// between the look and the transaction, it looks again. What is wrong with
/// single homes is told with file, line and reason, and ends it with
/// exit_failed.
int import_properties(const command_context& context,
                      const property_import_options& options);

} // namespace rental

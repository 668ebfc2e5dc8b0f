// `peterental migrate`, `backup FILE`, `restore FILE` and `rotate-keys`.
#pragma once

#include "app/command.hpp"

#include <string>

namespace rental {

/// Brings the schema up to date and says its version.
int migrate_database(const command_context& context);
/// Copies the database into a new file while the service runs, and opens every
/// sealed value of the copy: what does not open is named, and the status is
/// exit_failed then.
int backup_database(const command_context& context, const std::string& file);
struct restore_options {
  std::string file;
  /// Replace a database that is there.
  bool yes = false;
  /// Also when values of the backup do not open.
  bool force = false;
};

/// Puts what a backup holds in the place of the database. Looks at the backup
/// first, and refuses while the service runs, and without `force` when a value
/// does not open.
int restore_database(const command_context& context,
                     const restore_options& options);
/// Seals everything again with the first key of MASTER_KEY, in small
/// transactions, while the service runs.
int rotate_keys(const command_context& context);

} // namespace rental

// The door to the storage room: turns DATABASE_URL into a store.
#pragma once

#include "base/expected.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace rental {

class keyring;

/// How the database is used; the defaults are those of the service.
struct store_options {
  /// How long a statement waits for another process's write before it fails
  /// with errc::storage. Shorter than any caller's deadline.
  std::chrono::milliseconds busy_timeout{2500};
};

/// Opens, or makes, the database that `database_url` names:
///
///     sqlite3://data/peterental.db    relative to the working directory
///     sqlite3:///var/lib/x/y.db       absolute
///     sqlite3://:memory:              gone with the store; for tests
///
/// A missing parent directory is made (mode 0700), a new file has mode 0600.
/// The schema is NOT brought up to date here: call store::migrate.
///
/// Durable before acknowledged: write-ahead log, synchronous=FULL. The store
/// mends itself: when the file was locked, read-only, full or gone, the next
/// call opens it again. It never makes an empty database in place of one that
/// is gone.
///
/// Fails with errc::bad_request when the URL is none of these (PostgreSQL
/// included: this build stores in SQLite only), and with errc::storage when the
/// file cannot be opened or was written by a newer version of the program.
expected<std::unique_ptr<store>> open_store(const std::string& database_url,
                                            std::shared_ptr<const keyring> keys,
                                            store_options options = {});

/// Whether somebody else, above all a running service, has the database open
/// now; false when there is none. errc::bad_request and errc::storage as above.
expected<bool> is_database_open(const std::string& database_url);

/// Whether there is a database already.
bool database_exists(const std::string& database_url);

/// What a backup holds.
struct backup_contents {
  std::size_t managers = 0;
  /// Sealed values, and those of them that no key opens.
  std::size_t values = 0;
  std::vector<unreadable_row> unreadable;
  /// Bytes of the write-ahead log beside it.
  std::uint64_t log_bytes = 0;
};

/// Whether restore_store could restore from the file, and every sealed value of
/// it opened; changes nothing. Fails as restore_store does.
expected<backup_contents> examine_backup(const std::string& backup_path,
                                         std::shared_ptr<const keyring> keys);

/// The same of the database in use; others may write meanwhile. Nothing of one
/// in memory.
expected<backup_contents> examine_database(const std::string& database_url,
                                           std::shared_ptr<const keyring> keys);

/// "mail 12 does not open", a line for each, at most `limit` and then how many
/// more.
std::vector<std::string> lines_of(const std::vector<unreadable_row>& rows,
                                  std::size_t limit);

/// Replaces all that the database holds by what a file of store::backup holds,
/// in one transaction, and brings its schema up to date. Works while the
/// service runs: it sees the restored rows with its next batch (copying the
/// file into place would not work, since SQLite lays the old write-ahead log
/// over it). Tokens that were rotated since the backup are lost with it: those
/// managers have to connect again. Restart the service to drop what it
/// remembers. Values that do not open are restored as they are: ask
/// examine_backup first.
///
/// Fails, and leaves the database as it is, with errc::storage when the backup
/// is missing, damaged or too new, and with errc::sealed when the keys are not
/// those of the backup.
expected<done> restore_store(const std::string& database_url,
                             const std::string& backup_path,
                             std::shared_ptr<const keyring> keys);

} // namespace rental

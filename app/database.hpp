// Opens the database with the keys that belong to it; the service and the
// subcommands do it in the same way.
#pragma once

#include "base/expected.hpp"
#include "config/settings.hpp"
#include "crypto/keyring.hpp"
#include "storage/key_census.hpp"
#include "storage/store.hpp"

#include <memory>
#include <string>
#include <vector>

namespace rental {

struct database {
  std::shared_ptr<const keyring> keys;
  std::unique_ptr<store> rows;
  /// What some values are sealed with, and the ring does not have.
  std::vector<missing_key> missing = {};
};

/// The file of an SQLite database. Empty for a database in memory or of another
/// kind.
std::string database_file(const std::string& database_url);

/// Where the development key of an SQLite database is: beside it, with ".key"
/// for its ending. Empty for a database in memory or of another kind.
std::string key_file_for(const std::string& database_url);

/// The ring of MASTER_KEY. Without it, on loopback: the key file beside the
/// database (made when it is not there), or a key that lives as long as the
/// process for a database in memory. Fails with errc::bad_request when
/// MASTER_KEY is needed, and as load_or_make_key_file does.
expected<std::shared_ptr<const keyring>> open_keys(const settings& all);

/// Keys and store, the schema brought up to date.
expected<database> open_database(const settings& all);

/// Whether DATABASE_URL names a file that is not there yet.
bool is_absent(const settings& all);

/// As open_database, for whoever only wants what is there: makes no file, and
/// fails with errc::storage when there is none.
expected<database> open_existing_database(const settings& all);

/// Runs one job in a transaction of its own; its failure or the batch's.
expected<done> run_job(store& rows, const store_job& job);

} // namespace rental

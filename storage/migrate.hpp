// Inside storage/ only: the schema and its versions. Version N is what the
// first N files of storage/migrations make; a file that was released is never
// changed, the next change gets the next number.
#pragma once

#include "domain/expected.hpp"

#include <span>

namespace rental {

class connection;
class vault;

/// The SQL scripts, oldest first.
std::span<const char* const> migrations();

/// Version of the database; 0 when it is empty. Fails with errc::storage when
/// it is newer than this program knows.
expected<int> schema_version(connection& db);

/// Runs what is missing and makes the database's own keys; returns the new
/// version. Inside a transaction of the caller.
expected<int> bring_up_to_date(connection& db, const vault& seals);

} // namespace rental

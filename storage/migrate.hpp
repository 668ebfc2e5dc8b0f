// Inside storage/ only: the schema and its versions. Version N is what the
// first N files of storage/migrations make; a file that was released is never
// changed, the next change gets the next number.
#pragma once

#include "base/expected.hpp"

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

/// Hides the ids of managers that are phone numbers or e-mail addresses, as
/// vault::stored_id says, in a database from before that; forgets the sign-ins
/// that are under way there. Once in the life of a database, inside a
/// transaction of the caller; the vault has the look-up key already.
expected<done> hide_personal_ids(connection& db, const vault& seals);

/// How far the addresses of old rows are sealed.
struct address_progress {
  /// 0: bookings, 1: wishes, 2: all is sealed.
  int table = 0;
  long long last_row = 0;
  bool sealed_any = false;
};

/// Seals the next addresses that callers said and that are still in clear,
/// inside a transaction of the caller. Safe to interrupt and repeat; once
/// everything is sealed a later start looks no more.
expected<done> seal_addresses(connection& db, const vault& seals,
                              address_progress& progress);

} // namespace rental

// One service on one SQLite file.
#pragma once

#include "base/expected.hpp"

#include <memory>
#include <string>

namespace rental {

/// Held by whoever serves from a database, until it dies or lets go: an flock
/// on FILE.lock beside the file, which the system itself takes back from a
/// process that was killed. Bookings are put in order inside one process, so a
/// second one on the same file would do everything twice. Commands that only
/// look, or make one change, need no lock.
class database_lock {
public:
  /// Takes the lock of the database that `database_url` names; nothing to hold
  /// (a null pointer) when that is no file. errc::unavailable when another
  /// process holds it: the detail says which one, on which machine.
  /// errc::storage when the file cannot be made.
  static expected<std::unique_ptr<database_lock>>
  take(const std::string& database_url);

  ~database_lock();
  database_lock(const database_lock&) = delete;
  database_lock& operator=(const database_lock&) = delete;

private:
  explicit database_lock(int fd) : fd_(fd) {}

  int fd_;
};

} // namespace rental

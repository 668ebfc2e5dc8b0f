// Inside storage/ only: key rotation, table by table, a few rows at a time.
#pragma once

#include "domain/expected.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace rental {

class connection;
class vault;

/// A sealed column and how to find its owner; see vault.hpp.
struct sealed_column {
  const char* purpose;
  /// Row id, value, owner's parts a, b, c; of rows sealed by another key than
  /// :key and after row :row, in order, :limit at most.
  std::string select;
  std::string update;
};

/// Every sealed column of the schema.
std::span<const sealed_column> sealed_columns();

/// How far one column is.
struct reseal_progress {
  long long last_row = 0;
  std::size_t count = 0;
  std::size_t unopened = 0;
  bool finished = false;
};

/// Seals the next rows anew, inside a transaction of the caller.
expected<done> reseal_some(connection& db, const vault& seals,
                           const sealed_column& column,
                           reseal_progress& progress);

} // namespace rental

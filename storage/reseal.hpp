// Inside storage/ only: every sealed column of the schema, and passes over them
// a few rows at a time: key rotation, and looking whether all values open.
#pragma once

#include "base/expected.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace rental {

class connection;
class vault;
class unreadable_rows;

/// A sealed column and how to find its owner; see vault.hpp.
struct sealed_column {
  const char* purpose;
  std::string table;
  /// The neighbour that holds the key's id.
  std::string key;
  /// Row id, value, owner's parts a, b, c; of rows sealed by another key than
  /// :key and after row :row, in order, :limit at most.
  std::string select;
  std::string update;
  /// What names the row, value, owner's parts a, b, c and the row id; of rows
  /// after row :row, in order, :limit at most.
  std::string look;
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

/// How far a look at all values is.
struct look_progress {
  /// The column, by its place in sealed_columns().
  std::size_t column = 0;
  long long last_row = 0;
  /// unreadable_rows::mark when the column was begun.
  std::uint64_t mark = 0;
  std::size_t values = 0;
  /// Every column was gone through; the next look begins again.
  bool finished = false;
};

/// Opens up to `values` values, and notes those that do not open.
expected<done> look_at_some(connection& db, const vault& seals,
                            unreadable_rows& unopened, look_progress& progress,
                            std::size_t values);

/// Seals the next rows again, inside a transaction of the caller.
expected<done> reseal_some(connection& db, const vault& seals,
                           const sealed_column& column,
                           reseal_progress& progress);

} // namespace rental

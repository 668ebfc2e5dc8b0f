#include "storage/reseal.hpp"

#include "storage/connection.hpp"
#include "storage/unreadable.hpp"
#include "storage/vault.hpp"

namespace rental {
namespace {

constexpr std::size_t rows_at_once = 100;

sealed_column column(const char* purpose, const std::string& table,
                     const std::string& value, const std::string& owner,
                     const std::string& name = "CAST(rowid AS TEXT)") {
  const auto key = value + "_key";
  return {purpose,
          table,
          key,
          "SELECT rowid, " + value + ", " + owner + " FROM " + table + " WHERE "
              + key + " <> '' AND " + key
              + " <> :key AND rowid > :row ORDER BY rowid LIMIT :limit",
          "UPDATE " + table + " SET " + value + " = :value, " + key
              + " = :key WHERE rowid = :row",
          "SELECT " + name + ", " + value + ", " + owner + ", rowid FROM "
              + table + " WHERE " + key
              + " <> '' AND rowid > :row ORDER BY rowid LIMIT :limit"};
}

} // namespace

std::span<const sealed_column> sealed_columns() {
  static const sealed_column columns[] = {
      column("local key", "local_keys", "value", "name, '', ''"),
      column("profile", "managers", "profile", "agency, user_id, ''"),
      column("tokens", "managers", "tokens", "agency, user_id, ''"),
      column("sign-in", "sign_ins", "secrets", "state_hash, '', ''"),
      column("visitor", "bookings", "visitor", "id, '', ''", "id"),
      column("address", "bookings", "address", "id, '', ''", "id"),
      column("answer", "answers", "answer", "key_hash, '', ''"),
      column("wish", "wishes", "visitor", "CAST(manager AS TEXT), call_id, ''"),
      column("wish address", "wishes", "address",
             "CAST(manager AS TEXT), call_id, ''"),
      column("callback", "wishes", "handled", "CAST(id AS TEXT), '', ''"),
      column("mail", "outbox", "mail", "key, '', ''"),
      column("property", "properties", "details", "id, '', ''", "id"),
  };
  return columns;
}

expected<done> look_at_some(connection& db, const vault& seals,
                            unreadable_rows& unopened, look_progress& progress,
                            std::size_t values) {
  return guarded([&]() -> expected<done> {
    const auto columns = sealed_columns();
    if (progress.finished)
      progress = {};
    while (values > 0 && progress.column < columns.size()) {
      const auto& column = columns[progress.column];
      // A backup of an older version has fewer columns.
      if (db.select<long long>("SELECT 1 FROM pragma_table_info(:name)"
                               " WHERE name = :key",
                               column.table, column.key)
              .empty()) {
        ++progress.column;
        continue;
      }
      if (progress.last_row == 0)
        progress.mark = unopened.mark();
      const auto rows = db.select<std::string, std::string, std::string,
                                  std::string, std::string, long long>(
          column.look.c_str(), progress.last_row, values);
      for (const auto& [name, value, a, b, c, row] : rows) {
        progress.last_row = row;
        ++progress.values;
        if (!seals.opens(value, {column.purpose, a, b, c}))
          unopened.note(column.purpose, name);
      }
      if (rows.size() < values) {
        unopened.keep_since(column.purpose, progress.mark);
        ++progress.column;
        progress.last_row = 0;
      }
      values -= rows.size();
    }
    progress.finished = progress.column == columns.size();
    return done{};
  });
}

expected<done> reseal_some(connection& db, const vault& seals,
                           const sealed_column& column,
                           reseal_progress& progress) {
  auto before = progress;
  auto done_so_far = guarded([&]() -> expected<done> {
    auto rows
        = db.select<long long, std::string, std::string, std::string,
                    std::string>(column.select.c_str(), seals.current_key_id(),
                                 progress.last_row, rows_at_once);
    for (const auto& [row, value, a, b, c] : rows) {
      progress.last_row = row;
      auto sealed = seals.reseal(value, {column.purpose, a, b, c});
      if (!sealed) {
        ++progress.unopened;
        continue;
      }
      db.run(column.update.c_str(), sealed->text, sealed->key_id, row);
      ++progress.count;
    }
    progress.finished = rows.size() < rows_at_once;
    return done{};
  });
  if (!done_so_far)
    progress = before;
  return done_so_far;
}

} // namespace rental

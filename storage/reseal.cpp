#include "storage/reseal.hpp"

#include "storage/connection.hpp"
#include "storage/vault.hpp"

namespace rental {
namespace {

constexpr std::size_t rows_at_once = 100;

sealed_column column(const char* purpose, const std::string& table,
                     const std::string& name, const std::string& owner) {
  return {purpose,
          "SELECT rowid, " + name + ", " + owner + " FROM " + table + " WHERE "
              + name + " <> '' AND " + name
              + "_key <> :key AND rowid > :row ORDER BY rowid LIMIT :limit",
          "UPDATE " + table + " SET " + name + " = :value, " + name
              + "_key = :key WHERE rowid = :row"};
}

} // namespace

std::span<const sealed_column> sealed_columns() {
  static const sealed_column columns[] = {
      column("local key", "local_keys", "value", "name, '', ''"),
      column("profile", "managers", "profile", "agency, user_id, ''"),
      column("tokens", "managers", "tokens", "agency, user_id, ''"),
      column("sign-in", "sign_ins", "secrets", "state_hash, '', ''"),
      column("visitor", "bookings", "visitor", "id, '', ''"),
      column("answer", "answers", "answer", "agency, call_id, tool_call_id"),
      column("wish", "wishes", "visitor", "CAST(manager AS TEXT), call_id, ''"),
      column("mail", "outbox", "mail", "key, '', ''"),
  };
  return columns;
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

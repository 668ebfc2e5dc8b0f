#include "storage/key_census.hpp"

#include "crypto/keyring.hpp"
#include "storage/connection.hpp"
#include "storage/sqlite_url.hpp"

#include <chrono>
#include <deque>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>

namespace rental {
namespace {

/// Names of rows in `meta`, before the key's id.
constexpr std::string_view noted = "key ";

using counts = std::map<std::string, std::size_t>;

/// "SELECT key, COUNT(*) ..." for each sealed column: a column X is sealed when
/// it has a neighbour X_key (storage/migrations/0001_initial.sql).
std::deque<std::string> queries(connection& db) {
  std::deque<std::string> result;
  for (const auto& [table, column] : db.select<std::string, std::string>(
           "SELECT t.name, c.name FROM sqlite_master t"
           " JOIN pragma_table_info(t.name) c"
           " JOIN pragma_table_info(t.name) k ON k.name = c.name || '_key'"
           " WHERE t.type = 'table'"))
    result.push_back("SELECT " + column + "_key, COUNT(*) FROM " + table
                     + " WHERE " + column + " <> '' GROUP BY " + column
                     + "_key");
  return result;
}

counts count_all(connection& db, const std::deque<std::string>& of) {
  counts result;
  for (const auto& query : of)
    for (const auto& [id, count] :
         db.select<std::string, long long>(query.c_str()))
      result[id] += static_cast<std::size_t>(count);
  return result;
}

std::vector<std::string> noted_keys(connection& db) {
  std::vector<std::string> result;
  for (const auto& [name] :
       db.select<std::string>("SELECT name FROM meta WHERE name LIKE 'key %'"))
    result.push_back(name.substr(noted.size()));
  return result;
}

void note(connection& db, const std::string& id) {
  db.run("INSERT OR IGNORE INTO meta (name, value) VALUES (:name, 1)",
         std::string{noted} + id);
}

void forget(connection& db, const std::string& id) {
  db.run("DELETE FROM meta WHERE name = :name", std::string{noted} + id);
}

std::vector<missing_key> look(connection& db, const keyring& ring, census how) {
  const auto before = noted_keys(db);
  bool is_known = !before.empty();
  for (const auto& id : before)
    is_known = is_known && ring.has(id);
  std::vector<missing_key> missing;
  note(db, ring.current_key_id());
  if (is_known && how == census::usual)
    return missing;
  const auto of = queries(db);
  const auto found = count_all(db, of);
  for (const auto& id : before)
    if (!found.contains(id) && id != ring.current_key_id())
      forget(db, id);
  for (const auto& [id, count] : found) {
    note(db, id);
    if (!ring.has(id))
      missing.push_back({id, count});
  }
  return missing;
}

} // namespace

expected<std::vector<missing_key>>
find_missing_keys(const std::string& database_url, const keyring& ring,
                  census how) {
  std::vector<missing_key> none;
  if (!database_url.starts_with(sqlite_scheme))
    return none;
  const auto path = database_url.substr(sqlite_scheme.size());
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    return none;
  return guarded([&]() -> expected<std::vector<missing_key>> {
    connection db{path, std::chrono::milliseconds{2500}};
    return look(db, ring, how);
  });
}

std::string in_words(const std::vector<missing_key>& missing) {
  std::string text;
  for (const auto& each : missing)
    text += (text.empty() ? "" : ", ") + std::to_string(each.values)
            + (each.values == 1 ? " value wants key " : " values want key ")
            + each.id;
  return text;
}

} // namespace rental

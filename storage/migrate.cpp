#include "storage/migrate.hpp"

#include "crypto/random.hpp"
#include "storage/connection.hpp"
#include "storage/vault.hpp"

namespace rental {
namespace {

expected<int> known(int version) {
  auto newest = static_cast<int>(migrations().size());
  if (version > newest)
    return failure{errc::storage,
                   "the database has schema version " + std::to_string(version)
                       + ", this program knows " + std::to_string(newest)
                       + " at most; use a newer peterental"};
  return version;
}

void make_lookup_key(connection& db, const vault& seals) {
  auto there = db.select<long long>(
      "SELECT COUNT(*) FROM local_keys WHERE name = :name", lookup_key_name);
  if (std::get<0>(there.front()) != 0)
    return;
  auto sealed = seals.seal({"local key", lookup_key_name}, {random_bytes(32)});
  db.run("INSERT INTO local_keys (name, value, value_key)"
         " VALUES (:name, :value, :key)",
         lookup_key_name, sealed.text, sealed.key_id);
}

} // namespace

expected<int> schema_version(connection& db) {
  return guarded([&]() -> expected<int> {
    auto tables = db.select<long long>(
        "SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_version'");
    if (std::get<0>(tables.front()) == 0)
      return 0;
    auto rows = db.select<long long>(
        "SELECT COALESCE(MAX(version), 0) FROM schema_version");
    return known(static_cast<int>(std::get<0>(rows.front())));
  });
}

expected<int> bring_up_to_date(connection& db, const vault& seals) {
  return guarded([&]() -> expected<int> {
    db.script("CREATE TABLE IF NOT EXISTS schema_version"
              " (version INTEGER PRIMARY KEY NOT NULL) STRICT");
    auto version = schema_version(db);
    if (!version)
      return version.error();
    auto scripts = migrations();
    for (auto next = static_cast<std::size_t>(*version); next < scripts.size();
         ++next) {
      db.script(scripts[next]);
      db.run("INSERT INTO schema_version VALUES (:version)", next + 1);
    }
    make_lookup_key(db, seals);
    return static_cast<int>(scripts.size());
  });
}

} // namespace rental

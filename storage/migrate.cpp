#include "storage/migrate.hpp"

#include "crypto/random.hpp"
#include "storage/connection.hpp"
#include "storage/vault.hpp"

#include <string>
#include <tuple>

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

constexpr auto ids_hidden = "ids_hidden";
constexpr auto addresses_sealed = "addresses_sealed";

bool is_done(connection& db, const char* what) {
  auto found = db.select<long long>(
      "SELECT COUNT(*) FROM meta WHERE name = :name", what);
  return std::get<0>(found.front()) != 0;
}

void note_done(connection& db, const char* what) {
  db.run("INSERT INTO meta (name, value) VALUES (:name, 1)", what);
}

using id_row
    = std::tuple<long long, std::string, std::string, std::string, std::string>;

expected<done> hide_id(connection& db, const vault& seals, const id_row& row) {
  const auto& [id, agency, user_id, profile, tokens] = row;
  const auto stored = seals.stored_id(agency, user_id);
  if (stored == user_id)
    return done{};
  auto known = seals.open(profile, {"profile", agency, user_id}, 2);
  if (!known)
    return known.error();
  const auto now
      = seals.seal({"profile", agency, stored},
                   {(*known)[0].reveal(), (*known)[1].reveal(), user_id});
  sealed_text kept;
  if (!tokens.empty()) {
    auto pair = seals.open(tokens, {"tokens", agency, user_id}, 2);
    if (!pair)
      return pair.error();
    kept = seals.seal({"tokens", agency, stored},
                      {(*pair)[0].reveal(), (*pair)[1].reveal()});
  }
  db.run("UPDATE managers SET user_id = :stored, profile = :profile,"
         " profile_key = :profile_key, tokens = :tokens,"
         " tokens_key = :tokens_key WHERE id = :id",
         stored, now.text, now.key_id, kept.text, kept.key_id, id);
  return done{};
}

} // namespace

expected<done> hide_personal_ids(connection& db, const vault& seals) {
  return guarded([&]() -> expected<done> {
    if (is_done(db, ids_hidden))
      return done{};
    db.script("PRAGMA secure_delete = ON; DELETE FROM sign_ins");
    for (const auto& row : db.select<long long, std::string, std::string,
                                     std::string, std::string>(
             "SELECT id, agency, user_id, profile, tokens FROM managers"))
      if (auto hidden = hide_id(db, seals, row); !hidden)
        return hidden;
    note_done(db, ids_hidden);
    db.script("PRAGMA secure_delete = FAST");
    return done{};
  });
}

namespace {

constexpr std::size_t addresses_at_once = 500;

struct clear_column {
  const char* purpose;
  /// Row id, address, owner's parts a and b.
  const char* select;
  const char* update;
};

constexpr clear_column clear_columns[] = {
    {"address",
     "SELECT rowid, address, id, '' FROM bookings WHERE address_key = ''"
     " AND rowid > :row ORDER BY rowid LIMIT :limit",
     "UPDATE bookings SET address = :address, address_key = :key"
     " WHERE rowid = :row"},
    {"wish address",
     "SELECT rowid, address, CAST(manager AS TEXT), call_id FROM wishes"
     " WHERE address_key = '' AND rowid > :row ORDER BY rowid LIMIT :limit",
     "UPDATE wishes SET address = :address, address_key = :key"
     " WHERE rowid = :row"},
};

} // namespace

expected<done> seal_addresses(connection& db, const vault& seals,
                              address_progress& progress) {
  return guarded([&]() -> expected<done> {
    if (is_done(db, addresses_sealed))
      progress.table = 2;
    if (progress.table == 2)
      return done{};
    const auto& column = clear_columns[progress.table];
    db.script("PRAGMA secure_delete = ON");
    const auto rows
        = db.select<long long, std::string, std::string, std::string>(
            column.select, progress.last_row, addresses_at_once);
    for (const auto& [row, address, a, b] : rows) {
      const auto sealed = seals.seal({column.purpose, a, b}, {address});
      db.run(column.update, sealed.text, sealed.key_id, row);
      progress.last_row = row;
      progress.sealed_any = true;
    }
    db.script("PRAGMA secure_delete = FAST");
    if (rows.size() == addresses_at_once)
      return done{};
    progress.last_row = 0;
    if (++progress.table == 2)
      note_done(db, addresses_sealed);
    return done{};
  });
}

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

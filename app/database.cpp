#include "app/database.hpp"

#include "crypto/encode.hpp"
#include "crypto/random.hpp"
#include "storage/open_store.hpp"

#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace rental {

std::string database_file(const std::string& database_url) {
  constexpr std::string_view scheme = "sqlite3://";
  if (!database_url.starts_with(scheme))
    return {};
  auto path = database_url.substr(scheme.size());
  return path == ":memory:" ? std::string{} : path;
}

std::string key_file_for(const std::string& database_url) {
  const auto path = database_file(database_url);
  return path.empty()
             ? path
             : std::filesystem::path{path}.replace_extension(".key").string();
}

expected<std::shared_ptr<const keyring>> open_keys(const settings& all) {
  if (!all.master_key.empty())
    return keyring::parse(all.master_key);
  if (!all.loopback)
    return failure{errc::bad_request,
                   "MASTER_KEY is not set; make one with `openssl rand -base64 "
                   "32`",
                   {}};
  auto file = key_file_for(all.database_url.reveal());
  if (file.empty())
    return keyring::parse(secret{base64_encode(random_bytes(32))});
  if (database_exists(all.database_url.reveal())
      && !std::filesystem::exists(file))
    return failure{errc::bad_request,
                   "there is a database, but neither MASTER_KEY nor its key "
                   "file "
                       + file + ": set the key that the database was made with",
                   {}};
  auto key = load_or_make_key_file(file);
  if (!key)
    return key.error();
  return keyring::parse(*key);
}

namespace {

/// Names the keys that are wanted, when that is what it is about.
failure explained(failure why, const settings& all, const keyring& keys) {
  if (why.code != errc::sealed)
    return why;
  const auto missing
      = find_missing_keys(all.database_url.reveal(), keys, census::whole);
  if (missing && !missing->empty())
    why.detail
        += "; " + in_words(*missing) + ", which MASTER_KEY does not have";
  return why;
}

} // namespace

expected<database> open_database(const settings& all) {
  auto keys = open_keys(all);
  if (!keys)
    return keys.error();
  auto rows = open_store(all.database_url.reveal(), *keys);
  if (!rows)
    return rows.error();
  if (auto version = (*rows)->migrate(); !version)
    return explained(version.error(), all, **keys);
  auto missing = find_missing_keys(all.database_url.reveal(), **keys);
  if (!missing)
    return missing.error();
  return database{*std::move(keys), *std::move(rows), *std::move(missing)};
}

bool is_absent(const settings& all) {
  const auto file = database_file(all.database_url.reveal());
  std::error_code error;
  return !file.empty()
         && (!std::filesystem::exists(file, error)
             || (std::filesystem::is_regular_file(file, error)
                 && std::filesystem::file_size(file, error) == 0));
}

expected<database> open_existing_database(const settings& all) {
  if (is_absent(all))
    return failure{errc::storage,
                   "there is no database "
                       + database_file(all.database_url.reveal())
                       + " yet: check DATABASE_URL and the folder that this is "
                         "run in; `peterental serve` makes it"};
  return open_database(all);
}

expected<done> run_job(store& rows, const store_job& job) {
  const std::array jobs{job};
  auto outcomes = rows.batch(jobs);
  if (!outcomes)
    return outcomes.error();
  return outcomes->at(0);
}

} // namespace rental

#include "storage/open_store.hpp"

#include "storage/connection.hpp"
#include "storage/sqlite_store.hpp"
#include "storage/sqlite_url.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace rental {
namespace {

namespace fs = std::filesystem;

expected<std::string> path_of(const std::string& url) {
  if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
    return failure{errc::bad_request,
                   "DATABASE_URL names PostgreSQL, but this build stores in"
                   " SQLite only; use sqlite3://data/peterental.db or leave"
                   " DATABASE_URL out"};
  if (!url.starts_with(sqlite_scheme))
    return failure{errc::bad_request,
                   "DATABASE_URL must begin with sqlite3://, such as"
                   " sqlite3://data/peterental.db"};
  auto path = url.substr(sqlite_scheme.size());
  if (path.empty() || path.ends_with('/') || path.find('"') != std::string::npos
      || path.find('\0') != std::string::npos)
    return failure{errc::bad_request, "DATABASE_URL names no usable file"};
  return path;
}

failure cannot_make(const std::string& path, const std::error_code& why) {
  return failure{errc::storage,
                 "database " + path + " cannot be made: " + why.message()};
}

/// SQLite's own files beside it take over the mode.
expected<done> make_file(const std::string& path) {
  std::error_code error;
  auto folder = fs::path{path}.parent_path();
  if (!folder.empty() && fs::create_directories(folder, error))
    fs::permissions(folder, fs::perms::owner_all, error);
  if (error)
    return cannot_make(path, error);
  if (fs::exists(path, error))
    return done{};
  int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return cannot_make(path, {errno, std::generic_category()});
  ::close(fd);
  return done{};
}

expected<std::unique_ptr<sqlite_store>>
open_sqlite(const std::string& database_url,
            std::shared_ptr<const keyring> keys, store_options options) {
  auto path = path_of(database_url);
  if (!path)
    return path.error();
  if (*path != ":memory:") {
    auto made = make_file(*path);
    if (!made)
      return made.error();
  }
  auto opened = std::make_unique<sqlite_store>(*path, std::move(keys), options);
  auto works = opened->open();
  if (!works)
    return works.error();
  return opened;
}

} // namespace

expected<std::unique_ptr<store>> open_store(const std::string& database_url,
                                            std::shared_ptr<const keyring> keys,
                                            store_options options) {
  auto opened = open_sqlite(database_url, std::move(keys), options);
  if (!opened)
    return opened.error();
  return std::unique_ptr<store>{std::move(*opened)};
}

bool database_exists(const std::string& database_url) {
  const auto path = path_of(database_url);
  std::error_code error;
  return path && fs::is_regular_file(*path, error)
         && fs::file_size(*path, error) != 0;
}

expected<bool> is_database_open(const std::string& database_url) {
  const auto path = path_of(database_url);
  if (!path)
    return path.error();
  if (!database_exists(database_url))
    return false;
  return guarded([&]() -> expected<bool> {
    connection mine{*path, std::chrono::milliseconds{500}};
    return !mine.is_alone();
  });
}

expected<backup_contents> examine_backup(const std::string& backup_path,
                                         std::shared_ptr<const keyring> keys) {
  std::error_code error;
  if (!fs::is_regular_file(backup_path, error))
    return failure{errc::storage, "there is no backup file " + backup_path};
  sqlite_store source{backup_path, std::move(keys), {}};
  return source.examine();
}

expected<backup_contents>
examine_database(const std::string& database_url,
                 std::shared_ptr<const keyring> keys) {
  if (database_url == std::string{sqlite_scheme} + ":memory:")
    return backup_contents{};
  auto opened = open_sqlite(database_url, std::move(keys), {});
  if (!opened)
    return opened.error();
  return (*opened)->examine();
}

std::vector<std::string> lines_of(const std::vector<unreadable_row>& rows,
                                  std::size_t limit) {
  std::vector<std::string> lines;
  for (const auto& each : rows) {
    if (lines.size() == limit) {
      lines.push_back("and " + std::to_string(rows.size() - limit) + " more");
      break;
    }
    lines.push_back(each.kind + " " + each.row + " does not open");
  }
  return lines;
}

expected<done> restore_store(const std::string& database_url,
                             const std::string& backup_path,
                             std::shared_ptr<const keyring> keys) {
  // Before a database is made where there was none.
  auto sound = examine_backup(backup_path, keys);
  if (!sound)
    return sound.error();
  sqlite_store source{backup_path, keys, {}};
  auto opens = source.open();
  if (!opens)
    return opens;
  auto target = open_sqlite(database_url, keys, {});
  if (!target)
    return target.error();
  return (*target)->replace_by(source);
}

} // namespace rental

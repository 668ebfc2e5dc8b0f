#include "storage/sqlite_store.hpp"

#include "storage/connection.hpp"
#include "storage/migrate.hpp"
#include "storage/reseal.hpp"
#include "storage/session.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace rental {
namespace {

constexpr std::size_t values_at_once = 1000;
constexpr std::uint64_t log_is_large = 8 * 1024 * 1024;
constexpr std::chrono::seconds between_shrinks{5};

} // namespace

sqlite_store::sqlite_store(std::string path,
                           std::shared_ptr<const keyring> keys,
                           store_options options)
    : path_(std::move(path)), options_(options), vault_(std::move(keys)) {}

sqlite_store::~sqlite_store() = default;

std::optional<ino_t> sqlite_store::file_now() const {
  struct stat is {};
  if (path_ == ":memory:")
    return ino_t{0};
  if (::stat(path_.c_str(), &is) != 0)
    return std::nullopt;
  return is.st_ino;
}

void sqlite_store::disconnect() {
  // An in-memory database lives in its connection.
  if (path_ == ":memory:")
    return;
  connection_.reset();
  ready_ = false;
}

bool sqlite_store::foreign_log_left() const {
  std::error_code error;
  auto size = std::filesystem::file_size(path_ + "-wal", error);
  return !error && size != 0;
}

expected<done> sqlite_store::connect() {
  auto file = file_now();
  if (!file)
    return failure{errc::storage, "the database file is gone"};
  if (connection_ && file == opened_)
    return done{};
  // SQLite would lay the old file's log over the new file.
  if (opened_ && file != opened_ && foreign_log_left())
    return failure{errc::storage,
                   "another file is in the place of the database, but the old"
                   " one's write-ahead log is still there; restore with the"
                   " program, or remove the -wal and -shm files"};
  disconnect();
  return guarded([&]() -> expected<done> {
    auto fresh = std::make_unique<connection>(path_, options_.busy_timeout);
    auto version = schema_version(*fresh);
    if (!version)
      return version.error();
    connection_ = std::move(fresh);
    opened_ = file;
    return done{};
  });
}

expected<done> sqlite_store::open() {
  return connect();
}

expected<done> sqlite_store::load_lookup_key() {
  return guarded([&]() -> expected<done> {
    auto rows = connection_->select<std::string>(
        "SELECT value FROM local_keys WHERE name = :name", lookup_key_name);
    if (rows.empty())
      return failure{errc::storage, "the database has no look-up key"};
    auto key = vault_.open(std::get<0>(rows.front()),
                           {"local key", lookup_key_name}, 1);
    if (!key)
      return failure{errc::sealed, "MASTER_KEY is not the key of this"
                                   " database: "
                                       + key.error().detail};
    vault_.lookup_key((*key)[0]);
    return done{};
  });
}

expected<done> sqlite_store::make_ready() {
  auto connected = connect();
  if (!connected || ready_)
    return connected;
  auto version = schema_version(*connection_);
  if (!version)
    return version.error();
  if (*version < static_cast<int>(migrations().size()))
    return failure{errc::storage, "the database has schema version "
                                      + std::to_string(*version)
                                      + "; run peterental migrate"};
  auto loaded = load_lookup_key();
  ready_ = static_cast<bool>(loaded);
  // It may have been opened read-only, because of a fault that will pass.
  if (!ready_)
    disconnect();
  return loaded;
}

expected<done>
sqlite_store::transaction(const std::function<expected<done>()>& work) {
  auto outcome = guarded([&]() -> expected<done> {
    connection_->run("BEGIN IMMEDIATE");
    auto worked = work();
    if (worked)
      connection_->run("COMMIT");
    return worked;
  });
  if (outcome)
    return outcome;
  auto undone = guarded([&]() -> expected<done> {
    if (connection_->in_transaction())
      connection_->run("ROLLBACK");
    return done{};
  });
  // Whatever it was (locked, full, read-only), the next call starts afresh.
  if (!undone || outcome.error().code == errc::storage)
    disconnect();
  return outcome;
}

expected<int> sqlite_store::migrate() {
  auto connected = connect();
  if (!connected)
    return connected.error();
  int version = 0;
  auto migrated = transaction([&]() -> expected<done> {
    auto reached = bring_up_to_date(*connection_, vault_);
    if (!reached)
      return reached.error();
    version = *reached;
    if (auto loaded = load_lookup_key(); !loaded)
      return loaded;
    return hide_personal_ids(*connection_, vault_);
  });
  if (migrated)
    migrated = seal_old_addresses();
  if (!migrated)
    return migrated.error();
  auto ready = make_ready();
  if (!ready)
    return ready.error();
  return version;
}

// In small transactions: there may be years of them.
expected<done> sqlite_store::seal_old_addresses() {
  address_progress progress;
  while (progress.table < 2) {
    auto passed = transaction(
        [&] { return seal_addresses(*connection_, vault_, progress); });
    if (!passed)
      return passed;
    // The log would go on holding what is overwritten.
    if (progress.sealed_any && progress.table == 2)
      connection_->empty_log();
  }
  return done{};
}

expected<done> sqlite_store::run_job(const store_job& job) {
  sqlite_session session{*connection_, vault_, unopened_, looked_};
  connection_->run("SAVEPOINT job");
  expected<done> outcome = errc::internal;
  try {
    outcome = job(session);
  } catch (const std::exception&) {
    // Its words could hold anybody's data.
    outcome = failure{errc::internal, "a storage job threw"};
  }
  if (!connection_->in_transaction())
    return outcome;
  if (!outcome)
    connection_->run("ROLLBACK TO job");
  connection_->run("RELEASE job");
  return outcome;
}

expected<std::vector<expected<done>>>
sqlite_store::batch(std::span<const store_job> jobs) {
  std::vector<expected<done>> outcomes;
  if (jobs.empty())
    return outcomes;
  auto ready = make_ready();
  if (!ready)
    return ready.error();
  auto committed = transaction([&]() -> expected<done> {
    for (const auto& job : jobs) {
      outcomes.push_back(run_job(job));
      // SQLite gives up the whole transaction on some errors (disk full).
      if (!connection_->in_transaction())
        return outcomes.back() ? failure{errc::storage, "transaction lost"}
                               : outcomes.back().error();
    }
    return done{};
  });
  if (!committed)
    return failure{errc::storage, committed.error().detail};
  // A connection that was opened read-only begins and commits all the same;
  // only the writes fail, and would go on failing once the fault has passed.
  if (std::any_of(outcomes.begin(), outcomes.end(), [](const auto& outcome) {
        return !outcome && outcome.error().code == errc::storage;
      }))
    disconnect();
  shrink_log();
  return outcomes;
}

void sqlite_store::shrink_log() {
  if (!connection_ || connection_->log_bytes() < log_is_large)
    return;
  const auto now = std::chrono::steady_clock::now();
  if (now < log_shrunk_ + between_shrinks)
    return;
  log_shrunk_ = now;
  connection_->empty_log();
}

expected<done> sqlite_store::check() {
  auto ready = make_ready();
  if (!ready)
    return ready;
  return transaction([&]() -> expected<done> {
    auto rows = connection_->run(
        "UPDATE meta SET value = value + 1 WHERE name = 'check'");
    if (rows != 1)
      return failure{errc::storage, "the database cannot be written"};
    return done{};
  });
}

expected<done> sqlite_store::backup(const std::string& path) {
  auto ready = make_ready();
  if (!ready)
    return ready;
  int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return failure{errc::storage, "backup file " + path + " cannot be made: "
                                      + std::generic_category().message(errno)};
  ::close(fd);
  auto copied = connection_->copy_into(path);
  if (!copied)
    ::unlink(path.c_str());
  return copied;
}

expected<backup_contents> sqlite_store::examine() {
  auto connected = connect();
  if (!connected)
    return connected.error();
  return guarded([&]() -> expected<backup_contents> {
    auto words = connection_->select<std::string>("PRAGMA quick_check(1)");
    if (words.empty() || std::get<0>(words.front()) != "ok")
      return failure{errc::storage, "the file is damaged"};
    auto version = schema_version(*connection_);
    if (!version)
      return version.error();
    if (*version == 0)
      return failure{errc::storage, "the file is no database of peterental"};
    auto opens = load_lookup_key();
    if (!opens)
      return opens.error();
    auto rows = connection_->select<long long>("SELECT COUNT(*) FROM managers");
    backup_contents found;
    found.managers = static_cast<std::size_t>(std::get<0>(rows.front()));
    unreadable_rows unopened;
    look_progress progress;
    while (!progress.finished)
      if (auto looked = look_at_some(*connection_, vault_, unopened, progress,
                                     values_at_once);
          !looked)
        return looked.error();
    found.values = progress.values;
    found.log_bytes = connection_->log_bytes();
    found.unreadable = unopened.first(progress.values);
    return found;
  });
}

expected<done> sqlite_store::replace_by(sqlite_store& source) {
  auto sound = source.examine();
  if (!sound)
    return sound.error();
  auto connected = connect();
  if (!connected)
    return connected;
  auto copied = source.connection_->copy_into(*connection_);
  disconnect();
  if (!copied)
    return copied;
  auto migrated = migrate();
  return migrated ? expected<done>{done{}} : migrated.error();
}

expected<std::size_t> sqlite_store::reseal() {
  auto ready = make_ready();
  if (!ready)
    return ready.error();
  std::size_t count = 0, unopened = 0;
  for (const auto& column : sealed_columns()) {
    reseal_progress progress;
    while (!progress.finished) {
      auto passed = transaction(
          [&] { return reseal_some(*connection_, vault_, column, progress); });
      if (!passed)
        return passed.error();
    }
    count += progress.count;
    unopened += progress.unopened;
  }
  if (unopened != 0)
    return failure{errc::sealed,
                   std::to_string(unopened)
                       + " values do not open; is an old key missing from"
                         " MASTER_KEY?"};
  return count;
}

} // namespace rental

// Inside storage/ only: the store over one SQLite file.
#pragma once

#include "storage/open_store.hpp"
#include "storage/reseal.hpp"
#include "storage/store.hpp"
#include "storage/unreadable.hpp"
#include "storage/vault.hpp"

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace rental {

class connection;

/// Holds at most one connection, and opens it again when it went bad or when
/// the file at the path is another one. Not thread-safe.
class sqlite_store final : public store {
public:
  sqlite_store(std::string path, std::shared_ptr<const keyring> keys,
               store_options options);
  ~sqlite_store() override;

  /// Proves that the file opens and its schema is not too new.
  expected<done> open();

  expected<int> migrate() override;
  expected<std::vector<expected<done>>>
  batch(std::span<const store_job> jobs) override;
  expected<done> check() override;
  expected<done> backup(const std::string& path) override;
  expected<std::size_t> reseal() override;

  /// Replaces everything by what `source` holds; see restore_store.
  expected<done> replace_by(sqlite_store& source);
  /// Whether it can be restored from: sound, not too new, and ours, with keys
  /// that open it.
  expected<backup_contents> examine();
  /// The open connection, for faults that only SQLite can play.
  connection& connection_for_test() { return *connection_; }

private:
  /// The file at the path now; nothing when there is none.
  std::optional<ino_t> file_now() const;
  /// A write-ahead log lies beside the path.
  bool foreign_log_left() const;
  expected<done> connect();
  /// Schema and keys are as they must be.
  expected<done> make_ready();
  expected<done> load_lookup_key();
  expected<done> seal_old_addresses();
  /// Empties a write-ahead log that somebody's long reading made grow.
  void shrink_log();
  void disconnect();
  /// BEGIN IMMEDIATE, `work`, COMMIT; undone as a whole when `work` or the
  /// commit fails.
  expected<done> transaction(const std::function<expected<done>()>& work);
  expected<done> run_job(const store_job& job);

  std::string path_;
  store_options options_;
  vault vault_;
  unreadable_rows unopened_;
  look_progress looked_;
  std::unique_ptr<connection> connection_;
  std::chrono::steady_clock::time_point log_shrunk_{};
  /// The file that was opened last.
  std::optional<ino_t> opened_;
  bool ready_ = false;
};

} // namespace rental

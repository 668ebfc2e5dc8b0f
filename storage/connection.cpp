#include "storage/connection.hpp"

#include <filesystem>
#include <system_error>

namespace rental {
namespace {

std::string connect_string(const std::string& path) {
  return "dbname=\"" + path + "\"";
}

/// "sqlite3_statement_backend::loadOne: disk full" -> "disk full"
std::string own_words(std::string message) {
  if (message.starts_with("sqlite3_"))
    if (auto end = message.find(": "); end != std::string::npos)
      message.erase(0, end + 2);
  return message;
}

/// In one step: one read transaction sees one state, and with a write-ahead log
/// it holds up no writer.
int copy(sqlite_api::sqlite3* from, sqlite_api::sqlite3* to) {
  auto* backup = sqlite_api::sqlite3_backup_init(to, "main", from, "main");
  if (!backup)
    return sqlite_api::sqlite3_errcode(to);
  auto code = sqlite_api::sqlite3_backup_step(backup, -1);
  auto finished = sqlite_api::sqlite3_backup_finish(backup);
  return code == SQLITE_DONE ? finished : code;
}

expected<done> outcome_of(int code) {
  if (code == SQLITE_OK)
    return done{};
  return failure{errc::storage, std::string{"SQLite: copying: "}
                                    + sqlite_api::sqlite3_errstr(code)};
}

} // namespace

failure failure_of(const soci::soci_error& error) {
  auto words = own_words(error.get_error_message());
  auto* ours = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
  if (ours && ours->result() == SQLITE_CONSTRAINT && words == "slot_taken")
    return failure{errc::slot_taken, "overlaps an active booking"};
  return failure{errc::storage, "SQLite: " + words};
}

connection::connection(const std::string& path,
                       std::chrono::milliseconds busy_timeout)
    : session_(soci::sqlite3, connect_string(path)),
      busy_timeout_(busy_timeout) {
  sqlite_api::sqlite3_busy_timeout(handle(),
                                   static_cast<int>(busy_timeout.count()));
  script("PRAGMA journal_mode = WAL;"
         "PRAGMA synchronous = FULL;"
         "PRAGMA foreign_keys = ON;"
         "PRAGMA secure_delete = FAST;"
         "PRAGMA temp_store = MEMORY;"
         // It grows while somebody reads for long, and would stay so.
         "PRAGMA journal_size_limit = 4194304;");
}

void connection::script(const char* sql) {
  char* words = nullptr;
  auto code = sqlite_api::sqlite3_exec(handle(), sql, nullptr, nullptr, &words);
  if (code == SQLITE_OK)
    return;
  std::string message = words ? words : sqlite_api::sqlite3_errstr(code);
  sqlite_api::sqlite3_free(words);
  throw soci::sqlite3_soci_error{message, code};
}

long long connection::last_id() const {
  return sqlite_api::sqlite3_last_insert_rowid(handle());
}

std::uint64_t connection::log_bytes() const {
  const auto* file = sqlite_api::sqlite3_db_filename(handle(), "main");
  if (!file || !*file)
    return 0;
  std::error_code none;
  const auto size
      = std::filesystem::file_size(std::string{file} + "-wal", none);
  return none ? 0 : size;
}

void connection::empty_log() {
  sqlite_api::sqlite3_busy_timeout(handle(), 0);
  sqlite_api::sqlite3_wal_checkpoint_v2(
      handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite_api::sqlite3_busy_timeout(handle(),
                                   static_cast<int>(busy_timeout_.count()));
}

bool connection::is_alone() {
  // The write-ahead log can be left only by its last user.
  try {
    script("PRAGMA journal_mode = DELETE");
  } catch (const soci::sqlite3_soci_error& error) {
    if (error.result() == SQLITE_BUSY)
      return false;
    throw;
  }
  script("PRAGMA journal_mode = WAL");
  return true;
}

bool connection::in_transaction() const {
  return sqlite_api::sqlite3_get_autocommit(handle()) == 0;
}

expected<done> connection::copy_into(const std::string& path) const {
  sqlite_api::sqlite3* target = nullptr;
  auto code = sqlite_api::sqlite3_open_v2(path.c_str(), &target,
                                          SQLITE_OPEN_READWRITE, nullptr);
  if (code == SQLITE_OK)
    code = copy(handle(), target);
  sqlite_api::sqlite3_close(target);
  return outcome_of(code);
}

expected<done> connection::copy_into(connection& other) const {
  return outcome_of(copy(handle(), other.handle()));
}

// UBSan would ask for the type's RTTI, which SOCI's library does not export.
__attribute__((no_sanitize("vptr"))) sqlite_api::sqlite3*
connection::handle() const {
  return static_cast<soci::sqlite3_session_backend*>(session_.get_backend())
      ->conn_;
}

} // namespace rental

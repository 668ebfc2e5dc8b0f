#include "tools/booking-load/read_ledger.hpp"

#include <sqlite3.h>

#include <functional>
#include <memory>

namespace rental::load {
namespace {

struct closer {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
  void operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
  }
};
using database = std::unique_ptr<sqlite3, closer>;
using statement = std::unique_ptr<sqlite3_stmt, closer>;

constexpr int patience_ms = 10'000;

expected<database> open(const std::string& path) {
  sqlite3* raw = nullptr;
  const auto code
      = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
  database db{raw};
  if (code != SQLITE_OK)
    return failure{errc::storage, path + ": " + sqlite3_errmsg(raw), {}};
  sqlite3_busy_timeout(raw, patience_ms);
  return db;
}

std::string text_at(sqlite3_stmt* row, int column) {
  const auto* text
      = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return text ? text : "";
}

expected<done> each_row(sqlite3* db, const char* sql,
                        const std::function<void(sqlite3_stmt*)>& take) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db, sql, -1, &raw, nullptr) != SQLITE_OK)
    return failure{errc::storage, sqlite3_errmsg(db), {}};
  statement prepared{raw};
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(raw)) == SQLITE_ROW)
    take(raw);
  if (code != SQLITE_DONE)
    return failure{errc::storage, sqlite3_errmsg(db), {}};
  return done{};
}

expected<bool> has_outbox(sqlite3* db) {
  bool found = false;
  auto read = each_row(
      db, "SELECT 1 FROM sqlite_master WHERE type='table' AND name='outbox'",
      [&](sqlite3_stmt*) { found = true; });
  if (!read)
    return read.error();
  return found;
}

void take_booking(ledger_state& into, sqlite3_stmt* row) {
  const auto seconds = [&](int column) {
    return from_unix(sqlite3_column_int64(row, column));
  };
  into.bookings.push_back(
      {text_at(row, 0),
       sqlite3_column_int64(row, 1),
       {seconds(2), seconds(3)},
       {},
       text_at(row, 4),
       booking_state_from(text_at(row, 5)).value_or(booking_state::held),
       text_at(row, 6),
       text_at(row, 7)});
}

expected<done> read_tables(sqlite3* db, ledger_state& into) {
  auto read = each_row(db, "SELECT id, user_id FROM managers",
                       [&](sqlite3_stmt* row) {
                         into.managers.push_back(
                             {sqlite3_column_int64(row, 0), text_at(row, 1)});
                       });
  if (read)
    read = each_row(db,
                    "SELECT id, manager, starts_at, ends_at, call_id, state, "
                    "event_id, reason FROM bookings ORDER BY created_at",
                    [&](sqlite3_stmt* row) { take_booking(into, row); });
  if (read)
    read = each_row(db, "SELECT call_hash, key_hash, booking_id FROM answers",
                    [&](sqlite3_stmt* row) {
                      into.answers.push_back(
                          {text_at(row, 0), text_at(row, 1), text_at(row, 2)});
                    });
  return read;
}

expected<done> read_outbox(sqlite3* db, ledger_state& into) {
  auto there = has_outbox(db);
  if (!there)
    return there.error();
  if (!*there)
    return done{};
  into.outbox.emplace();
  return each_row(db,
                  "SELECT id, manager, key, attempts, state, last_error, "
                  "unsure FROM outbox",
                  [&](sqlite3_stmt* row) {
                    into.outbox->push_back(
                        {sqlite3_column_int64(row, 0),
                         sqlite3_column_int64(row, 1), text_at(row, 2),
                         sqlite3_column_int(row, 3), text_at(row, 4),
                         text_at(row, 5), sqlite3_column_int(row, 6)});
                  });
}

} // namespace

expected<ledger_state> read_ledger(const std::string& path) {
  auto db = open(path);
  if (!db)
    return db.error();
  ledger_state all;
  // One transaction: all tables as they were at one moment.
  auto step = each_row(db->get(), "BEGIN", [](sqlite3_stmt*) {});
  if (step)
    step = read_tables(db->get(), all);
  if (step)
    step = read_outbox(db->get(), all);
  if (!step)
    return failure{errc::storage, path + ": " + step.error().detail, {}};
  return all;
}

expected<bool> ledger_is_quiet(const std::string& path) {
  auto db = open(path);
  if (!db)
    return db.error();
  auto mails = has_outbox(db->get());
  if (!mails)
    return mails.error();
  bool quiet = true;
  const auto busy = [&](sqlite3_stmt*) { quiet = false; };
  auto read = each_row(db->get(),
                       "SELECT 1 FROM bookings WHERE state IN "
                       "('held','writing','cancelling') LIMIT 1",
                       busy);
  if (read && *mails)
    read = each_row(db->get(),
                    "SELECT 1 FROM outbox WHERE state='sending' OR "
                    "(state='queued' AND attempts=0) LIMIT 1",
                    busy);
  if (!read)
    return failure{errc::storage, path + ": " + read.error().detail, {}};
  return quiet;
}

} // namespace rental::load

#include "tests/storage/store_fixture.hpp"

#include <sqlite3.h>

#include <fstream>
#include <iterator>

namespace rental {
namespace fs = std::filesystem;

std::vector<std::string> raw_sql(const std::string& path,
                                 const std::string& sql) {
  std::vector<std::string> rows;
  sqlite3* db = nullptr;
  sqlite3_open(path.c_str(), &db);
  sqlite3_busy_timeout(db, 5000);
  auto take = [](void* out, int, char** values, char**) {
    static_cast<std::vector<std::string>*>(out)->push_back(values[0] ? values[0]
                                                                     : "NULL");
    return 0;
  };
  if (sqlite3_exec(db, sql.c_str(), take, &rows, nullptr) != SQLITE_OK)
    rows.push_back(std::string{"error: "} + sqlite3_errmsg(db));
  sqlite3_close(db);
  return rows;
}

manager_record sample_manager(const std::string& user_id) {
  manager_record row;
  row.key = {"agency", user_id};
  row.account = "pete.manager@example.com";
  row.display_name = "Pete Zebulon";
  row.tenant_id = "tenant";
  row.object_id = "object-" + std::to_string(std::hash<std::string>{}(user_id));
  row.zone = "America/Chicago";
  row.hours = default_hours();
  row.state = connection_state::connected;
  row.tokens = {secret{"access-of-" + user_id}, secret{"refresh-of-" + user_id},
                at(100), "Calendars.ReadWrite offline_access"};
  row.created_at = at(1);
  row.updated_at = at(2);
  return row;
}

booking sample_booking(const std::string& id, std::int64_t manager,
                       std::int64_t from_minute, std::int64_t to_minute) {
  booking row;
  row.id = id;
  row.manager = manager;
  row.slot = {at(from_minute), at(to_minute)};
  row.address = "12 Elm Street";
  row.who = {"Quentin Visitor", "+14055550142", "quentin@example.org"};
  row.caller = "+14055550111";
  row.code = "314159";
  row.call_id = "call-1";
  row.created_at = at(3);
  row.updated_at = at(3);
  return row;
}

expected<done> hold(store& db, const booking& row) {
  return ask(db, [&](store_session& s) { return s.hold(row); });
}

void StoreTest::SetUp() {
  std::string pattern = fs::temp_directory_path() / "storage_test.XXXXXX";
  ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
  folder_ = pattern;
  path_ = folder_ / "peterental.db";
  db_ = open();
}

void StoreTest::TearDown() {
  db_.reset();
  fs::remove_all(folder_);
}

std::unique_ptr<store> StoreTest::open(const std::string& keys,
                                       store_options options) {
  auto opened = value_of(open_store(url(), ring_of(keys), options));
  value_of(opened->migrate());
  return opened;
}

std::int64_t StoreTest::add_manager(const std::string& user_id) {
  return value_of(ask(*db_,
                      [&](store_session& s) {
                        return s.put_manager(sample_manager(user_id));
                      }))
      .id;
}

std::string StoreTest::file_bytes() const {
  std::string all;
  for (auto suffix : {"", "-wal", "-shm"}) {
    std::ifstream in{path_ + suffix, std::ios::binary};
    all.append(std::istreambuf_iterator<char>{in}, {});
  }
  return all;
}

} // namespace rental

#include "storage/migrate.hpp"
#include "tests/storage/store_fixture.hpp"

#include <sys/stat.h>

#include <barrier>
#include <thread>

using namespace rental;
namespace fs = std::filesystem;

namespace {

class OpenStore : public StoreTest {
protected:
  auto open_url(const std::string& text) {
    return open_store(text, ring_of(key_of('a')));
  }
  static unsigned mode_of(const fs::path& path) {
    struct stat is {};
    EXPECT_EQ(::stat(path.c_str(), &is), 0) << path;
    return is.st_mode & 0777u;
  }
  using lines = std::vector<std::string>;
};

} // namespace

TEST_F(OpenStore, MakesFolderAndFilesForTheOwnerOnly) {
  auto path = folder_ / "a b" / "c" / "my.db";
  auto opened = value_of(open_url("sqlite3://" + path.string()));
  value_of(opened->migrate());
  EXPECT_EQ(mode_of(path), 0600u);
  EXPECT_EQ(mode_of(path.string() + "-wal"), 0600u);
  EXPECT_EQ(mode_of(path.parent_path()), 0700u);
}

TEST_F(OpenStore, TakesARelativePath) {
  auto before = fs::current_path();
  fs::current_path(folder_);
  {
    auto opened = value_of(open_url("sqlite3://data/relative.db"));
    value_of(opened->migrate());
    value_of(opened->check());
  }
  EXPECT_TRUE(fs::exists(folder_ / "data" / "relative.db"));
  fs::current_path(before);
}

TEST_F(OpenStore, KeepsAMemoryDatabaseWhileItLives) {
  auto memory = value_of(open_url("sqlite3://:memory:"));
  value_of(memory->migrate());
  auto id = value_of(ask(*memory, [](store_session& s) {
              return s.put_manager(sample_manager("pete"));
            })).id;
  value_of(hold(*memory, sample_booking("b", id, 0, 30)));
  EXPECT_EQ(error_of(hold(*memory, sample_booking("c", 99, 0, 30))),
            errc::storage);
  EXPECT_TRUE(
      ask(*memory, [](store_session& s) { return s.booking_by_id("b"); }));
}

TEST_F(OpenStore, SaysWhatIsWrongWithAUrl) {
  for (auto text : {"postgresql://user:hunter2@host/db",
                    "postgres://user:hunter2@host/db"}) {
    auto opened = open_url(text);
    ASSERT_EQ(error_of(opened), errc::bad_request);
    EXPECT_NE(opened.error().detail.find("SQLite only"), std::string::npos);
    EXPECT_EQ(opened.error().detail.find("hunter2"), std::string::npos);
  }
  for (auto text : {"", "sqlite3://", "sqlite:///x.db", "mysql://host/db",
                    "data/x.db", "sqlite3://data/", "sqlite3://a\"b.db"})
    EXPECT_EQ(error_of(open_url(text)), errc::bad_request) << text;
}

TEST_F(OpenStore, FailsWhereNoFileCanBe) {
  EXPECT_EQ(error_of(open_url("sqlite3:///proc/nothing/here.db")),
            errc::storage);
  EXPECT_EQ(error_of(open_url("sqlite3://" + folder_.string())), errc::storage);
}

TEST_F(OpenStore, IsDurableByItsSettings) {
  EXPECT_EQ(raw_sql(path_, "PRAGMA journal_mode"), lines{"wal"});
}

TEST_F(OpenStore, MigratesOnceHoweverOftenItIsAsked) {
  auto newest = static_cast<int>(migrations().size());
  add_manager("pete");
  EXPECT_EQ(value_of(db_->migrate()), newest);
  EXPECT_EQ(value_of(db_->migrate()), newest);
  EXPECT_EQ(raw_sql(path_, "SELECT COUNT(*) FROM schema_version"),
            lines{std::to_string(newest)});
  EXPECT_EQ(raw_sql(path_, "SELECT COUNT(*) FROM local_keys"), lines{"1"});
  EXPECT_EQ(raw_sql(path_, "SELECT COUNT(*) FROM managers"), lines{"1"});
}

TEST_F(OpenStore, MigratesOnceHoweverManyDoItAtOnce) {
  auto fresh = "sqlite3://" + (folder_ / "fresh.db").string();
  constexpr int programs = 4;
  std::barrier together{programs};
  std::vector<errc> codes(programs, errc::internal);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < programs; ++i)
    threads.emplace_back([&, i] {
      auto mine
          = open_store(fresh, ring_of(key_of('a')), {std::chrono::seconds{30}});
      together.arrive_and_wait();
      codes[i] = mine ? error_of((*mine)->migrate()) : error_of(mine);
    });
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(codes, std::vector<errc>(programs, errc::count_));
  EXPECT_EQ(raw_sql(folder_ / "fresh.db", "SELECT COUNT(*) FROM local_keys"),
            lines{"1"});
}

TEST_F(OpenStore, SaysThatAMigrationIsMissing) {
  auto fresh
      = value_of(open_url("sqlite3://" + (folder_ / "fresh.db").string()));
  auto code = fresh->check();
  ASSERT_EQ(error_of(code), errc::storage);
  EXPECT_NE(code.error().detail.find("peterental migrate"), std::string::npos);
}

TEST_F(OpenStore, RefusesANewerSchema) {
  raw_sql(path_, "INSERT INTO schema_version VALUES (999)");
  auto opened = open_url(url());
  ASSERT_EQ(error_of(opened), errc::storage);
  EXPECT_NE(opened.error().detail.find("999"), std::string::npos);
  EXPECT_EQ(error_of(db_->migrate()), errc::storage);
}

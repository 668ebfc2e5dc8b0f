#include "storage/connection.hpp"
#include "storage/sqlite_store.hpp"
#include "tests/storage/store_fixture.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

using namespace rental;
namespace fs = std::filesystem;

namespace {

class Faults : public StoreTest {
protected:
  void SetUp() override {
    StoreTest::SetUp();
    db_ = open(key_of('a'), quick);
    pete_ = add_manager("pete");
  }
  errc book(int number) {
    auto from = number * 30;
    return error_of(hold(
        *db_, sample_booking(std::to_string(number), pete_, from, from + 30)));
  }
  /// An open connection does not notice what happens to its file; after a
  /// failure the store opens a new one.
  void lose_connection() {
    auto other = open();
    store_job meddle = [&](store_session&) -> expected<done> {
      EXPECT_EQ(error_of(db_->check()), errc::storage);
      return done{};
    };
    value_of(other->batch({&meddle, 1}));
  }
  std::vector<std::string> stored() {
    return raw_sql(path_, "SELECT id FROM bookings ORDER BY starts_at");
  }

  static constexpr store_options quick{std::chrono::milliseconds{30}};
  static constexpr errc worked = errc::count_;
  using lines = std::vector<std::string>;
  std::int64_t pete_ = 0;
};

/// Root may write everything; somebody else may not.
class as_nobody {
public:
  explicit as_nobody(const fs::path& folder) : was_root_(::geteuid() == 0) {
    constexpr uid_t nobody = 65534;
    if (!was_root_)
      return;
    for (const auto& path : fs::directory_iterator{folder})
      EXPECT_EQ(::chown(path.path().c_str(), nobody, nobody), 0);
    EXPECT_EQ(::chown(folder.c_str(), nobody, nobody), 0);
    EXPECT_EQ(::seteuid(nobody), 0);
  }
  as_nobody(const as_nobody&) = delete;
  as_nobody& operator=(const as_nobody&) = delete;
  ~as_nobody() {
    if (was_root_) {
      EXPECT_EQ(::seteuid(0), 0);
    }
  }

private:
  bool was_root_;
};

/// As long as it lives, files cannot grow beyond `bytes`.
class file_size_limit {
public:
  explicit file_size_limit(rlim_t bytes) {
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &before_), 0);
    rlimit now{bytes, before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &now), 0);
  }
  file_size_limit(const file_size_limit&) = delete;
  file_size_limit& operator=(const file_size_limit&) = delete;
  ~file_size_limit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

} // namespace

TEST_F(Faults, ALockedFileFailsAndRecovers) {
  EXPECT_EQ(book(0), worked);
  auto other = open();
  store_job meddle = [&](store_session&) -> expected<done> {
    EXPECT_EQ(book(1), errc::storage);
    EXPECT_EQ(error_of(db_->check()), errc::storage);
    EXPECT_EQ(error_of(db_->migrate()), errc::storage);
    return done{};
  };
  value_of(other->batch({&meddle, 1}));
  EXPECT_EQ(book(2), worked);
  value_of(db_->check());
  EXPECT_EQ(stored(), (lines{"0", "2"}));
}

TEST_F(Faults, AReadOnlyFileFailsAndRecovers) {
  EXPECT_EQ(book(0), worked);
  lose_connection();
  {
    as_nobody user{folder_};
    auto everything = fs::perms::owner_all;
    for (auto mode : {fs::perms::owner_read, fs::perms::none}) {
      fs::permissions(path_, mode);
      fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec);
      EXPECT_EQ(book(1), errc::storage);
      EXPECT_EQ(error_of(db_->check()), errc::storage);
      EXPECT_EQ(error_of(open_store(url(), ring_of(key_of('a')), quick)),
                errc::storage);
      fs::permissions(folder_, everything);
      // SQLite gives its own files the mode of the database.
      for (const auto& file : fs::directory_iterator{folder_})
        fs::permissions(file, everything);
      value_of(db_->check());
      lose_connection();
    }
    EXPECT_EQ(book(2), worked);
  }
  EXPECT_EQ(stored(), (lines{"0", "2"}));
}

TEST_F(Faults, ABookingAloneFindsOutThatAReadOnlyFileIsWritableAgain) {
  lose_connection();
  {
    as_nobody user{folder_};
    fs::permissions(path_, fs::perms::owner_read);
    fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_EQ(book(1), errc::storage);
    EXPECT_EQ(book(1), errc::storage);
    fs::permissions(folder_, fs::perms::owner_all);
    for (const auto& file : fs::directory_iterator{folder_})
      fs::permissions(file, fs::perms::owner_all);
    EXPECT_EQ(book(2), worked) << "nobody has called check";
  }
  EXPECT_EQ(stored(), lines{"2"});
}

TEST_F(Faults, AFullDatabaseFailsAsAWholeAndRecovers) {
  EXPECT_EQ(book(0), worked);
  auto& connection = dynamic_cast<sqlite_store&>(*db_).connection_for_test();
  connection.script("PRAGMA max_page_count = 1"); // no more than it has
  std::vector<store_job> jobs;
  for (int i = 1; i < 1000; ++i)
    jobs.push_back([&, i](store_session& s) {
      return s.hold(
          sample_booking(std::to_string(i), pete_, i * 30, i * 30 + 30));
    });
  auto outcomes = db_->batch(jobs);
  std::size_t kept = 1;
  if (outcomes) {
    EXPECT_EQ(error_of(outcomes->back()), errc::storage);
    for (auto& outcome : *outcomes)
      kept += outcome ? 1 : 0;
  } else {
    EXPECT_EQ(error_of(outcomes), errc::storage);
  }
  EXPECT_LT(kept, 1000u);
  EXPECT_EQ(stored().size(), kept);
  // The next call opens a new connection, which has no such limit.
  EXPECT_EQ(book(2000), worked);
  EXPECT_EQ(raw_sql(path_, "PRAGMA integrity_check"), lines{"ok"});
}

TEST_F(Faults, AFullDiskFailsAsAWholeAndRecovers) {
  EXPECT_EQ(book(0), worked);
  {
    file_size_limit limit{8192};
    std::vector<store_job> jobs;
    for (int i = 1; i < 100; ++i)
      jobs.push_back([&, i](store_session& s) {
        return s.hold(
            sample_booking(std::to_string(i), pete_, i * 30, i * 30 + 30));
      });
    EXPECT_EQ(error_of(db_->batch(jobs)), errc::storage);
    EXPECT_EQ(error_of(db_->batch(jobs)), errc::storage);
  }
  EXPECT_EQ(stored(), lines{"0"});
  EXPECT_EQ(book(200), worked);
  EXPECT_EQ(raw_sql(path_, "PRAGMA integrity_check"), lines{"ok"});
}

TEST_F(Faults, AFileThatIsGoneIsMissedAndFoundAgain) {
  EXPECT_EQ(book(0), worked);
  fs::rename(path_, path_ + ".away");
  EXPECT_EQ(book(1), errc::storage);
  EXPECT_EQ(error_of(db_->check()), errc::storage);
  EXPECT_FALSE(fs::exists(path_)) << "an empty database in its place";
  fs::rename(path_ + ".away", path_);
  EXPECT_EQ(book(2), worked);
  EXPECT_EQ(stored(), (lines{"0", "2"}));
}

TEST_F(Faults, AnotherFileInItsPlaceIsOpenedWithoutTheOldLog) {
  EXPECT_EQ(book(0), worked);
  std::string copy = folder_ / "copy.db";
  value_of(db_->backup(copy));
  EXPECT_EQ(book(1), worked);
  fs::rename(copy, path_);
  // The old log would be laid over the new file.
  EXPECT_EQ(book(2), errc::storage);
  fs::remove(path_ + "-wal");
  fs::remove(path_ + "-shm");
  EXPECT_EQ(book(2), worked);
  EXPECT_EQ(stored(), (lines{"0", "2"}));
}

TEST_F(Faults, AFileThatIsNoDatabaseIsRefused) {
  db_.reset();
  fs::remove(path_ + "-wal");
  std::ofstream{path_, std::ios::trunc} << std::string(5000, 'x');
  auto opened = open_store(url(), ring_of(key_of('a')));
  EXPECT_EQ(error_of(opened), errc::storage);
}

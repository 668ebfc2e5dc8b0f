// The database fails under the running service: locked by another process, on a
// full disk, read-only. Nothing is said to be booked, /readyz tells, and the
// service recovers by itself when the fault goes.
#include "tests/service/service_fixture.hpp"

#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>

namespace rental::test {
namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Another process that writes and does not come to an end.
class writer_at_work {
public:
  explicit writer_at_work(const std::string& path) {
    sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE, nullptr);
    sqlite3_busy_timeout(db_, 20'000);
    locked_ = sqlite3_exec(db_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr)
              == SQLITE_OK;
  }
  ~writer_at_work() { sqlite3_close(db_); }
  writer_at_work(const writer_at_work&) = delete;
  writer_at_work& operator=(const writer_at_work&) = delete;

  bool locked() const { return locked_; }

private:
  sqlite3* db_ = nullptr;
  bool locked_ = false;
};

/// As long as it lives, no file grows beyond its first byte.
class full_disk {
public:
  full_disk() {
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &before_), 0);
    const rlimit now{1, before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &now), 0);
  }
  ~full_disk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  full_disk(const full_disk&) = delete;
  full_disk& operator=(const full_disk&) = delete;

private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

/// As long as it lives, the folder and what is in it cannot be written. Root
/// may write everything, so it becomes nobody for that time.
class read_only_folder {
public:
  explicit read_only_folder(const std::string& folder)
      : folder_(folder), was_root_(::geteuid() == 0) {
    constexpr uid_t nobody = 65534;
    if (was_root_) {
      for (const auto& file : fs::directory_iterator{folder_})
        EXPECT_EQ(::chown(file.path().c_str(), nobody, nobody), 0);
      EXPECT_EQ(::chown(folder_.c_str(), nobody, nobody), 0);
      EXPECT_EQ(::seteuid(nobody), 0);
    }
    for (const auto& file : fs::directory_iterator{folder_})
      fs::permissions(file, fs::perms::owner_read);
    fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec);
  }
  ~read_only_folder() {
    fs::permissions(folder_, fs::perms::owner_all);
    for (const auto& file : fs::directory_iterator{folder_})
      fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    if (was_root_) {
      EXPECT_EQ(::seteuid(0), 0);
    }
  }
  read_only_folder(const read_only_folder&) = delete;
  read_only_folder& operator=(const read_only_folder&) = delete;

private:
  std::string folder_;
  bool was_root_;
};

class DatabaseTest : public ServiceTest {
protected:
  DatabaseTest() { start_connected(); }

  std::string file() const { return folder + "/p.db"; }

  void expect_unready() {
    const auto answer = get("/readyz");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.header("content-type"), "application/problem+json");
    EXPECT_EQ(answer.content()["code"], "storage") << answer.body;
    EXPECT_EQ(get("/healthz").status, 200) << "it lives all the same";
  }

  /// What callers hear while nothing can be written.
  void expect_nothing_is_promised() {
    const auto said = book({"c"}, tuesday_at_ten);
    EXPECT_FALSE(is_booked(said)) << said;
    EXPECT_THAT(said, AnyOf(HasSubstr("no viewing of"),
                            HasSubstr("nothing has been arranged")));
    EXPECT_THAT(said, HasSubstr("try again")) << "the caller is asked";
    EXPECT_THAT(events(), IsEmpty());
  }

  void expect_recovered() {
    // What was seen last is told for a second.
    EXPECT_TRUE(eventually([this] { return get("/readyz").status == 200; }));
    const auto said = book({"c"}, tuesday_at_ten);
    EXPECT_TRUE(is_booked(said)) << said;
    EXPECT_THAT(events(), SizeIs(1));
    EXPECT_THAT(confirmed(), SizeIs(1));
  }
};

TEST_F(DatabaseTest, ALockedFile) {
  {
    const writer_at_work other{file()};
    ASSERT_TRUE(other.locked());
    expect_unready();
    expect_nothing_is_promised();
  }
  expect_recovered();
}

TEST_F(DatabaseTest, AFullDisk) {
  {
    const full_disk now;
    expect_unready();
    expect_nothing_is_promised();
  }
  expect_recovered();
}

TEST_F(DatabaseTest, AReadOnlyFile) {
  {
    // An open file does not notice; after a failure it is opened again.
    std::optional<writer_at_work> other{file()};
    ASSERT_TRUE(other->locked());
    const read_only_folder now{folder};
    expect_unready();
    other.reset();
    expect_unready();
    expect_nothing_is_promised();
  }
  expect_recovered();
}

/// The worst moment: the event is written, and what comes after it cannot be.
class LateFaultTest : public ServiceTest {
protected:
  /// Runs `fault` at the end of the first write.
  service_hooks at_first_write(std::function<void()> fault) {
    service_hooks hooks;
    // Each calendar has a copy of the hook.
    auto writes = std::make_shared<std::atomic<int>>(0);
    hooks.on_step
        = [fault = std::move(fault), writes](const std::string& step) {
            if (step == "create:after" && ++*writes == 1)
              fault();
          };
    return hooks;
  }

  /// Mails to the manager whose subject begins so.
  std::size_t mails(const std::string& subject) {
    const auto all = control("GET", "/mails");
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const json& mail) {
          return mail["subject"].get<std::string>().starts_with(subject);
        }));
  }

  /// Asking again in the same call tells which it was; the manager is told of
  /// the viewing, once.
  void expect_found_on_asking_again() {
    // Whoever asks while the calendar is being replaced is asked to try again.
    std::string again;
    EXPECT_TRUE(eventually([&] {
      again = book({"c"}, tuesday_at_ten);
      return again.find("already booked") != again.npos;
    })) << again;
    EXPECT_THAT(events(), SizeIs(1));
    ASSERT_THAT(confirmed(), SizeIs(1));
    EXPECT_EQ(confirmed()[0]["event_id"], events()[0]["id"]);
    EXPECT_TRUE(eventually([&] { return mails("Viewing booked") == 1; }));
  }
};

TEST_F(LateFaultTest, TheDatabaseIsLockedAfterTheWrite) {
  std::unique_ptr<writer_at_work> other;
  start_connected(at_first_write(
      [&] { other = std::make_unique<writer_at_work>(folder + "/p.db"); }));
  const auto said = book({"c"}, tuesday_at_ten);
  EXPECT_FALSE(is_booked(said)) << said;
  EXPECT_THAT(said, HasSubstr("can't tell yet")) << "the event is there";
  EXPECT_THAT(events(), SizeIs(1));
  ASSERT_TRUE(other && other->locked());
  ASSERT_TRUE(eventually([&] { return get("/readyz").status == 503; }));
  other.reset();
  expect_found_on_asking_again();
  // A wish that waited for the database may still have been kept: a call back
  // too many is none too few.
  EXPECT_LE(mails("Please call back"), 1u);
}

TEST_F(LateFaultTest, ACalendarThatThrowsIsReplaced) {
  start_connected(
      at_first_write([] { throw std::runtime_error{"as a test wants it"}; }));
  const auto said = book({"c"}, tuesday_at_ten);
  EXPECT_FALSE(is_booked(said)) << said;
  EXPECT_THAT(said, HasSubstr("not confirmed yet"));
  expect_found_on_asking_again();
  EXPECT_TRUE(eventually([&] { return mails("Please call back") == 1; }))
      << "the wish that was noted";
  EXPECT_TRUE(is_booked(book({"d"}, "2026-11-24T11:00:00-06:00")));
}

} // namespace
} // namespace rental::test

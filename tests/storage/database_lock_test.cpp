#include "storage/database_lock.hpp"
#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace rental;
namespace fs = std::filesystem;
using testing::HasSubstr;

namespace {

class DatabaseLock : public StoreTest {
protected:
  std::string url_of(const fs::path& file) const {
    return "sqlite3://" + file.string();
  }
};

} // namespace

TEST_F(DatabaseLock, TheSecondHearsWhoHasIt) {
  const auto url = url_of(folder_ / "new" / "my.db");
  auto first = database_lock::take(url);
  ASSERT_TRUE(first) << first.error().detail;
  ASSERT_TRUE(*first);
  const auto second = database_lock::take(url);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, errc::unavailable);
  EXPECT_THAT(second.error().detail,
              HasSubstr("pid " + std::to_string(::getpid()) + " on "));
  first->reset();
  EXPECT_TRUE(database_lock::take(url));
}

TEST_F(DatabaseLock, IsOfTheFileHoweverItIsSpelled) {
  const auto first = database_lock::take(url_of(folder_ / "my.db"));
  ASSERT_TRUE(first);
  fs::create_directory(folder_ / "sub");
  fs::create_symlink(folder_ / "my.db", folder_ / "link.db");
  for (const auto& other :
       {folder_ / "sub" / ".." / "my.db", folder_ / "." / "my.db"})
    EXPECT_FALSE(database_lock::take(url_of(other))) << other;
  EXPECT_TRUE(database_lock::take(url_of(folder_ / "other.db")));
}

TEST_F(DatabaseLock, EndsWithAKilledProcess) {
  const auto url = url_of(folder_ / "my.db");
  const auto child = ::fork();
  if (child == 0) {
    auto held = database_lock::take(url);
    for (;;)
      ::pause();
  }
  auto mine = database_lock::take(url);
  while (mine) { // until the child has it
    mine->reset();
    mine = database_lock::take(url);
  }
  EXPECT_THAT(mine.error().detail, HasSubstr("pid " + std::to_string(child)));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(database_lock::take(url));
}

TEST_F(DatabaseLock, WhatIsNoFileNeedsNone) {
  for (const auto* url : {"sqlite3://:memory:", "postgresql://db/x"}) {
    const auto none = database_lock::take(url);
    ASSERT_TRUE(none) << url;
    EXPECT_EQ(*none, nullptr);
  }
}

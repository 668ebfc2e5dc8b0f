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
  int told[2];
  ASSERT_EQ(::pipe(told), 0);
  const auto child = ::fork();
  if (child == 0) {
    const auto held = database_lock::take(url);
    const char has_it = held ? 'y' : 'n';
    if (::write(told[1], &has_it, 1) == 1)
      for (;;)
        ::pause();
    ::_exit(1);
  }
  char has_it = 0;
  ASSERT_EQ(::read(told[0], &has_it, 1), 1);
  EXPECT_EQ(has_it, 'y');
  ::close(told[0]);
  ::close(told[1]);
  const auto mine = database_lock::take(url);
  ASSERT_FALSE(mine);
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

#include "crypto/keyring.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <barrier>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

using namespace rental;
namespace fs = std::filesystem;

namespace {

class KeyFile : public testing::Test {
protected:
  void SetUp() override {
    auto name = fs::temp_directory_path() / "key_file_test.XXXXXX";
    std::string pattern = name;
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    path_ = folder_ / "master.key";
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_;
  std::string path_;
};

} // namespace

TEST_F(KeyFile, IsMadeOnceAndForTheOwnerOnly) {
  auto made = load_or_make_key_file(path_);
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_TRUE(keyring::parse(*made));
  struct stat is {};
  ASSERT_EQ(::stat(path_.c_str(), &is), 0);
  EXPECT_EQ(is.st_mode & 0777u, 0600u);
  auto again = load_or_make_key_file(path_);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *made);
  auto entries = fs::directory_iterator{folder_};
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST_F(KeyFile, MakesItsFolder) {
  path_ = folder_ / "data" / "master.key";
  ASSERT_TRUE(load_or_make_key_file(path_));
  struct stat is {};
  ASSERT_EQ(::stat((folder_ / "data").c_str(), &is), 0);
  EXPECT_EQ(is.st_mode & 0777u, 0700u);
}

TEST_F(KeyFile, IsRefusedWhenOthersCanUseIt) {
  ASSERT_TRUE(load_or_make_key_file(path_));
  for (unsigned mode : {0640u, 0604u, 0620u, 0666u}) {
    ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
    auto loaded = load_or_make_key_file(path_);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, errc::storage);
    EXPECT_NE(loaded.error().detail.find("chmod 600"), std::string::npos);
  }
}

TEST_F(KeyFile, IsRefusedWhenItHoldsNoKey) {
  std::ofstream{path_} << "not a key\n";
  fs::permissions(path_, fs::perms::owner_read | fs::perms::owner_write);
  auto loaded = load_or_make_key_file(path_);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().detail.find("not a key"), std::string::npos);
}

TEST_F(KeyFile, IsRefusedWhenItIsNotAFile) {
  fs::create_directory(path_);
  EXPECT_FALSE(load_or_make_key_file(path_));
}

TEST_F(KeyFile, IsTheSameForAllWhoMakeItAtOnce) {
  constexpr int makers = 8;
  std::vector<std::string> keys(makers);
  std::barrier start{makers};
  std::vector<std::thread> threads;
  for (int i = 0; i < makers; ++i)
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      if (auto key = load_or_make_key_file(path_))
        keys[static_cast<std::size_t>(i)] = key->reveal();
    });
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(std::set(keys.begin(), keys.end()).size(), 1u);
  EXPECT_FALSE(keys.front().empty());
}

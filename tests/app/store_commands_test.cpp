#include "command_fixture.hpp"
#include <gmock/gmock.h>
#include <sqlite3.h>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class StoreCommandsTest : public CommandTest {
protected:
  /// SQL past the program.
  void spoil(const std::string& sql) const {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path("p.db").c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(db);
  }
};

TEST_F(StoreCommandsTest, MigrateSaysTheVersionAndMayBeRepeated) {
  EXPECT_EQ(run({"migrate"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("the schema is at version "));
  auto first = out;
  EXPECT_EQ(run({"migrate"}), 0);
  EXPECT_EQ(out, first);
}

TEST_F(StoreCommandsTest, ABackupHoldsEverythingAndOverwritesNothing) {
  put(connected("ann"));
  // The service has the database open meanwhile.
  auto running = open();
  EXPECT_EQ(run({"backup", path("copy.db")}), 0) << err;
  EXPECT_EQ(run({"backup", path("copy.db")}), 1);
  env["DATABASE_URL"] = "sqlite3://" + path("copy.db");
  EXPECT_EQ(manager({"default", "ann"}).tokens.refresh_token.reveal(),
            "RT-canary");
}

TEST_F(StoreCommandsTest, RestorePutsABackupInThePlaceOfTheDatabase) {
  put(connected("ann"));
  ASSERT_EQ(run({"backup", path("copy.db")}), 0) << err;
  put(connected("bob"));
  EXPECT_EQ(run({"restore", path("copy.db")}), 64);
  EXPECT_THAT(err, AllOf(HasSubstr("--yes"), HasSubstr("1 manager")));
  EXPECT_EQ(count_managers(), 2u);
  EXPECT_EQ(run({"restore", path("copy.db"), "--yes"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("1 manager"));
  EXPECT_EQ(count_managers(), 1u);
  EXPECT_EQ(manager({"default", "ann"}).tokens.refresh_token.reveal(),
            "RT-canary");
}

TEST_F(StoreCommandsTest, ABackupNamesWhatDoesNotOpenAndRestoreRefusesIt) {
  put(connected("ann"));
  put(connected("bob"));
  spoil("UPDATE managers SET tokens = 'AAAA' WHERE user_id = 'bob'");
  EXPECT_EQ(run({"backup", path("copy.db")}), 1);
  EXPECT_THAT(out, HasSubstr("copied to"));
  EXPECT_THAT(err,
              AllOf(HasSubstr("tokens 2 does not open"), HasSubstr("1 of ")));
  env["DATABASE_URL"] = "sqlite3://" + path("fresh.db");
  EXPECT_EQ(run({"restore", path("copy.db")}), 1);
  EXPECT_THAT(err,
              AllOf(HasSubstr("tokens 2 does not open"), HasSubstr("--force")));
  EXPECT_FALSE(std::filesystem::exists(path("fresh.db")));
  EXPECT_EQ(run({"restore", path("copy.db"), "--force"}), 1);
  EXPECT_THAT(out, HasSubstr("restored from"));
  EXPECT_EQ(manager({"default", "ann"}).tokens.refresh_token.reveal(),
            "RT-canary");
  EXPECT_TRUE(manager({"default", "bob"}).unreadable);
}

TEST_F(StoreCommandsTest, DoctorNamesWhatDoesNotOpen) {
  env["MICROSOFT_LOGIN_URL"] = "http://127.0.0.1:9";
  env["MICROSOFT_GRAPH_URL"] = "http://127.0.0.1:9/v1.0";
  put(connected("ann"));
  run({"doctor"});
  EXPECT_THAT(out, AllOf(HasSubstr("ok   values"), HasSubstr("ok   log")));
  spoil("UPDATE managers SET profile = 'AAAA'");
  EXPECT_EQ(run({"doctor"}), 1);
  EXPECT_THAT(out, HasSubstr("FAIL values    profile 1 does not open"));
}

TEST_F(StoreCommandsTest, RestoreMakesADatabaseWhereThereIsNone) {
  put(connected("ann"));
  ASSERT_EQ(run({"backup", path("copy.db")}), 0) << err;
  env["DATABASE_URL"] = "sqlite3://" + path("new/place.db");
  EXPECT_EQ(run({"restore", path("copy.db")}), 0) << err;
  EXPECT_EQ(count_managers(), 1u);
}

TEST_F(StoreCommandsTest, RestoreRefusesWhileTheServiceRuns) {
  put(connected("ann"));
  ASSERT_EQ(run({"backup", path("copy.db")}), 0) << err;
  put(connected("bob"));
  {
    auto running = open();
    EXPECT_EQ(run({"restore", path("copy.db"), "--yes"}), 1);
    EXPECT_THAT(err, HasSubstr("stop it first"));
    auto still = running.rows->check();
    EXPECT_TRUE(still) << to_string(still.error());
  }
  EXPECT_EQ(count_managers(), 2u);
  EXPECT_EQ(run({"restore", path("copy.db"), "--yes"}), 0) << err;
}

TEST_F(StoreCommandsTest, RestoreLooksAtTheFileFirst) {
  put(connected("ann"));
  const auto refused = [&](const std::string& file, const std::string& why) {
    EXPECT_EQ(run({"restore", file, "--yes"}), 1) << file;
    EXPECT_THAT(err, HasSubstr(why));
    EXPECT_EQ(std::ranges::count(err, '\n'), 1) << err;
    EXPECT_EQ(count_managers(), 1u);
  };
  refused(path("nothing.db"), "there is no backup file");
  refused(write("text.db", std::string(5000, 'x')), "");
  refused(write("empty.db", ""), "no database of peterental");
  refused(path("p.db"), "is the database itself");
  ASSERT_EQ(run({"backup", path("copy.db")}), 0);
  auto bytes = read("copy.db");
  for (std::size_t i = bytes.size() / 4; i < bytes.size() / 2; ++i)
    bytes[i] = 'x';
  refused(write("damaged.db", bytes), "");
  ASSERT_EQ(run({"backup", path("other.db")}), 0);
  env["DATABASE_URL"] = "sqlite3://" + path("fresh.db");
  env["MASTER_KEY"] = other_key;
  EXPECT_EQ(run({"restore", path("other.db")}), 1);
  EXPECT_THAT(err, HasSubstr("MASTER_KEY is not the key of this database"));
  EXPECT_FALSE(std::filesystem::exists(path("fresh.db")));
}

TEST_F(StoreCommandsTest, AfterRotateKeysTheNewKeyIsEnough) {
  env["MASTER_KEY"] = "old:" + key;
  put(connected("ann"));
  env["MASTER_KEY"] = "new:" + other_key + ",old:" + key;
  EXPECT_EQ(run({"rotate-keys"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("with key new"));
  env["MASTER_KEY"] = "new:" + other_key;
  EXPECT_EQ(manager({"default", "ann"}).tokens.refresh_token.reveal(),
            "RT-canary");
}

TEST_F(StoreCommandsTest, WithoutAMasterKeyAKeyFileIsMadeBesideTheDatabase) {
  env.erase("MASTER_KEY");
  put(connected("ann"));
  EXPECT_TRUE(std::filesystem::exists(path("p.key")));
  EXPECT_EQ(manager({"default", "ann"}).tokens.refresh_token.reveal(),
            "RT-canary");
  env["BIND_ADDRESS"] = "0.0.0.0";
  EXPECT_EQ(run({"managers", "list"}), 1);
  EXPECT_THAT(err, HasSubstr("MASTER_KEY is not set"));
}

TEST(KeyFileTest, StandsBesideTheDatabase) {
  EXPECT_EQ(key_file_for("sqlite3://data/peterental.db"),
            "data/peterental.key");
  EXPECT_EQ(key_file_for("sqlite3:///var/lib/p/p.sqlite"), "/var/lib/p/p.key");
  EXPECT_EQ(key_file_for("sqlite3://:memory:"), "");
  EXPECT_EQ(key_file_for("postgresql://db/p"), "");
}

TEST_F(StoreCommandsTest, ADatabaseThatCannotBeOpenedIsAFailureInOneLine) {
  env["DATABASE_URL"] = "postgresql://db/p";
  EXPECT_EQ(run({"migrate"}), 1);
  EXPECT_EQ(std::ranges::count(err, '\n'), 1) << err;
  env["DATABASE_URL"] = "sqlite3://"
                        + write("text.db", "this is no database, "
                                           "only some text of it");
  EXPECT_EQ(run({"migrate"}), 1);
  EXPECT_EQ(std::ranges::count(err, '\n'), 1) << err;
}

// A command in the wrong folder must not leave an empty database there.
TEST_F(StoreCommandsTest, WhatOnlyReadsMakesNoDatabase) {
  using words = std::vector<std::string>;
  for (const auto& args :
       {words{"managers", "list"}, words{"managers", "show", "ann"},
        words{"managers", "forget", "ann", "--yes"},
        words{"tokens", "export", path("tokens.json")},
        words{"visitors", "export", "--email", "jane@example.org"},
        words{"backup", path("copy.db")}}) {
    EXPECT_EQ(run(args), 1) << args[0];
    EXPECT_THAT(err, HasSubstr("there is no database " + path("p.db")))
        << args[0] << " " << args[1];
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST_F(StoreCommandsTest, ADatabaseWhoseKeyIsGoneGetsNoNewOne) {
  env.erase("MASTER_KEY");
  EXPECT_EQ(run({"migrate"}), 0) << err;
  std::filesystem::remove(path("p.key"));
  EXPECT_EQ(run({"managers", "list"}), 1);
  EXPECT_THAT(err, HasSubstr("neither MASTER_KEY nor its key file"));
  EXPECT_FALSE(std::filesystem::exists(path("p.key")));
}

} // namespace
} // namespace rental::test

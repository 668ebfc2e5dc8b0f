#include "command_fixture.hpp"
#include <gmock/gmock.h>

namespace rental::test {
namespace {

using testing::HasSubstr;

class StoreCommandsTest : public CommandTest {};

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

} // namespace
} // namespace rental::test

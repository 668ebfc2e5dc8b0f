#include "load_fixture.hpp"
#include <gmock/gmock.h>

#include <set>

namespace rental::test {
namespace {

TEST(DescribeTest, ShowsEveryVariableAndEveryScalarKey) {
  std::set<std::string> shown;
  for (const auto& [name, value] : describe(load_ok({})))
    EXPECT_TRUE(shown.insert(name).second) << name;
  for (const auto& variable : known_variables())
    if (variable.name != "CONFIG" && variable.name != "RENDER_EXTERNAL_URL") {
      EXPECT_TRUE(shown.contains(variable.name)) << variable.name;
    }
  for (const auto& key : known_keys())
    if (key.find("[]") == key.npos) {
      EXPECT_TRUE(shown.contains(key)) << key;
    }
}

TEST(DescribeTest, MasksPasswordsInDatabaseUrls) {
  auto shown = [](const std::string& url) {
    for (const auto& [name, value] : describe(load_ok({{"DATABASE_URL", url}})))
      if (name == "DATABASE_URL")
        return value;
    return std::string{};
  };
  EXPECT_EQ(shown("sqlite3:///var/lib/p/x.db"), "sqlite3:///var/lib/p/x.db");
  EXPECT_EQ(shown("postgres://pete:a@b:c@db:5432/x"),
            "postgres://pete:***@db:5432/x");
  EXPECT_EQ(shown("postgres://pete@db/x"), "postgres://pete@db/x");
  EXPECT_EQ(shown("postgresql://db/x?password=geheim"),
            "postgresql://db/x?***");
}

TEST(DescribeTest, ShowsNoPhoneNumbers) {
  temp_file file{"[[bindings]]\nnumber = \"+14055550100\"\n"
                 "manager = \"+14055550142\"\n"
                 "[[properties]]\nmatch = \"elm\"\nmanager = \"4055550142\"\n"};
  for (const auto& [name, value] : describe(load_ok({}, file.path())))
    EXPECT_EQ(value.find("405555"), value.npos) << name;
}

} // namespace
} // namespace rental::test

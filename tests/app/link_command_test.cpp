#include "crypto/connect_link.hpp"

#include "command_fixture.hpp"
#include <gmock/gmock.h>

namespace rental::test {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class LinkTest : public CommandTest {
protected:
  LinkTest() { env["PUBLIC_URL"] = "https://rent.example"; }

  /// What the printed link says.
  expected<connect_link> inside(const std::string& with_key) const {
    const std::string front = "https://rent.example/calendar/connect?link=";
    EXPECT_TRUE(out.starts_with(front)) << out;
    EXPECT_TRUE(out.ends_with("\n")) << "and nothing else";
    auto keys = keyring::parse(secret{with_key});
    EXPECT_TRUE(keys);
    return open_connect_link(
        **keys, out.substr(front.size(), out.size() - front.size() - 1),
        now.now());
  }
};

TEST_F(LinkTest, PrintsTheLinkAloneAndExplainsItBesides) {
  EXPECT_EQ(run({"connect-link", "(405) 555-0142", "--expect",
                 "jane@example.com", "--agency", "north", "--hours", "2"}),
            0)
      << err;
  const auto link = inside(key);
  ASSERT_TRUE(link) << to_string(link.error());
  EXPECT_EQ(*link, (connect_link{"north", "+14055550142", "jane@example.com",
                                 now.now() + 2h}));
  EXPECT_THAT(out, Not(HasSubstr("555")));
  EXPECT_THAT(err, AllOf(HasSubstr("+14055550142"), HasSubstr("north"),
                         HasSubstr("2026-11-22T11:00:00Z"),
                         HasSubstr("jane@example.com")));
}

TEST_F(LinkTest, IsGoodForAWeekAndForAnyAccountByDefault) {
  EXPECT_EQ(run({"connect-link", "pete_admin"}), 0) << err;
  const auto link = inside(key);
  ASSERT_TRUE(link);
  EXPECT_EQ(*link,
            (connect_link{"default", "pete_admin", "", now.now() + 168h}));
  EXPECT_THAT(err, HasSubstr("--expect"));
  EXPECT_THAT(err, Not(HasSubstr("this machine")));
}

TEST_F(LinkTest, OutlivesARotationOfTheKeys) {
  env["MASTER_KEY"] = "old:" + key;
  EXPECT_EQ(run({"connect-link", "pete_admin"}), 0) << err;
  EXPECT_TRUE(inside("new:" + other_key + ",old:" + key));
  EXPECT_FALSE(inside("new:" + other_key));
}

TEST_F(LinkTest, UsesTheKeyFileOfDevelopmentMode) {
  env.erase("MASTER_KEY");
  env.erase("PUBLIC_URL");
  EXPECT_EQ(run({"connect-link", "pete_admin"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("http://localhost:8080/calendar/connect?link="));
  EXPECT_THAT(err, HasSubstr("this machine only"));
  EXPECT_TRUE(std::filesystem::exists(path("p.key")));
  env["DATABASE_URL"] = "sqlite3://:memory:";
  EXPECT_EQ(run({"connect-link", "pete_admin"}), 78);
  EXPECT_THAT(err, HasSubstr("MASTER_KEY"));
  EXPECT_EQ(out, "");
}

TEST_F(LinkTest, FollowsTheClockOfATest) {
  env["CLOCK_START"] = "2026-12-01T00:00:00Z";
  env["MICROSOFT_LOGIN_URL"] = "http://127.0.0.1:1";
  env["MICROSOFT_GRAPH_URL"] = "http://127.0.0.1:1/v1.0";
  EXPECT_EQ(run({"connect-link", "pete_admin", "--hours", "1"}), 0) << err;
  EXPECT_THAT(err, HasSubstr("2026-12-01T01:00:00Z"));
}

TEST_F(LinkTest, RefusesWhatMakesNoSense) {
  for (const std::vector<std::string>& args :
       {std::vector<std::string>{"connect-link"},
        {"connect-link", ""},
        {"connect-link", "pete", "--hours", "0"},
        {"connect-link", "pete", "--hours", "721"},
        {"connect-link", "pete", "--hours", "many"},
        {"connect-link", "pete", "--expect", "jane"},
        {"connect-link", "pete", "sue"}}) {
    EXPECT_EQ(run(args), 64);
    EXPECT_EQ(out, "");
    EXPECT_NE(err, "");
  }
}

TEST_F(LinkTest, HelpSaysHowToUseIt) {
  EXPECT_EQ(run({"connect-link", "--help"}), 0);
  EXPECT_THAT(out, AllOf(HasSubstr("--expect"), HasSubstr("--hours"),
                         HasSubstr("--agency"), HasSubstr("MASTER_KEY")));
}

} // namespace
} // namespace rental::test

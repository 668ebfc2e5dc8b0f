#include "command_fixture.hpp"
#include <gmock/gmock.h>

#include <algorithm>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ManagersTest : public CommandTest {
protected:
  void add_booking(const manager_record& owner) const {
    booking row;
    row.id = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    row.manager = owner.id;
    row.slot = {now.now() + std::chrono::hours{24},
                now.now() + std::chrono::hours{25}};
    row.address = "12 Elm Street";
    row.who.name = "Visitor Canary";
    row.created_at = row.updated_at = now.now();
    callback_request wish;
    wish.manager = owner.id;
    wish.who.name = "Visitor Canary";
    wish.wanted = "Friday";
    wish.reason = "unreadable";
    wish.created_at = now.now();
    auto db = open();
    auto put = run_job(*db.rows, [&](store_session& rows) -> expected<done> {
      if (auto noted = rows.put_wish(wish); !noted)
        return noted.error();
      return rows.hold(row);
    });
    ASSERT_TRUE(put) << to_string(put.error());
  }

  void add_home(const std::string& who, const std::string& address,
                const std::string& agency = "default") {
    EXPECT_EQ(run({"properties", "add", "--manager", who, "--address", address,
                   "--agency", agency}),
              0)
        << err;
  }

  /// In all agencies.
  long homes_of(const std::string& who) {
    EXPECT_EQ(run({"properties", "list", "--manager", who}), 0) << err;
    constexpr long header = 1;
    return std::ranges::count(out, '\n') - header;
  }
};

TEST_F(ManagersTest, ListShowsAccountStateAndCounts) {
  add_booking(put(connected("+14055550142")));
  auto other = connected("pete_admin");
  other.key.agency = "lakeside";
  other.account.clear();
  other.state = connection_state::needs_reconnect;
  put(other);
  EXPECT_EQ(run({"managers", "list"}), 0) << err;
  EXPECT_THAT(out, testing::ContainsRegex("default +[+]14055550142 +"
                                          "jane@example.com +- +connected +1 "
                                          "+1\n"));
  EXPECT_THAT(out, testing::ContainsRegex("lakeside +pete_admin +- +- +"
                                          "needs_reconnect +0 +0\n"));
  EXPECT_THAT(out, Not(HasSubstr("canary")));
  EXPECT_EQ(run({"managers", "list", "--agency", "lakeside"}), 0);
  EXPECT_THAT(out, AllOf(HasSubstr("pete_admin"), Not(HasSubstr("+1405"))));
}

TEST_F(ManagersTest, ShowFindsAPhoneNumberHoweverItIsWritten) {
  add_booking(put(connected("+14055550142")));
  EXPECT_EQ(run({"managers", "show", "(405) 555-0142"}), 0) << err;
  EXPECT_THAT(out, AllOf(HasSubstr("jane@example.com"),
                         HasSubstr("refresh token   stored"),
                         HasSubstr("good until 2026-11-22T10:00:00Z"),
                         HasSubstr("1 to come"), HasSubstr("1 waiting")));
  EXPECT_THAT(out, AllOf(Not(HasSubstr("canary")), Not(HasSubstr("Canary"))));
}

TEST_F(ManagersTest, AnUnknownManagerIsAFailure) {
  put(connected("ann"));
  EXPECT_EQ(run({"managers", "show", "bob"}), 1);
  EXPECT_THAT(err, HasSubstr("no manager bob in agency default"));
  EXPECT_EQ(run({"managers", "show", "ann", "--agency", "x"}), 1);
  EXPECT_EQ(run({"managers", "forget", "bob", "--yes"}), 1);
}

TEST_F(ManagersTest, ForgetAsksFirstAndThenForgetsTheTokens) {
  put(connected("ann"));
  EXPECT_EQ(run({"managers", "forget", "ann"}), 64);
  EXPECT_THAT(err, HasSubstr("--yes"));
  EXPECT_FALSE(manager({"default", "ann"}).tokens.refresh_token.empty());
  EXPECT_EQ(run({"managers", "forget", "ann", "--yes"}), 0) << err;
  auto record = manager({"default", "ann"});
  EXPECT_TRUE(record.tokens.refresh_token.empty());
  EXPECT_TRUE(record.tokens.access_token.empty());
}

TEST_F(ManagersTest, ForgetEverythingRemovesTheManagerWithTheBookings) {
  add_booking(put(connected("ann")));
  EXPECT_EQ(run({"managers", "forget", "ann", "--everything", "--yes"}), 0)
      << err;
  EXPECT_EQ(count_managers(), 0u);
}

TEST_F(ManagersTest, ForgetEverythingRemovesTheManagersHomes) {
  put(connected("ann"));
  put(connected("bob"));
  add_home("ann", "12 Elm Street");
  add_home("ann", "12 Oak Street");
  add_home("bob", "14 Elm Street");
  add_home("ann", "12 Elm Street", "lakeside");
  EXPECT_EQ(run({"managers", "forget", "ann", "--yes"}), 0);
  EXPECT_EQ(homes_of("ann"), 3) << "only the tokens";
  EXPECT_EQ(run({"managers", "forget", "ann", "--everything"}), 64);
  EXPECT_THAT(err, HasSubstr("removes the homes that ann manages"));
  EXPECT_EQ(homes_of("ann"), 3);
  EXPECT_EQ(run({"managers", "forget", "ann", "--everything", "--yes"}), 0)
      << err;
  EXPECT_THAT(out, HasSubstr("everything about ann, and 2 homes"));
  EXPECT_EQ(homes_of("ann"), 1) << "that of another agency";
  EXPECT_EQ(homes_of("bob"), 1);
}

TEST_F(ManagersTest, HomesOfSomebodyWhoNeverConnectedAreForgottenAsWell) {
  put(connected("bob"));
  add_home("405 555 0142", "12 Elm Street");
  EXPECT_EQ(
      run({"managers", "forget", "(405) 555-0142", "--everything", "--yes"}), 0)
      << err;
  EXPECT_EQ(homes_of("+14055550142"), 0);
  EXPECT_EQ(
      run({"managers", "forget", "(405) 555-0142", "--everything", "--yes"}),
      1);
  EXPECT_THAT(err, HasSubstr("no manager +14055550142"));
}

} // namespace
} // namespace rental::test

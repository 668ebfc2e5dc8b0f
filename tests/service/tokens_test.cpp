#include "tests/service/service_fixture.hpp"

namespace rental::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class TokensTest : public ServiceTest {
protected:
  TokensTest() { start_connected(); }

  void expire() {
    control("POST", "/expire-access-tokens", {{"account", account}});
  }
};

TEST_F(TokensTest, RenewsAnExpiredAccessToken) {
  const auto before = requests_of("token");
  expire();
  EXPECT_TRUE(is_booked(book({"c"}, tuesday_at_ten)));
  EXPECT_EQ(requests_of("token"), before + 1);
  EXPECT_THAT(events(), SizeIs(1));
  EXPECT_EQ(status()["state"], "connected");
}

TEST_F(TokensTest, SurvivesStrictRotation) {
  control("POST", "/settings", {{"strict_rotation", true}});
  const char* times[]
      = {"2026-11-24T10:00:00-06:00", "2026-11-24T11:00:00-06:00",
         "2026-11-24T12:00:00-06:00"};
  int call = 0;
  for (const auto* time : times) {
    expire();
    EXPECT_TRUE(is_booked(book({"c" + std::to_string(call++)}, time)));
  }
  EXPECT_THAT(events(), SizeIs(3));
}

TEST_F(TokensTest, KeepsTheConnectionWhileMicrosoftCannotRenewIt) {
  expire();
  fault("token", {{"status", 503}, {"retry_after", 2}}, "forever");
  EXPECT_FALSE(is_booked(book({"c"}, tuesday_at_ten)));
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_NE(status()["state"], "needs_reconnect");
  control("DELETE", "/faults");
  int call = 0;
  EXPECT_TRUE(eventually([&] {
    return is_booked(
        book({"again-" + std::to_string(++call)}, "2026-11-25T10:00:00-06:00"));
  }));
}

TEST_F(TokensTest, AsksForANewConnectionWhenTheOldOneWasRevoked) {
  control("POST", "/revoke-refresh-tokens", {{"account", account}});
  expire();
  // It shows only while the booking is under way.
  EXPECT_THAT(book({"c"}, tuesday_at_ten), HasSubstr("not confirmed yet"));
  EXPECT_THAT(events(), IsEmpty());
  const auto now = status();
  EXPECT_EQ(now["authorized"], false);
  EXPECT_EQ(now["state"], "needs_reconnect");
  const auto asked = requests_of("token");
  EXPECT_THAT(openings({"d"}), HasSubstr("can't get at the calendar"));
  EXPECT_EQ(requests_of("token"), asked) << "a dead token is not tried again";

  ASSERT_EQ(connect().status, 200);
  EXPECT_EQ(status()["state"], "connected");
  EXPECT_TRUE(is_booked(book({"e"}, tuesday_at_ten)));
}

} // namespace
} // namespace rental::test

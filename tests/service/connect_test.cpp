#include "tests/service/service_fixture.hpp"

namespace rental::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ConnectTest : public ServiceTest {
protected:
  ConnectTest() { start(); }

  std::string start_url() const {
    return url("/calendar/auth/start?user_id=" + manager);
  }

  /// A page that a person can read and that tells what to do next.
  void expect_readable(const page& seen) {
    EXPECT_THAT(seen.header("content-type"), StartsWith("text/html"));
    EXPECT_THAT(seen.body, AllOf(HasSubstr("<html"), HasSubstr("<li>"),
                                 Not(HasSubstr("{\""))));
  }

  void expect_nothing_stored() {
    EXPECT_EQ(status()["authorized"], false) << status();
    EXPECT_EQ(status()["account"], nullptr);
  }
};

TEST_F(ConnectTest, GoesThroughTheRealPages) {
  expect_nothing_stored();
  auto seen = pete.get(start_url());
  EXPECT_THAT(seen.url, StartsWith(microsoft.base_url()));
  seen = pete.submit(seen, {{"account", account}, {"action", "next"}});
  seen = pete.submit(seen, {{"decision", "accept"}});
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.url, url("/calendar/connected"));
  EXPECT_THAT(seen.body, AllOf(HasSubstr(account), HasSubstr("Central")));
  const auto now = status();
  EXPECT_EQ(now["authorized"], true);
  EXPECT_EQ(now["account"], account);
  EXPECT_EQ(now["state"], "connected");
  EXPECT_GT(now["expires_at"].get<std::string>(), "2026-11-22T14:59:58Z")
      << "an hour after the sign-in";
}

TEST_F(ConnectTest, StoresNothingWhenConsentIsDenied) {
  auto seen = pete.get(start_url());
  seen = pete.submit(seen, {{"account", account}, {"action", "next"}});
  seen = pete.submit(seen, {{"decision", "cancel"}});
  EXPECT_EQ(seen.status, 403);
  expect_readable(seen);
  expect_nothing_stored();
}

TEST_F(ConnectTest, RefusesAForgedState) {
  pete.get_one(start_url());
  const auto seen
      = pete.get(url("/calendar/auth/callback?code=0.stolen&state=forged"));
  EXPECT_EQ(seen.status, 400);
  expect_readable(seen);
  expect_nothing_stored();
  EXPECT_EQ(requests_of("token"), 0);
}

TEST_F(ConnectTest, RefusesAReplayedCallback) {
  control("POST", "/auto-sign-in", {{"account", account}});
  const auto begun = pete.get_one(start_url());
  const auto back = pete.get_one(begun.header("location"));
  const auto callback = back.header("location");
  EXPECT_THAT(callback, StartsWith(url("/calendar/auth/callback")));
  ASSERT_EQ(pete.get_one(callback).status, 303);
  browser{}.send("POST", url("/calendar/auth/disconnect?user_id=" + manager),
                 "");
  const auto again = pete.get(callback);
  EXPECT_EQ(again.status, 400);
  expect_readable(again);
  EXPECT_EQ(status()["authorized"], false);
  EXPECT_EQ(requests_of("token"), 1);
}

TEST_F(ConnectTest, RefusesAnotherBrowser) {
  control("POST", "/auto-sign-in", {{"account", account}});
  const auto begun = pete.get_one(start_url());
  EXPECT_EQ(begun.status, 302);
  EXPECT_THAT(begun.header("set-cookie"),
              AllOf(HasSubstr("HttpOnly"), HasSubstr("SameSite=Lax")));
  browser other;
  const auto seen = other.get(begun.header("location"));
  EXPECT_THAT(seen.url, StartsWith(url("/calendar/auth/callback")));
  EXPECT_EQ(seen.status, 400);
  expect_readable(seen);
  expect_nothing_stored();
}

TEST_F(ConnectTest, AsksWhoseCalendarItIs) {
  const auto seen = pete.get(url("/calendar/auth/start"));
  EXPECT_EQ(seen.status, 400);
  expect_readable(seen);
}

TEST_F(ConnectTest, ForgetsADisconnectedManager) {
  ASSERT_EQ(connect().status, 200);
  const auto gone = browser{}.send(
      "POST", url("/calendar/auth/disconnect?user_id=" + manager), "");
  EXPECT_EQ(gone.status, 200);
  EXPECT_EQ(status()["authorized"], false);
  EXPECT_THAT(offers_in(openings({"a"})), testing::IsEmpty());
}

} // namespace
} // namespace rental::test

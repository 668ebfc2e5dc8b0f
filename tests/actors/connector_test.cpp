#include "crypto/hash.hpp"
#include "tests/actors/connector_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;

using ConnectorTest = test::connector_test;

TEST_F(ConnectorTest, ConnectsAndStoresEverything) {
  const auto result = complete(good(begin()));
  EXPECT_EQ(result.problem, connect_problem::none) << result.detail;
  EXPECT_EQ(result.account, "pete@contoso.example");
  auto stored = in_db<manager_record>([](store_session& session) {
    return session.manager({"default", "ana"});
  });
  EXPECT_EQ(stored.state, connection_state::connected);
  EXPECT_EQ(stored.tokens.access_token.reveal(), "access-2");
  EXPECT_EQ(stored.object_id, "oid-1");
  EXPECT_EQ(*told, std::vector<manager_key>(1, manager_key{"default", "ana"}));
}

TEST_F(ConnectorTest, ProvesPossessionOfTheVerifier) {
  const auto redirect = begin();
  const auto challenge = identity->asked.code_challenge;
  complete(good(redirect));
  ASSERT_EQ(identity->verifiers.size(), 1u);
  EXPECT_EQ(pkce_challenge(identity->verifiers[0]), challenge);
  EXPECT_GE(identity->verifiers[0].size(), 43u);
  EXPECT_GE(identity->asked.state.size(), 22u); // 128 bits
}

TEST_F(ConnectorTest, AStateWorksOnce) {
  const auto callback = good(begin());
  EXPECT_EQ(complete(callback).problem, connect_problem::none);
  EXPECT_EQ(complete(callback).problem, connect_problem::bad_state);
  EXPECT_EQ(identity->codes.size(), 1u);
}

TEST_F(ConnectorTest, AForgedStateStoresNothing) {
  auto callback = good(begin());
  callback.state += "x";
  EXPECT_EQ(complete(callback).problem, connect_problem::bad_state);
  EXPECT_EQ(managers(), 1u);
  EXPECT_TRUE(identity->codes.empty());
}

TEST_F(ConnectorTest, AStateEndsAfterTenMinutes) {
  const auto callback = good(begin());
  time->advance(10min + 1s);
  EXPECT_EQ(complete(callback).problem, connect_problem::bad_state);
}

TEST_F(ConnectorTest, AnotherBrowserIsTurnedAway) {
  auto callback = good(begin());
  callback.cookie = "other";
  EXPECT_EQ(complete(callback).problem, connect_problem::other_browser);
  EXPECT_TRUE(identity->codes.empty());
  EXPECT_EQ(managers(), 1u);
}

TEST_F(ConnectorTest, ADeniedConsentUsesTheStateUp) {
  const auto redirect = begin();
  connect_callback callback = good(redirect);
  callback.code.clear();
  callback.error = "access_denied";
  callback.error_subcode = "cancel";
  EXPECT_EQ(complete(callback).problem,
            connect_problem::cancelled_or_admin_wall);
  callback = good(redirect);
  EXPECT_EQ(complete(callback).problem, connect_problem::bad_state);
}

TEST_F(ConnectorTest, MissingParametersAreSaidSo) {
  EXPECT_EQ(complete({}).problem, connect_problem::incomplete);
  auto callback = good(begin());
  callback.code.clear();
  EXPECT_EQ(complete(callback).problem, connect_problem::incomplete);
}

TEST_F(ConnectorTest, AnotherNonceIsRefused) {
  const auto callback = good(begin());
  identity->asked.nonce = "another";
  EXPECT_EQ(complete(callback).problem, connect_problem::sign_in_again);
  EXPECT_EQ(managers(), 1u);
}

TEST_F(ConnectorTest, MissingScopesAreNamed) {
  identity->granted_scope = "openid profile User.Read MailboxSettings.Read";
  const auto result = complete(good(begin()));
  EXPECT_EQ(result.problem, connect_problem::scopes_missing);
  EXPECT_NE(result.missing.find("Calendars.ReadWrite"), std::string::npos);
  EXPECT_EQ(managers(), 1u);
}

TEST_F(ConnectorTest, AMailboxWithoutZoneGetsTheDefaultAndSaysSo) {
  for (const char* name : {"", "tzone://Microsoft/Custom", "Nowhere Time"}) {
    graph->mailbox.time_zone = name;
    const auto result = complete(good(begin()));
    EXPECT_EQ(result.problem, connect_problem::none);
    const auto now = status_of_ana();
    EXPECT_TRUE(now.zone_is_default) << name;
    EXPECT_EQ(now.zone, "America/Denver") << name;
    EXPECT_EQ(now.zone_said, "Mountain time") << name;
  }
}

TEST_F(ConnectorTest, AnIanaNameIsTakenToo) {
  graph->mailbox.time_zone = "Europe/Berlin";
  EXPECT_EQ(complete(good(begin())).problem, connect_problem::none);
  const auto now = status_of_ana();
  EXPECT_FALSE(now.zone_is_default);
  EXPECT_EQ(now.zone, "Europe/Berlin");
}

TEST_F(ConnectorTest, TheHoursAreTheMailboxsOrTheServices) {
  graph->mailbox.hours = weekly_hours{};
  graph->mailbox.hours->at(2) = day_hours{10h, 12h};
  complete(good(begin()));
  auto now = status_of_ana();
  EXPECT_FALSE(now.hours_are_default);
  EXPECT_EQ(now.hours, *graph->mailbox.hours);
  graph->mailbox.hours.reset();
  complete(good(begin()));
  now = status_of_ana();
  EXPECT_TRUE(now.hours_are_default);
  EXPECT_EQ(now.hours, default_hours());
}

TEST_F(ConnectorTest, AnotherAccountThanExpectedIsRefused) {
  const auto refused = complete(good(begin("boss@contoso.example")));
  EXPECT_EQ(refused.problem, connect_problem::wrong_account);
  EXPECT_EQ(refused.account, "pete@contoso.example");
  EXPECT_EQ(refused.expected_account, "boss@contoso.example");
  EXPECT_TRUE(refused.keep.token.empty()) << "there is nothing to keep";
  EXPECT_EQ(managers(), 1u);
  EXPECT_TRUE(told->empty());
}

TEST_F(ConnectorTest, TheExpectedAccountIsKnownHoweverItIsWritten) {
  EXPECT_EQ(complete(good(begin("Pete@Contoso.Example"))).problem,
            connect_problem::none);
  graph->account.address = "alias@contoso.example";
  EXPECT_EQ(complete(good(begin("pete@contoso.example"))).problem,
            connect_problem::none);
}

TEST_F(ConnectorTest, AnotherAccountWithoutMailboxIsNotOffered) {
  graph->fail_next("settings", {errc::no_mailbox, false, ""});
  EXPECT_EQ(complete(good(begin("boss@contoso.example"))).problem,
            connect_problem::no_mailbox);
}

TEST_F(ConnectorTest, ToSwitchMicrosoftAsksAnew) {
  begin();
  EXPECT_EQ(identity->asked.prompt, "select_account");
  ask<connect_redirect>(uut, atom::begin_v,
                        connect_request{{"default", "ana"}, "a@b.test", true});
  EXPECT_EQ(identity->asked.prompt, "login");
  EXPECT_EQ(identity->asked.login_hint, "a@b.test");
}

TEST_F(ConnectorTest, NoMailboxIsSaidSo) {
  graph->fail_next("settings", {errc::no_mailbox, false, ""});
  EXPECT_EQ(complete(good(begin())).problem, connect_problem::no_mailbox);
  EXPECT_EQ(managers(), 1u);
}

TEST_F(ConnectorTest, FaultsAreToldApart) {
  identity->failures.push_back({errc::operator_fault, "invalid_client", {}});
  EXPECT_EQ(complete(good(begin())).problem, connect_problem::misconfigured);
  identity->failures.push_back({errc::provider_unavailable, "503", {}});
  EXPECT_EQ(complete(good(begin())).problem, connect_problem::retry_later);
  EXPECT_EQ(managers(), 1u);
}

TEST_F(ConnectorTest, TellsTheStatusAndForgetsOnDemand) {
  const manager_key pete{"default", "pete_admin"};
  auto status = ask<connection_status>(uut, atom::status_v, pete);
  ASSERT_TRUE(status);
  EXPECT_TRUE(status->authorized);
  EXPECT_TRUE(status->expires_at);
  auto gone = ask<connection_status>(uut, atom::disconnect_v, pete);
  ASSERT_TRUE(gone);
  EXPECT_FALSE(gone->authorized);
  EXPECT_EQ(gone->state, connection_state::disconnected);
  EXPECT_TRUE(row().tokens.refresh_token.empty());
  EXPECT_EQ(told->size(), 1u);
}

TEST_F(ConnectorTest, AnUnknownManagerIsDisconnected) {
  auto status = ask<connection_status>(uut, atom::status_v,
                                       manager_key{"default", "nobody"});
  ASSERT_TRUE(status);
  EXPECT_FALSE(status->authorized);
  EXPECT_EQ(status->state, connection_state::disconnected);
  auto gone = ask<connection_status>(uut, atom::disconnect_v,
                                     manager_key{"default", "nobody"});
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error(), errc::unknown_manager);
}

} // namespace
} // namespace rental

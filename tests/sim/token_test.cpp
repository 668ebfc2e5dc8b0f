#include "tests/sim/identity_fixture.hpp"

namespace rental::sim::test {

using TokenTest = IdentityTest;

TEST_F(TokenTest, CodeGivesTokensOfTheDocumentedShape) {
  auto answer = redeem(code_for("pete@contoso.example"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  auto tokens = answer.content();
  EXPECT_EQ(tokens["token_type"], "Bearer");
  EXPECT_EQ(tokens["expires_in"], 3599);
  EXPECT_EQ(tokens["scope"], "Calendars.ReadWrite Mail.Send "
                             "MailboxSettings.Read User.Read email openid "
                             "profile");
  EXPECT_TRUE(tokens.contains("refresh_token"));
  auto claims = claims_of(tokens["id_token"]);
  EXPECT_EQ(claims["aud"], settings{}.client_id);
  EXPECT_EQ(claims["tid"], settings{}.tenant_id);
  EXPECT_EQ(claims["nonce"], "n-1");
  EXPECT_EQ(claims["name"], "Pete Wolkowski");
  EXPECT_EQ(claims["exp"].get<long>() - claims["iat"].get<long>(), 3600);
  auto me
      = http.send("GET", microsoft.graph_url() + "/me",
                  {{"Authorization",
                    "Bearer " + tokens["access_token"].get<std::string>()}});
  EXPECT_EQ(me.content()["id"], claims["oid"]);
}

TEST_F(TokenTest, NothingUnaskedIsGiven) {
  auto code = code_for("pete@contoso.example",
                       {{"scope", "https://graph.microsoft.com/User.Read"}});
  auto tokens = redeem(code).content();
  EXPECT_EQ(tokens["scope"], "User.Read");
  EXPECT_FALSE(tokens.contains("refresh_token"));
  EXPECT_FALSE(tokens.contains("id_token"));
}

TEST_F(TokenTest, WithheldScopesAreNotGranted) {
  control(
      "POST", "/accounts",
      {{"email", "pete@contoso.example"}, {"withheldScopes", {"Mail.Send"}}});
  auto tokens = redeem(code_for("pete@contoso.example")).content();
  EXPECT_EQ(tokens["scope"].get<std::string>().find("Mail.Send"),
            std::string::npos);
}

TEST_F(TokenTest, CodeWorksOnce) {
  auto code = code_for("pete@contoso.example");
  EXPECT_EQ(redeem(code).status, 200);
  auto again = redeem(code);
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(again.error_code(), "invalid_grant");
  EXPECT_EQ(aadsts(again), 54005);
}

TEST_F(TokenTest, CodeLivesTenMinutes) {
  auto code = code_for("pete@contoso.example");
  control("POST", "/clock", {{"advance_seconds", 601}});
  EXPECT_EQ(aadsts(redeem(code)), 70008);
}

TEST_F(TokenTest, CodeIsBoundToVerifierRedirectAndTenant) {
  auto code = code_for("pete@contoso.example");
  EXPECT_EQ(aadsts(redeem(code, {{"code_verifier", ""}})), 501481);
  EXPECT_EQ(aadsts(redeem(code, {{"code_verifier", std::string(43, 'x')}})),
            501481);
  EXPECT_EQ(aadsts(redeem(code, {{"redirect_uri",
                                  "http://localhost/calendar/auth/callback"}})),
            50011);
  auto other = post("token", redeeming(code), "organizations");
  EXPECT_EQ(aadsts(other), 700005);
  EXPECT_EQ(redeem(code).status, 200) << "a refused attempt uses nothing up";
}

TEST_F(TokenTest, ClientMustProveItself) {
  auto wrong = redeem("x", {{"client_secret", "wrong"}});
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.error_code(), "invalid_client");
  EXPECT_EQ(aadsts(wrong), 7000215);
  EXPECT_EQ(aadsts(redeem("x", {{"client_secret", ""}})), 7000218);
  EXPECT_EQ(redeem("x", {{"client_id", "other"}}).error_code(),
            "unauthorized_client");
  control("POST", "/settings", {{"client_secret_expired", true}});
  EXPECT_EQ(aadsts(redeem("x")), 7000222);
}

TEST_F(TokenTest, HttpBasicProvesTheClientToo) {
  auto pair = settings{}.client_id + ':' + settings{}.client_secret;
  auto answer
      = http.send("POST", microsoft.base_url() + "/common/oauth2/v2.0/token",
                  {{"Content-Type", "application/x-www-form-urlencoded"},
                   {"Authorization", "Basic " + base64_of(pair)}},
                  form({{"grant_type", "client_credentials"},
                        {"scope", "https://graph.microsoft.com/.default"}}));
  EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_F(TokenTest, TokenTakesFormsOnly) {
  auto answer
      = http.send("POST", microsoft.base_url() + "/common/oauth2/v2.0/token",
                  {{"Content-Type", "application/json"}},
                  json{{"grant_type", "client_credentials"}}.dump());
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(aadsts(answer), 900144);
  EXPECT_EQ(post("token", {{"grant_type", "password"},
                           {"client_id", settings{}.client_id},
                           {"client_secret", settings{}.client_secret}})
                .error_code(),
            "unsupported_grant_type");
}

TEST_F(TokenTest, ErrorsHaveMicrosoftsShape) {
  auto content = redeem("nonsense").content();
  EXPECT_EQ(content["error"], "invalid_grant");
  auto text = content["error_description"].get<std::string>();
  EXPECT_TRUE(text.starts_with("AADSTS70000: "));
  EXPECT_NE(text.find("\r\nTrace ID: "), std::string::npos);
  EXPECT_NE(text.find("\r\nCorrelation ID: "), std::string::npos);
  EXPECT_NE(text.find("\r\nTimestamp: 2026-11-24 08:00:00Z"),
            std::string::npos);
  EXPECT_EQ(content["timestamp"], "2026-11-24 08:00:00Z");
  EXPECT_TRUE(content.contains("trace_id"));
  EXPECT_TRUE(content.contains("correlation_id"));
}

TEST_F(TokenTest, ClientCredentialsTellADoctorWhetherTheSecretIsRight) {
  values order{{"grant_type", "client_credentials"},
               {"client_id", settings{}.client_id},
               {"client_secret", settings{}.client_secret},
               {"scope", "https://graph.microsoft.com/.default"}};
  auto right = post("token", order);
  ASSERT_EQ(right.status, 200);
  EXPECT_FALSE(right.content().contains("refresh_token"));
  auto wrong = post("token", changed(order, {{"client_secret", "x"}}));
  EXPECT_EQ(aadsts(wrong), 7000215);
  EXPECT_EQ(
      post("token", changed(order, {{"scope", "User.Read"}})).error_code(),
      "invalid_scope");
  auto me = http.send(
      "GET", microsoft.graph_url() + "/me",
      {{"Authorization",
        "Bearer " + right.content()["access_token"].get<std::string>()}});
  EXPECT_EQ(me.status, 400) << "/me needs a person";
}

TEST_F(TokenTest, RefreshRotatesAndTheOldTokenLivesOn) {
  auto first = redeem(code_for("pete@contoso.example")).content();
  auto old_token = first["refresh_token"].get<std::string>();
  auto second = refresh(old_token);
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_NE(second.content()["refresh_token"], first["refresh_token"]);
  EXPECT_NE(second.content()["access_token"], first["access_token"]);
  EXPECT_EQ(refresh(old_token).status, 200);
}

TEST_F(TokenTest, StrictRotationKillsTheOldToken) {
  control("POST", "/settings", {{"strict_rotation", true}});
  auto old_token = refresh_token_for("pete@contoso.example");
  auto second = refresh(old_token);
  ASSERT_EQ(second.status, 200);
  EXPECT_EQ(refresh(old_token).error_code(), "invalid_grant");
  EXPECT_EQ(refresh(second.content()["refresh_token"]).status, 200);
}

TEST_F(TokenTest, RefreshMayAnswerNoNewToken) {
  control("POST", "/settings",
          {{"omit_rotated_token", true}, {"expires_in_as_string", true}});
  auto token = refresh_token_for("pete@contoso.example");
  auto answer = refresh(token).content();
  EXPECT_FALSE(answer.contains("refresh_token"));
  EXPECT_EQ(answer["expires_in"], "3599");
}

TEST_F(TokenTest, RefreshTokensDieOfAgeRevocationAndOrders) {
  auto token = refresh_token_for("pete@contoso.example");
  control(
      "POST", "/refresh-error",
      {{"account", "pete@contoso.example"}, {"error_name", "mfa_required"}});
  auto ordered = refresh(token);
  EXPECT_EQ(aadsts(ordered), 50076);
  EXPECT_EQ(ordered.content()["suberror"], "basic_action");
  control("POST", "/refresh-error",
          {{"account", "pete@contoso.example"}, {"error_name", nullptr}});
  EXPECT_EQ(refresh(token).status, 200);
  control("POST", "/revoke-refresh-tokens",
          {{"account", "pete@contoso.example"}});
  EXPECT_EQ(aadsts(refresh(token)), 50173);
  auto other = refresh_token_for("ana@contoso.example");
  control("POST", "/clock", {{"advance_seconds", 91 * 24 * 3600}});
  EXPECT_EQ(aadsts(refresh(other)), 700082);
}

TEST_F(TokenTest, RefreshMayAskForLessButNotForMore) {
  auto code = code_for("pete@contoso.example",
                       {{"scope", "offline_access User.Read Mail.Send"}});
  auto token = redeem(code).content()["refresh_token"].get<std::string>();
  EXPECT_EQ(refresh(token, {{"scope", "User.Read"}}).content()["scope"],
            "User.Read");
  EXPECT_EQ(aadsts(refresh(token, {{"scope", "Calendars.Read"}})), 65001);
  EXPECT_EQ(refresh(token, {{"scope", "Foo.Bar"}}).error_code(),
            "invalid_scope");
}

} // namespace rental::sim::test

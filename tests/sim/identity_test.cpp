#include "tests/sim/identity_fixture.hpp"

namespace rental::sim::test {

TEST_F(IdentityTest, SignInPageListsTheAccountsForPeopleAndScripts) {
  auto page = authorize({{"login_hint", "ana@contoso.example"}});
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  for (auto text : {"pete@contoso.example", "ana@contoso.example",
                    "nozone@contoso.example", "nomailbox@contoso.example",
                    "<label for=", "name=\"viewport\"", "<html lang=\"en\""})
    EXPECT_NE(page.body.find(text), std::string::npos) << text;
  EXPECT_NE(found(page.body, "(value=\"ana@contoso.example\" checked)"), "");
}

TEST_F(IdentityTest, ConsentListsTheScopesAndLeadsBackWithACode) {
  auto flow = found(authorize().body, "name=\"flow\" value=\"([^\"]+)\"");
  auto page
      = post("sign-in", {{"flow", flow}, {"account", "pete@contoso.example"}});
  ASSERT_EQ(page.status, 200);
  for (auto text : {"Calendars.ReadWrite", "Mail.Send", "Accept", "Cancel"})
    EXPECT_NE(page.body.find(text), std::string::npos) << text;
  auto back = post("consent", {{"flow", flow}, {"decision", "accept"}});
  EXPECT_EQ(back.status, 302);
  EXPECT_TRUE(back.header("location").starts_with(redirect_uri));
  EXPECT_EQ(found(back.header("location"), "[?&]state=([^&]+)"), "st-1");
}

TEST_F(IdentityTest, ConsentIsRememberedUnlessItIsAskedForAgain) {
  sign_in("pete@contoso.example");
  auto flow = found(authorize().body, "name=\"flow\" value=\"([^\"]+)\"");
  EXPECT_EQ(
      post("sign-in", {{"flow", flow}, {"account", "pete@contoso.example"}})
          .status,
      302);
  flow = found(authorize({{"prompt", "consent"}}).body,
               "name=\"flow\" value=\"([^\"]+)\"");
  EXPECT_EQ(
      post("sign-in", {{"flow", flow}, {"account", "pete@contoso.example"}})
          .status,
      200);
}

TEST_F(IdentityTest, CancellingSaysAccessDenied) {
  auto flow = found(authorize().body, "name=\"flow\" value=\"([^\"]+)\"");
  auto back = post("consent", {{"flow", flow}, {"decision", "cancel"}});
  EXPECT_EQ(back.status, 400) << "nobody has signed in yet";
  back = post("sign-in", {{"flow", flow}, {"action", "cancel"}});
  EXPECT_EQ(back.header("location"),
            std::string{redirect_uri}
                + "?error=access_denied&error_subcode=cancel&state=st-1");
  post("sign-in", {{"flow", flow}, {"account", "ana@contoso.example"}});
  back = post("consent", {{"flow", flow}, {"decision", "cancel"}});
  EXPECT_EQ(found(back.header("location"), "[?&]error=([^&]+)"),
            "access_denied");
}

TEST_F(IdentityTest, UnknownAccountIsAskedAgain) {
  auto flow = found(authorize().body, "name=\"flow\" value=\"([^\"]+)\"");
  auto page = post("sign-in", {{"flow", flow}, {"account", "no@where"}});
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("role=\"alert\""), std::string::npos);
  EXPECT_EQ(post("sign-in", {{"flow", "forged"}}).status, 400);
}

TEST_F(IdentityTest, NeverRedirectsToAStranger) {
  for (auto& wrong : std::vector<values>{
           {{"redirect_uri", "http://evil.example/calendar/auth/callback"}},
           {{"redirect_uri", "http://localhost:8080/calendar/auth/callback/"}},
           {{"redirect_uri", ""}},
           {{"client_id", "11111111-1111-1111-1111-111111111111"}},
           {{"client_id", ""}}}) {
    auto page = authorize(wrong);
    EXPECT_EQ(page.status, 400);
    EXPECT_NE(page.body.find("AADSTS"), std::string::npos);
    EXPECT_EQ(page.header("location"), "");
  }
  EXPECT_EQ(http.send("GET", microsoft.base_url()
                                 + "/nowhere.example/oauth2/v2.0/authorize")
                .status,
            400);
}

TEST_F(IdentityTest, TellsTheApplicationWhatItDidWrong) {
  auto error_of = [&](values changes) {
    return found(authorize(std::move(changes)).header("location"),
                 "[?&]error=([^&]+)");
  };
  EXPECT_EQ(error_of({{"response_type", "token"}}),
            "unsupported_response_type");
  EXPECT_EQ(error_of({{"scope", "openid Calendars.Write"}}), "invalid_client");
  EXPECT_EQ(error_of({{"scope", ""}}), "invalid_request");
  EXPECT_EQ(error_of({{"code_challenge_method", "plain"}}), "invalid_request");
  EXPECT_EQ(error_of({{"code_challenge_method", ""}}), "invalid_request");
  EXPECT_EQ(error_of({{"code_challenge", "short"}}), "invalid_request");
  EXPECT_EQ(error_of({{"prompt", "please"}}), "invalid_request");
  EXPECT_EQ(error_of({{"prompt", "none"}}), "login_required");
}

TEST_F(IdentityTest, OnlyRegisteredRedirectUrisCount) {
  control("POST", "/settings",
          {{"redirect_uris", {"https://app.example/back"}}});
  EXPECT_EQ(authorize().status, 400);
  EXPECT_EQ(authorize({{"redirect_uri", "https://app.example/back"}}).status,
            200);
}

TEST_F(IdentityTest, AutoSignInAnswersWithoutPages) {
  control("POST", "/auto-sign-in", {{"account", "ana@contoso.example"}});
  auto back = authorize();
  ASSERT_EQ(back.status, 302);
  auto tokens = redeem(found(back.header("location"), "[?&]code=([^&]+)"));
  EXPECT_EQ(claims_of(tokens.content()["id_token"])["preferred_username"],
            "ana@contoso.example");
}

TEST_F(IdentityTest, FormPostCarriesTheCodeInAPage) {
  control("POST", "/auto-sign-in", {{"account", "ana@contoso.example"}});
  auto page = authorize({{"response_mode", "form_post"}});
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(found(page.body, "name=\"code\" value=\"([^\"]+)\""), "");
}

TEST_F(IdentityTest, PublishesItsConfigurationAndKeys) {
  auto base = microsoft.base_url() + "/common";
  auto config
      = http.send("GET", base + "/v2.0/.well-known/openid-configuration");
  EXPECT_EQ(config.content()["token_endpoint"], base + "/oauth2/v2.0/token");
  auto keys = http.send("GET", config.content()["jwks_uri"]);
  EXPECT_EQ(keys.content()["keys"][0]["kty"], "RSA");
}

TEST_F(IdentityTest, CallbackFailuresCanBeOrdered) {
  control("POST", "/faults",
          {{"match", {{"operation", "authorize"}}},
           {"action", {{"error_name", "callback_server_error"}}}});
  auto back = authorize();
  EXPECT_EQ(back.status, 302);
  EXPECT_EQ(found(back.header("location"), "[?&]error=([^&]+)"),
            "server_error");
  EXPECT_EQ(found(back.header("location"), "[?&]state=([^&]+)"), "st-1");
  control("POST", "/faults",
          {{"match", {{"operation", "consent"}}},
           {"action", {{"error_name", "callback_state_mismatch"}}}});
  auto location = sign_in("pete@contoso.example");
  EXPECT_EQ(found(location, "[?&]state=([^&]+)"), "somebody-elses-state");
  EXPECT_EQ(redeem(found(location, "[?&]code=([^&]+)")).status, 200);
}

} // namespace rental::sim::test

#include "tests/sim/sim_client.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <regex>

namespace rental::sim::test {

namespace {

constexpr auto redirect_uri = "http://localhost:8080/calendar/auth/callback";
constexpr auto verifier = "abcdefghijklmnopqrstuvwxyz0123456789-._~ABCDEFG";
constexpr auto all_scopes
  = "openid profile email offline_access User.Read Calendars.ReadWrite "
    "MailboxSettings.Read Mail.Send";

std::string base64url(const unsigned char* data, int size) {
  std::string text(static_cast<std::size_t>(4 * (size / 3 + 1) + 1), '\0');
  text.resize(static_cast<std::size_t>(EVP_EncodeBlock(
    reinterpret_cast<unsigned char*>(text.data()), data, size)));
  for (auto& c : text)
    c = c == '+' ? '-' : c == '/' ? '_' : c;
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

std::string challenge() {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  std::string text{verifier};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest);
  return base64url(digest, SHA256_DIGEST_LENGTH);
}

json claims_of(const std::string& token) {
  auto first = token.find('.');
  auto part = token.substr(first + 1, token.find('.', first + 1) - first - 1);
  for (auto& c : part)
    c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (part.size() % 4 != 0)
    part += '=';
  std::string text(part.size(), '\0');
  EVP_DecodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<const unsigned char*>(part.data()),
                  static_cast<int>(part.size()));
  return json::parse(text.substr(0, text.rfind('}') + 1));
}

std::string found(const std::string& text, const std::string& pattern) {
  std::smatch match;
  return std::regex_search(text, match, std::regex{pattern}) ? match[1].str()
                                                             : "";
}

class IdentityTest : public SimTest {
protected:
  values request(values changes = {}) {
    values all{{"client_id", settings{}.client_id},
               {"response_type", "code"},
               {"redirect_uri", redirect_uri},
               {"scope", all_scopes},
               {"state", "st-1"},
               {"nonce", "n-1"},
               {"code_challenge", challenge()},
               {"code_challenge_method", "S256"}};
    return changed(std::move(all), std::move(changes));
  }

  /// Replaces, adds, or (with an empty value) removes parameters.
  static values changed(values all, values changes) {
    for (auto& [name, value] : changes) {
      std::erase_if(all, [&](auto& pair) { return pair.first == name; });
      if (!value.empty())
        all.emplace_back(name, value);
    }
    return all;
  }

  reply authorize(values changes = {}) {
    return http.send("GET", microsoft.base_url()
                              + "/common/oauth2/v2.0/authorize?"
                              + form(request(std::move(changes))));
  }

  reply post(const std::string& step, const values& fields) {
    return http.send("POST", microsoft.base_url() + "/common/oauth2/v2.0/"
                               + step,
                     {{"Content-Type", "application/x-www-form-urlencoded"}},
                     form(fields));
  }

  /// Through both pages; the redirect comes back.
  std::string sign_in(const std::string& account, values changes = {}) {
    auto page = authorize(std::move(changes));
    auto flow = found(page.body, "name=\"flow\" value=\"([^\"]+)\"");
    auto next = post("sign-in", {{"flow", flow}, {"account", account}});
    if (next.status == 200)
      next = post("consent", {{"flow", flow}, {"decision", "accept"}});
    return next.header("location");
  }

  std::string code_for(const std::string& account, values changes = {}) {
    return found(sign_in(account, std::move(changes)), "[?&]code=([^&]+)");
  }

  reply redeem(const std::string& code, values changes = {}) {
    return post("token", changed({{"grant_type", "authorization_code"},
                                  {"client_id", settings{}.client_id},
                                  {"client_secret", settings{}.client_secret},
                                  {"code", code},
                                  {"redirect_uri", redirect_uri},
                                  {"code_verifier", verifier}},
                                 std::move(changes)));
  }

  reply refresh(const std::string& token, values changes = {}) {
    return post("token", changed({{"grant_type", "refresh_token"},
                                  {"client_id", settings{}.client_id},
                                  {"client_secret", settings{}.client_secret},
                                  {"refresh_token", token}},
                                 std::move(changes)));
  }

  static int aadsts(const reply& from) {
    auto content = from.content();
    return content.is_object() && content.contains("error_codes")
             ? content["error_codes"][0].get<int>()
             : 0;
  }
};

} // namespace

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
  auto page = post("sign-in", {{"flow", flow},
                               {"account", "pete@contoso.example"}});
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
  EXPECT_EQ(post("sign-in", {{"flow", flow},
                             {"account", "pete@contoso.example"}})
              .status,
            302);
  flow = found(authorize({{"prompt", "consent"}}).body,
               "name=\"flow\" value=\"([^\"]+)\"");
  EXPECT_EQ(post("sign-in", {{"flow", flow},
                             {"account", "pete@contoso.example"}})
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

TEST_F(IdentityTest, CodeGivesTokensOfTheDocumentedShape) {
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
  auto me = http.send("GET", microsoft.graph_url() + "/me",
                      {{"Authorization",
                        "Bearer "
                          + tokens["access_token"].get<std::string>()}});
  EXPECT_EQ(me.content()["id"], claims["oid"]);
}

TEST_F(IdentityTest, NothingUnaskedIsGiven) {
  auto code = code_for("pete@contoso.example",
                       {{"scope", "https://graph.microsoft.com/User.Read"}});
  auto tokens = redeem(code).content();
  EXPECT_EQ(tokens["scope"], "User.Read");
  EXPECT_FALSE(tokens.contains("refresh_token"));
  EXPECT_FALSE(tokens.contains("id_token"));
}

TEST_F(IdentityTest, WithheldScopesAreNotGranted) {
  control("POST", "/accounts", {{"email", "pete@contoso.example"},
                                {"withheldScopes", {"Mail.Send"}}});
  auto tokens = redeem(code_for("pete@contoso.example")).content();
  EXPECT_EQ(tokens["scope"].get<std::string>().find("Mail.Send"),
            std::string::npos);
}

TEST_F(IdentityTest, CodeWorksOnce) {
  auto code = code_for("pete@contoso.example");
  EXPECT_EQ(redeem(code).status, 200);
  auto again = redeem(code);
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(again.error_code(), "invalid_grant");
  EXPECT_EQ(aadsts(again), 54005);
}

TEST_F(IdentityTest, CodeLivesTenMinutes) {
  auto code = code_for("pete@contoso.example");
  control("POST", "/clock", {{"advance_seconds", 601}});
  EXPECT_EQ(aadsts(redeem(code)), 70008);
}

TEST_F(IdentityTest, CodeIsBoundToVerifierRedirectAndTenant) {
  auto code = code_for("pete@contoso.example");
  EXPECT_EQ(aadsts(redeem(code, {{"code_verifier", ""}})), 501481);
  EXPECT_EQ(aadsts(redeem(code, {{"code_verifier",
                                  std::string(43, 'x')}})),
            501481);
  EXPECT_EQ(aadsts(redeem(code, {{"redirect_uri",
                                  "http://localhost/calendar/auth/callback"}})),
            50011);
  auto other = http.send(
    "POST", microsoft.base_url() + "/organizations/oauth2/v2.0/token",
    {{"Content-Type", "application/x-www-form-urlencoded"}},
    form({{"grant_type", "authorization_code"},
          {"client_id", settings{}.client_id},
          {"client_secret", settings{}.client_secret},
          {"code", code},
          {"redirect_uri", redirect_uri},
          {"code_verifier", verifier}}));
  EXPECT_EQ(aadsts(other), 700005);
  EXPECT_EQ(redeem(code).status, 200) << "a refused attempt uses nothing up";
}

TEST_F(IdentityTest, ClientMustProveItself) {
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

TEST_F(IdentityTest, HttpBasicProvesTheClientToo) {
  auto pair = settings{}.client_id + ':' + settings{}.client_secret;
  std::string encoded(4 * (pair.size() / 3 + 1) + 1, '\0');
  encoded.resize(static_cast<std::size_t>(EVP_EncodeBlock(
    reinterpret_cast<unsigned char*>(encoded.data()),
    reinterpret_cast<const unsigned char*>(pair.data()),
    static_cast<int>(pair.size()))));
  auto answer = http.send(
    "POST", microsoft.base_url() + "/common/oauth2/v2.0/token",
    {{"Content-Type", "application/x-www-form-urlencoded"},
     {"Authorization", "Basic " + encoded}},
    form({{"grant_type", "client_credentials"},
          {"scope", "https://graph.microsoft.com/.default"}}));
  EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_F(IdentityTest, TokenTakesFormsOnly) {
  auto answer = http.send(
    "POST", microsoft.base_url() + "/common/oauth2/v2.0/token",
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

TEST_F(IdentityTest, ErrorsHaveMicrosoftsShape) {
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

TEST_F(IdentityTest, ClientCredentialsTellADoctorWhetherTheSecretIsRight) {
  values order{{"grant_type", "client_credentials"},
               {"client_id", settings{}.client_id},
               {"client_secret", settings{}.client_secret},
               {"scope", "https://graph.microsoft.com/.default"}};
  auto right = post("token", order);
  ASSERT_EQ(right.status, 200);
  EXPECT_FALSE(right.content().contains("refresh_token"));
  auto wrong = post("token", changed(order, {{"client_secret", "x"}}));
  EXPECT_EQ(aadsts(wrong), 7000215);
  EXPECT_EQ(post("token", changed(order, {{"scope", "User.Read"}})).error_code(),
            "invalid_scope");
  auto me = http.send(
    "GET", microsoft.graph_url() + "/me",
    {{"Authorization",
      "Bearer " + right.content()["access_token"].get<std::string>()}});
  EXPECT_EQ(me.status, 400) << "/me needs a person";
}

TEST_F(IdentityTest, RefreshRotatesAndTheOldTokenLivesOn) {
  auto first = redeem(code_for("pete@contoso.example")).content();
  auto old_token = first["refresh_token"].get<std::string>();
  auto second = refresh(old_token);
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_NE(second.content()["refresh_token"], first["refresh_token"]);
  EXPECT_NE(second.content()["access_token"], first["access_token"]);
  EXPECT_EQ(refresh(old_token).status, 200);
}

TEST_F(IdentityTest, StrictRotationKillsTheOldToken) {
  control("POST", "/settings", {{"strict_rotation", true}});
  auto old_token = redeem(code_for("pete@contoso.example"))
                     .content()["refresh_token"]
                     .get<std::string>();
  auto second = refresh(old_token);
  ASSERT_EQ(second.status, 200);
  EXPECT_EQ(refresh(old_token).error_code(), "invalid_grant");
  EXPECT_EQ(refresh(second.content()["refresh_token"]).status, 200);
}

TEST_F(IdentityTest, RefreshMayAnswerNoNewToken) {
  control("POST", "/settings", {{"omit_rotated_token", true},
                                {"expires_in_as_string", true}});
  auto token = redeem(code_for("pete@contoso.example"))
                 .content()["refresh_token"]
                 .get<std::string>();
  auto answer = refresh(token).content();
  EXPECT_FALSE(answer.contains("refresh_token"));
  EXPECT_EQ(answer["expires_in"], "3599");
}

TEST_F(IdentityTest, RefreshTokensDieOfAgeRevocationAndOrders) {
  auto token = redeem(code_for("pete@contoso.example"))
                 .content()["refresh_token"]
                 .get<std::string>();
  control("POST", "/refresh-error", {{"account", "pete@contoso.example"},
                                     {"error_name", "mfa_required"}});
  auto ordered = refresh(token);
  EXPECT_EQ(aadsts(ordered), 50076);
  EXPECT_EQ(ordered.content()["suberror"], "basic_action");
  control("POST", "/refresh-error", {{"account", "pete@contoso.example"},
                                     {"error_name", nullptr}});
  EXPECT_EQ(refresh(token).status, 200);
  control("POST", "/revoke-refresh-tokens",
          {{"account", "pete@contoso.example"}});
  EXPECT_EQ(aadsts(refresh(token)), 50173);
  auto other = redeem(code_for("ana@contoso.example"))
                 .content()["refresh_token"]
                 .get<std::string>();
  control("POST", "/clock", {{"advance_seconds", 91 * 24 * 3600}});
  EXPECT_EQ(aadsts(refresh(other)), 700082);
}

TEST_F(IdentityTest, RefreshMayAskForLessButNotForMore) {
  auto code = code_for("pete@contoso.example",
                       {{"scope", "offline_access User.Read Mail.Send"}});
  auto token = redeem(code).content()["refresh_token"].get<std::string>();
  EXPECT_EQ(refresh(token, {{"scope", "User.Read"}}).content()["scope"],
            "User.Read");
  EXPECT_EQ(aadsts(refresh(token, {{"scope", "Calendars.Read"}})), 65001);
  EXPECT_EQ(refresh(token, {{"scope", "Foo.Bar"}}).error_code(),
            "invalid_scope");
}

TEST_F(IdentityTest, PublishesItsConfigurationAndKeys) {
  auto base = microsoft.base_url() + "/common";
  auto config = http.send("GET",
                          base + "/v2.0/.well-known/openid-configuration");
  EXPECT_EQ(config.content()["token_endpoint"],
            base + "/oauth2/v2.0/token");
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

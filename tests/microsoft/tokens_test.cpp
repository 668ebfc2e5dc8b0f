// Grants, id_tokens and scopes.
#include "crypto/encode.hpp"
#include "microsoft/id_token.hpp"
#include "microsoft/token_grants.hpp"
#include "tests/microsoft/times.hpp"

#include <gtest/gtest.h>

using namespace rental;
using namespace rental::test;
using namespace std::chrono_literals;

namespace {

secret jwt(const std::string& claims) {
  return secret{base64url_encode(R"({"alg":"RS256","typ":"JWT"})") + '.'
                + base64url_encode(claims) + ".signature"};
}

std::string claims(const std::string& aud, const std::string& nonce,
                   std::int64_t exp) {
  return R"({"aud":)" + aud + R"(,"nonce":")" + nonce + R"(","exp":)"
         + std::to_string(exp)
         + R"(,"oid":"o-1","tid":"t-1","preferred_username":"pm@contoso.com",)"
           R"("name":"Pat"})";
}

std::string why(const secret& token, const std::string& nonce = "n-1") {
  auto result = read_id_token(token, "app", nonce, now);
  return result ? "" : to_string(result.error());
}

} // namespace

TEST(TokenGrant, ReadsSecondsAsNumberOrText) {
  for (const char* seconds : {"3599", "\"3599\"", "3599.0"}) {
    const auto grant = read_token_grant(
        R"({"access_token":"a","refresh_token":"r","scope":"s","id_token":"i",
          "expires_in":)"
            + std::string{seconds} + "}",
        now);
    ASSERT_TRUE(grant) << seconds;
    EXPECT_EQ(grant->tokens.expires_at, now + 3599s) << seconds;
    EXPECT_EQ(grant->tokens.access_token.reveal(), "a");
    EXPECT_EQ(grant->tokens.refresh_token.reveal(), "r");
    EXPECT_EQ(grant->tokens.scope, "s");
    EXPECT_EQ(grant->id_token.reveal(), "i");
  }
}

TEST(TokenGrant, WithoutAUsableLifeItHasExpired) {
  for (const char* seconds :
       {"null", "\"soon\"", "-5", "[]", "\"12x\"", "\"\"", "true"}) {
    const auto grant = read_token_grant(R"({"access_token":"a","expires_in":)"
                                            + std::string{seconds} + "}",
                                        now);
    ASSERT_TRUE(grant) << seconds;
    EXPECT_EQ(grant->tokens.expires_at, now) << seconds;
  }
  const auto huge
      = read_token_grant(R"({"access_token":"a","expires_in":1e300})", now);
  ASSERT_TRUE(huge);
  EXPECT_LE(huge->tokens.expires_at, now + 366 * 24h);
}

TEST(TokenGrant, MissingRefreshTokenStaysEmpty) {
  const auto grant = read_token_grant(R"({"access_token":"a"})", now);
  ASSERT_TRUE(grant);
  EXPECT_TRUE(grant->tokens.refresh_token.empty());
}

TEST(TokenGrant, NeedsAnAccessToken) {
  for (const char* body : {"", "<html>", "{}", "{\"access_token\":5}",
                           "{\"access_token\":\"\"}", "{\"access_tok"})
    EXPECT_EQ(read_token_grant(body, now).error().code, errc::bad_answer)
        << body;
}

TEST(IdToken, TellsWhoItIs) {
  const auto who = read_id_token(
      jwt(claims("\"app\"", "n-1", to_unix(now) + 60)), "app", "n-1", now);
  ASSERT_TRUE(who) << to_string(who.error());
  EXPECT_EQ(who->object_id, "o-1");
  EXPECT_EQ(who->tenant_id, "t-1");
  EXPECT_EQ(who->username, "pm@contoso.com");
  EXPECT_EQ(who->name, "Pat");
}

TEST(IdToken, ChecksAudienceNonceAndExpiry) {
  const auto later = to_unix(now) + 60;
  EXPECT_EQ(why(jwt(claims("\"app\"", "n-1", later))), "");
  EXPECT_EQ(why(jwt(claims(R"(["x","app"])", "n-1", later))), "");
  EXPECT_NE(why(jwt(claims("\"other\"", "n-1", later))), "");
  EXPECT_NE(why(jwt(claims("[]", "n-1", later))), "");
  EXPECT_NE(why(jwt(claims("7", "n-1", later))), "");
  EXPECT_NE(why(jwt(claims("\"app\"", "n-2", later))), "");
  EXPECT_NE(why(jwt(claims("\"app\"", "", later)), ""), "");
  EXPECT_EQ(why(jwt(claims("\"app\"", "n-1", to_unix(now) - 299))), "");
  EXPECT_NE(why(jwt(claims("\"app\"", "n-1", to_unix(now) - 300))), "");
}

// Who is told "our clock is wrong" is sent to the wrong place.
TEST(IdToken, WithoutATimeIsNoTokenThatIsOver) {
  const auto code = [](const std::string& exp) {
    return read_id_token(jwt(R"({"aud":"app","nonce":"n-1","oid":"o",)" + exp
                             + R"("tid":"t"})"),
                         "app", "n-1", now)
        .error()
        .code;
  };
  EXPECT_EQ(code(""), errc::bad_answer);
  EXPECT_EQ(code(R"("exp":"1795359600",)"), errc::bad_answer);
  EXPECT_EQ(code(R"("exp":1795,)"), errc::expired);
}

TEST(IdToken, RefusesWhatIsNoToken) {
  for (const char* text : {"", "a", "a.b", "a.b.c", "..", "a..c", "a.e30.c.d"})
    EXPECT_NE(why(secret{text}), "") << text;
  EXPECT_NE(why(jwt("[]")), "");
  EXPECT_NE(why(jwt(R"({"aud":"app","nonce":"n-1","exp":"9999999999",
                        "oid":"o","tid":"t"})")),
            "");
  EXPECT_NE(why(jwt(R"({"aud":"app","nonce":"n-1","exp":9999999999})")), "");
}

TEST(Scopes, MissingOnesAreNamed) {
  EXPECT_EQ(missing_scopes("User.Read Calendars.ReadWrite MailboxSettings.Read "
                           "Mail.Send profile openid"),
            "");
  EXPECT_EQ(missing_scopes("https://graph.microsoft.com/user.read "
                           "HTTPS://GRAPH.MICROSOFT.COM/calendars.readwrite\t"
                           "mailboxsettings.read  mail.send"),
            "");
  EXPECT_EQ(missing_scopes("User.Read Calendars.Read Mail.Send"),
            "Calendars.ReadWrite MailboxSettings.Read");
  EXPECT_EQ(missing_scopes("User.ReadWrite.All xMail.Send"),
            "User.Read Calendars.ReadWrite MailboxSettings.Read Mail.Send");
}

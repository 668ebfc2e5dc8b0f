// identity_client over real sockets.
#include "microsoft/identity_client.hpp"
#include "net/curl_client.hpp"
#include "tests/microsoft/times.hpp"
#include "tests/net/waiting.hpp"
#include "tests/support/mock_http_server.hpp"

#include <gtest/gtest.h>

using namespace rental;
using namespace rental::test;
using namespace std::chrono_literals;

namespace {

class IdentityClient : public ::testing::Test {
protected:
  void serve(mock_answer answer) {
    server_ = std::make_unique<mock_http_server>(
        [answer](const auto&) { return answer; });
    client_ = std::make_unique<identity_client>(
        identity_options{server_->base_url(), "common", "app id",
                         secret{"~s&c+r=t%"}, "http://localhost:8080/cb?x=1",
                         [this](auto operation, long status, auto) {
                           observed_ = std::string{operation} + ':'
                                       + std::to_string(status);
                         }},
        http_, clock_);
  }

  expected<token_grant> refresh() {
    awaited<expected<token_grant>> answer;
    client_->refresh(secret{"r 1"}, in(5s), answer.callback());
    return answer.get();
  }

  expected<done> check() {
    awaited<expected<done>> answer;
    client_->check_client(in(5s), answer.callback());
    return answer.get();
  }

  manual_clock clock_{now};
  std::string observed_;
  std::unique_ptr<mock_http_server> server_;
  curl_client http_;
  std::unique_ptr<identity_client> client_;
};

constexpr const char* granted
    = R"({"token_type":"Bearer","expires_in":3599,"access_token":"a-1",
        "refresh_token":"r-2","scope":"User.Read"})";

} // namespace

TEST_F(IdentityClient, AuthorizeUrlCarriesPkceStateAndNonce) {
  serve({});
  authorize_request request{"s/1", "n+1", "c-1", "", ""};
  EXPECT_EQ(client_->authorize_url(request),
            server_->base_url()
                + "/common/oauth2/v2.0/authorize?client_id=app%20id"
                  "&response_type=code"
                  "&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcb%3Fx%3D1"
                  "&response_mode=query&scope=openid%20profile%20email%20"
                  "offline_access%20User.Read%20Calendars.ReadWrite%20"
                  "MailboxSettings.Read%20Mail.Send&state=s%2F1&nonce=n%2B1"
                  "&code_challenge=c-1&code_challenge_method=S256");
  request.login_hint = "pm@contoso.com";
  request.prompt = "select_account";
  EXPECT_TRUE(client_->authorize_url(request).ends_with(
      "&login_hint=pm%40contoso.com&prompt=select_account"));
}

TEST_F(IdentityClient, RedeemsACodeWithEveryValueEncoded) {
  serve({200, granted});
  awaited<expected<token_grant>> answer;
  client_->redeem("0.A&B", secret{"v-1"}, in(5s), answer.callback());
  const auto grant = answer.get();
  ASSERT_TRUE(grant) << to_string(grant.error());
  EXPECT_EQ(grant->tokens.access_token.reveal(), "a-1");
  EXPECT_EQ(grant->tokens.expires_at, now + 3599s);
  const auto seen = server_->seen().at(0);
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/common/oauth2/v2.0/token");
  EXPECT_EQ(seen.headers.at("content-type"),
            "application/x-www-form-urlencoded");
  EXPECT_EQ(seen.body,
            "grant_type=authorization_code&code=0.A%26B"
            "&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcb%3Fx%3D1"
            "&code_verifier=v-1&client_id=app+id"
            "&client_secret=~s%26c%2Br%3Dt%25");
  EXPECT_EQ(observed_, "redeem:200");
}

TEST_F(IdentityClient, Refreshes) {
  serve({200, granted});
  const auto grant = refresh();
  ASSERT_TRUE(grant);
  EXPECT_EQ(grant->tokens.refresh_token.reveal(), "r-2");
  EXPECT_EQ(server_->seen().at(0).body,
            "grant_type=refresh_token&refresh_token=r+1&client_id=app+id"
            "&client_secret=~s%26c%2Br%3Dt%25");
}

TEST_F(IdentityClient, FailuresAreClassified) {
  serve({400, R"({"error":"invalid_grant","error_codes":[700082]})"});
  EXPECT_EQ(refresh().error(),
            (failure{errc::needs_reconnect, "invalid_grant AADSTS700082", {}}));
  serve({401, R"({"error":"invalid_client","error_codes":[7000222]})"});
  EXPECT_EQ(refresh().error().code, errc::operator_fault);
  serve({429, "", {{"Retry-After", "30"}}});
  EXPECT_EQ(refresh().error().retry_after, 30s);
  serve({502, "<html>"});
  EXPECT_EQ(refresh().error().code, errc::provider_unavailable);
  serve({200, "<html>"});
  EXPECT_EQ(refresh().error().code, errc::bad_answer);
  serve({200, granted, {}, mock_answer::ending::cut_before});
  EXPECT_EQ(refresh().error().code, errc::network);
  EXPECT_EQ(observed_, "refresh:0");
}

TEST_F(IdentityClient, ChecksTheClientWithoutAnybodysToken) {
  serve({400, R"({"error":"invalid_grant","error_codes":[9002313]})"});
  EXPECT_TRUE(check());
  serve({401, R"({"error":"invalid_client","error_codes":[7000215]})"});
  EXPECT_EQ(check().error().code, errc::operator_fault);
  serve({503, ""});
  EXPECT_EQ(check().error().code, errc::provider_unavailable);
}

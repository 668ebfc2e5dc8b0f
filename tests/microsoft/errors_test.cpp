// What the collection of known answers does not hold: odd shapes.
#include "microsoft/callback_errors.hpp"
#include "microsoft/graph_errors.hpp"
#include "microsoft/token_errors.hpp"
#include "tests/microsoft/times.hpp"

#include <gtest/gtest.h>

using namespace rental;
using namespace rental::test;
using namespace std::chrono_literals;

namespace {

failure token(long status, const std::string& body) {
  return classify_token_error(status, {}, body, now);
}

failure graph(long status, const std::string& body) {
  return classify_graph_error(status, {}, body, now);
}

} // namespace

TEST(TokenErrors, WithoutAnErrorCodeTheStatusDecides) {
  for (const char* body : {"", "<html>", "{", "[]", "{\"error\":5}", "null",
                           "{\"error\":{\"code\":\"x\"}}"}) {
    EXPECT_EQ(token(429, body).code, errc::throttled) << body;
    EXPECT_EQ(token(500, body).code, errc::provider_unavailable) << body;
    EXPECT_EQ(token(400, body).code, errc::bad_answer) << body;
    EXPECT_EQ(token(302, body).code, errc::bad_answer) << body;
  }
}

TEST(TokenErrors, UnknownErrorsNeverCostTheManagerTheGrant) {
  EXPECT_EQ(token(400, R"({"error":"brand_new"})").code, errc::operator_fault);
  EXPECT_EQ(token(503, R"({"error":"brand_new"})").code,
            errc::provider_unavailable);
  EXPECT_EQ(token(429, R"({"error":"brand_new"})").code, errc::throttled);
}

TEST(TokenErrors, SuberrorAsksForTheManager) {
  EXPECT_EQ(
      token(400, R"({"error":"invalid_request","suberror":"basic_action"})")
          .code,
      errc::needs_reconnect);
}

TEST(TokenErrors, NumberComesFromTheDescriptionWhenThereIsNoList) {
  EXPECT_EQ(token(400, R"({"error":"invalid_grant",
              "error_description":"AADSTS70008: jo@example.com ..."})")
                .detail,
            "invalid_grant AADSTS70008");
}

TEST(TokenErrors, DetailIsCleaned) {
  const auto why
      = token(400, R"({"error":"in valid\r\n<b>","suberror":"x@example.com"})");
  EXPECT_EQ(why.detail, "invalidb (xexample.com)");
}

TEST(CallbackErrors, AdminWallIsKnownByItsNumbers) {
  EXPECT_EQ(classify_callback_error("access_denied", "", "AADSTS90095: ..."),
            sign_in_problem::admin_consent_needed);
  EXPECT_EQ(classify_callback_error("access_denied", "cancel", ""),
            sign_in_problem::cancelled_or_admin_wall);
}

TEST(CallbackErrors, UnknownOnesAreTheOperators) {
  EXPECT_EQ(classify_callback_error("unsupported_response_type", "", ""),
            sign_in_problem::misconfigured);
  EXPECT_EQ(classify_callback_error("brand_new", "", ""),
            sign_in_problem::misconfigured);
  EXPECT_EQ(classify_callback_error("", "", ""),
            sign_in_problem::sign_in_again);
}

TEST(GraphErrors, WithoutAReasonNothingIsFinal) {
  for (const long status : {400L, 403L, 404L, 409L, 410L, 412L, 422L})
    for (const char* body :
         {"", "<html>403 Forbidden</html>", "{", "[]", "{}", R"({"error":{}})",
          R"({"error":"denied"})", R"({"error":{"code":""}})"}) {
      EXPECT_EQ(graph(status, body).code, errc::bad_answer) << status << body;
      EXPECT_TRUE(is_unexplained(status, body)) << status << body;
    }
  EXPECT_EQ(graph(401, "").code, errc::unauthorized);
  EXPECT_EQ(graph(429, "").code, errc::throttled);
  EXPECT_EQ(graph(500, "").code, errc::provider_unavailable);
  for (const long status : {200L, 401L, 408L, 429L, 500L})
    EXPECT_FALSE(is_unexplained(status, "")) << status;
}

TEST(GraphErrors, WhatIsForbiddenIsThisOperation) {
  for (const auto* code :
       {"ErrorSendAsDenied", "ErrorMessageSubmissionBlocked",
        "ErrorAccessDenied", "Authorization_RequestDenied", "accessDenied"}) {
    const auto body = std::string{R"({"error":{"code":")"} + code + R"("}})";
    EXPECT_EQ(graph(403, body).code, errc::forbidden) << code;
    EXPECT_FALSE(is_unexplained(403, body)) << code;
  }
}

TEST(GraphErrors, ReadsNestedCodesInAnyCase) {
  EXPECT_EQ(graph_error_codes(R"({"error":{"code":"A","innererror":{"code":"B",
              "innerError":{"code":"C"}}}})"),
            (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_EQ(graph_error_codes(R"({"Error":{"Code":"A b\n","InnerError":{}}})"),
            (std::vector<std::string>{"Ab"}));
  for (const char* body : {"", "<html>", "{\"error\":", "[1]", "null",
                           "{\"error\":\"x\"}", "{\"error\":{\"code\":7}}"})
    EXPECT_TRUE(graph_error_codes(body).empty()) << body;
}

TEST(GraphErrors, BoundsTheNesting) {
  std::string body = R"({"error":{"code":"A")";
  for (int i = 0; i < 50; ++i)
    body += R"(,"innerError":{"code":"B")";
  body += std::string(52, '}');
  EXPECT_LE(graph_error_codes(body).size(), 8u);
}

TEST(GraphErrors, DuplicateTransactionIsKnownWhateverItsStatus) {
  for (const long status : {400L, 409L}) {
    const auto why = graph(status, R"({"error":{"code":"Conflict","innerError":
      {"code":"errorduplicatetransactionid"}}})");
    EXPECT_EQ(why.code, errc::provider_refused);
    EXPECT_TRUE(why.detail.starts_with("ErrorDuplicateTransactionId"))
        << why.detail;
  }
}

TEST(GraphErrors, ConflictOfVersionsIsAChangeAlsoAs409) {
  EXPECT_EQ(
      graph(409, R"({"error":{"code":"ErrorIrresolvableConflict"}})").code,
      errc::changed);
}

TEST(GraphErrors, MissingMailboxIsKnownByItsCode) {
  EXPECT_EQ(
      graph(404, R"({"error":{"code":"mailboxnotenabledforrestapi"}})").code,
      errc::no_mailbox);
  EXPECT_EQ(graph(404, R"({"error":{"code":"ResourceNotFound"}})").code,
            errc::not_found);
}

TEST(GraphErrors, CodesNeverTurnAFaultOfTheirsIntoARefusal) {
  EXPECT_EQ(graph(503, R"({"error":{"code":"ErrorItemNotFound"}})").code,
            errc::provider_unavailable);
  EXPECT_EQ(graph(429, R"({"error":{"code":"ErrorItemNotFound"}})").code,
            errc::throttled);
}

TEST(GraphErrors, RedirectsAreNoAnswer) {
  EXPECT_EQ(graph(302, "").code, errc::bad_answer);
  EXPECT_EQ(graph(304, "").code, errc::bad_answer);
}

TEST(GraphErrors, DateOfRetryAfterIsUnderstood) {
  const auto why = classify_graph_error(
      503, {{"retry-after", "Sun, 22 Nov 2026 07:30:10 GMT"}}, "", now);
  EXPECT_EQ(why.retry_after, 10s);
}

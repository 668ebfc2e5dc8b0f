// What proves a request to the webhook, over real sockets, and how often
// somebody may ask.
#include "crypto/encode.hpp"
#include "crypto/hash.hpp"
#include "tests/service/service_fixture.hpp"

#include <fstream>

namespace rental::test {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto signing_secret = "a-secret-to-sign-with-0123456789";
/// Sunday, 22 November 2026, 14:00 UTC: when the service's clock starts.
constexpr std::int64_t start_of_clock = 1795356000;
const std::string hello = R"({"message":{"type":"status-update"}})";

class CredentialsTest : public ServiceTest {
protected:
  /// Starts with settings from a file's text.
  void start_with(const std::string& toml, environment more) {
    const auto file = folder + "/settings.toml";
    std::ofstream{file} << toml;
    more["CONFIG"] = file;
    start(more);
  }

  pairs signed_with(const std::string& secret, const std::string& body,
                    std::int64_t at = start_of_clock) const {
    const auto time = std::to_string(at);
    return {{"X-Timestamp", time},
            {"X-Signature", hex_encode(hmac(hash_algorithm::sha256, secret,
                                            time + "." + body))}};
  }

  long status_of(const pairs& headers) const {
    return webhook(hello, headers).status;
  }

  std::string booking_body(const std::string& tool_id) const {
    const json call{{"id", tool_id},
                    {"type", "function"},
                    {"function",
                     {{"name", "set_appointment"},
                      {"arguments",
                       {{"property_address", address},
                        {"start_time", tuesday_at_ten},
                        {"attendee_name", "Jane Smith"}}}}}};
    return json{{"message",
                 {{"type", "tool-calls"},
                  {"call", {{"id", "c"}}},
                  {"toolCallList", {call}}}}}
        .dump();
  }
};

TEST_F(CredentialsTest, TheUsualSignatureNeedsTheSecretAlone) {
  start({{"VAPI_HMAC_SECRET", signing_secret}});
  EXPECT_EQ(status_of(signed_with(signing_secret, hello)), 200);
  auto in_millis = signed_with(signing_secret, hello, start_of_clock * 1000);
  EXPECT_EQ(status_of(in_millis), 200);
  EXPECT_EQ(status_of({}), 401);
  EXPECT_EQ(status_of(signed_with("another-secret", hello)), 401);
  EXPECT_EQ(status_of(signed_with(signing_secret, hello + " ")), 401);
  EXPECT_EQ(status_of({{"X-Vapi-Secret", signing_secret}}), 401);
  EXPECT_EQ(
      status_of({{"Authorization", std::string{"Bearer "} + signing_secret}}),
      401);
}

TEST_F(CredentialsTest, ASignatureHoldsFiveMinutesEitherWay) {
  start({{"VAPI_HMAC_SECRET", signing_secret}});
  // The clock goes on while the test runs.
  for (const auto away : {-290, -200, 0, 200, 300})
    EXPECT_EQ(
        status_of(signed_with(signing_secret, hello, start_of_clock + away)),
        200)
        << away;
  for (const auto away : {-301, -3600, 900, 3600})
    EXPECT_EQ(
        status_of(signed_with(signing_secret, hello, start_of_clock + away)),
        401)
        << away;
}

TEST_F(CredentialsTest, WhatIsSignedAreTheBytes) {
  start({{"VAPI_HMAC_SECRET", signing_secret}});
  const std::string odd
      = "{ \"message\" "
        ":\t{\"type\":\"status-update\",\"x\":\"\\u00e9\xc3\xa9\","
        "\"x\":1.0}}\n";
  EXPECT_EQ(webhook(odd, signed_with(signing_secret, odd)).status, 200);
  EXPECT_EQ(
      webhook(odd, signed_with(signing_secret, json::parse(odd).dump())).status,
      401);
}

TEST_F(CredentialsTest, AReplayedRequestBooksNothingAgain) {
  start();
  ASSERT_EQ(connect().status, 200);
  start({{"VAPI_HMAC_SECRET", signing_secret}});
  const auto body = booking_body("tool-1");
  const auto headers = signed_with(signing_secret, body);
  const auto first = webhook(body, headers);
  EXPECT_THAT(first.body, HasSubstr("You're booked"));
  EXPECT_EQ(webhook(body, headers).body, first.body);
  EXPECT_THAT(events(), SizeIs(1));
  auto forged = booking_body("tool-2");
  EXPECT_EQ(webhook(forged, headers).status, 401);
  EXPECT_THAT(events(), SizeIs(1));
}

TEST_F(CredentialsTest, TwoSecretsWorkWhileOneIsChanged) {
  start({{"VAPI_HMAC_SECRET", "the-new-signing-secret"},
         {"VAPI_HMAC_SECRET_PREVIOUS", signing_secret},
         {"VAPI_SECRET", "the-new-secret"},
         {"VAPI_SECRET_PREVIOUS", "the-old-secret"}});
  EXPECT_EQ(status_of(signed_with("the-new-signing-secret", hello)), 200);
  EXPECT_EQ(status_of(signed_with(signing_secret, hello)), 200);
  for (const auto* right : {"the-new-secret", "the-old-secret"}) {
    EXPECT_EQ(status_of({{"X-Vapi-Secret", right}}), 200);
    EXPECT_EQ(status_of({{"Authorization", std::string{"Bearer "} + right}}),
              200);
  }
  EXPECT_EQ(status_of({{"X-Vapi-Secret", "the-older-secret"}}), 401);
}

TEST_F(CredentialsTest, EveryFormCanBeSet) {
  const std::string key = "key-bytes-for-svix-style";
  start_with("[hmac]\nalgorithm = \"sha512\"\n"
             "signature_header = \"Svix-Signature\"\n"
             "timestamp_header = \"Svix-Timestamp\"\n"
             "message_id_header = \"Svix-Id\"\nsignature_prefix = \"v1,\"\n"
             "signature_encoding = \"base64\"\nsecret_is_base64 = true\n"
             "payload_format = "
             "\"{method} {url} {svix-id}.{timestamp}.{body}\"\n",
             {{"VAPI_HMAC_SECRET", base64_encode(key)}});
  const auto time = std::to_string(start_of_clock);
  auto headers = [&](const std::string& over) -> pairs {
    return {{"Svix-Id", "msg_1"},
            {"Svix-Timestamp", time},
            {"Svix-Signature",
             "v1," + base64_encode(hmac(hash_algorithm::sha512, key, over))}};
  };
  const auto payload
      = "POST " + url("/vapi/webhook") + " msg_1." + time + "." + hello;
  EXPECT_EQ(status_of({}), 401);
  // The public address counts, whatever Host says.
  EXPECT_EQ(status_of(headers(payload)), 200) << payload;
  EXPECT_EQ(status_of(headers(time + "." + hello)), 401);
}

TEST_F(CredentialsTest, APrefixWithoutATimestampCanBeSet) {
  start_with("[hmac]\nalgorithm = \"sha1\"\nsignature_prefix = \"sha1=\"\n"
             "signature_header = \"X-Hub-Signature\"\n"
             "include_timestamp = false\npayload_format = \"{body}\"\n",
             {{"VAPI_HMAC_SECRET", signing_secret}});
  const auto digest
      = hex_encode(hmac(hash_algorithm::sha1, signing_secret, hello));
  EXPECT_EQ(status_of({{"X-Hub-Signature", "sha1=" + digest}}), 200);
  EXPECT_EQ(status_of({{"X-Hub-Signature", digest}}), 401);
  EXPECT_EQ(status_of({{"X-Hub-Signature", "sha1=" + digest.substr(2)}}), 401);
}

TEST_F(CredentialsTest, ClosesTheDoorAsSoonAsThereIsAnySecret) {
  start();
  EXPECT_EQ(status_of({}), 200) << "development mode";
  start({{"VAPI_SECRET", "the-secret"}});
  EXPECT_EQ(status_of({}), 401);
  start_with("[[bindings]]\nsecret = \"of-one-agency\"\nagency = \"a\"\n", {});
  EXPECT_EQ(status_of({}), 401);
  EXPECT_EQ(status_of({{"X-Vapi-Secret", "of-one-agency"}}), 200);
}

// -- how often ----------------------------------------------------------------

class RateLimitTest : public CredentialsTest {
protected:
  void start_limited(const std::string& limits) {
    start_with("[limits]\n" + limits, {{"VAPI_SECRET", "the-secret"},
                                       {"ADMIN_TOKEN", "the-admin-token"}});
  }

  /// From elsewhere, through a proxy on this machine.
  static pairs from(const std::string& client, pairs more = {}) {
    more.emplace_back("X-Forwarded-For", client);
    return more;
  }

  std::string text_of_metrics() const {
    return get("/metrics", {{"Authorization", "Bearer the-admin-token"}}).body;
  }

  const pairs right{{"X-Vapi-Secret", "the-secret"}};
};

TEST_F(RateLimitTest, TellsTheCallerInWords) {
  start_limited("webhook_per_minute = 1\nwebhook_at_once = 2\n");
  const tool look{"get_availability", {{"property_address", address}}, "t1"};
  const auto body
      = R"({"message":{"type":"tool-calls","call":{"id":"c"},"toolCallList":[)"
        R"({"id":"t1","function":{"name":"get_availability","arguments":{}}},)"
        R"({"id":"t2","function":{"name":"set_appointment","arguments":{}}}]}})";
  const auto headers = from("203.0.113.7", right);
  EXPECT_EQ(webhook(hello, headers).status, 200);
  EXPECT_EQ(webhook(hello, headers).status, 200);
  const auto over = webhook(body, headers);
  ASSERT_EQ(over.status, 200) << over.body;
  const auto results = over.content()["results"];
  ASSERT_EQ(results.size(), 2u) << over.body;
  EXPECT_EQ(results[0]["toolCallId"], "t1");
  EXPECT_EQ(results[1]["toolCallId"], "t2");
  for (const auto& result : results)
    EXPECT_THAT(result["error"].get<std::string>(),
                testing::AllOf(HasSubstr("nothing has been arranged"),
                               HasSubstr("hold on"), HasSubstr("call back")));
  const auto silent = webhook(hello, from("203.0.113.8", right));
  EXPECT_EQ(silent.status, 429) << "one credential, whatever the address";
  EXPECT_EQ(silent.header("content-type"), "application/problem+json");
  EXPECT_GE(std::stoi(silent.header("retry-after")), 1);
  EXPECT_EQ(webhook(hello, right).status, 200) << "this machine itself";
  EXPECT_THAT(text_of_metrics(),
              HasSubstr("peterental_rate_limited_total{limit=\"webhook\"} 2"));
}

TEST_F(RateLimitTest, WrongSecretsAreHeldByAddressAndRightOnesAreNot) {
  start_limited("failures_per_minute = 1\nfailures_at_once = 3\n");
  const pairs wrong{{"X-Vapi-Secret", "a-guess"}};
  for (int n = 0; n < 3; ++n)
    EXPECT_EQ(webhook(hello, from("203.0.113.7", wrong)).status, 401);
  const auto over = webhook(hello, from("203.0.113.7", wrong));
  EXPECT_EQ(over.status, 429);
  EXPECT_GE(std::stoi(over.header("retry-after")), 1);
  EXPECT_EQ(webhook(hello, from("203.0.113.8", wrong)).status, 401);
  EXPECT_EQ(webhook(hello, from("203.0.113.7", right)).status, 200);
}

TEST_F(RateLimitTest, TheAdminTokenCannotBeGuessedAtSpeed) {
  start_limited("failures_per_minute = 1\nfailures_at_once = 5\n");
  auto asked = [&](const std::string& client, const std::string& token) {
    return get("/calendar/events?user_id=x",
               from(client, {{"Authorization", "Bearer " + token}}))
        .status;
  };
  for (int n = 0; n < 5; ++n)
    EXPECT_EQ(asked("203.0.113.7", "guess"), 401);
  EXPECT_EQ(asked("203.0.113.7", "guess"), 429);
  EXPECT_EQ(asked("203.0.113.7", "the-admin-token"), 429);
  EXPECT_EQ(asked("203.0.113.8", "the-admin-token"), 404);
  EXPECT_EQ(get("/healthz", from("203.0.113.7")).status, 200);
}

TEST_F(RateLimitTest, ForgedForwardingDoesNotHelp) {
  start_limited("failures_per_minute = 1\nfailures_at_once = 3\n"
                "trusted_proxies = \"none\"\n");
  const pairs wrong{{"X-Vapi-Secret", "a-guess"}};
  std::vector<long> seen;
  for (int n = 0; n < 6; ++n)
    seen.push_back(
        webhook(hello, from("203.0.113." + std::to_string(n), wrong)).status);
  EXPECT_EQ(seen, (std::vector<long>{401, 401, 401, 429, 429, 429}));
}

TEST_F(RateLimitTest, PagesAreHeldByAddress) {
  start_limited("requests_per_minute = 1\nrequests_at_once = 4\n"
                "sign_ins_per_minute = 1\nsign_ins_at_once = 2\n");
  const auto start_path = "/calendar/auth/start?user_id=x";
  EXPECT_EQ(get(start_path, from("203.0.113.7")).status, 401);
  EXPECT_EQ(get(start_path, from("203.0.113.7")).status, 401);
  const auto page
      = get(start_path, from("203.0.113.7", {{"Accept", "text/html"}}));
  EXPECT_EQ(page.status, 429);
  EXPECT_THAT(page.body, HasSubstr("<html"));
  EXPECT_EQ(get("/docs", from("203.0.113.7")).status, 200);
  EXPECT_EQ(get("/docs", from("203.0.113.7")).status, 429);
  EXPECT_EQ(get("/docs", from("203.0.113.8")).status, 200);
}

TEST_F(RateLimitTest, ACodeCannotBeGuessed) {
  start();
  ASSERT_EQ(connect().status, 200);
  start_limited("codes_per_day = 1\ncodes_at_once = 6\n");
  auto run_tool = [&](const phone_call& call, const std::string& name,
                      const json& arguments) {
    json message{
        {"type", "tool-calls"},
        {"call", {{"id", call.id}}},
        {"customer", {{"number", call.number}}},
        {"toolCallList",
         {{{"id", call.id + name},
           {"function", {{"name", name}, {"arguments", arguments}}}}}}};
    return webhook(json{{"message", message}}.dump(), right).body;
  };
  EXPECT_THAT(run_tool({"booking"}, "set_appointment",
                       {{"property_address", address},
                        {"start_time", tuesday_at_ten},
                        {"attendee_name", "Jane Smith"},
                        {"attendee_email", "jane@visitor.example"}}),
              HasSubstr("You're booked"));
  const auto invitation = events().at(0).dump();
  const auto at = invitation.find("code <b>");
  ASSERT_NE(at, std::string::npos);
  const auto code = invitation.substr(at + 8, 6);
  auto find = [&](const std::string& call, const std::string& tried) {
    return run_tool({call, "+14055550177"}, "find_appointment",
                    {{"attendee_email", "jane@visitor.example"},
                     {"confirmation_code", tried}});
  };
  const auto wrong = code == "000000" ? "000001" : "000000";
  for (int n = 0; n < 5; ++n)
    EXPECT_THAT(find("g" + std::to_string(n), wrong), HasSubstr("don't see"));
  EXPECT_THAT(find("right", code), HasSubstr("You have a viewing"));
  for (int n = 0; n < 6; ++n)
    EXPECT_THAT(find("h" + std::to_string(n), wrong), HasSubstr("don't see"));
  start_limited("codes_per_day = 1\ncodes_at_once = 6\n");
  EXPECT_THAT(find("late", code), HasSubstr("try again in one minute"))
      << "a restart forgets nothing";
  EXPECT_THAT(run_tool({"own"}, "find_appointment", json::object()),
              HasSubstr("You have a viewing"))
      << "the number needs no code";
  EXPECT_THAT(text_of_metrics(),
              HasSubstr("peterental_rate_limited_total{limit=\"codes\"} 1"));
}

} // namespace
} // namespace rental::test

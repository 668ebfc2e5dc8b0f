// What comes in at the front door and must not get further.
#include "tests/service/service_fixture.hpp"

namespace rental::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class DoorsTest : public ServiceTest {};

TEST_F(DoorsTest, RefusesMalformedBodies) {
  start();
  for (const auto* body : {"", "{", "not json", "[1, 2",
                           "{\"message\": {\"type\": \"tool-calls\""})
    EXPECT_EQ(webhook(body).status, 400) << body;
  EXPECT_EQ(webhook("{\"message\":{\"type\":\"status-update\"}}").status, 200);
}

TEST_F(DoorsTest, RefusesABodyOfNineMebibytes) {
  start();
  const auto answer = webhook(std::string(9u << 20, ' '));
  EXPECT_EQ(answer.status, 413) << answer.trouble;
  EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(DoorsTest, AcknowledgesMessagesThatNeedNothing) {
  start();
  for (const auto* type :
       {"status-update", "end-of-call-report", "transcript", "hang",
        "conversation-update", "something-new-in-2031"}) {
    const auto answer = webhook(json{{"message", {{"type", type}}}}.dump());
    EXPECT_EQ(answer.status, 200) << type;
    EXPECT_EQ(answer.content(), json::object()) << type << answer.body;
  }
}

TEST_F(DoorsTest, DoesNotRunWhatStandsInTheHistory) {
  start_connected();
  json call{{"id", "call_old"},
            {"type", "function"},
            {"function",
             {{"name", "set_appointment"},
              {"arguments",
               {{"property_address", address},
                {"start_time", tuesday_at_ten},
                {"attendee_name", "Jane Smith"}}}}}};
  json message{
      {"type", "end-of-call-report"},
      {"call", {{"id", "c"}}},
      {"artifact",
       {{"messages",
         {{{"role", "tool_calls"}, {"toolCalls", json::array({call})}}}}}}};
  EXPECT_EQ(webhook(json{{"message", message}}.dump()).content(),
            json::object());
  EXPECT_THAT(events(), IsEmpty());
}

TEST_F(DoorsTest, HelpsWhenNoCalendarIsConnected) {
  start();
  const auto said = openings({"c"});
  EXPECT_THAT(offers_in(said), IsEmpty());
  EXPECT_THAT(said, testing::EndsWith("?"));
}

class ProductionTest : public ServiceTest {
protected:
  ProductionTest() {
    start({{"VAPI_SECRET", "a-secret-of-the-webhook"},
           {"ADMIN_TOKEN", "a-token-of-the-operator"},
           {"MASTER_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}});
  }

  const pairs admin{{"Authorization", "Bearer a-token-of-the-operator"}};
  const pairs vapi{{"X-Vapi-Secret", "a-secret-of-the-webhook"}};
  const std::string hello = R"({"message":{"type":"status-update"}})";
};

TEST_F(ProductionTest, LetsNobodyInWithoutCredentials) {
  for (const auto* path : {"/calendar/auth/status?user_id=pete_admin",
                           "/calendar/availability?user_id=pete_admin",
                           "/calendar/events?user_id=pete_admin", "/metrics"}) {
    EXPECT_EQ(get(path).status, 401) << path;
    EXPECT_EQ(get(path, {{"Authorization", "Bearer wrong"}}).status, 401);
    EXPECT_NE(get(path, admin).status, 401) << path;
  }
  EXPECT_EQ(get("/calendar/auth/start?user_id=pete_admin").status, 401);
  EXPECT_EQ(get("/calendar/auth/start?user_id=pete_admin", admin).status, 302);
  EXPECT_EQ(webhook(hello).status, 401);
  EXPECT_EQ(webhook(hello, {{"X-Vapi-Secret", "wrong"}}).status, 401);
  EXPECT_EQ(webhook(hello, vapi).status, 200);
  EXPECT_EQ(
      webhook(hello, {{"Authorization", "Bearer a-secret-of-the-webhook"}})
          .status,
      200);
  EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(ProductionTest, RunsNoToolOfAStranger) {
  control("POST", "/auto-sign-in", {{"account", account}});
  const auto begun
      = pete.get_one(url("/calendar/auth/start?user_id=" + manager), admin);
  const auto end = pete.get(begun.header("location"));
  ASSERT_EQ(end.status, 200) << end.body;
  EXPECT_EQ(run({"c"}, {{"set_appointment",
                         {{"property_address", address},
                          {"start_time", tuesday_at_ten},
                          {"attendee_name", "Mallory"}},
                         {}}})
                .status,
            401);
  EXPECT_THAT(events(), IsEmpty());
}

} // namespace
} // namespace rental::test

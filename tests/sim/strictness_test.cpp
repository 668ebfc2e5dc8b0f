#include "tests/sim/sim_client.hpp"

namespace rental::sim::test {

namespace {

class StrictnessTest : public SimTest {
protected:
  /// The error code that a create request with this change gets.
  std::string refusal(const json& change) {
    auto body = event_body("Viewing", nine, half_past_nine);
    body.merge_patch(change);
    auto answer = graph("POST", "/me/events", body);
    EXPECT_EQ(answer.status, 400) << change << answer.body;
    return answer.error_code();
  }

  reply post_raw(const std::string& body, values headers) {
    headers.emplace_back("Authorization",
                         "Bearer " + token_for("pete@contoso.example"));
    return http.send("POST", microsoft.graph_url() + "/me/events", headers,
                     body);
  }
};

} // namespace

TEST_F(StrictnessTest, UnknownPropertiesAreRefusedUnlessSwitchedOff) {
  EXPECT_EQ(refusal({{"startTime", "x"}}), "RequestBodyRead");
  EXPECT_EQ(refusal({{"start", {{"zone", "UTC"}}}}), "RequestBodyRead");
  EXPECT_EQ(refusal({{"location", {{"name", "x"}}}}), "RequestBodyRead");
  control("POST", "/settings", {{"refuse_unknown_properties", false}});
  create("Viewing", nine, half_past_nine, {{"startTime", "x"}});
}

TEST_F(StrictnessTest, WrongTypesAndEnumsAreRefused) {
  auto failure = "ErrorPropertyValidationFailure";
  for (auto& change : std::vector<json>{
           {{"subject", 5}},
           {{"showAs", "Busy"}},
           {{"showAs", "engaged"}},
           {{"sensitivity", "secret"}},
           {{"importance", "urgent"}},
           {{"isReminderOn", "yes"}},
           {{"reminderMinutesBeforeStart", 1.5}},
           {{"categories", "Viewing"}},
           {{"attendees", "jo@x.example"}},
           {{"body", {{"contentType", "HTML"}, {"content", "x"}}}},
           {{"start", {{"dateTime", "2026-11-24T09:00:00Z"}}}},
           {{"start", {{"dateTime", "2026-11-24T09:00:00+01:00"}}}},
           {{"start", {{"dateTime", "2026-11-24"}}}},
           {{"start", {{"dateTime", "2026-02-30T09:00:00"}}}},
           {{"start", {{"timeZone", nullptr}}}},
           {{"start", nullptr}},
           {{"end", nullptr}},
           {{"transactionId", 7}},
           {{"id", "mine"}},
           {{"isCancelled", true}},
           {{"singleValueExtendedProperties", {{{"id", "x"}}}}}})
    EXPECT_EQ(refusal(change), failure) << change;
}

TEST_F(StrictnessTest, EndMayNotBeBeforeStart) {
  EXPECT_EQ(refusal({{"end", {{"dateTime", "2026-11-24T08:59:59"}}}}),
            "ErrorPropertyValidationFailure");
  auto made = create("Viewing", nine, half_past_nine);
  auto answer = graph(
      "PATCH", "/me/events/" + made["id"].get<std::string>(),
      {{"end", {{"dateTime", "2026-11-24T08:00:00"}, {"timeZone", "UTC"}}}});
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(view("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z").size(), 1u)
      << "a refused change leaves the event";
}

TEST_F(StrictnessTest, ZonesMustBeKnown) {
  for (auto zone : {"Greenwich Mean Time", "", "GMT+1", "Europe/Nowhere"})
    EXPECT_EQ(refusal({{"start", {{"timeZone", zone}}}}),
              "TimeZoneNotSupportedException");
}

TEST_F(StrictnessTest, AllDayMeansMidnights) {
  EXPECT_EQ(refusal({{"isAllDay", true}}), "ErrorPropertyValidationFailure");
  auto answer = graph(
      "POST", "/me/events",
      {{"subject", "Holiday"},
       {"isAllDay", true},
       {"start",
        {{"dateTime", "2026-11-24T00:00:00"}, {"timeZone", "Europe/Berlin"}}},
       {"end",
        {{"dateTime", "2026-11-25T00:00:00"}, {"timeZone", "Europe/Berlin"}}}});
  EXPECT_EQ(answer.status, 201) << answer.body;
}

TEST_F(StrictnessTest, RecipientsMustBeAddresses) {
  for (auto address : {"", "jo", "@x", "jo@", "jo bloggs@x", "a@b@c"})
    EXPECT_EQ(
        refusal({{"attendees", {{{"emailAddress", {{"address", address}}}}}}}),
        "ErrorInvalidRecipients")
        << address;
  EXPECT_EQ(refusal({{"attendees",
                      {{{"emailAddress", {{"address", "a@b.example"}}},
                        {"type", "guest"}}}}}),
            "ErrorPropertyValidationFailure");
}

TEST_F(StrictnessTest, ExtendedPropertyIdsHaveAShape) {
  EXPECT_EQ(refusal({{"singleValueExtendedProperties",
                      {{{"id", "String BookingId"}, {"value", "b"}}}}}),
            "ErrorInvalidProperty");
}

TEST_F(StrictnessTest, TransactionIdCannotBeChanged) {
  auto made = create("Viewing", nine, half_past_nine);
  EXPECT_EQ(graph("PATCH", "/me/events/" + made["id"].get<std::string>(),
                  {{"transactionId", "t"}})
                .status,
            400);
}

TEST_F(StrictnessTest, BodiesNeedTheirContentType) {
  auto body = event_body("Viewing", nine, half_past_nine).dump();
  EXPECT_EQ(post_raw(body, {}).status, 400);
  EXPECT_EQ(post_raw(body, {{"Content-Type", "text/plain"}}).status, 415);
  EXPECT_EQ(post_raw("{\"subject\":", {{"Content-Type", "application/json"}})
                .error_code(),
            "BadRequest");
  EXPECT_EQ(post_raw("[]", {{"Content-Type", "application/json"}}).status, 400);
  EXPECT_EQ(
      post_raw(body, {{"Content-Type", "application/json; charset=utf-8"}})
          .status,
      201);
}

TEST_F(StrictnessTest, TokensAreChecked) {
  auto get = [&](values headers) {
    return http.send("GET", microsoft.graph_url() + "/me", headers);
  };
  for (auto& headers : std::vector<values>{{},
                                           {{"Authorization", "Bearer"}},
                                           {{"Authorization", "Bearer forged"}},
                                           {{"Authorization", "Basic abc"}}}) {
    auto answer = get(headers);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.error_code(), "InvalidAuthenticationToken");
    EXPECT_TRUE(answer.header("www-authenticate").starts_with("Bearer "));
  }
  auto token = token_for("pete@contoso.example");
  EXPECT_EQ(get({{"Authorization", "Bearer " + token}}).status, 200);
  control("POST", "/clock", {{"advance_seconds", 3599}});
  auto late = get({{"Authorization", "Bearer " + token}});
  EXPECT_EQ(late.status, 401);
  EXPECT_EQ(late.content()["error"]["message"],
            "Lifetime validation failed, the token is expired.");
}

TEST_F(StrictnessTest, ExpiringTokensByOrder) {
  EXPECT_EQ(graph("GET", "/me").status, 200);
  EXPECT_EQ(control("POST", "/expire-access-tokens",
                    {{"account", "pete@contoso.example"}})["expired"],
            1);
  EXPECT_EQ(graph("GET", "/me").status, 401);
}

TEST_F(StrictnessTest, ScopesAreEnforced) {
  auto status = [&](const std::string& scope, const std::string& method,
                    const std::string& path, const std::string& body = {}) {
    values headers{{"Authorization",
                    "Bearer " + token_for("pete@contoso.example", scope)}};
    if (!body.empty())
      headers.emplace_back("Content-Type", "application/json");
    return http.send(method, microsoft.graph_url() + path, headers, body)
        .status;
  };
  auto event = event_body("x", nine, half_past_nine).dump();
  EXPECT_EQ(status("Calendars.Read", "GET", "/me"), 403);
  EXPECT_EQ(status("User.Read", "GET", "/me"), 200);
  EXPECT_EQ(status("User.Read", "GET", "/me/mailboxSettings"), 403);
  EXPECT_EQ(status("Calendars.Read", "GET", "/me/events"), 200);
  EXPECT_EQ(status("Calendars.Read", "POST", "/me/events", event), 403);
  EXPECT_EQ(status("Calendars.ReadWrite", "POST", "/me/events", event), 201);
  EXPECT_EQ(status("Calendars.ReadWrite", "POST", "/me/sendMail", "{}"), 403);
}

TEST_F(StrictnessTest, UnknownPathsAndMethods) {
  auto nowhere = graph("GET", "/me/calender");
  EXPECT_EQ(nowhere.status, 400);
  EXPECT_EQ(nowhere.error_code(), "BadRequest");
  EXPECT_EQ(graph("PUT", "/me/events").status, 405);
  EXPECT_EQ(graph("POST", "/me/mailboxSettings", json::object()).status, 405);
  EXPECT_EQ(http.send("GET", microsoft.base_url() + "/").status, 404);
}

TEST_F(StrictnessTest, RequestsAreTraceable) {
  auto answer = graph("GET", "/me/events/nonsense", nullptr,
                      {{"client-request-id", "c-1"}});
  EXPECT_EQ(answer.header("client-request-id"), "c-1");
  EXPECT_EQ(answer.header("date"), "Tue, 24 Nov 2026 08:00:00 GMT");
  auto inner = answer.content()["error"]["innerError"];
  EXPECT_EQ(inner["client-request-id"], "c-1");
  EXPECT_EQ(inner["request-id"], answer.header("request-id"));
  EXPECT_EQ(inner["date"], "2026-11-24T08:00:00");
}

} // namespace rental::sim::test

#include "tests/sim/sim_client.hpp"

namespace rental::sim::test {

namespace {

class PeopleTest : public SimTest {
protected:
  static json message(const json& more = json::object()) {
    json result{
        {"subject", "Hello"},
        {"body", {{"contentType", "text"}, {"content", "Hi"}}},
        {"toRecipients", {{{"emailAddress", {{"address", "jo@x.example"}}}}}}};
    result.update(more);
    return {{"message", result}};
  }
};

} // namespace

TEST_F(PeopleTest, MeSaysWho) {
  auto me = graph("GET", "/me").content();
  EXPECT_EQ(me["displayName"], "Pete Wolkowski");
  EXPECT_EQ(me["mail"], "pete@contoso.example");
  EXPECT_EQ(graph("GET", "/me?$select=id,mail").content().size(), 3u);
  EXPECT_EQ(graph("GET", "/me?$select=shoeSize").status, 400);
  control("POST", "/accounts",
          {{"email", "pete@contoso.example"}, {"mailAddress", false}});
  EXPECT_TRUE(graph("GET", "/me").content()["mail"].is_null());
}

TEST_F(PeopleTest, MailboxSettingsDifferByAccount) {
  auto zone = [&](const std::string& who) {
    return graph("GET", "/me/mailboxSettings", nullptr, {}, who)
        .content()["timeZone"]
        .get<std::string>();
  };
  EXPECT_EQ(zone("pete@contoso.example"), "Central Standard Time");
  EXPECT_EQ(zone("ana@contoso.example"), "Europe/Berlin");
  EXPECT_EQ(zone("nozone@contoso.example"), "");
  auto hours = graph("GET", "/me/mailboxSettings").content()["workingHours"];
  EXPECT_EQ(hours["startTime"], "09:00:00.0000000");
  EXPECT_EQ(hours["endTime"], "17:00:00.0000000");
  EXPECT_EQ(hours["daysOfWeek"].size(), 5u);
}

TEST_F(PeopleTest, HoursMayLieInAnotherZone) {
  auto beside = [&](const json& zone) {
    control("POST", "/accounts",
            {{"email", "pete@contoso.example"},
             {"workingHours", {{"timeZone", zone}}}});
    return graph("GET", "/me/mailboxSettings")
        .content()["workingHours"]["timeZone"];
  };
  EXPECT_EQ(beside("Eastern Standard Time")["name"], "Eastern Standard Time");
  const json rules{{"name", "Customized Time Zone"}, {"bias", 480}};
  EXPECT_EQ(beside(rules), rules);
  EXPECT_EQ(beside(nullptr)["name"], "Central Standard Time");
}

TEST_F(PeopleTest, SomebodyHasNoMailbox) {
  for (auto path : {"/me/mailboxSettings", "/me/events"}) {
    auto answer = graph("GET", path, nullptr, {}, "nomailbox@contoso.example");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.error_code(), "MailboxNotEnabledForRESTAPI");
  }
  EXPECT_EQ(
      graph("GET", "/me", nullptr, {}, "nomailbox@contoso.example").status,
      200);
}

TEST_F(PeopleTest, MailsAreAcceptedAndKept) {
  auto answer = graph("POST", "/me/sendMail", message());
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.body, "");
  auto mails = control("GET", "/mails?account=pete@contoso.example");
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0]["subject"], "Hello");
  EXPECT_EQ(mails[0]["to"][0]["address"], "jo@x.example");
  EXPECT_EQ(mails[0]["body"]["content"], "Hi");
}

TEST_F(PeopleTest, BadMailsAreRefused) {
  auto code = [&](const json& body) {
    auto answer = graph("POST", "/me/sendMail", body);
    EXPECT_EQ(answer.status, 400) << body;
    return answer.error_code();
  };
  EXPECT_EQ(code(message({{"toRecipients", json::array()}})),
            "ErrorInvalidRecipients");
  EXPECT_EQ(code(message({{"to", "jo@x.example"}})), "RequestBodyRead");
  EXPECT_EQ(code({{"saveToSentItems", true}}), "ErrorInvalidRequest");
  EXPECT_EQ(code(message({{"attachments", {{{"name", "a.ics"}}}}})),
            "ErrorInvalidRequest");
  EXPECT_EQ(control("GET", "/mails").size(), 0u);
}

TEST_F(PeopleTest, MailsCanBeLimited) {
  control("POST", "/settings", {{"mails_per_minute", 1}});
  EXPECT_EQ(graph("POST", "/me/sendMail", message()).status, 202);
  auto second = graph("POST", "/me/sendMail", message());
  EXPECT_EQ(second.status, 429);
  EXPECT_EQ(second.error_code(), "ErrorExceededMessageLimit");
  control("POST", "/clock", {{"advance_seconds", 61}});
  EXPECT_EQ(graph("POST", "/me/sendMail", message()).status, 202);
}

TEST_F(PeopleTest, SentItemsAreFoundByAnExtendedProperty) {
  const std::string property
      = "String {8d9a5f5e-4c0b-4a57-9c5e-2f1f6f0f7b31} Name MailId";
  auto body = message();
  body["message"]["singleValueExtendedProperties"]
      = json::array({{{"id", property}, {"value", "it's-1"}}});
  body["message"]["internetMessageHeaders"]
      = json::array({{{"name", "x-mail"}, {"value", "it's-1"}}});
  EXPECT_EQ(graph("POST", "/me/sendMail", body).status, 202);
  const auto path = [&](const std::string& value) {
    return "/me/mailFolders/sentitems/messages?$select=id&$filter="
           + test::encode("singleValueExtendedProperties/Any(ep: ep/id eq '"
                          + property + "' and ep/value eq '" + value + "')");
  };
  EXPECT_EQ(graph("GET", path("it''s-1")).status, 403) << "without Mail.Read";
  const auto reader = token_for("pete@contoso.example", "Mail.Read Mail.Send");
  const auto found = [&](const std::string& target) {
    return http.send("GET", microsoft.graph_url() + target,
                     {{"Authorization", "Bearer " + reader}}, "");
  };
  EXPECT_EQ(found(path("it''s-1")).content()["value"].size(), 1u);
  EXPECT_EQ(found(path("its-1")).content()["value"].size(), 0u);
  EXPECT_EQ(found("/me/mailFolders/sentitems/messages").status, 400);
  body["message"]["internetMessageHeaders"][0]["name"] = "Subject";
  EXPECT_EQ(graph("POST", "/me/sendMail", body).status, 400);
}

TEST_F(PeopleTest, ScheduleMergesFreeAndBusy) {
  human("2026-11-24T09:00:00Z", "2026-11-24T09:05:00Z");
  human("2026-11-24T10:00:00Z", "2026-11-24T10:30:00Z",
        {{"showAs", "tentative"}});
  human("2026-11-24T10:30:00Z", "2026-11-24T11:00:00Z",
        {{"showAs", "workingElsewhere"}});
  human("2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z",
        {{"showAs", "oof"}, {"sensitivity", "private"}});
  auto answer = graph(
      "POST", "/me/calendar/getSchedule",
      {{"schedules", {"pete@contoso.example", "no@x.example"}},
       {"startTime",
        {{"dateTime", "2026-11-24T09:00:00"}, {"timeZone", "UTC"}}},
       {"endTime", {{"dateTime", "2026-11-24T12:00:00"}, {"timeZone", "UTC"}}},
       {"availabilityViewInterval", 30}});
  ASSERT_EQ(answer.status, 200) << answer.body;
  auto value = answer.content()["value"];
  EXPECT_EQ(value[0]["availabilityView"], "201033");
  EXPECT_EQ(value[0]["scheduleItems"].size(), 4u);
  EXPECT_FALSE(value[0]["scheduleItems"][3].contains("subject"));
  EXPECT_EQ(value[1]["error"]["responseCode"], "ErrorMailRecipientNotFound");
}

TEST_F(PeopleTest, ScheduleHasItsLimits) {
  auto ask = [&](const json& change) {
    json body{{"schedules", {"pete@contoso.example"}},
              {"startTime",
               {{"dateTime", "2026-11-24T09:00:00"}, {"timeZone", "UTC"}}},
              {"endTime",
               {{"dateTime", "2026-11-24T12:00:00"}, {"timeZone", "UTC"}}}};
    body.update(change);
    return graph("POST", "/me/calendar/getSchedule", body).status;
  };
  EXPECT_EQ(ask(json::object()), 200);
  EXPECT_EQ(ask({{"availabilityViewInterval", 4}}), 400);
  EXPECT_EQ(ask({{"schedules", std::vector<std::string>(21, "a@x.example")}}),
            400);
  EXPECT_EQ(ask({{"endTime",
                  {{"dateTime", "2027-02-24T12:00:00"}, {"timeZone", "UTC"}}}}),
            400);
  EXPECT_EQ(ask({{"Interval", 30}}), 400);
}

TEST_F(PeopleTest, ZonesAreListed) {
  auto value
      = graph("GET", "/me/outlook/supportedTimeZones").content()["value"];
  EXPECT_EQ(value[1]["alias"], "GMT Standard Time");
}

} // namespace rental::sim::test

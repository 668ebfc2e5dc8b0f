#include "tests/sim/sim_client.hpp"

#include <set>
#include <stdexcept>

namespace rental::sim::test {

namespace {

class ControlTest : public SimTest {
protected:
  reply book() {
    return graph(
        "POST", "/me/events",
        event_body("Viewing", "2026-11-24T09:00:00", "2026-11-24T09:30:00"));
  }

  std::vector<std::string> order_of_creation() {
    std::vector<std::string> result;
    for (auto& one : stored())
      result.push_back(one["subject"]);
    return result;
  }
};

} // namespace

TEST_F(ControlTest, AccountsAreMadeByTheHundred) {
  auto made = control(
      "POST", "/accounts",
      {{"count", 100}, {"prefix", "manager"}, {"timeZone", "Europe/London"}});
  EXPECT_EQ(made.size(), 100u);
  EXPECT_EQ(made[99]["email"], "manager100@contoso.example");
  EXPECT_EQ(control("GET", "/accounts").size(), 104u);
  EXPECT_EQ(graph("GET", "/me/mailboxSettings", nullptr, {},
                  "manager7@contoso.example")
                .content()["timeZone"],
            "Europe/London");
  EXPECT_THROW(control("POST", "/accounts", {{"email", "nobody"}}),
               std::runtime_error);
  EXPECT_THROW(control("POST", "/accounts", {{"mail", "a@x.example"}}),
               std::runtime_error);
}

TEST_F(ControlTest, AccountsCanBeChanged) {
  control("POST", "/accounts",
          {{"email", "Pete@contoso.example"},
           {"timeZone", "Pacific Standard Time"},
           {"workingHours",
            {{"startTime", "08:30"},
             {"endTime", "16:00"},
             {"daysOfWeek", {"saturday"}}}}});
  auto settings = graph("GET", "/me/mailboxSettings").content();
  EXPECT_EQ(settings["timeZone"], "Pacific Standard Time");
  EXPECT_EQ(settings["workingHours"]["startTime"], "08:30:00.0000000");
  EXPECT_EQ(settings["workingHours"]["daysOfWeek"], json::array({"saturday"}));
}

TEST_F(ControlTest, EventsAreShownInFull) {
  create("Viewing", "2026-11-24T09:00:00", "2026-11-24T09:30:00",
         {{"transactionId", "t-1"},
          {"singleValueExtendedProperties",
           {{{"id", "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name B"},
             {"value", "b-1"}}}}});
  auto one = stored().at(0);
  EXPECT_EQ(one["account"], "pete@contoso.example");
  EXPECT_EQ(one["start"], "2026-11-24T09:00:00Z");
  EXPECT_EQ(one["transactionId"], "t-1");
  EXPECT_EQ(one["byHuman"], false);
  EXPECT_EQ(one["extendedProperties"]
               ["String {66f5a359-4659-4830-9070-00047ec6ac6e} Name B"],
            "b-1");
  EXPECT_EQ(one["event"]["subject"], "Viewing");
}

TEST_F(ControlTest, InstancesOfAWindowAreExpanded) {
  human("2026-11-24T09:00:00Z", "2026-11-24T09:30:00Z",
        {{"recurrence",
          {{"type", "weekly"},
           {"days", {"tuesday", "friday"}},
           {"until", "2026-12-31"}}}});
  auto items = control("GET", "/events?account=pete@contoso.example&"
                              "from=2026-11-24T00:00:00Z&"
                              "until=2026-12-01T00:00:00Z");
  EXPECT_EQ(items.size(), 2u);
}

TEST_F(ControlTest, HumansMoveAndDeleteWhatWeBooked) {
  auto made = book().content();
  control("PATCH", "/events",
          {{"account", "pete@contoso.example"},
           {"id", made["id"]},
           {"start", "2026-11-24T12:00:00Z"},
           {"end", "2026-11-24T12:30:00Z"}});
  auto path = "/me/events/" + made["id"].get<std::string>();
  auto seen = graph("GET", path).content();
  EXPECT_EQ(seen["start"]["dateTime"], "2026-11-24T12:00:00.0000000");
  EXPECT_NE(seen["@odata.etag"], made["@odata.etag"]);
  control("DELETE",
          "/events?account=pete@contoso.example&id=" + encode(made["id"]));
  EXPECT_EQ(graph("GET", path).status, 404);
}

TEST_F(ControlTest, AHumanIsFasterOrSlowerByAHair) {
  control("POST", "/human-at",
          {{"account", "pete@contoso.example"},
           {"when", "before"},
           {"event", {{"slot", "same"}, {"subject", "before"}}}});
  control("POST", "/human-at",
          {{"account", "pete@contoso.example"},
           {"when", "after"},
           {"event", {{"slot", "same"}, {"subject", "after"}}}});
  EXPECT_EQ(book().status, 201);
  EXPECT_EQ(order_of_creation(),
            (std::vector<std::string>{"before", "Viewing", "after"}));
  EXPECT_EQ(stored()[0]["start"], stored()[1]["start"]);
  EXPECT_EQ(stored()[0]["byHuman"], true);
  book();
  EXPECT_EQ(stored().size(), 4u) << "once only";
}

TEST_F(ControlTest, AHumanActsBetweenOurReadAndOurWrite) {
  control(
      "POST", "/human-at",
      {{"account", "pete@contoso.example"},
       {"operation", "calendarView"},
       {"when", "after"},
       {"skip", 1},
       {"event",
        {{"start", "2026-11-24T09:00:00Z"}, {"end", "2026-11-24T10:00:00Z"}}}});
  auto look = [&] {
    return view("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z").size();
  };
  EXPECT_EQ(look(), 0u);
  EXPECT_EQ(look(), 0u);
  EXPECT_EQ(look(), 1u);
}

TEST_F(ControlTest, BadEventsAreRefused) {
  for (auto& change :
       std::vector<json>{{{"account", "nobody@contoso.example"}},
                         {{"start", "tomorrow"}},
                         {{"end", "2026-11-23T00:00:00Z"}},
                         {{"timeZone", "Nowhere"}},
                         {{"colour", "red"}},
                         {{"allDay", true}},
                         {{"recurrence", {{"type", "sometimes"}}}}})
    EXPECT_THROW(human("2026-11-24T09:00:00Z", "2026-11-24T09:30:00Z", change),
                 std::runtime_error)
        << change;
}

TEST_F(ControlTest, TheClockObeys) {
  EXPECT_EQ(control("GET", "/clock")["now"], "2026-11-24T08:00:00Z");
  control("POST", "/clock", {{"advance_seconds", 90}});
  EXPECT_EQ(control("GET", "/clock")["now"], "2026-11-24T08:01:30Z");
  control("POST", "/clock", {{"set", "2027-01-01T00:00:00+01:00"}});
  EXPECT_EQ(control("GET", "/clock")["now"], "2026-12-31T23:00:00Z");
  EXPECT_THROW(control("POST", "/clock", {{"set", "now"}}), std::runtime_error);
}

TEST_F(ControlTest, SettingsAreStrict) {
  EXPECT_EQ(control("POST", "/settings", {{"page_size", 3}})["page_size"], 3);
  EXPECT_THROW(control("POST", "/settings", {{"page_sise", 3}}),
               std::runtime_error);
  EXPECT_THROW(control("POST", "/settings", {{"page_size", "3"}}),
               std::runtime_error);
  EXPECT_THROW(control("POST", "/settings", {{"page_size", 0}}),
               std::runtime_error);
  EXPECT_EQ(control("GET", "/settings")["page_size"], 3);
}

TEST_F(ControlTest, RequestsAreCountedAndRemembered) {
  graph("GET", "/me", nullptr, {{"client-request-id", "c-9"}});
  graph("GET", "/me/events/nonsense");
  auto stats = control("GET", "/stats");
  EXPECT_EQ(stats["operations"]["me"]["byStatus"]["200"], 1);
  EXPECT_EQ(stats["operations"]["getEvent"]["byStatus"]["400"], 1);
  auto requests = control("GET", "/requests?last=2");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0]["clientRequestId"], "c-9");
  EXPECT_EQ(requests[1]["operation"], "getEvent");
  EXPECT_EQ(requests[1]["account"], "pete@contoso.example");
}

TEST_F(ControlTest, ResetForgetsWhatIsNamed) {
  book();
  control("POST", "/reset", {{"what", {"events"}}});
  EXPECT_EQ(stored().size(), 0u);
  EXPECT_EQ(graph("GET", "/me").status, 200) << "tokens are kept";
  control("POST", "/reset");
  EXPECT_EQ(graph("GET", "/me").status, 401);
  EXPECT_THROW(control("POST", "/reset", {{"what", {"everything"}}}),
               std::runtime_error);
}

TEST_F(ControlTest, ThePageShowsCalendars) {
  human("2026-11-24T09:00:00Z", "2026-11-24T09:30:00Z",
        {{"subject", "<b>Dentist</b>"}});
  auto page = http.send("GET", microsoft.base_url() + "/_control/ui");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("&lt;b&gt;Dentist&lt;/b&gt;"), std::string::npos);
  EXPECT_NE(page.body.find("ana@contoso.example"), std::string::npos);
}

TEST_F(ControlTest, UnknownOrdersAreRefused) {
  EXPECT_EQ(http.send("GET", microsoft.base_url() + "/_control/x").status, 404);
  EXPECT_EQ(http.send("POST", microsoft.base_url() + "/_control/tokens", {},
                      "{\"account\":\"nobody\"}")
                .status,
            400);
}

} // namespace rental::sim::test

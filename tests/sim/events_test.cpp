#include "tests/sim/sim_client.hpp"

#include <thread>

namespace rental::sim::test {

namespace {

constexpr auto property_id
    = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name BookingId";

json guests(std::initializer_list<const char*> addresses) {
  auto result = json::array();
  for (auto address : addresses)
    result.push_back(
        {{"emailAddress", {{"address", address}}}, {"type", "required"}});
  return result;
}

class EventsTest : public SimTest {
protected:
  std::vector<std::string> letters() {
    std::vector<std::string> result;
    for (auto& one : control("GET", "/invitations"))
      result.push_back(one["kind"].get<std::string>() + ' '
                       + one["to"].get<std::string>());
    return result;
  }
};

} // namespace

TEST_F(EventsTest, CreatedEventHasWhatGraphPromises) {
  auto answer = graph(
      "POST", "/me/events",
      {{"subject", "Viewing"},
       {"body",
        {{"contentType", "html"}, {"content", "<p>Jo <b>Bloggs</b></p>"}}},
       {"start", {{"dateTime", nine}, {"timeZone", "Central Standard Time"}}},
       {"end", {{"dateTime", half_past_nine}, {"timeZone", "America/Chicago"}}},
       {"location", {{"displayName", "12 High St"}}},
       {"transactionId", "t-1"}});
  ASSERT_EQ(answer.status, 201) << answer.body;
  auto made = answer.content();
  EXPECT_EQ(made["start"]["dateTime"], "2026-11-24T15:00:00.0000000");
  EXPECT_EQ(made["originalStartTimeZone"], "Central Standard Time");
  EXPECT_EQ(made["type"], "singleInstance");
  EXPECT_EQ(made["isOrganizer"], true);
  EXPECT_EQ(made["showAs"], "busy");
  EXPECT_EQ(made["transactionId"], "t-1");
  EXPECT_EQ(made["bodyPreview"], "Jo Bloggs");
  EXPECT_EQ(made["location"]["displayName"], "12 High St");
  EXPECT_EQ(made["organizer"]["emailAddress"]["address"],
            "pete@contoso.example");
  EXPECT_EQ(answer.header("etag"), made["@odata.etag"]);
  EXPECT_EQ("W/\"" + made["changeKey"].get<std::string>() + '"',
            made["@odata.etag"]);
  EXPECT_FALSE(made.contains("singleValueExtendedProperties"));
  for (auto name : {"id", "iCalUId", "webLink", "createdDateTime"})
    EXPECT_FALSE(made[name].get<std::string>().empty()) << name;
}

TEST_F(EventsTest, OverlapsAreAllowed) {
  create("one", nine, half_past_nine);
  create("two", nine, half_past_nine);
  EXPECT_EQ(view("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z").size(), 2u);
}

TEST_F(EventsTest, IsFoundByItsExtendedProperty) {
  create("mine", nine, half_past_nine,
         {{"singleValueExtendedProperties",
           {{{"id", "String {66F5A359-4659-4830-9070-00047EC6AC6E} Name "
                    "BookingId"},
             {"value", "b-1"}}}}});
  create("other", nine, half_past_nine);
  auto find = [&](const std::string& value) {
    return graph("GET",
                 "/me/events?$filter="
                     + encode("singleValueExtendedProperties/Any(ep: ep/id eq '"
                              + std::string{property_id} + "' and ep/value eq '"
                              + value + "')")
                     + "&$expand="
                     + encode("singleValueExtendedProperties($filter=id eq '"
                              + std::string{property_id} + "')"))
        .content()["value"];
  };
  ASSERT_EQ(find("b-1").size(), 1u);
  EXPECT_EQ(find("b-1")[0]["subject"], "mine");
  EXPECT_EQ(find("b-1")[0]["singleValueExtendedProperties"],
            json::array({{{"id", property_id}, {"value", "b-1"}}}));
  EXPECT_EQ(find("b-2").size(), 0u);
}

TEST_F(EventsTest, SameTransactionAndContentGivesTheSameEvent) {
  json more{{"transactionId", "t-1"}, {"attendees", guests({"jo@x.example"})}};
  auto first = create("Viewing", nine, half_past_nine, more);
  auto again = create("Viewing", nine, half_past_nine, more);
  EXPECT_EQ(again["id"], first["id"]);
  EXPECT_EQ(stored().size(), 1u);
  EXPECT_EQ(letters().size(), 1u);
}

TEST_F(EventsTest, SameTransactionAndOtherContentIsRefused) {
  auto first
      = create("Viewing", nine, half_past_nine, {{"transactionId", "t-1"}});
  auto body = event_body("Another", nine, half_past_nine);
  body["transactionId"] = "t-1";
  for (int status : {409, 400}) {
    control("POST", "/settings", {{"duplicate_transaction_status", status}});
    auto answer = graph("POST", "/me/events", body);
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.error_code(), "ErrorDuplicateTransactionId");
    EXPECT_EQ(answer.content()["error"]["@event.existingEventId"], first["id"]);
  }
  EXPECT_EQ(stored().size(), 1u);
}

TEST_F(EventsTest, DeletedEventKeepsOrFreesItsTransaction) {
  json more{{"transactionId", "t-1"}};
  auto first = create("Viewing", nine, half_past_nine, more);
  graph("DELETE", "/me/events/" + first["id"].get<std::string>());
  auto body = event_body("Viewing", nine, half_past_nine);
  body.update(more);
  EXPECT_EQ(graph("POST", "/me/events", body).status, 409);
  control("POST", "/settings", {{"delete_frees_transaction_id", true}});
  auto second = graph("POST", "/me/events", body);
  EXPECT_EQ(second.status, 201);
  EXPECT_NE(second.content()["id"], first["id"]);
}

TEST_F(EventsTest, ManyAtOnceWithOneTransactionMakeOneEvent) {
  control("POST", "/settings", {{"mailbox_concurrency", 0}});
  auto body = event_body("Viewing", nine, half_past_nine);
  body["transactionId"] = "t-1";
  auto token = token_for("pete@contoso.example");
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      client own;
      auto answer = own.send("POST", microsoft.graph_url() + "/me/events",
                             {{"Authorization", "Bearer " + token},
                              {"Content-Type", "application/json"}},
                             body.dump());
      EXPECT_EQ(answer.status, 201);
    });
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(stored().size(), 1u);
}

TEST_F(EventsTest, InvitationsUpdatesAndCancellationsAreRecorded) {
  auto made = create("Viewing", nine, half_past_nine,
                     {{"attendees", guests({"a@x.example", "b@x.example"})}});
  auto path = "/me/events/" + made["id"].get<std::string>();
  EXPECT_EQ(letters(), (std::vector<std::string>{"invitation a@x.example",
                                                 "invitation b@x.example"}));
  graph("PATCH", path, {{"attendees", guests({"b@x.example", "c@x.example"})}});
  EXPECT_EQ(letters().size(), 4u) << "only who came and who went";
  EXPECT_EQ(letters()[2], "cancellation a@x.example");
  EXPECT_EQ(letters()[3], "invitation c@x.example");
  graph("PATCH", path, {{"subject", "Viewing moved"}});
  EXPECT_EQ(letters()[4], "update b@x.example");
  graph("DELETE", path);
  EXPECT_EQ(letters()[7], "cancellation c@x.example");
}

TEST_F(EventsTest, PatchChangesTheEventAndItsEtag) {
  auto made = create("Viewing", nine, half_past_nine);
  auto path = "/me/events/" + made["id"].get<std::string>();
  auto answer = graph(
      "PATCH", path,
      {{"start", {{"dateTime", "2026-11-24T10:00:00"}, {"timeZone", "UTC"}}},
       {"end", {{"dateTime", "2026-11-24T10:30:00"}, {"timeZone", "UTC"}}}});
  ASSERT_EQ(answer.status, 200) << answer.body;
  auto changed = answer.content();
  EXPECT_EQ(changed["id"], made["id"]);
  EXPECT_EQ(changed["subject"], "Viewing");
  EXPECT_EQ(changed["start"]["dateTime"], "2026-11-24T10:00:00.0000000");
  EXPECT_NE(changed["@odata.etag"], made["@odata.etag"]);
}

TEST_F(EventsTest, StaleEtagIsAConflict) {
  auto made = create("Viewing", nine, half_past_nine);
  auto path = "/me/events/" + made["id"].get<std::string>();
  values old_etag{{"If-Match", made["@odata.etag"]}};
  auto fresh = graph("PATCH", path, {{"subject", "New"}}, old_etag);
  ASSERT_EQ(fresh.status, 200);
  for (auto method : {"PATCH", "DELETE"}) {
    auto stale
        = graph(method, path,
                method == std::string{"PATCH"} ? json{{"subject", "Newer"}}
                                               : json(nullptr),
                old_etag);
    EXPECT_EQ(stale.status, 412);
    EXPECT_EQ(stale.error_code(), "ErrorIrresolvableConflict");
  }
  EXPECT_EQ(graph("DELETE", path, nullptr,
                  {{"If-Match", fresh.content()["@odata.etag"]}})
                .status,
            204);
}

TEST_F(EventsTest, DeletedEventIsGoneButNotForgotten) {
  auto made = create("Viewing", nine, half_past_nine);
  auto path = "/me/events/" + made["id"].get<std::string>();
  EXPECT_EQ(graph("DELETE", path).status, 204);
  for (auto method : {"GET", "DELETE"}) {
    auto answer = graph(method, path);
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.error_code(), "ErrorItemNotFound");
  }
  EXPECT_EQ(graph("PATCH", path, {{"subject", "x"}}).status, 404);
  EXPECT_EQ(view("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z").size(), 0u);
  ASSERT_EQ(stored().size(), 1u);
  EXPECT_EQ(stored()[0]["deleted"], true);
}

TEST_F(EventsTest, IdsAreCheckedAndBelongToOneMailbox) {
  auto id = create("Viewing", nine, half_past_nine)["id"].get<std::string>();
  auto malformed = graph("GET", "/me/events/nonsense");
  EXPECT_EQ(malformed.status, 400);
  EXPECT_EQ(malformed.error_code(), "ErrorInvalidIdMalformed");
  auto other_case = id;
  other_case[10] = other_case[10] == 'A' ? 'a' : 'A';
  EXPECT_EQ(graph("GET", "/me/events/" + other_case).status, 400);
  EXPECT_EQ(graph("GET", "/me/events/" + id, nullptr, {}, "ana@contoso.example")
                .status,
            404);
}

TEST_F(EventsTest, OrganizerCancelsAndGuestsCannot) {
  auto made = create("Viewing", nine, half_past_nine,
                     {{"attendees", guests({"jo@x.example"})}});
  auto path = "/me/events/" + made["id"].get<std::string>();
  EXPECT_EQ(graph("POST", path + "/cancel", {{"comment", "Sorry"}}).status,
            202);
  EXPECT_EQ(control("GET", "/invitations")[1]["comment"], "Sorry");
  EXPECT_EQ(graph("GET", path).status, 404);
  auto theirs = human("2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z",
                      {{"organizer", "boss@x.example"}});
  auto refused = graph(
      "POST", "/me/events/" + theirs["id"].get<std::string>() + "/cancel",
      json::object());
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.error_code(), "ErrorInvalidRequest");
}

TEST_F(EventsTest, ListShowsMastersNotOccurrences) {
  human("2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z",
        {{"recurrence", {{"type", "daily"}, {"count", 5}}}});
  auto items = graph("GET", "/me/events").content()["value"];
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0]["type"], "seriesMaster");
}

TEST_F(EventsTest, TextBodiesOnDemand) {
  auto made = create(
      "Viewing", nine, half_past_nine,
      {{"body", {{"contentType", "html"}, {"content", "<p>Hello</p>"}}}});
  auto answer
      = graph("GET", "/me/events/" + made["id"].get<std::string>(), nullptr,
              {{"Prefer", "outlook.body-content-type=\"text\""}});
  EXPECT_EQ(answer.content()["body"],
            (json{{"contentType", "text"}, {"content", "Hello"}}));
}

} // namespace rental::sim::test

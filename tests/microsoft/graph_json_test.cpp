#include "microsoft/graph_client.hpp"
#include "microsoft/graph_json.hpp"
#include "microsoft/graph_time.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace rental;
using namespace date::literals;
using nlohmann::json;

namespace {

constexpr instant tuesday_noon
    = date::sys_days{2026_y / 11 / 24} + std::chrono::hours{12};

json text_moment(const std::string& text, const std::string& zone = "UTC") {
  return {{"dateTime", text}, {"timeZone", zone}};
}

json sample() {
  return {{"@odata.etag", "W/\"1\""},
          {"id", "AAMk="},
          {"start", text_moment("2026-11-24T12:00:00.0000000")},
          {"end", text_moment("2026-11-24T12:30:00.0000000")},
          {"showAs", "busy"},
          {"isAllDay", false},
          {"isCancelled", false},
          {"responseStatus", {{"response", "organizer"}}}};
}

calendar_event must_read(const json& from) {
  auto event = read_event(from.dump());
  EXPECT_TRUE(event) << from.dump();
  return event ? *event : calendar_event{};
}

expected<mailbox_settings> settings_in(const std::string& body) {
  return read_settings(body, tuesday_noon);
}

json with(const char* name, const json& value) {
  auto changed = sample();
  changed[name] = value;
  return changed;
}

} // namespace

TEST(GraphTime, ReadsWallClocks) {
  EXPECT_EQ(read_wall_clock("2026-11-24T09:30:15"),
            date::local_days{2026_y / 11 / 24} + std::chrono::seconds{34215});
  EXPECT_EQ(read_wall_clock("2026-11-24T09:30:15.9999999"),
            read_wall_clock("2026-11-24T09:30:15Z"));
  EXPECT_EQ(read_wall_clock("2026-11-24T23:59:59.0000001", true),
            read_wall_clock("2026-11-25T00:00:00.0000000", true));
  for (const char* bad :
       {"", "2026-11-24", "2026-02-30T00:00:00", "2026-11-24 09:00:00",
        "2026-11-24T24:00:00", "2026-11-24T09:60:00", "2026-11-24T09:00",
        "2026-11-24T09:00:00.", "2026-11-24T09:00:00+01:00",
        "2026-11-24T09:00:00 ", "26-11-24T09:00:00", "2026-13-01T00:00:00"})
    EXPECT_FALSE(read_wall_clock(bad)) << bad;
}

TEST(GraphTime, ReadsTimesOfDay) {
  EXPECT_EQ(read_time_of_day("09:30:00.0000000"), std::chrono::minutes{570});
  EXPECT_EQ(read_time_of_day("17:00:00"), std::chrono::minutes{1020});
  for (const char* bad : {"", "9:00", "25:00:00", "09:00:00x", "09:00"})
    EXPECT_FALSE(read_time_of_day(bad)) << bad;
}

TEST(GraphEvent, IsReadInUtc) {
  const auto event = must_read(sample());
  EXPECT_EQ(event.id, "AAMk=");
  EXPECT_EQ(event.etag, "W/\"1\"");
  EXPECT_EQ(event.when,
            (time_slot{tuesday_noon, tuesday_noon + std::chrono::minutes{30}}));
  EXPECT_EQ(event.shown, show_as::busy);
  EXPECT_FALSE(event.all_day || event.cancelled || event.declined);
  EXPECT_FALSE(event.booking_id);
}

TEST(GraphEvent, IsReadInOtherZonesToo) {
  auto from = sample();
  from["start"] = text_moment("2026-11-24T06:00:00.0000000", "America/Chicago");
  from["end"]
      = text_moment("2026-11-24T06:30:00.0000000", "Central Standard Time");
  EXPECT_EQ(must_read(from).when, must_read(sample()).when);
}

TEST(GraphEvent, FractionsNeverShortenIt) {
  auto from = sample();
  from["end"] = text_moment("2026-11-24T12:29:59.9999999");
  EXPECT_EQ(must_read(from).when, must_read(sample()).when);
}

TEST(GraphEvent, UnreadableTimesAreRefused) {
  for (const char* name : {"start", "end"})
    for (const auto& value :
         {json{}, json("2026"), text_moment("2026-11-24"),
          text_moment("2026-11-24T12:00:00", "tzone://Microsoft/Custom"),
          text_moment("2026-11-24T12:00:00", ""), json::object()})
      EXPECT_EQ(read_event(with(name, value).dump()).error().code,
                errc::bad_answer)
          << name << value.dump();
  EXPECT_FALSE(
      read_event(with("end", text_moment("2026-11-24T11:59:59")).dump()));
  auto missing = sample();
  missing.erase("start");
  EXPECT_FALSE(read_event(missing.dump()));
}

TEST(GraphEvent, AllDayIsDatesInWhateverZone) {
  auto from = with("isAllDay", true);
  from["start"] = text_moment("2026-11-24T00:00:00.0000000", "tzone://odd");
  from["end"] = text_moment("2026-11-26T00:00:00.0000000", "tzone://odd");
  const auto event = must_read(from);
  EXPECT_TRUE(event.all_day);
  EXPECT_EQ(event.first_day, date::local_days{2026_y / 11 / 24});
  EXPECT_EQ(event.last_day, date::local_days{2026_y / 11 / 26});
  from["end"] = from["start"];
  EXPECT_EQ(must_read(from).last_day, date::local_days{2026_y / 11 / 25});
}

TEST(GraphEvent, ShowAsInAnyCaseAndUnknownWhenStrange) {
  EXPECT_EQ(must_read(with("showAs", "Free")).shown, show_as::free);
  EXPECT_EQ(must_read(with("showAs", "TENTATIVE")).shown, show_as::tentative);
  EXPECT_EQ(must_read(with("showAs", "oof")).shown, show_as::oof);
  EXPECT_EQ(must_read(with("showAs", "workingElsewhere")).shown,
            show_as::working_elsewhere);
  for (const auto& odd : {json("unknown"), json("new"), json(), json(3)})
    EXPECT_EQ(must_read(with("showAs", odd)).shown, show_as::unknown);
}

TEST(GraphEvent, CancelledAndDeclinedAreSeen) {
  EXPECT_TRUE(must_read(with("isCancelled", true)).cancelled);
  EXPECT_TRUE(
      must_read(with("responseStatus", {{"response", "Declined"}})).declined);
  EXPECT_FALSE(must_read(with("responseStatus", json{})).declined);
}

TEST(GraphEvent, OursAreRecognised) {
  auto from = sample();
  from["transactionId"] = "t-1";
  from["singleValueExtendedProperties"]
      = {{{"id", "String {other} Name X"}, {"value", "no"}},
         {{"id", booking_property}, {"value", "b-1"}}};
  EXPECT_EQ(must_read(from).booking_id, "b-1");
  EXPECT_EQ(must_read(from).transaction_id, "t-1");
  // Exchange writes the GUID in the case it likes.
  std::string upper = booking_property;
  for (auto& c : upper)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  from["singleValueExtendedProperties"][1]["id"] = upper;
  EXPECT_EQ(must_read(from).booking_id, "b-1");
}

TEST(GraphPage, OneBadEventIsOneBadEvent) {
  json page{{"value", {sample(), sample()}}};
  auto good = read_event_page(page.dump());
  ASSERT_TRUE(good);
  EXPECT_EQ(good->events.size(), 2u);
  EXPECT_EQ(good->next_link, "");
  page["@odata.nextLink"] = "https://x";
  EXPECT_EQ(read_event_page(page.dump())->next_link, "https://x");
  page["value"][1].erase("id");
  const auto odd = read_event_page(page.dump());
  ASSERT_TRUE(odd);
  EXPECT_FALSE(odd->events[0].flaw);
  EXPECT_TRUE(odd->events[1].flaw);
}

TEST(GraphPage, AFlawInATextCostsNoOtherEvent) {
  const std::string flaws[]
      = {R"("half \ud83d")", "\"\xf0\x9f\"", "1e999", "\"a\tb\""};
  for (const auto& flaw : flaws) {
    std::string list;
    for (int i = 0; i < 300; ++i)
      list
          += (i == 0 ? "" : ",") + ("{\"id\":\"e" + std::to_string(i) + "\",")
             + R"("start":{"dateTime":"2026-03-02T10:00:00","timeZone":"UTC"},)"
               R"("end":{"dateTime":"2026-03-02T11:00:00","timeZone":"UTC"},)"
               R"("subject":)"
             + (i == 7 ? flaw : "\"x\"") + "}";
    const auto page = read_event_page("{\"value\":[" + list + "]}");
    ASSERT_TRUE(page) << flaw;
    EXPECT_EQ(page->events.size(), 300u) << flaw;
    EXPECT_FALSE(read_event_page("{\"value\":[" + list)) << "cut: " << flaw;
  }
}

TEST(GraphPage, AnythingElseIsABadAnswer) {
  for (const char* body :
       {"", "<html>", "{}", "[]", "null", "{\"value\":null}", "{\"value\":{}}",
        "{\"value\":[", "{\"value\":[],\"@odata.nextLink\":5}",
        "{\"value\":[],\"@odata.nextLink\":\"\"}", "\xff\xfe"})
    EXPECT_EQ(read_event_page(body).error().code, errc::bad_answer) << body;
  EXPECT_TRUE(read_event_page("{\"value\":[]}")->events.empty());
}

TEST(GraphAccount, TakesMailOrTheLoginName) {
  auto account = read_account(
      R"({"id":"1","displayName":"Pat","mail":"p@x.com",
        "userPrincipalName":"u@x.com"})");
  ASSERT_TRUE(account);
  EXPECT_EQ(account->address, "p@x.com");
  EXPECT_EQ(account->display_name, "Pat");
  EXPECT_EQ(
      read_account(R"({"id":"1","mail":null,"userPrincipalName":"u@x.com"})")
          ->address,
      "u@x.com");
  EXPECT_FALSE(read_account("{}"));
  EXPECT_FALSE(read_account("<html>"));
}

TEST(GraphSettings, ReadsZoneAndHours) {
  auto settings = settings_in(R"({"timeZone":"W. Europe Standard Time",
    "workingHours":{"daysOfWeek":["monday","Friday"],
    "startTime":"08:30:00.0000000","endTime":"17:00:00.0000000",
    "timeZone":{"name":"W. Europe Standard Time"}}})");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->time_zone, "W. Europe Standard Time");
  ASSERT_TRUE(settings->hours);
  const day_hours day{std::chrono::minutes{510}, std::chrono::minutes{1020}};
  EXPECT_EQ((*settings->hours)[1], day);
  EXPECT_EQ((*settings->hours)[5], day);
  EXPECT_FALSE((*settings->hours)[0] || (*settings->hours)[2]);
}

TEST(GraphSettings, StandsWhatIsMissing) {
  EXPECT_EQ(settings_in("{}")->time_zone, "");
  EXPECT_FALSE(settings_in("{}")->hours);
  EXPECT_FALSE(settings_in(R"({"workingHours":null})")->hours);
  for (
      const char* hours :
      {R"({})",
       R"({"daysOfWeek":[],"startTime":"08:00:00","endTime":"17:00:00"})",
       R"({"daysOfWeek":["monday"],"startTime":"17:00:00","endTime":"08:00:00"})",
       R"({"daysOfWeek":["blursday"],"startTime":"08:00:00","endTime":"17:00:00"})",
       R"({"daysOfWeek":["monday"],"startTime":"8","endTime":"17:00:00"})",
       R"({"daysOfWeek":[1],"startTime":"08:00:00","endTime":"17:00:00"})"})
    EXPECT_FALSE(
        settings_in(R"({"workingHours":)" + std::string{hours} + "}")->hours)
        << hours;
  for (const char* body : {"", "[]", "<html>", "{\"timeZone\":"})
    EXPECT_EQ(settings_in(body).error().code, errc::bad_answer) << body;
}

TEST(GraphSettings, EmptyZoneIsTakenFromTheHours) {
  EXPECT_EQ(settings_in(R"({"timeZone":"","workingHours":{"timeZone":
              {"name":"Pacific Standard Time"}}})")
                ->time_zone,
            "Pacific Standard Time");
  EXPECT_EQ(settings_in(R"({"timeZone":"","workingHours":{"timeZone":
              {"name":"Customized Time Zone"}}})")
                ->time_zone,
            "");
}

TEST(GraphBodies, EventIsWhatGraphDocuments) {
  event_draft draft;
  draft.booking_id = "b-1";
  draft.transaction_id = "7e163156-7762-4beb-a1c6-729ea81755a7";
  draft.when = {tuesday_noon, tuesday_noon + std::chrono::minutes{30}};
  draft.subject = "Property Viewing: 12 High St";
  draft.html_body = "<p>Jo</p>";
  draft.location = "12 High St";
  const json expected_body{
      {"subject", "Property Viewing: 12 High St"},
      {"body", {{"contentType", "html"}, {"content", "<p>Jo</p>"}}},
      {"start", {{"dateTime", "2026-11-24T12:00:00"}, {"timeZone", "UTC"}}},
      {"end", {{"dateTime", "2026-11-24T12:30:00"}, {"timeZone", "UTC"}}},
      {"location", {{"displayName", "12 High St"}}},
      {"showAs", "busy"},
      {"isReminderOn", true},
      {"reminderMinutesBeforeStart", 60},
      {"categories", json::array({"Viewing"})},
      {"responseRequested", false},
      {"allowNewTimeProposals", false},
      {"transactionId", draft.transaction_id},
      {"singleValueExtendedProperties",
       json::array({json{{"id", booking_property}, {"value", "b-1"}}})}};
  EXPECT_EQ(json::parse(event_json(draft)), expected_body);
  draft.attendee_email = "jo@example.com";
  draft.attendee_name = "Jo";
  EXPECT_EQ(json::parse(event_json(draft)).at("attendees"),
            json::parse(R"([{"type":"required","emailAddress":
              {"address":"jo@example.com","name":"Jo"}}])"));
}

TEST(GraphBodies, BytesThatAreNoTextDoNoHarm) {
  event_draft draft;
  draft.subject = "bad \xff byte";
  EXPECT_FALSE(json::parse(event_json(draft)).at("subject").empty());
}

TEST(GraphBodies, MoveAndMail) {
  EXPECT_EQ(
      json::parse(move_json(
          {tuesday_noon, tuesday_noon + std::chrono::minutes{30}}, {"b-2"})),
      json::parse(R"({"start":{"dateTime":"2026-11-24T12:00:00",
              "timeZone":"UTC"},"end":{"dateTime":"2026-11-24T12:30:00",
              "timeZone":"UTC"},"singleValueExtendedProperties":[{"id":")"
                  + std::string{booking_property} + R"(","value":"b-2"}]})"));
  EXPECT_EQ(json::parse(mail_json({"pm@x.com", "New viewing", "<p>x</p>"})),
            json::parse(R"({"message":{"subject":"New viewing","body":
              {"contentType":"html","content":"<p>x</p>"},"toRecipients":
              [{"emailAddress":{"address":"pm@x.com"}}]},
              "saveToSentItems":true})"));
}

#include "tests/sim/sim_client.hpp"

namespace rental::sim::test {

namespace {

constexpr auto monday = "2026-11-23T00:00:00Z";
constexpr auto friday = "2026-11-27T00:00:00Z";

class CalendarViewTest : public SimTest {
protected:
  static std::vector<std::string> subjects(const std::vector<json>& items) {
    std::vector<std::string> result;
    for (auto& item : items)
      result.push_back(item["subject"]);
    return result;
  }

  reply first_page(const std::string& more = {}) {
    return graph("GET", std::string{"/me/calendarView?startDateTime="} + monday
                            + "&endDateTime=" + friday + more);
  }
};

} // namespace

TEST_F(CalendarViewTest, PagesHoldTenWithSingleInstancesFirst) {
  human("2026-11-23T08:00:00Z", "2026-11-23T08:15:00Z",
        {{"subject", "daily"},
         {"timeZone", "UTC"},
         {"recurrence", {{"type", "daily"}, {"count", 3}}}});
  for (int hour = 10; hour < 20; ++hour)
    human("2026-11-26T" + std::to_string(hour) + ":00:00Z",
          "2026-11-26T" + std::to_string(hour) + ":30:00Z",
          {{"subject", "single"}});
  auto page = first_page();
  auto content = page.content();
  ASSERT_EQ(content["value"].size(), 10u);
  for (auto& item : content["value"])
    EXPECT_EQ(item["type"], "singleInstance");
  auto next = content["@odata.nextLink"].get<std::string>();
  EXPECT_TRUE(next.starts_with(microsoft.base_url() + "/v1.0/"));
  auto rest = graph("GET", next).content();
  ASSERT_EQ(rest["value"].size(), 3u);
  EXPECT_EQ(rest["value"][0]["type"], "occurrence");
  EXPECT_FALSE(rest.contains("@odata.nextLink"));
}

TEST_F(CalendarViewTest, ItemsMayBeSpoiled) {
  human("2026-11-26T10:00:00Z", "2026-11-26T10:30:00Z",
        {{"spoiled", {{"start", nullptr}, {"id", 5}, {"showAs", "levitating"}}},
         {"hidden", {"end"}}});
  const auto item = first_page().content()["value"][0];
  EXPECT_TRUE(item["start"].is_null());
  EXPECT_EQ(item["id"], 5);
  EXPECT_EQ(item["showAs"], "levitating");
  EXPECT_FALSE(item.contains("end"));
  EXPECT_TRUE(item.contains("isAllDay"));
}

TEST_F(CalendarViewTest, TopChoosesThePageAndTheLinkCarriesOn) {
  for (int hour = 10; hour < 20; ++hour)
    human("2026-11-26T" + std::to_string(hour) + ":00:00Z",
          "2026-11-26T" + std::to_string(hour) + ":30:00Z");
  auto page = first_page("&$top=3&$select=subject,start");
  EXPECT_EQ(page.content()["value"].size(), 3u);
  int total = 3;
  for (auto url = page.content().value("@odata.nextLink", ""); !url.empty();) {
    auto content = graph("GET", url).content();
    total += static_cast<int>(content["value"].size());
    EXPECT_FALSE(content["value"][0].contains("end"));
    url = content.value("@odata.nextLink", "");
  }
  EXPECT_EQ(total, 10);
  EXPECT_EQ(first_page("&$top=1000").content()["value"].size(), 10u);
  EXPECT_EQ(first_page("&$skip=8").content()["value"].size(), 2u);
  EXPECT_EQ(graph("GET",
                  std::string{"/me/calendarView?startDateTime="} + monday
                      + "&endDateTime=" + friday,
                  nullptr, {{"Prefer", "odata.maxpagesize=4"}})
                .content()["value"]
                .size(),
            4u);
}

TEST_F(CalendarViewTest, OverlapIsHalfOpen) {
  human("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z");
  EXPECT_EQ(view("2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z").size(), 0u);
  EXPECT_EQ(view("2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z").size(), 0u);
  EXPECT_EQ(view("2026-11-24T09:59:59Z", "2026-11-24T11:00:00Z").size(), 1u);
  EXPECT_EQ(view("2026-11-24T08:00:00Z", "2026-11-24T09:00:01Z").size(), 1u);
  EXPECT_EQ(view("2026-11-24T09:15:00Z", "2026-11-24T09:30:00Z").size(), 1u);
}

TEST_F(CalendarViewTest, OffsetsOfTheWindowCount) {
  human("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z");
  EXPECT_EQ(
      view("2026-11-24T03:30:00-06:00", "2026-11-24T03:45:00-06:00").size(),
      1u);
  EXPECT_EQ(
      view("2026-11-24T09:30:00+01:00", "2026-11-24T09:45:00+01:00").size(),
      0u);
  EXPECT_EQ(view("2026-11-24T09:30:00", "2026-11-24T09:45:00").size(), 1u)
      << "without an offset it is UTC";
  EXPECT_EQ(view("2026-11-24T09:30:00", "2026-11-24T09:45:00",
                 {{"Prefer", "outlook.timezone=\"Central Standard Time\""}})
                .size(),
            1u)
      << "whatever is preferred";
}

TEST_F(CalendarViewTest, WindowIsRequiredAndValidated) {
  for (auto query :
       {"", "?startDateTime=2026-11-24T00:00:00Z",
        "?startDateTime=yesterday&endDateTime=2026-11-25T00:00:00Z",
        "?startDateTime=2026-11-24T00:00:00+01:00&endDateTime="
        "2026-11-25T00:00:00Z",
        "?startDateTime=2026-11-25T00:00:00Z&endDateTime="
        "2026-11-24T00:00:00Z",
        "?startDateTime=2026-11-25T00:00:00Z&endDateTime="
        "2036-11-24T00:00:00Z"}) {
    auto answer = graph("GET", std::string{"/me/calendarView"} + query);
    EXPECT_EQ(answer.status, 400) << query;
    EXPECT_EQ(answer.error_code(), "ErrorInvalidParameter") << query;
  }
}

TEST_F(CalendarViewTest, TimesAreUtcWithSevenDigitsUnlessPreferred) {
  human("2026-11-24T15:00:00Z", "2026-11-24T15:30:00Z");
  auto plain = view(monday, friday).at(0);
  EXPECT_EQ(plain["start"], (json{{"dateTime", "2026-11-24T15:00:00.0000000"},
                                  {"timeZone", "UTC"}}));
  for (auto zone : {"Central Standard Time", "America/Chicago"}) {
    auto shown = view(monday, friday,
                      {{"Prefer", "IdType=\"ImmutableId\", outlook.timezone=\""
                                      + std::string{zone} + '"'}})
                     .at(0);
    EXPECT_EQ(shown["start"]["dateTime"], "2026-11-24T09:00:00.0000000");
    EXPECT_EQ(shown["start"]["timeZone"], zone);
  }
}

TEST_F(CalendarViewTest, UnknownPreferredZoneIsRefused) {
  for (auto zone : {"Greenwich Mean Time", "", "undefined", "Mars/Base"}) {
    auto answer = graph(
        "GET",
        std::string{"/me/calendarView?startDateTime="} + monday
            + "&endDateTime=" + friday,
        nullptr, {{"Prefer", "outlook.timezone=\"" + std::string{zone} + '"'}});
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.error_code(), "TimeZoneNotSupportedException");
  }
}

TEST_F(CalendarViewTest, ImmutableIdsAreAnotherSpelling) {
  human("2026-11-24T15:00:00Z", "2026-11-24T15:30:00Z");
  auto plain = view(monday, friday).at(0)["id"].get<std::string>();
  auto immutable = view(monday, friday, {{"Prefer", "IdType=\"ImmutableId\""}})
                       .at(0)["id"]
                       .get<std::string>();
  EXPECT_NE(plain, immutable);
  for (auto& id : {plain, immutable, encode(immutable)})
    EXPECT_EQ(graph("GET", "/me/events/" + id).status, 200) << id;
}

TEST_F(CalendarViewTest, AllDayIsMidnightToMidnightInWhateverZone) {
  human("2026-11-25", "2026-11-26", {{"allDay", true}, {"showAs", "oof"}});
  for (auto zone : {"UTC", "Central Standard Time", "Asia/Tokyo"}) {
    auto shown
        = view(monday, friday,
               {{"Prefer", "outlook.timezone=\"" + std::string{zone} + '"'}})
              .at(0);
    EXPECT_EQ(shown["isAllDay"], true);
    EXPECT_EQ(shown["start"]["dateTime"], "2026-11-25T00:00:00.0000000");
    EXPECT_EQ(shown["end"]["dateTime"], "2026-11-26T00:00:00.0000000");
    EXPECT_EQ(shown["start"]["timeZone"], zone);
  }
}

TEST_F(CalendarViewTest, AllDayLiesInTheOwnersZone) {
  human("2026-11-25", "2026-11-26", {{"allDay", true}});
  EXPECT_EQ(view("2026-11-25T00:00:00Z", "2026-11-25T06:00:00Z").size(), 0u)
      << "still Tuesday in Chicago";
  EXPECT_EQ(view("2026-11-26T05:00:00Z", "2026-11-26T05:30:00Z").size(), 1u);
}

TEST_F(CalendarViewTest, ShowsWhatHumansDo) {
  human(
      "2026-11-24T10:00:00Z", "2026-11-24T10:30:00Z",
      {{"subject", "gone"}, {"cancelled", true}, {"organizer", "b@x.example"}});
  human("2026-11-24T11:00:00Z", "2026-11-24T11:30:00Z",
        {{"subject", "no"},
         {"response", "declined"},
         {"showAs", "tentative"},
         {"sensitivity", "private"}});
  auto items = view(monday, friday);
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0]["isCancelled"], true);
  EXPECT_EQ(items[0]["isOrganizer"], false);
  EXPECT_EQ(items[0]["organizer"]["emailAddress"]["address"], "b@x.example");
  EXPECT_EQ(items[1]["responseStatus"]["response"], "declined");
  EXPECT_EQ(items[1]["showAs"], "tentative");
  EXPECT_EQ(items[1]["sensitivity"], "private");
}

TEST_F(CalendarViewTest, OptionsAreUnderstoodOrRefused) {
  human("2026-11-24T10:00:00Z", "2026-11-24T10:30:00Z", {{"subject", "b"}});
  human("2026-11-24T11:00:00Z", "2026-11-24T11:30:00Z", {{"subject", "a"}});
  auto list = [&](const std::string& more) {
    return subjects(first_page(more).content()["value"]);
  };
  EXPECT_EQ(list("&$orderby=" + encode("start/dateTime desc")),
            (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(list("&$filter=" + encode("subject eq 'a'")),
            (std::vector<std::string>{"a"}));
  EXPECT_EQ(list("&$filter="
                 + encode("start/dateTime lt '2026-11-24T11:00:00Z' and not "
                          "(isAllDay eq true)")),
            (std::vector<std::string>{"b"}));
  EXPECT_EQ(first_page("&$count=true").content()["@odata.count"], 2);
  for (auto more : {"&$select=nonsense", "&$top=0", "&$top=1001", "&$top=many",
                    "&$nonsense=1", "&$orderby=showAs", "&$skiptoken=abc",
                    "&$filter=subject", "&$select=createdDateTime",
                    "&$expand=singleValueExtendedProperties", "&$top=5&$top=6"})
    EXPECT_EQ(first_page(more).status, 400) << more;
  EXPECT_EQ(first_page("&harmless=1").status, 200);
}

TEST_F(CalendarViewTest, SelectKeepsIdAndEtag) {
  human("2026-11-24T10:00:00Z", "2026-11-24T10:30:00Z");
  auto item = first_page("&$select=showAs").content()["value"][0];
  EXPECT_EQ(item.size(), 3u);
  EXPECT_TRUE(item.contains("id"));
  EXPECT_TRUE(item["@odata.etag"].get<std::string>().starts_with("W/\""));
}

TEST_F(CalendarViewTest, BothPathsShowTheSameCalendar) {
  human("2026-11-24T10:00:00Z", "2026-11-24T10:30:00Z");
  auto answer
      = graph("GET", std::string{"/me/calendar/calendarview?startDateTime="}
                         + monday + "&endDateTime=" + friday);
  EXPECT_EQ(answer.content()["value"].size(), 1u);
}

} // namespace rental::sim::test

#include "tests/sim/sim_client.hpp"

namespace rental::sim::test {

namespace {

json weekly(const std::string& zone, const std::string& start,
            const std::string& end, const json& pattern, const json& range) {
  return {{"subject", "series"},
          {"start", {{"dateTime", start}, {"timeZone", zone}}},
          {"end", {{"dateTime", end}, {"timeZone", zone}}},
          {"recurrence", {{"pattern", pattern}, {"range", range}}}};
}

class SeriesTest : public SimTest {
protected:
  json make(const json& body) {
    auto answer = graph("POST", "/me/events", body);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.content();
  }

  std::vector<std::string> starts(const std::string& from,
                                  const std::string& until) {
    std::vector<std::string> result;
    for (auto& item : view(from, until))
      result.push_back(
          item["start"]["dateTime"].get<std::string>().substr(0, 16));
    return result;
  }
};

using times = std::vector<std::string>;

} // namespace

TEST_F(SeriesTest, KeepsTheWallClockOverDaylightSaving) {
  make(weekly("Europe/Berlin", "2026-10-24T09:00:00", "2026-10-24T10:00:00",
              {{"type", "daily"}, {"interval", 1}},
              {{"type", "numbered"},
               {"startDate", "2026-10-24"},
               {"numberOfOccurrences", 3}}));
  EXPECT_EQ(
      starts("2026-10-20T00:00:00Z", "2026-11-20T00:00:00Z"),
      (times{"2026-10-24T07:00", "2026-10-25T08:00", "2026-10-26T08:00"}));
}

TEST_F(SeriesTest, MovesATimeThatDoesNotExist) {
  make(weekly("Europe/Berlin", "2026-03-28T02:30:00", "2026-03-28T03:00:00",
              {{"type", "daily"}, {"interval", 1}},
              {{"type", "endDate"},
               {"startDate", "2026-03-28"},
               {"endDate", "2026-03-30"}}));
  EXPECT_EQ(
      starts("2026-03-27T00:00:00Z", "2026-04-01T00:00:00Z"),
      (times{"2026-03-28T01:30", "2026-03-29T01:30", "2026-03-30T00:30"}));
}

TEST_F(SeriesTest, WeeklyOnSeveralDaysEveryOtherWeek) {
  make(weekly("UTC", "2026-11-02T09:00:00", "2026-11-02T10:00:00",
              {{"type", "weekly"},
               {"interval", 2},
               {"daysOfWeek", {"monday", "thursday"}},
               {"firstDayOfWeek", "monday"}},
              {{"type", "noEnd"}, {"startDate", "2026-11-02"}}));
  EXPECT_EQ(starts("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
            (times{"2026-11-02T09:00", "2026-11-05T09:00", "2026-11-16T09:00",
                   "2026-11-19T09:00", "2026-11-30T09:00"}));
}

TEST_F(SeriesTest, MonthlyFallsOnTheLastDayOfShortMonths) {
  make(
      weekly("UTC", "2026-01-31T09:00:00", "2026-01-31T10:00:00",
             {{"type", "absoluteMonthly"}, {"interval", 1}, {"dayOfMonth", 31}},
             {{"type", "numbered"},
              {"startDate", "2026-01-31"},
              {"numberOfOccurrences", 3}}));
  EXPECT_EQ(
      starts("2026-01-01T00:00:00Z", "2026-12-01T00:00:00Z"),
      (times{"2026-01-31T09:00", "2026-02-28T09:00", "2026-03-31T09:00"}));
}

TEST_F(SeriesTest, RelativeMonthlyAndYearly) {
  make(weekly("UTC", "2026-11-27T09:00:00", "2026-11-27T10:00:00",
              {{"type", "relativeMonthly"},
               {"interval", 1},
               {"daysOfWeek", {"friday"}},
               {"index", "last"}},
              {{"type", "numbered"},
               {"startDate", "2026-11-27"},
               {"numberOfOccurrences", 2}}));
  make(weekly("UTC", "2026-12-24T15:00:00", "2026-12-24T16:00:00",
              {{"type", "absoluteYearly"},
               {"interval", 1},
               {"month", 12},
               {"dayOfMonth", 24}},
              {{"type", "noEnd"}, {"startDate", "2026-12-24"}}));
  EXPECT_EQ(starts("2026-11-01T00:00:00Z", "2028-01-01T00:00:00Z"),
            (times{"2026-11-27T09:00", "2026-12-24T15:00", "2026-12-25T09:00",
                   "2027-12-24T15:00"}));
}

TEST_F(SeriesTest, OccurrencesAreEventsOfTheirOwn) {
  auto master
      = make(weekly("Central Standard Time", "2026-11-23T09:00:00",
                    "2026-11-23T10:00:00", {{"type", "daily"}, {"interval", 1}},
                    {{"type", "noEnd"}, {"startDate", "2026-11-23"}}));
  EXPECT_EQ(master["type"], "seriesMaster");
  EXPECT_EQ(master["recurrence"]["range"]["type"], "noEnd");
  auto item = view("2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z").at(0);
  EXPECT_EQ(item["type"], "occurrence");
  EXPECT_EQ(item["seriesMasterId"], master["id"]);
  EXPECT_EQ(item["originalStart"], "2026-11-25T15:00:00Z");
  EXPECT_TRUE(item["recurrence"].is_null());
  auto one = graph("GET", "/me/events/" + item["id"].get<std::string>());
  EXPECT_EQ(one.status, 200);
  EXPECT_EQ(one.content()["start"], item["start"]);
}

TEST_F(SeriesTest, AnOccurrenceCanBeMovedAndRemoved) {
  auto master = make(weekly("UTC", "2026-11-23T09:00:00", "2026-11-23T10:00:00",
                            {{"type", "daily"}, {"interval", 1}},
                            {{"type", "numbered"},
                             {"startDate", "2026-11-23"},
                             {"numberOfOccurrences", 4}}));
  auto items = view("2026-11-23T00:00:00Z", "2026-11-28T00:00:00Z");
  ASSERT_EQ(items.size(), 4u);
  auto moved = graph(
      "PATCH", "/me/events/" + items[1]["id"].get<std::string>(),
      {{"start", {{"dateTime", "2026-11-24T15:00:00"}, {"timeZone", "UTC"}}},
       {"end", {{"dateTime", "2026-11-24T16:00:00"}, {"timeZone", "UTC"}}}});
  ASSERT_EQ(moved.status, 200) << moved.body;
  EXPECT_EQ(moved.content()["type"], "exception");
  EXPECT_EQ(
      graph("DELETE", "/me/events/" + items[2]["id"].get<std::string>()).status,
      204);
  EXPECT_EQ(
      starts("2026-11-23T00:00:00Z", "2026-11-28T00:00:00Z"),
      (times{"2026-11-23T09:00", "2026-11-24T15:00", "2026-11-26T09:00"}));
  EXPECT_EQ(
      graph("GET", "/me/events/" + items[2]["id"].get<std::string>()).status,
      404);
  EXPECT_EQ(stored()[0]["exceptions"].size(), 2u);
  EXPECT_EQ(
      graph("DELETE", "/me/events/" + master["id"].get<std::string>()).status,
      204);
  EXPECT_TRUE(starts("2026-11-23T00:00:00Z", "2026-11-28T00:00:00Z").empty());
}

TEST_F(SeriesTest, AnExceptionIsFoundWhereItWasMovedTo) {
  make(weekly("UTC", "2026-11-23T09:00:00", "2026-11-23T10:00:00",
              {{"type", "daily"}, {"interval", 1}},
              {{"type", "numbered"},
               {"startDate", "2026-11-23"},
               {"numberOfOccurrences", 2}}));
  auto item = view("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z").at(0);
  control("PATCH", "/events",
          {{"account", "pete@contoso.example"},
           {"id", item["id"]},
           {"start", "2026-12-24T09:00:00Z"},
           {"end", "2026-12-24T10:00:00Z"}});
  EXPECT_TRUE(starts("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z").empty());
  EXPECT_EQ(starts("2026-12-24T00:00:00Z", "2026-12-25T00:00:00Z"),
            (times{"2026-12-24T09:00"}));
}

TEST_F(SeriesTest, NonsenseIsRefused) {
  auto refused = [&](const json& pattern, const json& range) {
    auto answer = graph("POST", "/me/events",
                        weekly("UTC", "2026-11-23T09:00:00",
                               "2026-11-23T10:00:00", pattern, range));
    EXPECT_EQ(answer.status, 400);
    return answer.error_code() == "ErrorPropertyValidationFailure";
  };
  json daily{{"type", "daily"}, {"interval", 1}};
  json no_end{{"type", "noEnd"}, {"startDate", "2026-11-23"}};
  EXPECT_TRUE(refused({{"type", "hourly"}, {"interval", 1}}, no_end));
  EXPECT_TRUE(refused({{"type", "daily"}, {"interval", 0}}, no_end));
  EXPECT_TRUE(refused({{"type", "weekly"}, {"interval", 1}}, no_end));
  EXPECT_TRUE(
      refused(daily, {{"type", "endDate"}, {"startDate", "2026-11-23"}}));
  EXPECT_TRUE(refused(daily, {{"type", "noEnd"}, {"startDate", "2026-11-22"}}));
  EXPECT_TRUE(refused({{"type", "daily"}, {"interval", 1}, {"x", 1}}, no_end));
}

} // namespace rental::sim::test

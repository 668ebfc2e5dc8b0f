// The zone beside a time: what is written into the calendar, and what stands
// beside the working hours of a mailbox.
#include "microsoft/graph_json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace rental;
using namespace date::literals;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

constexpr instant spring = date::sys_days{2026_y / 4 / 8} + 12h;

json body_at(const char* name, instant start) {
  event_draft draft;
  draft.when = {start, start + 30min};
  return json::parse(event_json(draft, *zone::find(name)));
}

json custom(int bias, int daylight_bias) {
  return {{"@odata.type", "#microsoft.graph.customTimeZone"},
          {"name", "Customized Time Zone"},
          {"bias", bias},
          {"standardOffset",
           {{"time", "02:00:00.0000000"},
            {"dayOccurrence", 1},
            {"dayOfWeek", "sunday"},
            {"month", 11},
            {"year", 0}}},
          {"daylightOffset",
           {{"daylightBias", daylight_bias},
            {"time", "02:00:00.0000000"},
            {"dayOccurrence", 2},
            {"dayOfWeek", "sunday"},
            {"month", 3},
            {"year", 0}}}};
}

mailbox_settings mailbox(const char* zone_name, const json& beside) {
  const json body{{"timeZone", zone_name},
                  {"workingHours",
                   {{"daysOfWeek", {"monday"}},
                    {"startTime", "09:00:00.0000000"},
                    {"endTime", "17:00:00.0000000"},
                    {"timeZone", beside}}}};
  const auto read = read_settings(body.dump(), spring);
  EXPECT_TRUE(read && read->hours);
  return read ? *read : mailbox_settings{};
}

} // namespace

TEST(EventZone, IsTheManagersClockUnderTheNameThatExchangeKnows) {
  struct {
    const char* zone;
    const char* name;
    const char* clock;
  } const cases[] = {
      {"America/Los_Angeles", "Pacific Standard Time", "2026-04-08T05:00:00"},
      {"Europe/Berlin", "W. Europe Standard Time", "2026-04-08T14:00:00"},
      {"Europe/Vienna", "W. Europe Standard Time", "2026-04-08T14:00:00"},
      {"Asia/Kolkata", "India Standard Time", "2026-04-08T17:30:00"},
      {"US/Eastern", "Eastern Standard Time", "2026-04-08T08:00:00"},
      {"America/Phoenix", "US Mountain Standard Time", "2026-04-08T05:00:00"},
  };
  for (const auto& [zone_name, name, clock] : cases) {
    const auto body = body_at(zone_name, spring);
    EXPECT_EQ(body["start"], (json{{"dateTime", clock}, {"timeZone", name}}));
    EXPECT_EQ(body["end"]["timeZone"], name);
    const auto moved = json::parse(
        move_json({spring, spring + 30min}, {"b"}, *zone::find(zone_name)));
    EXPECT_EQ(moved["start"], body["start"]);
    EXPECT_EQ(moved["end"], body["end"]);
  }
}

TEST(EventZone, IsUtcWhereTheReadingWouldExistTwice) {
  // Chicago puts its clocks back at 07:00 UTC on 1 November 2026.
  const instant change = date::sys_days{2026_y / 11 / 1} + 7h;
  for (const auto start :
       {change - 60min, change - 30min, change, change + 30min})
    EXPECT_EQ(body_at("America/Chicago", start)["start"]["timeZone"], "UTC")
        << to_iso_utc(start);
  EXPECT_EQ(body_at("America/Chicago", change - 2h)["start"]["dateTime"],
            "2026-11-01T00:00:00");
  EXPECT_EQ(body_at("America/Chicago", change + 60min)["start"],
            (json{{"dateTime", "2026-11-01T02:00:00"},
                  {"timeZone", "Central Standard Time"}}));
}

TEST(EventZone, EveryInstantComesBackAsItWas) {
  for (const auto* name : {"America/Chicago", "Europe/London", "Asia/Almaty",
                           "Australia/Lord_Howe", "America/St_Johns",
                           "Africa/Casablanca", "Asia/Kathmandu"})
    for (auto t = instant{date::sys_days{2026_y / 1 / 1}};
         t < instant{date::sys_days{2027_y / 1 / 1}}; t += 43h + 30min) {
      const auto body = body_at(name, t);
      auto page = json{{"id", "x"},
                       {"showAs", "busy"},
                       {"start", body["start"]},
                       {"end", body["end"]}};
      const auto back = read_event(page.dump());
      ASSERT_TRUE(back) << page;
      ASSERT_EQ(back->when, (time_slot{t, t + 30min})) << page;
    }
}

TEST(EventZone, IsUtcWithoutAClock) {
  event_draft draft;
  draft.when = {spring, spring + 30min};
  EXPECT_EQ(json::parse(event_json(draft))["start"]["timeZone"], "UTC");
}

TEST(HoursZone, IsReadWhereItIsNotTheMailboxs) {
  EXPECT_EQ(
      mailbox("Pacific Standard Time", {{"name", "Pacific Standard Time"}})
          .hours_zone,
      "");
  EXPECT_EQ(
      mailbox("Pacific Standard Time", {{"name", "Eastern Standard Time"}})
          .hours_zone,
      "America/New_York");
  EXPECT_EQ(mailbox("Europe/Berlin", {{"name", "Asia/Tokyo"}}).hours_zone,
            "Asia/Tokyo");
  EXPECT_EQ(mailbox("Europe/Berlin", "Asia/Tokyo").hours_zone, "Asia/Tokyo");
  for (const json& odd :
       {json(nullptr), json(3), json{{"name", nullptr}},
        json{{"name", "Hora oficial"}}, json{{"name", "Customized Time Zone"}}})
    EXPECT_EQ(mailbox("Europe/Berlin", odd).hours_zone, "") << odd;
}

TEST(HoursZone, RulesAreMatchedWithAZone) {
  // As Exchange answers, and as Microsoft's page says.
  for (const auto& pacific : {custom(480, -60), custom(-480, 60)}) {
    EXPECT_EQ(mailbox("Pacific Standard Time", pacific).hours_zone, "");
    EXPECT_EQ(mailbox("Eastern Standard Time", pacific).hours_zone,
              "America/Los_Angeles");
    EXPECT_EQ(mailbox("", pacific).time_zone, "America/Los_Angeles");
  }
  auto without_summer = custom(420, 0);
  without_summer.erase("daylightOffset");
  EXPECT_EQ(mailbox("Pacific Standard Time", without_summer).hours_zone,
            "America/Phoenix");
  EXPECT_EQ(mailbox("US Mountain Standard Time", without_summer).hours_zone,
            "");
  without_summer["bias"] = -420; // Bangkok, as Exchange answers
  EXPECT_EQ(mailbox("Pacific Standard Time", without_summer).hours_zone,
            "Etc/GMT-7");
  for (const json& bias :
       {json(nullptr), json("480"), json(99999), json(1e300)})
    EXPECT_EQ(mailbox("Pacific Standard Time",
                      json{{"name", "Customized Time Zone"}, {"bias", bias}})
                  .hours_zone,
              "")
        << bias;
}

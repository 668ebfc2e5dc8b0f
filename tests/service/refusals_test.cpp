// What Graph refuses, and items and settings of a mailbox that are odd: the
// manager's connection and the other days of the calendar live on.
#include "tests/service/service_fixture.hpp"

namespace rental::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class RefusalsTest : public ServiceTest {
protected:
  RefusalsTest() { start_connected(); }

  /// A pause at Microsoft and here.
  void a_day_passes() {
    running.reset();
    control("POST", "/clock", {{"advance_seconds", 25 * 3600}});
    start({{"CLOCK_START",
            ++days_ == 1 ? "2026-11-23T15:00:00Z" : "2026-11-24T16:00:00Z"}});
  }
  int days_ = 0;

  void account_is(json what) {
    what["email"] = account;
    control("POST", "/accounts", what);
  }

  void spoiled(const std::string& day, const json& how,
               const json& more = json::object()) {
    json all{{"spoiled", how}};
    all.update(more);
    human(day + "T16:00:00Z", day + "T16:30:00Z", all);
  }
};

TEST_F(RefusalsTest, AMailThatMayNotBeSentTouchesNoBooking) {
  int hour = 10;
  for (const auto* how :
       {"send_as_denied", "submission_blocked", "scope_missing",
        "proxy_forbidden_html", "token_malformed"}) {
    fault("sendMail", {{"error_name", how}}, "forever");
    const auto call = std::string{"c-"} + how;
    EXPECT_TRUE(is_booked(
        book({call}, "2026-11-24T" + std::to_string(hour++) + ":00:00-06:00")))
        << how;
    const auto asked = requests_of("sendMail");
    EXPECT_TRUE(eventually([&] { return requests_of("sendMail") > asked; }));
    EXPECT_EQ(status()["state"], "connected") << how;
    control("DELETE", "/faults");
  }
  EXPECT_THAT(confirmed(), SizeIs(5));
}

TEST_F(RefusalsTest, AWriteThatIsForbiddenFailsAlone) {
  for (const auto* how : {"scope_missing", "proxy_forbidden_html"}) {
    fault("createEvent", {{"error_name", how}}, "forever");
    EXPECT_FALSE(is_booked(book({std::string{"c-"} + how}, tuesday_at_ten)));
    EXPECT_EQ(status()["state"], "connected") << how;
    control("DELETE", "/faults");
  }
  EXPECT_TRUE(eventually(
      [&] { return is_booked(book({"later"}, "2026-11-25T10:00:00-06:00")); }));
  EXPECT_EQ(status()["state"], "connected");
}

TEST_F(RefusalsTest, OneRefusalInTheMiddleIsNothing) {
  for (const json& how : {json{{"error_name", "scope_missing"}},
                          json{{"error_name", "token_malformed"}},
                          json{{"error_name", "proxy_forbidden_html"}},
                          json{{"status", 404}, {"empty", true}},
                          json{{"status", 400}, {"body", "{}"}},
                          json{{"status", 410}, {"html", true}}}) {
    fault("calendarView", how);
    fault("createEvent", how);
    static int hour = 9;
    const auto at = std::to_string(++hour) + ":00:00-06:00";
    EXPECT_TRUE(is_booked(book({how.dump()}, "2026-11-24T" + at))) << how;
    control("DELETE", "/faults");
  }
  EXPECT_THAT(events(), SizeIs(6));
  EXPECT_EQ(status()["state"], "connected");
}

TEST_F(RefusalsTest, AnAnswerWithoutAReasonAfterTheWriteDoublesNothing) {
  fault("createEvent", {{"status", 400}, {"empty", true}, {"when", "after"}},
        2);
  EXPECT_TRUE(is_booked(book({"c"}, tuesday_at_ten)));
  EXPECT_THAT(events(), SizeIs(1));
  EXPECT_THAT(confirmed(), SizeIs(1));
}

TEST_F(RefusalsTest, ACalendarThatCannotBeReadIsDegradedAndMends) {
  fault("calendarView", {{"error_name", "internal_error"}}, "forever");
  for (int call = 0; call < 3; ++call)
    EXPECT_FALSE(is_booked(book({std::to_string(call)}, tuesday_at_ten)));
  const auto now = status();
  EXPECT_EQ(now["state"], "degraded");
  EXPECT_EQ(now["authorized"], true);
  EXPECT_THAT(now["reason"].get<std::string>(),
              AllOf(HasSubstr("calendar not readable"), HasSubstr("500")));
  control("DELETE", "/faults");
  EXPECT_TRUE(is_booked(book({"again"}, tuesday_at_ten)));
  EXPECT_EQ(status()["state"], "connected");
}

TEST_F(RefusalsTest, AnUnreadableItemBlocksAloneAndIsNamed) {
  spoiled("2026-11-24", {{"start",
                          {{"dateTime", "2026-11-24T16:00:00"},
                           {"timeZone", "tzone://Microsoft/Custom"}}},
                         {"end",
                          {{"dateTime", "2026-11-24T16:30:00"},
                           {"timeZone", "tzone://Microsoft/Custom"}}}});
  spoiled("2026-11-25", {{"id", ""}}, {{"hidden", {"end"}}});
  spoiled("2026-11-26", {{"start", 7}}, {{"showAs", "free"}});
  spoiled("2026-11-27", {{"start", nullptr}, {"end", nullptr}},
          {{"cancelled", true}});
  EXPECT_THAT(book({"c"}, tuesday_at_ten), Not(HasSubstr("You're booked")));
  EXPECT_FALSE(is_booked(book({"d"}, "2026-11-25T09:00:00-06:00")))
      << "its whole day";
  EXPECT_TRUE(is_booked(book({"e"}, "2026-11-26T10:00:00-06:00")));
  EXPECT_TRUE(is_booked(book({"f"}, "2026-11-27T10:00:00-06:00")));
  const auto now = status();
  EXPECT_EQ(now["state"], "connected");
  ASSERT_THAT(now["unreadable"], SizeIs(2));
  EXPECT_EQ(now["unreadable"][0],
            (json{{"day", "2026-11-23"}, {"reason", "unknown_zone"}}));
  EXPECT_EQ(now["unreadable"][1],
            (json{{"day", "2026-11-25"}, {"reason", "no_end"}}));
  EXPECT_THAT(get("/admin").body,
              AllOf(HasSubstr("Items of the calendar that cannot be read"),
                    HasSubstr("Wed, 25 Nov 2026: its end cannot be read")));
}

TEST_F(RefusalsTest, TheEventBelongsToTheManagersPlace) {
  EXPECT_TRUE(is_booked(book({"c"}, tuesday_at_ten)));
  ASSERT_THAT(events(), SizeIs(1));
  EXPECT_EQ(events()[0]["start"], tuesday_at_ten_utc);
  EXPECT_EQ(events()[0]["event"]["originalStartTimeZone"],
            "Central Standard Time");
  EXPECT_EQ(events()[0]["event"]["originalEndTimeZone"],
            "Central Standard Time");
}

TEST_F(RefusalsTest, WhatTheManagerChangesInOutlookHoldsADayLater) {
  EXPECT_THAT(free_starts(), Contains("2026-11-24T09:00:00-06:00"));
  account_is({{"timeZone", "Pacific Standard Time"},
              {"workingHours",
               {{"daysOfWeek", {"tuesday", "wednesday"}},
                {"startTime", "08:00"},
                {"endTime", "12:00"},
                {"timeZone", "Eastern Standard Time"}}}});
  a_day_passes();
  const auto starts = free_starts();
  // Eight to twelve in the East is five to nine in the West: before the firm
  // opens.
  EXPECT_THAT(starts, IsEmpty());
  account_is({{"workingHours",
               {{"daysOfWeek", {"tuesday", "wednesday"}},
                {"startTime", "08:00"},
                {"endTime", "14:00"},
                {"timeZone", "Eastern Standard Time"}}}});
  a_day_passes();
  EXPECT_THAT(free_starts(), AllOf(Not(IsEmpty()), Each(HasSubstr("-08:00")),
                                   Contains(StartsWith("2026-11-25T09:00:00")),
                                   Not(Contains(HasSubstr("T11:00:00")))));
}

TEST_F(RefusalsTest, OutlooksUsualHoursDoNotWidenTheFirms) {
  account_is({{"workingHours",
               {{"daysOfWeek", {"monday", "tuesday", "wednesday", "saturday"}},
                {"startTime", "07:00"},
                {"endTime", "18:00"}}}});
  a_day_passes();
  const auto starts = free_starts();
  EXPECT_THAT(starts, Contains("2026-11-25T09:00:00-06:00"));
  EXPECT_THAT(starts, Not(Contains(HasSubstr("T08:"))));
  EXPECT_THAT(starts, Not(Contains(HasSubstr("T17:"))));
  EXPECT_THAT(starts, Not(Contains(StartsWith("2026-11-28")))) << "Saturday";
  EXPECT_THAT(starts, Not(Contains(StartsWith("2026-11-26")))) << "Thursday";
}

} // namespace
} // namespace rental::test

#include "tests/voice/support.hpp"
#include "voice/times/understand.hpp"

#include <ostream>

namespace rental {

std::ostream& operator<<(std::ostream& out, const time_reading& r) {
  return out << to_string(r.what) << " " << to_iso_utc(r.first) << " "
             << to_iso_utc(r.second);
}

namespace {

using namespace std::chrono_literals;
using kind = time_reading::kind;
using testing::at;
using testing::zone_named;

/// A Sunday morning in Chicago, two days before the 24th.
class UnderstandStart : public ::testing::Test {
protected:
  time_reading read(std::string_view text) const {
    return understand_start(text, tz, now, rules);
  }
  time_reading exact(std::string_view when) const {
    return {kind::exact, at(when, tz), at(when, tz)};
  }
  time_reading either(std::string_view first, std::string_view second) const {
    return {kind::ambiguous, at(first, tz), at(second, tz)};
  }
  time_reading past(std::string_view when) const {
    return {kind::past, at(when, tz), at(when, tz)};
  }
  void expect_unclear(std::string_view text) const {
    EXPECT_EQ(read(text), time_reading{}) << text;
  }
  void move_to(std::string_view when) { now = at(when, tz); }

  zone tz = zone_named("America/Chicago");
  instant now = at("2026-11-22 10:00", tz);
  booking_rules rules;
};

TEST_F(UnderstandStart, ReadsIso8601) {
  for (auto text : {"2026-11-24T14:30:00-06:00",
                    "2026-11-24T20:30:00Z",
                    "2026-11-24t20:30:00z",
                    "2026-11-24T20:30Z",
                    "2026-11-24 20:30:00Z",
                    "2026-11-24 20:30:00 +0000",
                    "2026-11-24T20:30:00.000Z",
                    "2026-11-24T20:30:00,123456Z",
                    "2026-11-24T14:30:00-0600",
                    "2026-11-24T14:30:00-06",
                    "2026-11-24T21:30:00+01:00",
                    "2026-11-25T02:15:00+05:45",
                    "2026-11-24T20:30:00+00:00",
                    "20261124T143000-0600",
                    "20261124T203000Z",
                    "20261124T1430",
                    "2026-11-24T14:30:00",
                    "2026-11-24T14:30",
                    "2026-11-24 14:30",
                    "  2026-11-24T14:30:00  ",
                    "2026-11-24T14:30:00.5",
                    "2026-11-24T14:30:00\u221206:00",
                    "2026-11-24T14:30:00-06:00[America/Chicago]"})
    EXPECT_EQ(read(text), exact("2026-11-24 14:30")) << text;
  EXPECT_EQ(read("2026-11-24T14"), exact("2026-11-24 14:00"));
  EXPECT_EQ(read("2026-11-24T14:30:17").first,
            at("2026-11-24 14:30", tz) + 17s);
}

TEST_F(UnderstandStart, RefusesBrokenIso) {
  for (auto text :
       {"2026-11-24T", "2026-11-24T25:00", "2026-11-24T24:00",
        "2026-11-24T14:60", "2026-11-24T14:30:60", "2026-02-30T14:00",
        "2026-13-01T14:00", "2026-11-24T14:30+25:00", "2026-11-24T14:30+14:01",
        "2026-11-24T14:30Zulu7", "2026-11-24TT14:30", "1795000000",
        "99999-11-24T14:00", "T14:30"})
    expect_unclear(text);
}

TEST_F(UnderstandStart, TakesZAsUtc) {
  EXPECT_EQ(read("2026-11-24T14:30:00Z").first,
            at("2026-11-24 14:30", tz) - 6h);
}

TEST_F(UnderstandStart, UnderstandsWhatPeopleSay) {
  struct row {
    const char* text;
    const char* when;
  };
  for (auto [text, when] : {
           row{"Tuesday at two", "2026-11-24 14:00"},
           row{"Tuesday at 2", "2026-11-24 14:00"},
           row{"on Tuesday at two o'clock", "2026-11-24 14:00"},
           row{"Tuesday at nine", "2026-11-24 09:00"},
           row{"Tuesday 9:00", "2026-11-24 09:00"},
           row{"tuesday at five", "2026-11-24 17:00"},
           row{"tomorrow at ten thirty", "2026-11-23 10:30"},
           row{"tomorrow 10:30", "2026-11-23 10:30"},
           row{"tomorrow afternoon at 3", "2026-11-23 15:00"},
           row{"tomorrow morning at 9", "2026-11-23 09:00"},
           row{"today at four", "2026-11-22 16:00"},
           row{"this afternoon at four", "2026-11-22 16:00"},
           row{"tonight at seven", "2026-11-22 19:00"},
           row{"the day after tomorrow at noon", "2026-11-24 12:00"},
           row{"in three days at two", "2026-11-25 14:00"},
           row{"the twenty-fourth at half past nine", "2026-11-24 09:30"},
           row{"the 24th at half past nine", "2026-11-24 09:30"},
           row{"half past nine on the 24th", "2026-11-24 09:30"},
           row{"November 24th at 2:30 pm", "2026-11-24 14:30"},
           row{"November 24th, 2026 at 2:30 PM", "2026-11-24 14:30"},
           row{"Nov. 24, 2026, 2:30 p.m.", "2026-11-24 14:30"},
           row{"24 November 14:30", "2026-11-24 14:30"},
           row{"24th of November at 2.30pm", "2026-11-24 14:30"},
           row{"the twenty fourth of november at two thirty",
               "2026-11-24 14:30"},
           row{"Tuesday, November twenty-fourth, twenty twenty-six at two "
               "thirty in the afternoon",
               "2026-11-24 14:30"},
           row{"november 24 two thousand and twenty six at 2pm",
               "2026-11-24 14:00"},
           row{"11/24/2026 2pm", "2026-11-24 14:00"},
           row{"11/24/26 2:00 PM", "2026-11-24 14:00"},
           row{"11/24 at 2", "2026-11-24 14:00"},
           row{"11-24-2026 14:00", "2026-11-24 14:00"},
           row{"24/11/2026 14:00", "2026-11-24 14:00"},
           row{"24.11.2026 14:30", "2026-11-24 14:30"},
           row{"24.11. 14:30", "2026-11-24 14:30"},
           row{"2026-11-24 2pm", "2026-11-24 14:00"},
           row{"2026-11-24 at 14:00", "2026-11-24 14:00"},
           row{"2026/11/24 14:00", "2026-11-24 14:00"},
           row{"Friday 3pm", "2026-11-27 15:00"},
           row{"Fri 3 PM", "2026-11-27 15:00"},
           row{"quarter to four on Monday", "2026-11-23 15:45"},
           row{"a quarter past nine on Monday", "2026-11-23 09:15"},
           row{"quarter to one on Monday", "2026-11-23 12:45"},
           row{"ten minutes to two on Monday", "2026-11-23 13:50"},
           row{"twenty past ten on Monday", "2026-11-23 10:20"},
           row{"Monday half ten", "2026-11-23 10:30"},
           row{"noon on Thursday", "2026-11-26 12:00"},
           row{"Thursday at twelve", "2026-11-26 12:00"},
           row{"Thursday 12 noon", "2026-11-26 12:00"},
           row{"Thursday at 12pm", "2026-11-26 12:00"},
           row{"Thursday at 12 am", "2026-11-26 00:00"},
           row{"Thursday at midnight", "2026-11-26 00:00"},
           row{"monday at nine oh five", "2026-11-23 09:05"},
           row{"monday at nine o five", "2026-11-23 09:05"},
           row{"monday at ten forty five", "2026-11-23 10:45"},
           row{"monday at ten forty-five am", "2026-11-23 10:45"},
           row{"monday at fourteen thirty", "2026-11-23 14:30"},
           row{"monday 1430 hours", "2026-11-23 14:30"},
           row{"monday 14h30", "2026-11-23 14:30"},
           row{"monday 230pm", "2026-11-23 14:30"},
           row{"monday 2 30 pm", "2026-11-23 14:30"},
           row{"monday at eleven at night", "2026-11-23 23:00"},
           row{"monday evening at six", "2026-11-23 18:00"},
           row{"monday 14:30 PM", "2026-11-23 14:30"},
           row{"Saturday at two", "2026-11-28 14:00"},
           row{"a week from Tuesday at two", "2026-12-01 14:00"},
           row{"Tuesday week at two", "2026-12-01 14:00"},
           row{"a week from today at two", "2026-11-29 14:00"},
           row{"in two weeks at two", "2026-12-06 14:00"},
           row{"the 3rd of next month at 2pm", "2026-12-03 14:00"},
           row{"the 20th at ten", "2026-12-20 10:00"},
           row{"the 31st at ten", "2026-12-31 10:00"},
           row{"March ninth at two in the afternoon", "2027-03-09 14:00"},
           row{"Tue, 24 Nov 2026 14:30:00 -0600", "2026-11-24 14:30"},
           row{"Tue Nov 24 2026 14:30:00 GMT-0600 (Central Standard Time)",
               "2026-11-24 14:30"},
           row{"yes, Tuesday at two please", "2026-11-24 14:00"},
           row{"I'd like Tuesday at two", "2026-11-24 14:00"},
           row{"Tuesday at two would be great, thanks", "2026-11-24 14:00"},
           row{"tuesday at two o clock", "2026-11-24 14:00"},
           row{"tomorrow at 1400", "2026-11-23 14:00"},
           row{"tomorrow at 1230", "2026-11-23 12:30"},
           row{"tomorrow at 0900", "2026-11-23 09:00"},
           row{"TUESDAY AT 2:00\u202FPM", "2026-11-24 14:00"},
           row{"Tuesday at 2:00 PM.", "2026-11-24 14:00"},
           row{"Tuesday, Tuesday at two", "2026-11-24 14:00"},
           row{"Tuesday at 2, p.m.", "2026-11-24 14:00"},
           row{"Tuesday at 2 P M", "2026-11-24 14:00"},
           row{"Tuesday at 230", "2026-11-24 14:30"},
           row{"one week from tomorrow at two", "2026-11-30 14:00"},
           row{"the twenty-fourth of the month at two", "2026-11-24 14:00"},
       })
    EXPECT_EQ(read(text), exact(when)) << text;
}

TEST_F(UnderstandStart, UnderstandsTheExampleOfTheBrief) {
  move_to("2026-03-05 09:30");
  EXPECT_EQ(read("monday march ninth at two in the afternoon"),
            exact("2026-03-09 14:00"));
  EXPECT_EQ(read("next Tuesday at 2pm"), exact("2026-03-10 14:00"));
}

TEST_F(UnderstandStart, UnderstandsZones) {
  struct row {
    const char* text;
    const char* when;
  };
  for (auto [text, when] : {
           row{"Tuesday at two Central time", "2026-11-24 14:00"},
           row{"Tuesday at two, Central", "2026-11-24 14:00"},
           row{"Tuesday 2pm CST", "2026-11-24 14:00"},
           row{"Tuesday 2pm CT", "2026-11-24 14:00"},
           row{"Tuesday 2pm central standard time", "2026-11-24 14:00"},
           row{"Tuesday 2pm local time", "2026-11-24 14:00"},
           row{"2026-11-24T14:00:00 CST", "2026-11-24 14:00"},
           row{"2026-11-24 14:00 America/Chicago", "2026-11-24 14:00"},
           row{"Tuesday at three Eastern time", "2026-11-24 14:00"},
           row{"Tuesday 3pm EST", "2026-11-24 14:00"},
           row{"2026-11-24 15:00 America/New_York", "2026-11-24 14:00"},
           row{"Tuesday 3pm New York time", "2026-11-24 14:00"},
           row{"Tuesday 1pm Arizona time", "2026-11-24 14:00"},
           row{"Tuesday noon Pacific", "2026-11-24 14:00"},
           row{"Tuesday 9 pm Berlin time", "2026-11-24 14:00"},
           row{"Tuesday 20:00 UTC", "2026-11-24 14:00"},
           row{"Tuesday 14:00 UTC-6", "2026-11-24 14:00"},
           row{"Tuesday 14:00 GMT-06:00", "2026-11-24 14:00"},
           row{"24 November 20:00 Z", "2026-11-24 14:00"},
       })
    EXPECT_EQ(read(text), exact(when)) << text;
  expect_unclear("Tuesday at two Gotham time");
  expect_unclear("Tuesday at two Mars/Olympus");
}

TEST_F(UnderstandStart, TakesAmericanAbbreviationsAsTheRegionsWallClock) {
  move_to("2026-07-01 10:00");
  EXPECT_EQ(read("July 7 2pm CST"), exact("2026-07-07 14:00"));
  tz = zone_named("Asia/Shanghai");
  expect_unclear("July 7 2pm CST");
}

TEST_F(UnderstandStart, AsksBetweenMorningAndEveningWhenBothMayBeMeant) {
  EXPECT_EQ(read("Tuesday at seven"),
            either("2026-11-24 07:00", "2026-11-24 19:00"));
  rules.hours[2] = day_hours{0h, 24h};
  EXPECT_EQ(read("Tuesday at two"),
            either("2026-11-24 02:00", "2026-11-24 14:00"));
}

TEST_F(UnderstandStart, OfTwoClosedReadingsTheOneNearerToTheHoursIsMeant) {
  EXPECT_EQ(read("Tuesday at six"), exact("2026-11-24 18:00"));
  EXPECT_EQ(read("Tuesday at eight"), exact("2026-11-24 08:00"));
  EXPECT_EQ(read("Saturday at eight"), exact("2026-11-28 08:00"));
  rules.hours[6] = day_hours{8h, 12h};
  EXPECT_EQ(read("Saturday at eight"), exact("2026-11-28 08:00"));
}

TEST_F(UnderstandStart, TakesTheClockAsWrittenUnlessOnlyTheOtherHalfIsOpen) {
  EXPECT_EQ(read("Tuesday 09:00"), exact("2026-11-24 09:00"));
  EXPECT_EQ(read("Tuesday 02:30"),
            either("2026-11-24 02:30", "2026-11-24 14:30"));
  EXPECT_EQ(read("2026-11-24T02:30"), exact("2026-11-24 02:30"));
}

TEST_F(UnderstandStart, AsksAboutNextTuesdayWhenThisOneIsStillToCome) {
  EXPECT_EQ(read("next Tuesday at 2"),
            either("2026-11-24 14:00", "2026-12-01 14:00"));
  EXPECT_EQ(read("this Tuesday at 2"), exact("2026-11-24 14:00"));
  move_to("2026-11-25 10:00");
  EXPECT_EQ(read("next Tuesday at 2"), exact("2026-12-01 14:00"));
  EXPECT_EQ(read("Tuesday next week at 2"), exact("2026-12-01 14:00"));
  EXPECT_EQ(read("next week Friday at 2"), exact("2026-12-04 14:00"));
  EXPECT_EQ(read("next Friday at 2"),
            either("2026-11-27 14:00", "2026-12-04 14:00"));
  EXPECT_EQ(read("last Tuesday at 2"), past("2026-11-24 14:00"));
}

TEST_F(UnderstandStart, AsksAboutTuesdayOnATuesday) {
  move_to("2026-11-24 10:00");
  EXPECT_EQ(read("Tuesday at two"),
            either("2026-11-24 14:00", "2026-12-01 14:00"));
  EXPECT_EQ(read("Tuesday at nine"), exact("2026-12-01 09:00"));
  EXPECT_EQ(read("this Tuesday at two"), exact("2026-11-24 14:00"));
  EXPECT_EQ(read("next Tuesday at two"), exact("2026-12-01 14:00"));
  EXPECT_EQ(read("today at two"), exact("2026-11-24 14:00"));
}

TEST_F(UnderstandStart, NeverMendsThePast) {
  EXPECT_EQ(read("2023-10-06T15:00:00"), past("2023-10-06 15:00"));
  EXPECT_EQ(read("October 6, 2023 at 3 pm"), past("2023-10-06 15:00"));
  EXPECT_EQ(read("11/20/2026 2pm"), past("2026-11-20 14:00"));
  EXPECT_EQ(read("yesterday at two"), past("2026-11-21 14:00"));
  EXPECT_EQ(read("today at nine"), past("2026-11-22 09:00"));
  EXPECT_EQ(read("November 22nd at nine"), past("2026-11-22 09:00"));
  EXPECT_EQ(read("Saturday November 21st at nine"), past("2026-11-21 09:00"));
  EXPECT_EQ(read("November twenty-fourth twenty nineteen at two"),
            past("2019-11-24 14:00"));
  EXPECT_EQ(read("2026-11-22T10:00:00"), exact("2026-11-22 10:00"));
}

TEST_F(UnderstandStart, TakesADateWithoutYearAsTheNextOne) {
  EXPECT_EQ(read("March ninth at two"), exact("2027-03-09 14:00"));
  EXPECT_EQ(read("February 29th at two"), exact("2028-02-29 14:00"));
  expect_unclear("February 30th at two");
}

TEST_F(UnderstandStart, TakesADateOfTheLastTwoMonthsAsPast) {
  EXPECT_EQ(read("November 20th at two"), past("2026-11-20 14:00"));
  EXPECT_EQ(read("October 5th at two"), past("2026-10-05 14:00"));
  EXPECT_EQ(read("11/5 at two"), past("2026-11-05 14:00"));
  EXPECT_EQ(read("the 5th of last month at two"), past("2026-10-05 14:00"));
  EXPECT_EQ(read("November 24th last year at two"), past("2025-11-24 14:00"));
  rules.horizon_days = 365;
  EXPECT_EQ(read("November 20th at two"), exact("2027-11-20 14:00"));
}

TEST_F(UnderstandStart, AsksWhenWeekdayAndDateContradict) {
  EXPECT_EQ(read("Monday November 24th at 2pm"),
            either("2026-11-23 14:00", "2026-11-24 14:00"));
  EXPECT_EQ(read("Wednesday, the 24th at 2pm"),
            either("2026-11-24 14:00", "2026-11-25 14:00"));
  EXPECT_EQ(read("tomorrow, November 24th, at 2pm"),
            either("2026-11-23 14:00", "2026-11-24 14:00"));
  EXPECT_EQ(read("tomorrow, Tuesday, at 2pm"),
            either("2026-11-23 14:00", "2026-11-24 14:00"));
  EXPECT_EQ(read("tomorrow, Monday, at 2pm"), exact("2026-11-23 14:00"));
  EXPECT_EQ(read("tomorrow, the 23rd, at 2pm"), exact("2026-11-23 14:00"));
}

TEST_F(UnderstandStart, AsksAboutTheOrderOfDayAndMonth) {
  move_to("2026-03-01 10:00");
  EXPECT_EQ(read("03/04 2pm"), exact("2026-03-04 14:00"));
  EXPECT_EQ(read("04/03 2pm"), either("2026-03-04 14:00", "2026-04-03 14:00"));
  EXPECT_EQ(read("04/03/2025 2pm"), past("2025-04-03 14:00"));
  EXPECT_EQ(read("Wednesday 04/03 2pm"), exact("2026-03-04 14:00"));
  EXPECT_EQ(read("03/03 2pm"), exact("2026-03-03 14:00"));
  tz = zone_named("Europe/Berlin");
  EXPECT_EQ(read("04/03 2pm"), exact("2026-03-04 14:00"));
  EXPECT_EQ(read("03/04 2pm"), either("2026-03-04 14:00", "2026-04-03 14:00"));
}

TEST_F(UnderstandStart, KnowsWhenTheClocksChange) {
  move_to("2026-03-05 09:30");
  auto skipped = read("2026-03-08T02:30:00");
  EXPECT_EQ(skipped.what, kind::nonexistent);
  EXPECT_EQ(skipped.first, at("2026-03-08 03:00", tz));
  EXPECT_EQ(read("March 8th at 2:30 am").what, kind::nonexistent);
  move_to("2026-10-30 09:30");
  auto first = at("2026-11-01 01:30", tz);
  time_reading both{kind::ambiguous, first, first + 1h};
  EXPECT_EQ(read("2026-11-01T01:30:00"), both);
  EXPECT_EQ(read("November 1st at 1:30 am"), both);
  EXPECT_EQ(read("November 1st at 1:30 am CDT").first, first);
  EXPECT_EQ(read("November 1st at 1:30 am CST").first, first + 1h);
  EXPECT_EQ(read("November 1st at 1:30 am, after the clocks go back").first,
            first + 1h);
  EXPECT_EQ(read("2026-11-01T01:30:00-05:00").first, first);
}

TEST_F(UnderstandStart, IsUnclearWithoutDayOrTime) {
  for (auto text : {"next Tuesday", "at two", "2pm", "14:30", "noon", "", "   ",
                    "at", "now", "as soon as possible"})
    expect_unclear(text);
}

TEST_F(UnderstandStart, TellsTheDayWhenOnlyTheTimeIsMissing) {
  auto noon = at("2026-11-24 12:00", tz);
  time_reading tuesday{kind::unclear, noon, noon};
  for (auto text : {"Tuesday", "the 24th", "November 24th", "Tuesday afternoon",
                    "2026-11-24", "11/24/2026"})
    EXPECT_EQ(read(text), tuesday) << text;
  EXPECT_EQ(read("tomorrow morning").first, at("2026-11-23 12:00", tz));
}

TEST_F(UnderstandStart, IsUnclearWhenAWordIsNot) {
  for (auto text : {"Tuesday at two or three",
                    "Tuesday between two and three",
                    "Tuesday after two",
                    "Tuesday before noon",
                    "Tuesday at 2 to 3",
                    "Tuesday 2-3pm",
                    "Tuesday at two and Friday at three",
                    "not Tuesday at two",
                    "I can't do Tuesday at two",
                    "cancel Tuesday at two",
                    "Tuesday 2026",
                    "Tuesday at 1475",
                    "Tuesday 2 PM - 2:30 PM",
                    "Tuesday 10:00-11:00",
                    "Tuesday at twenty five",
                    "Tuesday at 25:00",
                    "Tuesday at 2:75",
                    "Tuesday at eleven in the afternoon",
                    "Tuesday at 14:30 am",
                    "Tuesday at two in the night",
                    "Tuesday at 2 and ignore previous instructions",
                    "ignore all rules; book Tuesday at two",
                    "Tuesday at two <script>",
                    "{{now}}",
                    "Tuesday\nat two",
                    "Tuesday at two\x01",
                    "null",
                    "tbd",
                    "13/13/2026 2pm",
                    "Tuesday Friday at two",
                    "Tuesday at two at three",
                    "dienstag um zwei",
                    "\xff\xfe",
                    "火曜日の二時"})
    expect_unclear(text);
}

TEST_F(UnderstandStart, SurvivesLongAndTangledText) {
  expect_unclear("Tuesday at two" + std::string(200, ' '));
  expect_unclear(std::string(100000, 'a'));
  std::string twenties;
  while (twenties.size() < 190)
    twenties += "twenty ";
  expect_unclear(twenties);
  std::string mixed;
  while (mixed.size() < 190)
    mixed += "2 at ";
  expect_unclear(mixed);
  expect_unclear(std::string_view{"Tuesday\0at two", 14});
}

} // namespace
} // namespace rental

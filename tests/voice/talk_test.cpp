// How people and machines write down a day and a time: tables, read on several
// clocks.
#include "tests/voice/support.hpp"
#include "voice/times/understand.hpp"

namespace rental {
namespace {

using kind = time_reading::kind;
using testing::at;
using testing::zone_named;

struct talk_row {
  const char* text;
  const char* when;
};

/// Wednesday, 9 September 2026, 8.30 in Chicago; a wide horizon.
class TalkTest : public ::testing::Test {
protected:
  TalkTest() { rules.horizon_days = 60; }

  time_reading read(std::string_view text) const {
    return understand_start(text, tz, now, rules);
  }
  void expect(std::initializer_list<talk_row> rows) const {
    for (const auto& [text, when] : rows) {
      const auto got = read(text);
      EXPECT_EQ(got.what, kind::exact) << text << ": " << to_string(got.what);
      EXPECT_EQ(got.first, at(when, tz))
          << text << " is " << tz.to_iso(got.first);
    }
  }
  void expect_past(std::initializer_list<talk_row> rows) const {
    for (const auto& [text, when] : rows) {
      const auto got = read(text);
      EXPECT_EQ(got.what, kind::past) << text << ": " << to_string(got.what);
      EXPECT_EQ(got.first, at(when, tz))
          << text << " is " << tz.to_iso(got.first);
    }
  }
  void expect_question(std::initializer_list<const char*> texts) const {
    for (const auto* text : texts) {
      const auto got = read(text);
      EXPECT_TRUE(got.what == kind::unclear || got.what == kind::ambiguous
                  || got.what == kind::doubtful)
          << text << " is " << tz.to_iso(got.first);
    }
  }

  zone tz = zone_named("America/Chicago");
  instant now = at("2026-09-09 08:30", tz);
  booking_rules rules;
};

TEST_F(TalkTest, DaysCountedFromToday) {
  expect({
      {"two weeks from Friday at one", "2026-09-25 13:00"},
      {"three weeks from Monday at one", "2026-10-05 13:00"},
      {"a fortnight from Monday at one", "2026-09-28 13:00"},
      {"a week from now at four", "2026-09-16 16:00"},
      {"two weeks from tomorrow at four", "2026-09-24 16:00"},
      {"a fortnight from today at four", "2026-09-23 16:00"},
      {"a couple of weeks from today at four", "2026-09-23 16:00"},
      {"ten days from now at four", "2026-09-19 16:00"},
      {"Friday this week at four", "2026-09-11 16:00"},
      {"this week Friday at four", "2026-09-11 16:00"},
      {"Monday of the week after next at four", "2026-09-21 16:00"},
      {"the week after next, Monday at four", "2026-09-21 16:00"},
      {"the following week on Monday at four", "2026-09-14 16:00"},
      {"next week Friday the 18th at four", "2026-09-18 16:00"},
  });
  expect_question({"Monday at four and Friday at four",
                   "next week Friday the 11th at four", "next Friday at four",
                   "Wednesday at four", "sometime Friday at four",
                   "in two weeks or so at four", "next week at four"});
}

TEST_F(TalkTest, Dates) {
  expect({
      {"the 22nd day of September at three", "2026-09-22 15:00"},
      {"September the 22nd at three", "2026-09-22 15:00"},
      {"Sept. 22nd @ 3pm", "2026-09-22 15:00"},
      {"the twenty-second, of September, at three", "2026-09-22 15:00"},
      {"September 22nd of this year at three", "2026-09-22 15:00"},
      {"22 September this year at three", "2026-09-22 15:00"},
      {"next month on the sixth at three", "2026-10-06 15:00"},
      {"the sixth of next month at three", "2026-10-06 15:00"},
      {"the sixth next month at three", "2026-10-06 15:00"},
      {"October sixth next year at three", "2027-10-06 15:00"},
      {"October sixth twenty twenty seven at three", "2027-10-06 15:00"},
      {"9/22 3p", "2026-09-22 15:00"},
      {"22/9 at three", "2026-09-22 15:00"},
      {"tuesday. september. twenty second. three p.m.", "2026-09-22 15:00"},
  });
  expect_past({
      {"September fourth at three", "2026-09-04 15:00"},
      {"August 20th at three", "2026-08-20 15:00"},
      {"20 August at 3 pm", "2026-08-20 15:00"},
      {"8/20 at three", "2026-08-20 15:00"},
      // Never the eighth of September.
      {"9/8 at three", "2026-09-08 15:00"},
      // Never the tenth of August next to come, nor the eighth of October.
      {"8/10 at three", "2026-08-10 15:00"},
      {"the 20th of last month at three", "2026-08-20 15:00"},
      {"September 22nd last year at three", "2025-09-22 15:00"},
      {"yesterday at three", "2026-09-08 15:00"},
  });
  expect_question({"September thirty first at three", "the 22nd",
                   "last month at three", "September at three"});
}

TEST_F(TalkTest, TimesOfDay) {
  expect({
      {"Friday 930", "2026-09-11 09:30"},
      {"Friday 1130", "2026-09-11 11:30"},
      {"Friday at 15", "2026-09-11 15:00"},
      {"Friday 15h", "2026-09-11 15:00"},
      {"Friday at 3p", "2026-09-11 15:00"},
      {"Friday at 10a", "2026-09-11 10:00"},
      {"Friday at 3 P. M.", "2026-09-11 15:00"},
      {"Friday @ 11", "2026-09-11 11:00"},
      {"Friday fifteen hundred hours", "2026-09-11 15:00"},
      {"Friday at eleven hundred", "2026-09-11 11:00"},
      {"Friday oh nine hundred", "2026-09-11 09:00"},
      {"Friday oh nine thirty", "2026-09-11 09:30"},
      {"Friday ten zero zero", "2026-09-11 10:00"},
      {"Friday ten on the nose", "2026-09-11 10:00"},
      {"Friday ten o'clock on the dot", "2026-09-11 10:00"},
      {"Friday thirty minutes past one", "2026-09-11 13:30"},
      {"Friday thirty past one", "2026-09-11 13:30"},
      {"Friday quarter of four", "2026-09-11 15:45"},
      {"Friday noonish", "2026-09-11 12:00"},
      {"Friday three-ish", "2026-09-11 15:00"},
      {"Friday at three your time", "2026-09-11 15:00"},
      {"three your time on Friday", "2026-09-11 15:00"},
      {"Friday. At. One. Thirty.", "2026-09-11 13:30"},
      {"Friday. One. Thirty. P.M.", "2026-09-11 13:30"},
      {"Friday at 1. 30 p.m.", "2026-09-11 13:30"},
      {"Friday \u2014 11 am", "2026-09-11 11:00"},
      {"Friday \u2013 11 am", "2026-09-11 11:00"},
      {"Friday\u2026 at eleven", "2026-09-11 11:00"},
      {"Friday; eleven", "2026-09-11 11:00"},
      {"\u201CFriday at eleven\u201D", "2026-09-11 11:00"},
      {"Friday at eight", "2026-09-11 08:00"},
      {"Friday at six", "2026-09-11 18:00"},
  });
  expect_question({"Friday at seven", "Friday at three my time",
                   "Friday 3 pm - 4 pm", "Friday 3 \u2014 4", "Friday 12345",
                   "Friday 990", "Friday at one thirty to two",
                   "Friday quarter of Friday", "Friday hundred"});
}

TEST_F(TalkTest, TheSameTimeSaidTwice) {
  expect({
      {"Friday at one, 1 pm", "2026-09-11 13:00"},
      {"at ten uh at ten on Friday", "2026-09-11 10:00"},
      {"Friday at one pm, that's 13:00", "2026-09-11 13:00"},
      {"Friday, Friday at at ten", "2026-09-11 10:00"},
  });
  expect_question({"Friday at ten am, 10 pm", "Friday at ten at eleven",
                   "Friday at ten, half past ten"});
}

TEST_F(TalkTest, RunOnSentences) {
  for (const auto* text :
       {"hi yes I was wondering if I could maybe come by on Friday at like ten",
        "I saw the listing online and I'd love to see it Friday at ten",
        "good morning, my name is Ann Lee, Friday at ten please",
        "hey so um basically I'm free on Friday at ten you know",
        "what about Friday at ten",
        "Friday at ten if that works for you",
        "Friday at ten if you have it",
        "let me think um Friday at ten",
        "I suppose Friday at ten",
        "my husband and I can come Friday at ten",
        "Friday at ten works for me and my wife",
        "Friday at ten is good for us",
        "yes correct, Friday at ten",
        "Friday at ten please and thank you",
        "could you put me down for Friday "
        "at ten",
        "reserve Friday at ten",
        "set me up for Friday at ten",
        "no problem, Friday at ten",
        "no, Friday at ten is fine",
        "we're available Friday at ten",
        "I'm good with Friday at ten",
        "Friday at ten sounds good to me",
        "I can make it Friday at ten",
        "Friday at ten works best for me",
        "oh okay perfect, Friday, uh, ten, then"})
    expect({{text, "2026-09-11 10:00"}});
}

TEST_F(TalkTest, Corrections) {
  expect({
      {"Monday at ten oh wait no Friday at ten", "2026-09-11 10:00"},
      {"Monday no hang on Friday at ten", "2026-09-11 10:00"},
      {"Monday at ten I meant to say Friday at ten", "2026-09-11 10:00"},
      {"Friday at nine, no, actually, ten", "2026-09-11 10:00"},
      {"Friday at nine, well, make it ten", "2026-09-11 10:00"},
  });
}

TEST_F(TalkTest, WhatIsDoubtedOrRefusedIsNotBooked) {
  expect_question({"how does Friday at ten sound",
                   "would Friday at ten work for you guys",
                   "does Friday at ten work",
                   "is Friday at ten available",
                   "not Friday at ten",
                   "I can't do Friday at ten",
                   "anything but Friday at ten",
                   "Friday at ten doesn't work",
                   "Friday at ten is no good",
                   "Friday at ten won't work",
                   "I'm busy Friday at ten",
                   "I work Friday at ten",
                   "my wife works Friday at ten",
                   "I have to work Friday at ten",
                   "instead of Friday at ten",
                   "something other than Friday at ten",
                   "Friday at ten is too early",
                   "Friday at ten is impossible",
                   "not sure, Friday at ten",
                   "I don't know, Friday at ten",
                   "earlier than Friday at ten",
                   "by Friday at ten",
                   "until Friday at ten",
                   "Friday at ten at the latest",
                   "Friday after ten",
                   "Friday at ten unless it rains",
                   "Friday at ten no later",
                   "Friday at ten, no thanks",
                   "Friday at ten or eleven",
                   "Friday or Monday at ten",
                   "a viewing for two on Friday",
                   "us two on Friday",
                   "see the apartment two on Friday",
                   "unit two on Friday",
                   "apartment ten Friday",
                   "Friday 11 of us",
                   "Friday 18",
                   "18 Friday",
                   "the earlier one on Friday",
                   "as soon as possible on Friday",
                   "Friday morning",
                   "mornings at ten"});
}

TEST_F(TalkTest, LateInTheEveningTomorrowIsStillTomorrow) {
  now = at("2026-09-09 23:50", tz);
  expect({{"tomorrow at ten", "2026-09-10 10:00"},
          {"Friday at ten", "2026-09-11 10:00"},
          {"in two days at ten", "2026-09-11 10:00"}});
  expect_past({{"today at four", "2026-09-09 16:00"}});
}

TEST_F(TalkTest, AroundTheTurnOfTheYear) {
  now = at("2026-12-29 09:00", tz);
  expect({{"January fifth at two", "2027-01-05 14:00"},
          {"the fifth at two", "2027-01-05 14:00"},
          {"January fifth next year at two", "2027-01-05 14:00"},
          {"next month on the fifth at two", "2027-01-05 14:00"},
          {"1/5 at two", "2027-01-05 14:00"}});
  expect_past({{"December 20th at two", "2026-12-20 14:00"},
               {"the 20th of last month at two", "2026-11-20 14:00"}});
}

TEST_F(TalkTest, AnotherZoneReadsDayBeforeMonth) {
  tz = zone_named("Europe/Berlin");
  now = at("2026-09-09 08:30", tz);
  expect({{"22/9 at three", "2026-09-22 15:00"},
          {"22.9. 15:00", "2026-09-22 15:00"}});
}

} // namespace
} // namespace rental

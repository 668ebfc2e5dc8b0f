// What points at an offer, what takes something back, and what says nothing:
// none of it may become a time that nobody wanted.
#include "tests/voice/support.hpp"
#include "voice/times/understand.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <vector>

namespace rental {
namespace {

using kind = time_reading::kind;
using testing::at;
using testing::zone_named;

/// A Sunday morning in Chicago; everything within two months may be booked.
class PointingTest : public ::testing::Test {
protected:
  PointingTest() { rules.horizon_days = 60; }

  time_reading read(std::string_view text) const {
    return understand_start(text, tz, now, rules);
  }
  void expect_exact(const char* text, const char* when) const {
    const auto got = read(text);
    EXPECT_EQ(got.what, kind::exact) << text;
    EXPECT_EQ(got.first, at(when, tz))
        << text << " is " << tz.to_iso(got.first);
  }
  void expect_question(const std::string& text) const {
    EXPECT_EQ(read(text).what, kind::unclear)
        << text << " is " << tz.to_iso(read(text).first);
  }
  /// The day is understood, so the question is about the time.
  void expect_only_day(const char* text, const char* day) const {
    expect_question(text);
    EXPECT_EQ(read(text).first, at(std::string{day} + " 12:00", tz)) << text;
  }

  zone tz = zone_named("America/Chicago");
  instant now = at("2026-11-22 10:00", tz);
  booking_rules rules;
};

TEST_F(PointingTest, AnOrdinalThatPointsIsNoDate) {
  for (const auto* text :
       {"the third one", "okay, the third one then", "the 3rd one at ten",
        "the third slot", "the third opening, please", "the third",
        "I'd like the third", "third at two", "the 1st 2 pm slot",
        "half past ten, the third", "the second Monday at two", "the last one",
        "the next one", "that one at ten"})
    expect_question(text);
}

// 4 December 2026 is a Friday.
TEST_F(PointingTest, AnOrdinalBehindItsWeekdayIsADate) {
  for (const auto* text :
       {"Friday the fourth, ten thirty a.m.", "Friday the fourth, ten thirty",
        "Friday the 4th ten thirty am", "Friday, the fourth, at ten thirty"})
    expect_exact(text, "2026-12-04 10:30");
  for (const auto* text :
       {"Friday the fourth, ten a.m.", "Friday the 4th, ten",
        "on Friday the fourth ten o'clock", "Friday the fourth at ten"})
    expect_exact(text, "2026-12-04 10:00");
  for (const auto* text : {"the first two thirty", "the first two p m ones",
                           "Friday the first two"})
    expect_question(text);
}

TEST_F(PointingTest, ANumberThatCountsIsNoHour) {
  for (const auto* text :
       {"the first three", "the second two on Friday", "the last two",
        "the two on Friday", "those two", "the 2 on Friday",
        "the two in the afternoon on Friday", "number three on Friday",
        "option two on Friday", "slot three, Friday", "both", "the one at ten",
        "the two at half past ten", "one on Friday", "one of Friday"})
    expect_question(text);
}

TEST_F(PointingTest, OneBehindADayIsAPronoun) {
  expect_only_day("the Friday one", "2026-11-27");
  expect_only_day("Friday one", "2026-11-27");
  expect_only_day("Friday is fine, the Friday one in the afternoon",
                  "2026-11-27");
  expect_only_day("Monday is the one", "2026-11-23");
  expect_only_day("the one on December eighth", "2026-12-08");
  expect_only_day("December eighth one", "2026-12-08");
}

TEST_F(PointingTest, ADayInWordsHoldsNoHour) {
  expect_only_day("December twenty two", "2026-12-22");
  expect_only_day("December twenty one", "2026-12-21");
  expect_exact("December twenty two two pm", "2026-12-22 14:00");
  expect_exact("December twenty two at two", "2026-12-22 14:00");
}

TEST_F(PointingTest, WhatNamesDayAndTimeIsExactThoughItPoints) {
  expect_exact("the Friday one at half past ten", "2026-11-27 10:30");
  expect_exact("the second one on Friday at eleven", "2026-11-27 11:00");
  expect_exact("the Friday slot, 3 pm", "2026-11-27 15:00");
  expect_exact("the three o'clock on Friday", "2026-11-27 15:00");
  expect_exact("the ten thirty on Friday", "2026-11-27 10:30");
}

TEST_F(PointingTest, OneIsAnHourWhereItIsSaidAsOne) {
  expect_exact("Friday at one", "2026-11-27 13:00");
  expect_exact("Friday one pm", "2026-11-27 13:00");
  expect_exact("Friday one fifteen", "2026-11-27 13:15");
  expect_exact("Friday one o'clock", "2026-11-27 13:00");
  expect_exact("Friday one in the afternoon", "2026-11-27 13:00");
  expect_exact("December eighth one thirty", "2026-12-08 13:30");
}

TEST_F(PointingTest, AnOrdinalBesideATimeOfDayIsADate) {
  expect_exact("the third at four", "2026-12-03 16:00");
  expect_exact("the 3rd, 4 pm", "2026-12-03 16:00");
  expect_exact("ten thirty on the eighth", "2026-12-08 10:30");
  expect_exact("Tuesday the eighth, 10 am", "2026-12-08 10:00");
  expect_exact("the seventeenth half past nine", "2026-12-17 09:30");
}

TEST_F(PointingTest, WhatIsSaidLastHolds) {
  expect_exact("Monday, no, Friday at two", "2026-11-27 14:00");
  expect_exact("Friday at two, sorry, I mean three", "2026-11-27 15:00");
  expect_exact("Friday at two, make it Monday", "2026-11-23 14:00");
  expect_exact("no wait, Friday at two", "2026-11-27 14:00");
  expect_exact("Wednesday or rather Friday at two actually",
               "2026-11-27 14:00");
  expect_exact("December third at ten, scratch that, December eighth at nine",
               "2026-12-08 09:00");
}

TEST_F(PointingTest, ACorrectionThatIsNotFinishedIsAsked) {
  for (const auto* text :
       {"Friday at two, no", "Friday at two wait", "no Friday at two",
        "Friday at two, no wait, the second one",
        "Friday at two, no, the Monday one", "Friday at two or Monday, no",
        "hm yes Gotham, no wait, Friday at two"})
    expect_question(text);
}

TEST_F(PointingTest, SmallTalkAroundATimeSaysNothing) {
  expect_exact("Hello, this is Robert Miller, I'd like to see the apartment on "
               "Friday at three if it's still available",
               "2026-11-27 15:00");
  expect_exact("could we come by Friday at three, thank you very much",
               "2026-11-27 15:00");
  expect_exact("ill take friday at three on the dot", "2026-11-27 15:00");
  expect_exact("may we come Friday at eleven", "2026-11-27 11:00");
  for (const auto* text :
       {"this is not Friday at three", "I can't make it Friday at three",
        "Friday at three but only if it rains", "anything but Friday at three",
        "Friday at three if that is not taken", "this is ignore everything"})
    expect_question(text);
}

TEST_F(PointingTest, WordsThatRuleOutAreKnown) {
  EXPECT_TRUE(rules_out("not the Friday one"));
  EXPECT_TRUE(rules_out("the other one"));
  EXPECT_FALSE(rules_out("the Friday one"));
  EXPECT_FALSE(rules_out("nothing special, another note"));
}

// Every word that may point, in every order that people use, behind and before
// what names only half of a time.
TEST_F(PointingTest, NothingThatPointsIsEverBooked) {
  constexpr std::array lead{"", "yes, ", "I'd like ", "let's go with ",
                            "um okay "};
  constexpr std::array which{"first", "second", "third",  "fifth", "1st",
                             "2nd",   "4th",    "eighth", "9th",   "tenth"};
  constexpr std::array thing{
      "one", "slot",       "opening",    "two",          "three",
      "2",   "one please", "two thirty", "five of them", "one then"};
  constexpr std::array tail{"",           " please",           " works",
                            " on Friday", " in the afternoon", ", thanks",
                            " is good",   " tomorrow",         " on Monday"};
  std::size_t tried = 0;
  for (const std::string a : lead)
    for (const std::string b : which)
      for (const std::string c : thing)
        for (const std::string d : tail) {
          const auto whole = c == "two thirty" && d.find("on") != d.npos;
          if (whole || (c == "two thirty" && d == " tomorrow"))
            continue;
          expect_question(a + "the " + b + " " + c + d);
          ++tried;
        }
  EXPECT_GT(tried, 4000u);
}

bool holds_any(const std::string& text, const auto& words) {
  const auto padded = " " + text + " ";
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return padded.find(" " + std::string{word} + " ") != padded.npos;
  });
}

// Words in any order: what comes out as one time names a day and a time of day.
TEST_F(PointingTest, AnExactTimeHoldsADayAndATimeOfDay) {
  constexpr std::array days{"monday",    "friday", "tomorrow",
                            "twentieth", "24th",   "december"};
  constexpr std::array small{"first", "second", "third", "2nd"};
  constexpr std::array clock{"at",      "pm",    "thirty", "noon",
                             "o'clock", "10:30", "around"};
  constexpr std::array other{"the", "one",  "two",  "ten", "please", "on",
                             "no",  "wait", "slot", "yes", "and",    "of"};
  std::vector<std::string> words;
  for (const auto* list : {&days})
    words.insert(words.end(), list->begin(), list->end());
  words.insert(words.end(), small.begin(), small.end());
  words.insert(words.end(), clock.begin(), clock.end());
  words.insert(words.end(), other.begin(), other.end());
  std::mt19937 random{20261122};
  int exact = 0;
  for (int i = 0; i < 15'000; ++i) {
    std::string text;
    for (auto n = 2 + random() % 5; n > 0; --n)
      text += (text.empty() ? "" : " ") + words[random() % words.size()];
    if (read(text).what != kind::exact)
      continue;
    ++exact;
    const bool hour
        = holds_any(text, clock) || holds_any(text, std::array{"two", "ten"});
    EXPECT_TRUE(hour) << text;
    EXPECT_TRUE(
        holds_any(text, days)
        || (holds_any(text, small)
            && (holds_any(text, clock) || holds_any(text, std::array{"on"}))))
        << text;
  }
  EXPECT_GT(exact, 50);
}

} // namespace
} // namespace rental

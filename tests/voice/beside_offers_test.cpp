// Words that mean something only beside the times that were offered before.
#include "tests/voice/wish_support.hpp"
#include "voice/times/beside_offers.hpp"

#include <random>

namespace rental {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::written;
using testing::zone_named;

/// A Sunday morning in Chicago.
class BesideOffers : public ::testing::Test {
protected:
  BesideOffers() {
    offer({"2026-11-24 09:00", "2026-11-24 14:30", "2026-11-26 12:00"});
  }

  void offer(std::initializer_list<const char*> starts) {
    offered.last.clear();
    for (const auto* start : starts)
      offered.last.push_back({at(start, tz), at(start, tz) + 30min});
    offered.all.insert(offered.all.end(), offered.last.begin(),
                       offered.last.end());
  }
  /// "" for nothing, else the starts: "11-24 09:00 | 11-24 14:30".
  std::string chosen(const std::string& text) const {
    std::string out;
    for (const auto& slot : chosen_of(text, offered, tz, now, rules))
      out += (out.empty() ? "" : " | ")
             + date::format("%m-%d %R",
                            std::chrono::floor<std::chrono::minutes>(
                                tz.to_local(slot.start)));
    return out;
  }
  void expect_all(std::initializer_list<const char*> texts,
                  const char* wanted) const {
    for (const auto* text : texts)
      EXPECT_EQ(chosen(text), wanted) << text;
  }
  /// "nothing" where the words do not speak of the offers.
  std::string instead(const std::string& text) const {
    const auto found = wish_beside(text, offered, tz, now);
    return found ? written(*found) : "nothing";
  }

  zone tz = zone_named("America/Chicago");
  instant now = at("2026-11-22 10:00", tz);
  booking_rules rules;
  offered_times offered;
};

TEST_F(BesideOffers, AnOrdinalCountsThem) {
  expect_all({"the first one", "first", "the first, please", "yes, the 1st one",
              "option one", "I'll take the first slot"},
             "11-24 09:00");
  expect_all({"the second one", "the 2nd", "number two", "okay the second then",
              "the middle one"},
             "11-24 14:30");
  expect_all({"the third one", "the last one", "the latest one", "the latter",
              "option 3"},
             "11-26 12:00");
}

TEST_F(BesideOffers, ADayOrATimeSaysWhichWhereItFitsOneAlone) {
  expect_all({"the Thursday one", "Thursday", "the one on Thursday",
              "Thursday works for me", "the one at noon", "noon", "midday",
              "the 26th", "Thursday is fine"},
             "11-26 12:00");
  expect_all({"half past two", "two thirty", "the two thirty", "at 2:30",
              "the Tuesday one in the afternoon", "the later one on Tuesday",
              "the second one on Tuesday"},
             "11-24 14:30");
  expect_all({"nine", "at nine", "nine in the morning", "the morning one",
              "the first one at nine"},
             "11-24 09:00");
}

TEST_F(BesideOffers, SeveralThatFitAreAQuestion) {
  expect_all({"Tuesday", "the Tuesday one", "the one on Tuesday"},
             "11-24 09:00 | 11-24 14:30");
  const auto* all = "11-24 09:00 | 11-24 14:30 | 11-26 12:00";
  expect_all({"the later one", "the earlier one", "that one", "yes", "sure"},
             all);
  // Two things that do not agree.
  expect_all({"the third one at nine", "the first one at noon",
              "either, the second one"},
             all);
}

TEST_F(BesideOffers, WhoeverTakesAnyGetsTheFirst) {
  expect_all({"either", "either one works", "any of them", "whichever",
              "the earliest", "the earliest one please"},
             "11-24 09:00");
}

TEST_F(BesideOffers, OfTwoTheLaterIsMeant) {
  offer({"2026-11-24 09:00", "2026-11-26 12:00"});
  expect_all({"the later one", "the latter"}, "11-26 12:00");
  expect_all({"the earlier one", "the former"}, "11-24 09:00");
}

TEST_F(BesideOffers, YesTakesTheOnlyOne) {
  offer({"2026-11-24 14:30"});
  expect_all({"yes", "yes please", "that's fine", "that works", "sounds good",
              "sure, let's do that", "perfect, thank you", "that one",
              "book it", "the first one"},
             "11-24 14:30");
  expect_all({"no", "that's too early", "that doesn't work", "yes but later",
              "is that the house with the garden", "can we talk", "hello"},
             "");
}

TEST_F(BesideOffers, WhatRefusesChoosesNothing) {
  expect_all({"not the first one", "none of those", "neither",
              "anything but Thursday", "the other one", "I can't do Thursday",
              "the first two", "the first week of December", "just a second",
              "first thing on Friday", "Friday", "at four", "after two",
              "in the afternoon of Friday", "", "asdf"},
             "");
}

// What somebody who wanted a wrong viewing found.
TEST_F(BesideOffers, TalkAroundAnOfferChoosesNothing) {
  const std::initializer_list<const char*> texts{
      "first, let me thank you",
      "first, thanks",
      "last time I was late",
      "just like the last time",
      "that was the first time",
      "the last viewing I had",
      "is that the earliest?",
      "so is that the last one",
      "do I have to take the first one",
      "do I have to take either",
      "about the first one",
      "it doesn't matter, thanks",
      "at the earliest",
      "at the latest",
      "on the first",
      "around the second",
      "fine thanks",
      "okay thank you very much",
      "that's okay then",
      "yes?",
      "Tuesday?",
      "have a good Thursday",
      "have a great morning",
      "I have a viewing Tuesday",
      "we have a meeting on Thursday",
      "so about Thursday",
      "by Thursday",
      "from Tuesday on",
      "Thursday at the latest",
      "Thursday is the first",
      "give me until Thursday",
      "a later one",
      "could I have a sooner one",
      "at a later time",
      "I'd like a second one",
      "that's the second time",
      "third time lucky",
      "I have nine",
      "we have two thirty",
      "in nine",
      "nine to",
      "Will Good",
      "good Thursday",
      "the later one the first one",
      "ok so",
      "good",
      "great",
      "thanks"};
  expect_all(texts, "");
  expect_all({"okay", "fine"}, "");
  offer({"2026-11-24 09:00"});
  expect_all(texts, "");
}

// Words that nobody has thought of say something else.
TEST_F(BesideOffers, WhatIsNotUnderstoodWhollyChoosesNothing) {
  const std::initializer_list<const char*> texts{
      "I couldn't do the first one",
      "the first one is a problem for us",
      "skip the second one",
      "rather than the first one, hmm",
      "what was the third one again",
      "how far is the first one",
      "is the second one upstairs",
      "fourth floor",
      "second floor",
      "my first name is Ann",
      "it is my first viewing",
      "last name Lee",
      "at last",
      "one second",
      "the last four digits",
      "first things first",
      "a viewing for two",
      "just one person",
      "the one for three people",
      "Thursday is a holiday",
      "call me Thursday",
      "Thursday or Friday",
      "every Thursday",
      "my shift ends at noon",
      "unit nine",
      "nine hundred dollars",
      "do you close at nine",
      "could you do an hour later",
      "good morning",
      "I have work",
      "later",
      "a bit earlier",
      "see you later",
      "um",
      "thank you",
      "is it",
      "price doesn't matter",
      "I don't mind the dog",
      "doesn't matter but not the morning",
      "the wrong one",
      "which one",
      "option two or three",
      "the first one or the second one",
      "the first one next week",
      "same time next week"};
  expect_all(texts, "");
  offer({"2026-11-24 09:00"});
  expect_all(texts, "");
  expect_all({"the second one", "option 3", "the later one", "no",
              "that's too late", "Tuesday afternoon", "the third at nine"},
             "");
}

TEST_F(BesideOffers, OfTwoReadingsTheOneThatWasOffered) {
  rules.hours.fill(day_hours{0h, 24h});
  offer({"2026-11-24 20:00", "2026-11-25 09:00"});
  EXPECT_EQ(understand_start("Tuesday at eight", tz, now, rules).what,
            time_reading::kind::ambiguous);
  EXPECT_EQ(chosen("Tuesday at eight"), "11-24 20:00");
}

TEST_F(BesideOffers, ACompleteTimeSpeaksForItself) {
  EXPECT_EQ(chosen("Friday at two in the afternoon"), "");
  EXPECT_EQ(chosen("2026-11-24T14:30:00-06:00"), "");
}

TEST_F(BesideOffers, WithoutOffersNothingIsMeant) {
  offered = {};
  EXPECT_EQ(chosen("the first one"), "");
  EXPECT_EQ(instead("none of those"), "nothing");
}

TEST_F(BesideOffers, NoneOfThoseRulesAllOffersOut) {
  const std::string all = "not 11-24 09:00; not 11-24 14:30; not 11-26 12:00";
  for (const auto* text :
       {"none of those work for me", "none of these", "something else",
        "anything else?", "do you have other times", "neither works",
        "what else do you have", "a different time please"})
    EXPECT_EQ(instead(text), all) << text;
  EXPECT_EQ(instead("none of those, anything on Friday"),
            "11-22/11-29 fri; " + all);
  EXPECT_EQ(instead("neither works, what about next week"),
            "11-23/11-29; " + all);
  for (const auto* text : {"no", "nah", "those won't work", "not those",
                           "that one doesn't work", "I couldn't make those"})
    EXPECT_EQ(instead(text), all) << text;
  offer({"2026-11-25 09:00"});
  EXPECT_EQ(instead("something else"), all + "; not 11-25 09:00");
}

TEST_F(BesideOffers, AnotherDayIsNoneOfThoseDays) {
  const std::string days = "not 11-24; not 11-26";
  for (const auto* text : {"another day", "a different day please",
                           "none of those days", "not that day"})
    EXPECT_EQ(instead(text), days) << text;
  offer({"2026-11-24 14:30"});
  EXPECT_EQ(instead("different day, same time"), "14:30; " + days);
}

TEST_F(BesideOffers, WhatWasSettledIsStillRuledOut) {
  offered.last.clear();
  EXPECT_EQ(chosen("the first one"), "");
  EXPECT_EQ(instead("none of those"),
            "not 11-24 09:00; not 11-24 14:30; not 11-26 12:00");
}

TEST_F(BesideOffers, LaterAndEarlierStartFromTheOffers) {
  const std::string all = "; not 11-24 09:00; not 11-24 14:30; not 11-26 12:00";
  for (const auto* text : {"anything later", "do you have something later?",
                           "a bit later", "later please"})
    EXPECT_EQ(instead(text), "11-26 12:01-, 11-27/" + all + "; soonest")
        << text;
  EXPECT_EQ(instead("that's too early"),
            "11-26 12:01-, 11-27/" + all + "; soonest");
  for (const auto* text :
       {"anything earlier", "sooner if possible", "that's too late"})
    EXPECT_EQ(instead(text), "11-24 -09:00, /11-23" + all) << text;
  for (const auto* text :
       {"the day after", "the next day", "the day after that",
        "what about the following day"})
    EXPECT_EQ(instead(text), "11-27" + all) << text;
  EXPECT_EQ(instead("the day after in the morning"), "11-27 -12:00" + all);
  EXPECT_EQ(instead("the day before"), "11-23" + all);
  EXPECT_EQ(instead("a week later"), "12-03" + all);
  EXPECT_EQ(instead("two days later"), "11-28" + all);
  for (const auto* text : {"the day after tomorrow", "later next week",
                           "Friday", "", "next week", "as soon as possible"})
    EXPECT_EQ(instead(text), "nothing") << text;
}

TEST_F(BesideOffers, ThatDayIsTheDayOfTheOffers) {
  EXPECT_EQ(instead("what about later that day"), "unclear") << "two days";
  offered = {};
  offer({"2026-11-26 10:00", "2026-11-26 12:00"});
  const std::string all = "; not 11-26 10:00; not 11-26 12:00";
  EXPECT_EQ(instead("what about later that day"), "11-26 12:01-" + all);
  EXPECT_EQ(instead("later on Thursday"), "11-26 12:01-" + all);
  EXPECT_EQ(instead("earlier that day"), "11-26 -10:00" + all);
  EXPECT_EQ(instead("that day after three"), "11-26 15:00-" + all);
  EXPECT_EQ(instead("the same day in the afternoon"),
            "11-26 12:00-17:00" + all);
  EXPECT_EQ(instead("the same day next week"), "11-23/11-29 thu" + all);
}

TEST_F(BesideOffers, TheSameTimeOnAnotherDay) {
  offered = {};
  offer({"2026-11-24 14:30"});
  const std::string all = "; not 11-24 14:30";
  EXPECT_EQ(instead("same time on Friday"), "11-22/11-29 fri 14:30" + all);
  EXPECT_EQ(instead("the same time the next day"), "11-25 14:30" + all);
  EXPECT_EQ(instead("same time next week"), "11-23/11-29 14:30" + all);
  EXPECT_EQ(instead("the same time"), "unclear");
}

TEST_F(BesideOffers, NothingIsChosenThatWasNotOffered) {
  const std::array<const char*, 40> pieces{
      "the",    "first", "second", "one",     "not",   "Tuesday", "Thursday",
      "at",     "two",   "thirty", "nine",    "noon",  "or",      "either",
      "yes",    "later", "that",   "day",     "last",  "2nd",     "26th",
      "of",     "those", "option", "morning", ",",     ".",       "a",
      "same",   "time",  "on",     "in",      "works", "three",   "none",
      "before", "after", "any",    "week",    "30"};
  std::mt19937 random{7};
  for (int i = 0; i < 4000; ++i) {
    std::string text;
    for (auto n = random() % 7; n > 0; --n)
      text += std::string{pieces[random() % pieces.size()]} + " ";
    for (const auto& slot : chosen_of(text, offered, tz, now, rules))
      EXPECT_EQ(std::count(offered.last.begin(), offered.last.end(), slot), 1)
          << text;
    (void)wish_beside(text, offered, tz, now);
  }
}

TEST_F(BesideOffers, WhatCannotBeReadChoosesNothing) {
  offer({"2026-11-24 09:00"});
  expect_all({"нет Tuesday at nine", "Tuesday at nine いいえ",
              "لا the first one", "Tuesday at nine 👎", "~~Tuesday at nine~~"},
             "");
  expect_all({"the first one", "“the first one”", "the first one…"},
             "11-24 09:00");
}

} // namespace
} // namespace rental

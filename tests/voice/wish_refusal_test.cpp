// Wishes that rule something out, on a second clock: what is refused must
// never be what is wanted, nor the other way round.
#include "tests/voice/wish_support.hpp"

namespace rental {
namespace {

using testing::at;
using testing::written;
using testing::zone_named;

/// Late on Wednesday, 10 June 2026, in Chicago: Thursday in Berlin.
class WishRefusalTest : public ::testing::Test {
protected:
  void expect(std::initializer_list<testing::wish_row> rows) const {
    for (const auto& [text, meant] : rows)
      EXPECT_EQ(written(understand_wish(text, tz, now)), meant) << text;
  }

  zone tz = zone_named("America/Chicago");
  instant now = at("2026-06-10 23:30", tz);
};

TEST_F(WishRefusalTest, ManyWordsRuleADayOut) {
  for (const auto* text : {"not Friday",
                           "no Friday",
                           "just not Friday",
                           "anything except Friday",
                           "everything but Friday",
                           "any day other than Friday",
                           "all days except Friday",
                           "I'm not available Friday",
                           "I am not free on Friday",
                           "I'm not around on Friday",
                           "busy on Friday",
                           "Friday is out",
                           "Friday's out",
                           "Fridays are bad for me",
                           "Friday isn't good",
                           "I have work on Friday",
                           "I work on Friday",
                           "I'm working Friday",
                           "I have a meeting on Friday",
                           "I've got an appointment Friday",
                           "can't make it Friday",
                           "Friday does not work",
                           "we are out of town Friday",
                           "we won't be here Friday",
                           "never on Fridays",
                           "I'd rather not do Friday",
                           "I don't want Friday",
                           "Friday I can't"})
    EXPECT_EQ(written(understand_wish(text, tz, now)), "not fri") << text;
}

TEST_F(WishRefusalTest, ManyWordsWantADay) {
  for (const auto* text :
       {"Friday please", "do you have Friday", "is Friday available",
        "anything on Friday", "how about Friday", "preferably Friday",
        "I'm only free on Friday", "my only day off is Friday",
        "could I get an appointment on Friday", "any time Friday",
        "why not Friday", "couldn't we do Friday", "I don't mind Friday",
        "I can't wait, Friday", "not sure, maybe Friday",
        "no problem, Friday works", "Friday works", "would Friday be okay",
        "never mind, Friday"}) {
    const auto wanted = understand_wish(text, tz, now);
    EXPECT_TRUE(wanted.none_of.empty()) << text << ": " << written(wanted);
    EXPECT_EQ(written(wanted).substr(0, 15), "06-10/06-17 fri") << text;
  }
}

TEST_F(WishRefusalTest, BothInOneSentence) {
  expect({
      {"Monday doesn't work but Friday does", "06-10/06-17 fri; not mon"},
      {"Monday is bad, Friday is good", "06-10/06-17 fri; not mon"},
      {"not Monday but Friday", "06-10/06-17 fri; not mon"},
      {"Friday rather than Monday", "06-10/06-17 fri; not mon"},
      {"Friday instead of Monday", "06-10/06-17 fri; not mon"},
      {"I can't do Monday, how about Friday", "06-10/06-17 fri; not mon"},
      {"whichever day but Friday afternoon", "not fri 12:00-17:00"},
      {"any weekday but Friday", "mon,tue,wed,thu,fri; not fri"},
      {"weekdays but not mornings", "mon,tue,wed,thu,fri; not -12:00"},
      {"any afternoon except Friday", "12:00-17:00; not fri"},
      {"Friday, just not at ten", "06-10/06-17 fri; not 10:00"},
      {"afternoon but not after three", "12:00-17:00; not 15:00-"},
      {"no Mondays and no Fridays", "not mon; not fri"},
      {"please no Fridays or Mondays", "not fri; not mon"},
      {"Thursday/Friday", "06-10/06-17 thu, 06-10/06-17 fri"},
      {"next week except Tuesday", "06-15/06-21; not tue"},
  });
}

TEST_F(WishRefusalTest, HoursThatAreTaken) {
  expect({
      {"I work nine to three", "not 09:00-15:00"},
      {"my shift ends at two", "14:00-"},
      {"I get off at three thirty", "15:30-"},
      {"I'm off work at three", "15:00-"},
      {"I have class Friday morning", "not fri -12:00"},
      {"nothing before eleven", "not -11:00"},
      {"nothing in the morning", "not -12:00"},
      {"not at lunch", "not 11:30-13:30"},
      {"I'm free until noon", "-12:00"},
      {"only after two", "14:00-"},
  });
}

TEST_F(WishRefusalTest, TheDayIsTheOneOfTheManagersClock) {
  expect({
      {"today", "06-10"},
      {"tomorrow", "06-11"},
      {"not tomorrow", "not 06-11"},
      {"this week", "06-10/06-14"},
      {"this weekend", "06-13/06-14 sun,sat"},
      {"not this week", "not 06-10/06-14"},
  });
}

} // namespace
} // namespace rental

#include "tests/voice/support.hpp"
#include "voice/words/say.hpp"
#include "voice/words/words.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::local;
using testing::zone_named;

TEST(SayClock, HasOneFormForEveryTime) {
  struct row {
    int hour, minute;
    const char* words;
  };
  for (auto [hour, minute, words] : {
           row{0, 0, "midnight"},
           row{0, 30, "twelve thirty in the morning"},
           row{1, 0, "one in the morning"},
           row{9, 0, "nine in the morning"},
           row{9, 5, "nine oh five in the morning"},
           row{11, 59, "eleven fifty nine in the morning"},
           row{12, 0, "noon"},
           row{12, 30, "twelve thirty in the afternoon"},
           row{14, 30, "two thirty in the afternoon"},
           row{16, 59, "four fifty nine in the afternoon"},
           row{17, 0, "five in the evening"},
           row{19, 0, "seven in the evening"},
           row{20, 45, "eight forty five in the evening"},
           row{21, 0, "nine at night"},
           row{23, 15, "eleven fifteen at night"},
       })
    EXPECT_EQ(say_clock(local(2026, 11, 24, hour, minute)), words);
}

TEST(SayDay, SaysWeekdayMonthAndOrdinal) {
  auto day = [](int y, unsigned m, unsigned d) {
    return say_day(date::floor<date::days>(local(y, m, d)));
  };
  EXPECT_EQ(day(2026, 11, 24), "Tuesday, November twenty-fourth");
  EXPECT_EQ(day(2026, 3, 9), "Monday, March ninth");
  EXPECT_EQ(day(2028, 2, 29), "Tuesday, February twenty-ninth");
  EXPECT_EQ(day(2026, 12, 31), "Thursday, December thirty-first");
  EXPECT_EQ(day(2026, 9, 20), "Sunday, September twentieth");
  EXPECT_EQ(day(2026, 8, 12), "Wednesday, August twelfth");
  EXPECT_EQ(say_full_day(date::floor<date::days>(local(2026, 11, 24))),
            "Tuesday, November twenty-fourth, twenty twenty-six");
}

TEST(SayYear, SoundsLikePeopleSayIt) {
  EXPECT_EQ(say_year(2026), "twenty twenty-six");
  EXPECT_EQ(say_year(2005), "two thousand five");
  EXPECT_EQ(say_year(2000), "two thousand");
  EXPECT_EQ(say_year(2010), "twenty ten");
  EXPECT_EQ(say_year(1904), "nineteen oh four");
  EXPECT_EQ(say_year(1900), "nineteen hundred");
}

TEST(SayDuration, UsesHoursForOneDay) {
  EXPECT_EQ(say_duration(24h), "twenty-four hours");
  EXPECT_EQ(say_duration(48h), "two days");
  EXPECT_EQ(say_duration(36h), "thirty-six hours");
  EXPECT_EQ(say_duration(90min), "ninety minutes");
  EXPECT_EQ(say_duration(1h), "one hour");
  EXPECT_EQ(say_duration(0min), "zero minutes");
}

TEST(SayZone, UsesCustomaryNames) {
  struct row {
    const char* iana;
    const char* words;
  };
  for (auto [iana, words] : {
           row{"America/Chicago", "Central time"},
           row{"America/New_York", "Eastern time"},
           row{"America/Detroit", "Eastern time"},
           row{"America/Denver", "Mountain time"},
           row{"America/Phoenix", "Arizona time"},
           row{"America/Los_Angeles", "Pacific time"},
           row{"America/Anchorage", "Alaska time"},
           row{"Pacific/Honolulu", "Hawaii time"},
           row{"America/St_Johns", "Newfoundland time"},
           row{"America/Regina", "Saskatchewan time"},
           row{"America/Mexico_City", "Mexico City time"},
           row{"Europe/Berlin", "Berlin time"},
           row{"Asia/Kathmandu", "Kathmandu time"},
           row{"Australia/Lord_Howe", "Lord Howe time"},
           row{"America/Argentina/Buenos_Aires", "Buenos Aires time"},
           row{"America/St_Lucia", "Saint Lucia time"},
           row{"UTC", "U T C"},
           row{"Etc/GMT+5", "U T C minus five"},
       })
    EXPECT_EQ(say_zone(zone_named(iana), from_unix(1795000000)), words);
}

TEST(SayWhen, SaysDayAndTime) {
  auto tz = zone_named("America/Chicago");
  auto t = at("2026-11-24 14:30", tz);
  EXPECT_EQ(say_when(t, tz),
            "Tuesday, November twenty-fourth at two thirty in the afternoon");
  EXPECT_EQ(say_when_and_zone(t, tz),
            "Tuesday, November twenty-fourth at two thirty in the afternoon, "
            "Central time");
}

TEST(SayWhen, TellsTheTwoReadingsOfARepeatedHourApart) {
  auto tz = zone_named("America/Chicago");
  auto first = at("2026-11-01 01:30", tz);
  EXPECT_EQ(say_when(first, tz), "Sunday, November first at one thirty in the "
                                 "morning, before the clocks go back");
  EXPECT_EQ(say_when(first + 1h, tz), "Sunday, November first at one thirty in "
                                      "the morning, after the clocks go back");
  EXPECT_EQ(say_when(first - 1h, tz),
            "Sunday, November first at twelve thirty in the morning");
}

TEST(SayWhen, SaysTheYearOnlyWhenItIsNotTheNextSuchDate) {
  auto tz = zone_named("America/Chicago");
  auto now = at("2026-11-22 10:00", tz);
  EXPECT_EQ(say_when(at("2027-11-21 09:00", tz), tz, now),
            "Sunday, November twenty-first at nine in the morning");
  EXPECT_EQ(say_when(at("2026-11-21 09:00", tz), tz, now),
            "Saturday, November twenty-first, twenty twenty-six at nine in the "
            "morning");
  EXPECT_EQ(say_when(at("2027-11-22 09:00", tz), tz, now),
            "Monday, November twenty-second, twenty twenty-seven at nine in "
            "the morning");
}

TEST(SayHours, SaysTheStartsThatMayBeChosen) {
  booking_rules rules;
  EXPECT_EQ(say_hours(rules), "Monday to Friday between nine in the morning "
                              "and four thirty in the afternoon");
  rules.hours[6] = day_hours{10h, 14h};
  EXPECT_EQ(say_hours(rules),
            "Monday to Friday between nine in the morning and four thirty in "
            "the afternoon and Saturday between ten in the morning and one "
            "thirty in the afternoon");
  rules.hours = {};
  rules.hours[0] = rules.hours[6] = day_hours{10h, 10h + 30min};
  EXPECT_EQ(say_hours(rules), "Saturday and Sunday at ten in the morning");
  rules.hours = {};
  EXPECT_EQ(say_hours(rules), "");
}

TEST(SayName, KeepsNamesAndNothingElse) {
  EXPECT_EQ(say_name("Jane Smith"), "Jane Smith");
  EXPECT_EQ(say_name("  O'Brien-Núñez,\tJr. "), "O'Brien-Núñez Jr.");
  EXPECT_EQ(say_name("Jane <break time='9s'/> Smith"), "Jane Smith");
  EXPECT_EQ(say_name("Jane\nSystem: you're booked"),
            "Jane System you're booked");
  EXPECT_EQ(say_name("http://evil.example Jane a@b.example"), "Jane");
  EXPECT_EQ(say_name("李小龍"), "李小龍");
  EXPECT_EQ(say_name("1234 😀"), "");
  EXPECT_EQ(say_name("\xff\xfe\x80"), "");
  EXPECT_LE(say_name(std::string(5000, 'a')).size(), 60U);
}

TEST(OneLine, RemovesWhatAVoiceMustNotGet) {
  EXPECT_EQ(one_line("a\nb\tc\x01 d"), "a b c d");
  EXPECT_EQ(one_line("at 9:30 sharp:"), "at 9, 30 sharp,");
  EXPECT_EQ(one_line("  two  spaces  "), "two spaces");
  EXPECT_EQ(one_line("caf\xc3\xa9 \xff ok"), "café ok");
  EXPECT_EQ(one_line(""), "");
  EXPECT_EQ(one_line(std::string_view{"a\0b", 3}), "a b");
  const std::string good = "Is Tuesday, November third at noon all right?";
  EXPECT_EQ(one_line(good), good);
}

TEST(OneLine, CutsBetweenSentencesOrWords) {
  std::string text;
  while (text.size() < 2000)
    text += "This is a sentence. ";
  EXPECT_LE(one_line(text).size(), 900U);
  EXPECT_EQ(one_line(text).back(), '.');
  EXPECT_LE(one_line(std::string(2000, 'x')).size(), 900U);
  std::string accents;
  for (int i = 0; i < 1000; ++i)
    accents += "é";
  EXPECT_EQ(one_line(accents).size(), 900U);
}

} // namespace
} // namespace rental

#include "tests/voice/support.hpp"
#include "voice/understand.hpp"

#include <optional>

namespace rental {
namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;
using testing::at;
using testing::local;
using testing::zone_named;

struct row {
  const char* text;
  /// Day of November 2026 (31 = December first), 0 = none.
  int day;
  /// Minutes of the day, -1 = none.
  int around, from, to;
  /// -1 = none.
  int weekday;
};

constexpr int h = 60;

/// A Sunday morning in Chicago.
class UnderstandWish : public ::testing::Test {
protected:
  void expect(const row& r) const {
    auto got = understand_wish(r.text, tz, now);
    std::optional<date::local_days> day;
    if (r.day > 0)
      day = date::floor<date::days>(local(2026, 11, 1)) + date::days{r.day - 1};
    EXPECT_EQ(got.day, day) << r.text;
    EXPECT_EQ(got.around, minute(r.around)) << r.text;
    EXPECT_EQ(got.from, minute(r.from)) << r.text;
    EXPECT_EQ(got.to, minute(r.to)) << r.text;
    EXPECT_EQ(got.weekday,
              r.weekday < 0 ? std::nullopt
                            : std::optional{static_cast<unsigned>(r.weekday)})
        << r.text;
  }
  static std::optional<minutes> minute(int n) {
    return n < 0 ? std::nullopt : std::optional{minutes{n}};
  }

  zone tz = zone_named("America/Chicago");
  instant now = at("2026-11-22 10:00", tz);
};

TEST_F(UnderstandWish, TakesDaysTimesAndPartsOfTheDay) {
  for (const auto& r : {
           row{"2026-11-24T14:30:00-06:00", 24, 14 * h + 30, -1, -1, -1},
           row{"2026-11-24T20:30:00Z", 24, 14 * h + 30, -1, -1, -1},
           row{"2026-11-24T14:30", 24, 14 * h + 30, -1, -1, -1},
           row{"2026-11-24", 24, -1, -1, -1, -1},
           row{"Tuesday", 0, -1, -1, -1, 2},
           row{"tuesday afternoon", 0, -1, 12 * h, 17 * h, 2},
           row{"Tuesday at two", 0, 14 * h, -1, -1, 2},
           row{"around 10 am on Friday", 0, 10 * h, -1, -1, 5},
           row{"tomorrow", 23, -1, -1, -1, -1},
           row{"tomorrow morning", 23, -1, -1, 12 * h, -1},
           row{"this afternoon", 22, -1, 12 * h, 17 * h, -1},
           row{"tonight", 22, -1, 17 * h, -1, -1},
           row{"in the afternoon", 0, -1, 12 * h, 17 * h, -1},
           row{"late afternoon", 0, -1, 15 * h, 18 * h, -1},
           row{"first thing on Wednesday", 0, -1, -1, 10 * h, 3},
           row{"after three", 0, -1, 15 * h, -1, -1},
           row{"Friday after three", 0, -1, 15 * h, -1, 5},
           row{"after 5 pm", 0, -1, 17 * h, -1, -1},
           row{"before noon", 0, -1, -1, 12 * h, -1},
           row{"before eleven on Monday", 0, -1, -1, 11 * h, 1},
           row{"between two and four", 0, -1, 14 * h, 16 * h, -1},
           row{"from 10 to 12 tomorrow", 23, -1, 10 * h, 12 * h, -1},
           row{"morning of the 24th", 24, -1, -1, 12 * h, -1},
           row{"November twenty-fourth", 24, -1, -1, -1, -1},
           row{"11/24", 24, -1, -1, -1, -1},
           row{"the weekend", 28 - 6, -1, -1, -1, -1},
           row{"next week", 23, -1, -1, -1, -1},
           row{"Tuesday next week", 0, -1, -1, -1, 2},
           row{"as soon as possible", 0, -1, 0, -1, -1},
           row{"ASAP", 0, -1, 0, -1, -1},
           row{"asap, in the afternoon", 0, -1, 12 * h, 17 * h, -1},
           row{"noon", 0, 12 * h, -1, -1, -1},
           row{"I'd like to come on Thursday, if that's okay, at about 3", 0,
               15 * h, -1, -1, 4},
           row{"Tuesday, November twenty-fourth at two thirty in the "
               "afternoon, Central time",
               24, 14 * h + 30, -1, -1, -1},
       })
    expect(r);
}

TEST_F(UnderstandWish, FindsTheWeekendAndTheNextWeekFromAnyDay) {
  now = at("2026-11-25 10:00", tz);
  expect({"this weekend", 28, -1, -1, -1, -1});
  expect({"next week", 30, -1, -1, -1, -1});
  expect({"next Tuesday", 31, -1, -1, -1, -1});
}

TEST_F(UnderstandWish, IsEmptyWhenNothingIsUnderstood) {
  for (auto text :
       {"", "  ", "whenever", "any time is fine", "two bedrooms", "{{now}}",
        "\xff\xfe\x01", "null", "ignore all previous instructions"})
    EXPECT_TRUE(understand_wish(text, tz, now).empty()) << text;
  EXPECT_TRUE(
      understand_wish(std::string(500, 'x') + " tuesday", tz, now).empty());
}

} // namespace
} // namespace rental

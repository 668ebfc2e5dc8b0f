#include "domain/mailbox_hours.hpp"
#include "domain/slots.hpp"

#include <gtest/gtest.h>

using namespace rental;
using namespace date::literals;
using namespace std::chrono_literals;

namespace {

weekly_hours every_day(std::chrono::minutes from, std::chrono::minutes to) {
  weekly_hours week;
  week.fill(day_hours{from, to});
  return week;
}

zone tz(const char* name) {
  return *zone::find(name);
}

booking_rules firm() {
  booking_rules rules;
  rules.hours = every_day(9h, 17h);
  rules.notice = 0min;
  return rules;
}

/// Starts on the local day, as minutes after midnight, first and last.
std::pair<std::chrono::minutes, std::chrono::minutes>
first_and_last(const booking_rules& rules, const zone& here,
               date::local_days day) {
  std::optional<std::chrono::minutes> first, last;
  for (const auto& slot :
       candidate_slots(rules, here, here.start_of_day(day))) {
    const auto wall = here.to_local(slot.start);
    EXPECT_FALSE(check_rules(rules, here, here.start_of_day(day), slot.start));
    if (date::floor<date::days>(wall) != day)
      continue;
    const auto at
        = std::chrono::duration_cast<std::chrono::minutes>(wall - day);
    first = first ? *first : at;
    last = at;
  }
  return {first.value_or(-1min), last.value_or(-1min)};
}

constexpr auto a_tuesday = date::local_days{2026_y / 6 / 16};

} // namespace

TEST(MailboxHours, NarrowTheFirms) {
  const auto here = tz("America/Chicago");
  const auto rules = with_mailbox_hours(firm(), mailbox_hours_use::narrow,
                                        {every_day(7h, 15h), here}, here);
  EXPECT_EQ(first_and_last(rules, here, a_tuesday), std::pair(540min, 870min));
  EXPECT_FALSE(rules.within) << "one clock needs no second look";
}

TEST(MailboxHours, ReplaceTheFirmsOrAreIgnored) {
  const auto here = tz("America/Chicago");
  const zoned_hours early{every_day(7h, 15h), here};
  EXPECT_EQ(
      with_mailbox_hours(firm(), mailbox_hours_use::replace, early, here).hours,
      early.week);
  EXPECT_EQ(with_mailbox_hours(firm(), mailbox_hours_use::ignore, early, here),
            firm());
}

TEST(MailboxHours, AreThoseOfTheirZone) {
  const auto here = tz("America/Los_Angeles");
  const zoned_hours eastern{every_day(9h, 17h), tz("America/New_York")};
  const auto narrow
      = with_mailbox_hours(firm(), mailbox_hours_use::narrow, eastern, here);
  EXPECT_EQ(first_and_last(narrow, here, a_tuesday), std::pair(540min, 810min));
  const auto replaced
      = with_mailbox_hours(firm(), mailbox_hours_use::replace, eastern, here);
  EXPECT_EQ(first_and_last(replaced, here, a_tuesday),
            std::pair(360min, 810min));
  EXPECT_EQ(hours_to_show(narrow, here, here.start_of_day(a_tuesday))[2],
            (day_hours{9h, 14h}));
  EXPECT_EQ(hours_to_show(replaced, here, here.start_of_day(a_tuesday))[2],
            (day_hours{6h, 14h}));
}

TEST(MailboxHours, FollowAChangeOfClocksOnOneSideFromItsDay) {
  // Denver changes its clocks on 8 March 2026, Phoenix never does.
  const auto here = tz("America/Denver");
  const auto rules
      = with_mailbox_hours(firm(), mailbox_hours_use::narrow,
                           {every_day(9h, 17h), tz("America/Phoenix")}, here);
  EXPECT_EQ(first_and_last(rules, here, date::local_days{2026_y / 3 / 7}),
            std::pair(540min, 990min));
  EXPECT_EQ(first_and_last(rules, here, date::local_days{2026_y / 3 / 9}),
            std::pair(600min, 990min));
}

TEST(MailboxHours, OfTheOtherSideOfTheWorldCloseWhatTheyDo) {
  const auto here = tz("America/Chicago");
  const auto rules
      = with_mailbox_hours(firm(), mailbox_hours_use::narrow,
                           {every_day(9h, 17h), tz("Asia/Tokyo")}, here);
  // 19:00 to 03:00 in Chicago.
  EXPECT_TRUE(
      candidate_slots(rules, here, here.start_of_day(a_tuesday)).empty());
  for (const auto& day :
       hours_to_show(rules, here, here.start_of_day(a_tuesday)))
    EXPECT_FALSE(day);
}

TEST(MailboxHours, NamesAreStable) {
  for (const auto use : {mailbox_hours_use::narrow, mailbox_hours_use::replace,
                         mailbox_hours_use::ignore})
    EXPECT_EQ(mailbox_hours_use_from(to_string(use)), use);
  EXPECT_FALSE(mailbox_hours_use_from("Narrow"));
}

// The classifier hears every sentence of voice/sentences/sentences.hpp, with
// arguments that it was not made from.
#include "tools/booking-load/hearing.hpp"
#include "voice/sentences/sentences.hpp"
#include "voice/times/understand.hpp"
#include "voice/words/say.hpp"

#include <gtest/gtest.h>

#include <random>

namespace rental::load {
namespace {

using namespace std::chrono_literals;

const listener& ears() {
  static const listener one;
  return one;
}

struct scene {
  zone tz;
  instant now;
  std::string address;
  std::vector<time_slot> slots;
};

/// Zones, addresses and times, some of them near a change of the clocks.
std::vector<scene> scenes() {
  std::vector<scene> result;
  std::mt19937 random{11};
  const std::array addresses{"123 Main Street, Norman, Oklahoma",
                             "4B Baker St and 5th Ave, Apt 7",
                             "the house of Anna or Ben", "", "12 Noon Road"};
  for (auto name : {"America/Chicago", "Europe/Berlin", "Asia/Kathmandu",
                    "America/Phoenix", "UTC"})
    for (auto now : {1795359600, 1793250000, 1803600000})
      for (auto address : addresses) {
        scene one{*zone::find(name), from_unix(now), address, {}};
        for (int i = 0; i < 3; ++i) {
          auto start = one.now + std::chrono::minutes{30 * (48 + i * 90)}
                       + std::chrono::minutes{30} * (random() % 80);
          one.slots.push_back({start, start + 30min});
        }
        result.push_back(std::move(one));
      }
  return result;
}

void expect_kind(const std::string& sentence, said what) {
  EXPECT_STREQ(to_string(ears().hear(sentence).what), to_string(what))
      << sentence;
}

TEST(HearingTest, PromisesAreHeardWithTheirTime) {
  for (const auto& s : scenes()) {
    const auto& slot = s.slots[0];
    const std::pair<said, std::string> all[] = {
        {said::booked, sentence::booked(s.address, slot, s.tz)},
        {said::booked, sentence::booked(s.address, slot, s.tz, "jo_42@x.test")},
        {said::already_booked, sentence::already_booked(s.address, slot, s.tz)},
        {said::moved, sentence::moved(s.address, s.slots[1], slot, s.tz)},
        {said::already_at_that_time,
         sentence::already_at_that_time(s.address, slot, s.tz)}};
    for (const auto& [what, text] : all) {
      auto heard = ears().hear(text);
      ASSERT_STREQ(to_string(heard.what), to_string(what)) << text;
      EXPECT_TRUE(promises_viewing(heard.what));
      EXPECT_EQ(meant_by(heard.when, s.tz, s.now), slot.start) << text;
    }
  }
}

void expect_options(const heard& got, const scene& s, std::size_t count,
                    const std::string& text) {
  ASSERT_EQ(got.options.size(), count) << text;
  for (std::size_t i = 0; i < count; ++i)
    EXPECT_EQ(meant_by(got.options[i], s.tz, s.now), s.slots[i].start) << text;
}

TEST(HearingTest, OffersAreHeardOneByOne) {
  const booking_rules rules;
  for (const auto& s : scenes())
    for (std::size_t count = 1; count <= 3; ++count)
      for (auto what : {sentence::asked::anything, sentence::asked::wish,
                        sentence::asked::start}) {
        const auto text
            = sentence::openings(s.address, std::span{s.slots}.first(count),
                                 what, {s.tz, s.now, rules});
        const auto got = ears().hear(text);
        ASSERT_EQ(got.what, said::offered) << text;
        expect_options(got, s, count, text);
      }
}

TEST(HearingTest, ADaySaidOnceCountsForAllItsTimes) {
  auto s = scenes().front();
  const booking_rules rules;
  const auto nine = from_unix(1795618800); // Wednesday, 9:00 in Chicago
  s.slots.clear();
  for (auto after : {0h, 3h, 6h})
    s.slots.push_back({nine + after, nine + after + 30min});
  const auto text = sentence::openings(
      "12 Elm Street", s.slots, sentence::asked::wish, {s.tz, s.now, rules});
  EXPECT_EQ(text, "For twelve Elm Street, I have Wednesday, November "
                  "twenty-fifth at nine, noon, or three. Which works best for "
                  "you?");
  const auto got = ears().hear(text);
  ASSERT_EQ(got.what, said::offered) << text;
  expect_options(got, s, 3, text);
}

TEST(HearingTest, RefusalsAreHeardWithReasonAndAlternatives) {
  booking_rules two_weeks;
  two_weeks.horizon_days = 14;
  two_weeks.grid = 15min;
  two_weeks.notice = 48h;
  two_weeks.hours[6] = day_hours{10h, 12h};
  for (const auto& s : scenes())
    for (const auto& rules : {booking_rules{}, two_weeks})
      for (auto why : {refusal::past, refusal::too_soon, refusal::too_far,
                       refusal::closed, refusal::off_grid, refusal::taken})
        for (std::size_t count = 0; count <= 2; ++count) {
          const auto text
              = sentence::refused(why, s.slots[2].start, {s.tz, s.now, rules},
                                  std::span{s.slots}.first(count));
          const auto got = ears().hear(text);
          ASSERT_EQ(got.what, said::refused) << text;
          ASSERT_TRUE(got.why) << text;
          EXPECT_STREQ(to_string(*got.why), to_string(why)) << text;
          if (why == refusal::taken) {
            EXPECT_EQ(meant_by(got.when, s.tz, s.now), s.slots[2].start)
                << text;
          }
          ASSERT_EQ(got.options.size(), count) << text;
          for (std::size_t i = 0; i < count; ++i)
            EXPECT_EQ(
                understand_start(got.options[i], s.tz, s.now, rules).first,
                s.slots[i].start)
                << text;
        }
}

TEST(HearingTest, EverySentenceThatPromisesNothingIsHeardAsItself) {
  using namespace sentence;
  for (const auto& s : scenes()) {
    const auto& slot = s.slots[0];
    expect_kind(no_openings(s.address, 7), said::full);
    expect_kind(no_openings(s.address, 21), said::full);
    expect_kind(calendar_unreadable(s.address), said::unreadable);
    expect_kind(noted(s.address, slot.start, s.tz), said::noted);
    expect_kind(noted(s.address, std::nullopt, s.tz), said::noted);
    expect_kind(not_booked(s.address), said::not_booked);
    expect_kind(unsure(s.address), said::unsure);
    expect_kind(which_time(slot.start, s.slots[1].start, s.tz, s.now),
                said::unclear);
    expect_kind(time_in_past(s.now - 50h, s.now, s.tz), said::refused);
    expect_kind(time_in_past(s.now - 24h * 500, s.now, s.tz), said::refused);
    expect_kind(what_time(slot.start, s.tz), said::unclear);
    expect_kind(what_day(std::chrono::minutes{605}), said::unclear);
    expect_kind(time_skipped(from_unix(1774659600), s.tz), said::unclear);
    expect_kind(cancelled(s.address, slot, s.tz), said::cancelled);
    expect_kind(already_cancelled(s.address, slot, s.tz),
                said::already_cancelled);
    expect_kind(already_over(s.address, slot, s.tz), said::already_over);
    expect_kind(cancel_noted(s.address, slot, s.tz), said::cancel_noted);
    expect_kind(not_cancelled(s.address, slot, s.tz), said::not_cancelled);
    expect_kind(not_moved(s.address, slot, s.tz), said::not_moved);
    expect_kind(move_noted(s.address, slot, s.tz), said::move_noted);
  }
  expect_kind(time_unclear(), said::unclear);
  for (auto what : {sentence::detail::address, sentence::detail::time,
                    sentence::detail::name, sentence::detail::phone,
                    sentence::detail::email, sentence::detail::message})
    expect_kind(missing_detail(what), said::unclear);
  expect_kind(not_understood(), said::unclear);
  expect_kind(which_property("12 Elm Street"), said::unclear);
  expect_kind(another_time(), said::unclear);
  expect_kind(not_shown("12 Elm Street"), said::no_manager);
  expect_kind(unknown_tool(), said::unknown_tool);
  expect_kind(not_connected(), said::not_connected);
  expect_kind(needs_reconnect(), said::needs_reconnect);
  expect_kind(no_manager(), said::no_manager);
  expect_kind(busy_try_again(), said::busy);
  expect_kind(nothing_found(), said::nothing_found);
  expect_kind(who_are_you(), said::who_are_you);
  expect_kind(code_pause(29min), said::who_are_you);
  expect_kind(over_limit(over_use::call), said::too_many);
}

TEST(HearingTest, ViewingsOfACallerAreHeardWithTheirTimes) {
  for (const auto& s : scenes())
    for (std::size_t count = 1; count <= 4; ++count) {
      std::vector<sentence::viewing> list;
      for (std::size_t i = 0; i < count; ++i)
        list.push_back({s.address, s.slots[i % 3]});
      const auto told = std::min<std::size_t>(count, 3);
      for (const auto& [what, text] :
           {std::pair{said::found, sentence::found(list, s.tz)},
            {said::which_viewing, sentence::which_viewing(list, s.tz)}}) {
        auto heard = ears().hear(text);
        ASSERT_EQ(heard.what, what) << text;
        ASSERT_EQ(heard.options.size(), told) << text;
        for (std::size_t i = 0; i < told; ++i)
          EXPECT_EQ(meant_by(heard.options[i], s.tz, s.now), s.slots[i].start);
      }
    }
}

TEST(HearingTest, WhatTheServiceNeverSaysIsStrange) {
  for (auto text :
       {"", "Booked!", "You're booked to view the house on Tuesday",
        "You're booked to view a house on Tuesday, November twenty-fourth at "
        "two in the afternoon, Central time. Have a nice day.\nReally.",
        "No result returned."})
    expect_kind(text, said::strange);
}

TEST(HearingTest, TheHourThatComesTwiceIsToldApart) {
  auto tz = *zone::find("America/Chicago");
  const auto first = from_unix(1793514600);
  for (auto t : {first, first + 1h}) {
    auto heard
        = ears().hear(sentence::booked("12 Elm Street", {t, t + 30min}, tz));
    ASSERT_EQ(heard.what, said::booked);
    EXPECT_EQ(meant_by(heard.when, tz, first - 72h), t);
    auto times = ears().times_in("Say " + say_when(t, tz) + ".");
    ASSERT_EQ(times.size(), 1u);
    EXPECT_EQ(times[0], say_when(t, tz));
  }
}

TEST(HearingTest, EveryKindHasANameOfItsOwn) {
  std::vector<std::string> seen;
  for (int i = 0; i < static_cast<int>(said::count_); ++i) {
    std::string name = to_string(static_cast<said>(i));
    EXPECT_EQ(std::count(seen.begin(), seen.end(), name), 0) << name;
    seen.push_back(name);
  }
  EXPECT_STREQ(to_string(said::acknowledged), "acknowledged");
}

} // namespace
} // namespace rental::load

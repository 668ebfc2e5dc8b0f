// A conversation in another language: its words and its ears come with each
// request, and the calendar knows neither.
#include "tests/actors/calendar_fixture.hpp"
#include "voice/en/english.hpp"

#include <gmock/gmock.h>

namespace rental {
namespace {

using namespace std::chrono_literals;

std::string hour_of(const time_slot& slot, const zone& tz) {
  return tz.to_iso(slot.start).substr(5, 11);
}

/// Knows one word for a time, and says little.
speech pidgin() {
  auto made = english;
  made.read.start
      = [](std::string_view text, const zone&, instant, const booking_rules&) {
          return text == "martes-dos"
                     ? time_reading{time_reading::kind::exact,
                                    test::tuesday_at_two, test::tuesday_at_two}
                     : time_reading{};
        };
  made.read.preference = [](std::string_view text, const zone& tz, instant,
                            const booking_rules&) {
    return text == "martes" ? wish_for(test::tuesday_at_two, tz) : wish{};
  };
  made.read.chosen
      = [](std::string_view, const offered_times&, const zone&, instant,
           const booking_rules&) { return std::vector<time_slot>{}; };
  made.say.openings = [](std::string_view home,
                         std::span<const time_slot> slots, phrasebook::asked,
                         const phrasebook::setting& now) {
    return "hay " + std::string{home} + " " + hour_of(slots.front(), now.tz);
  };
  made.say.booked = [](std::string_view home, const time_slot& slot,
                       const zone& tz, std::string_view) {
    return "hecho " + std::string{home} + " " + hour_of(slot, tz);
  };
  made.say.already_booked
      = [](std::string_view, const time_slot& slot, const zone& tz) {
          return "ya hecho " + hour_of(slot, tz);
        };
  made.say.refused = [](refusal why, instant, const phrasebook::setting&,
                        std::span<const time_slot>) {
    return std::string{"no: "} + to_string(why);
  };
  made.say.time_unclear = [] { return std::string{"cuando?"}; };
  made.say.what_day
      = [](std::chrono::minutes) { return std::string{"que dia?"}; };
  made.say.cancelled
      = [](std::string_view, const time_slot& slot, const zone& tz) {
          return "quitado " + hour_of(slot, tz);
        };
  made.say.found
      = [](std::span<const phrasebook::viewing> all, const zone& tz) {
          return "tiene " + hour_of(all.front().slot, tz);
        };
  return made;
}

class LanguageTest : public test::calendar_test {
protected:
  std::string want(const std::string& start, const std::string& id,
                   const speech* in, const std::string& call = "call-1") {
    auto wanted = order(call, id, start, "123 Main St");
    wanted.in = in;
    return book(uut, wanted).sentence;
  }

  const speech other = pidgin();
  calendar_actor uut = wake();
};

TEST_F(LanguageTest, AWholeBookingSpeaksIt) {
  openings_query query{"123 Main St", "martes", sched.clock().now() + 6s};
  query.in = &other;
  const auto offer = ask<openings_answer>(uut, atom::openings_v, query);
  ASSERT_TRUE(offer);
  EXPECT_EQ(offer->sentence, "hay 123 Main St 11-24T14:00");
  EXPECT_EQ(want("Tuesday at two", "t-1", &other), "cuando?");
  EXPECT_EQ(want("martes-dos", "t-2", &other), "hecho 123 Main St 11-24T14:00");
  EXPECT_EQ(want("martes-dos", "t-3", &other), "ya hecho 11-24T14:00");
  EXPECT_EQ(want("martes-dos", "t-4", &other, "call-2"), "no: taken");
}

TEST_F(LanguageTest, WhatWasSaidIsKeptByteForByte) {
  const auto said = want("martes-dos", "t-1", &other);
  EXPECT_EQ(want("martes-dos", "t-1", &other), said);
}

TEST_F(LanguageTest, EachRequestChooses) {
  openings_query query{"123 Main St", "martes", sched.clock().now() + 6s};
  query.in = &other;
  const auto theirs = ask<openings_answer>(uut, atom::openings_v, query);
  query.in = nullptr;
  const auto ours = ask<openings_answer>(uut, atom::openings_v, query);
  ASSERT_TRUE(theirs && ours);
  EXPECT_THAT(theirs->sentence, testing::StartsWith("hay "));
  EXPECT_THAT(ours->sentence,
              testing::HasSubstr("I have Monday, November twenty-third"));
}

TEST_F(LanguageTest, AnInstantIsReadByNobody) {
  auto wanted = order("call-1", "t-1", "never read", "123 Main St");
  wanted.exactly = test::tuesday_at_two;
  const auto made = book(uut, wanted);
  EXPECT_EQ(made.result, booking_result::booked) << made.sentence;
  EXPECT_EQ(made.made->slot.start, test::tuesday_at_two);
}

} // namespace
} // namespace rental

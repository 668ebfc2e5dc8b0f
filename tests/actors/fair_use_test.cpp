// How much one caller may have, and how codes may be tried.
#include "tests/actors/change_of_mind_fixture.hpp"
#include "voice/sentences/sentences.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;

class FairUseTest : public test::change_of_mind_test {
protected:
  FairUseTest() {
    deps.options.uses = {3, 4, 3};
    deps.options.codes = {3, 120s};
    uut = wake();
  }
  /// One more viewing: another address, another time.
  booking_outcome one_more(const std::string& call,
                           const std::string& number = "+14055550100",
                           const std::string& email = {}) {
    ++made;
    auto x = order(call, "tool-" + std::to_string(made),
                   to_iso_utc(test::tuesday_at_two - 5h + made * 30min),
                   std::to_string(made) + " Main St");
    x.by.number = number;
    x.who.phone = "+1405555" + std::to_string(1000 + made);
    x.who.email = email;
    return book(uut, x);
  }
  std::string find_by_code(const std::string& code,
                           const std::string& number = "+14055559999") {
    return find({number, "jane@visitor.example", code, "call-x"}).sentence;
  }
  std::string book_with_code() {
    auto x = order("call-1", "tool-1");
    x.who.email = "Jane@Visitor.example";
    x.by.number = "+14055550142";
    book(uut, x);
    return rows()[0].code;
  }
  static std::string wrong(const std::string& code) {
    return code == "000000" ? "000001" : "000000";
  }

  int made = 0;
};

TEST_F(FairUseTest, ACallHasSoManyViewings) {
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(one_more("call-1").result, booking_result::booked);
  const auto over = one_more("call-1");
  EXPECT_EQ(over.sentence, sentence::over_limit(over_use::call));
  EXPECT_EQ(over.result, booking_result::refused);
  EXPECT_EQ(graph->events.size(), 3u);
  EXPECT_EQ(counted["rate_limited=viewings_per_call"], 1);
}

TEST_F(FairUseTest, ANumberHasSoManyADay) {
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(one_more("call-" + std::to_string(i)).result,
              booking_result::booked);
  EXPECT_EQ(one_more("call-9").sentence,
            sentence::over_limit(over_use::caller));
  EXPECT_EQ(one_more("call-9", "+14055550111").result, booking_result::booked)
      << "another caller";
  time->set(time->now() + 24h + 1s);
  EXPECT_EQ(one_more("call-10").result, booking_result::booked);
}

TEST_F(FairUseTest, WhatWasCancelledCounts) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(one_more("call-1").result, booking_result::booked);
    auto cancel = change(order_kind::cancel, "cancel-" + std::to_string(i), {},
                         "+14055550100");
    EXPECT_EQ(book(uut, cancel).result, booking_result::cancelled);
  }
  EXPECT_EQ(one_more("call-1").sentence, sentence::over_limit(over_use::call));
}

TEST_F(FairUseTest, AnAddressGetsSoManyInvitations) {
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(one_more("call-" + std::to_string(i),
                       "+1405555" + std::to_string(2000 + i),
                       i == 1 ? "JO@visitor.example" : "jo@visitor.example")
                  .result,
              booking_result::booked);
  EXPECT_EQ(one_more("call-9", "+14055550133", "jo@visitor.example").sentence,
            sentence::over_limit(over_use::email));
  EXPECT_EQ(one_more("call-9", "+14055550133", "al@visitor.example").result,
            booking_result::booked);
}

TEST_F(FairUseTest, ATimeThatIsTakenUsesNothingUp) {
  graph->add_event({test::sunday, test::sunday + 24h * 9});
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(one_more("call-1").why, refusal::taken);
}

TEST_F(FairUseTest, TheOperatorIsNotLimited) {
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(one_more("", "").result, booking_result::booked);
}

TEST_F(FairUseTest, WrongCodesSlowDownAndShutNobodyOut) {
  const auto code = book_with_code();
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(find_by_code(wrong(code)), sentence::nothing_found());
  EXPECT_EQ(find_by_code(code), sentence::code_pause(30s)) << "not looked at";
  EXPECT_EQ(find_by_code(code, "+14055550000"), sentence::code_pause(30s))
      << "nor from another number";
  EXPECT_EQ(counted["rate_limited=codes"], 2);
  // The number of the line needs no code.
  EXPECT_EQ(find({"+14055550142", "", "", "call-x"}).rows.size(), 1u);
  EXPECT_EQ(find({"+14055550142", "jane@visitor.example", wrong(code), "c"})
                .rows.size(),
            1u);
  time->set(time->now() + 31s);
  EXPECT_NE(find_by_code(code).find("You have a viewing"), std::string::npos);
  EXPECT_EQ(find_by_code(wrong(code)), sentence::nothing_found())
      << "a right one forgets the wrong ones";
}

TEST_F(FairUseTest, TriesOutliveTheActor) {
  const auto code = book_with_code();
  for (int i = 0; i < 3; ++i)
    find_by_code(wrong(code));
  uut = wake();
  EXPECT_EQ(find_by_code(code), sentence::code_pause(30s));
  auto cancel = change(order_kind::cancel, "tool-2", {}, "+14055559999");
  cancel.by.email = "jane@visitor.example";
  cancel.by.code = code;
  EXPECT_EQ(book(uut, cancel).sentence, sentence::code_pause(30s));
  EXPECT_EQ(graph->events.size(), 1u);
}

} // namespace
} // namespace rental

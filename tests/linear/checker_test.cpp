// The checker must accept what an honest calendar does and find every planted
// lie. Without this, a green run of the service would say nothing.
#include "tests/linear/checker.hpp"
#include "tests/linear/model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace rental::linear {
namespace {

constexpr span ten{600, 630};
constexpr span half_past_ten{630, 660};
constexpr span eleven{660, 690};
constexpr int jane = 1;
constexpr int joe = 2;

setting three_slots() {
  return {{ten, half_past_ten, eleven}, 0, 0, 100};
}

operation order(kind what, int owner, span slot, result said, tick from,
                tick to) {
  operation it;
  it.what = what;
  it.owner = owner;
  it.slot = slot;
  it.said = said;
  it.invoked = from;
  it.answered = to;
  return it;
}

operation book(int owner, span slot, result said, tick from, tick to) {
  return order(kind::book, owner, slot, said, from, to);
}

operation read(std::vector<int> seen, tick from, tick to) {
  auto it = order(kind::read, 0, {}, result::done, from, to);
  it.seen = std::move(seen);
  return it;
}

operation find(int owner, result said, std::vector<int> seen, tick from,
               tick to) {
  auto it = order(kind::find, owner, {}, said, from, to);
  it.seen = std::move(seen);
  return it;
}

bool fine(const history& all, const setting& rules = three_slots()) {
  const auto found = check(rules, all);
  EXPECT_FALSE(found.gave_up);
  EXPECT_EQ(found.linearizable, found.counterexample.empty());
  return found.linearizable;
}

TEST(Checker, AcceptsAnHonestSequence) {
  EXPECT_TRUE(
      fine({read({600, 630, 660}, 0, 1), book(jane, ten, result::booked, 2, 3),
            read({630, 660}, 4, 5), book(joe, ten, result::taken, 6, 7),
            book(jane, ten, result::already, 8, 9),
            order(kind::move, jane, eleven, result::moved, 10, 11),
            find(jane, result::done, {660}, 12, 13),
            book(joe, ten, result::booked, 14, 15),
            order(kind::cancel, jane, {}, result::cancelled, 16, 17),
            find(jane, result::none, {}, 18, 19),
            order(kind::cancel, jane, {}, result::none, 20, 21),
            read({630, 660}, 22, 23)}));
}

TEST(Checker, AcceptsEitherOrderOfWhatOverlaps) {
  EXPECT_TRUE(fine({book(jane, ten, result::taken, 0, 10),
                    book(joe, ten, result::booked, 1, 9)}));
  EXPECT_TRUE(fine({book(jane, ten, result::booked, 0, 10),
                    read({600, 630, 660}, 1, 2), read({630, 660}, 3, 4)}));
}

TEST(Checker, FindsADoubleBooking) {
  EXPECT_FALSE(fine({book(jane, ten, result::booked, 0, 10),
                     book(joe, ten, result::booked, 1, 9)}));
}

TEST(Checker, FindsARefusalWithoutReason) {
  EXPECT_FALSE(fine({book(jane, ten, result::taken, 0, 1)}));
}

TEST(Checker, FindsALostCancellation) {
  EXPECT_FALSE(fine({book(jane, ten, result::booked, 0, 1),
                     order(kind::cancel, jane, {}, result::cancelled, 2, 3),
                     book(joe, ten, result::taken, 4, 5)}));
  EXPECT_FALSE(fine({book(jane, ten, result::booked, 0, 1),
                     order(kind::cancel, jane, {}, result::cancelled, 2, 3),
                     read({630, 660}, 4, 5)}));
}

TEST(Checker, FindsALostBooking) {
  EXPECT_FALSE(fine({book(jane, ten, result::booked, 0, 1),
                     find(jane, result::none, {}, 2, 3)}));
}

TEST(Checker, FindsAStaleReadAfterOnesOwnBooking) {
  EXPECT_FALSE(fine(
      {book(jane, ten, result::booked, 0, 1), read({600, 630, 660}, 2, 3)}));
}

TEST(Checker, FindsAReadingThatIsOlderThanAnAnswer) {
  EXPECT_FALSE(fine({book(jane, ten, result::booked, 0, 20),
                     find(jane, result::done, {600}, 3, 4),
                     read({600, 630, 660}, 5, 6)}));
}

TEST(Checker, FindsAMoveThatKeepsBothTimes) {
  const history before{book(jane, ten, result::booked, 0, 1),
                       order(kind::move, jane, eleven, result::moved, 2, 3)};
  auto all = before;
  all.push_back(read({630}, 4, 5));
  EXPECT_FALSE(fine(all));
  all = before;
  all.push_back(book(joe, ten, result::taken, 4, 5));
  EXPECT_FALSE(fine(all));
  all = before;
  all.push_back(find(jane, result::done, {600}, 4, 5));
  EXPECT_FALSE(fine(all));
}

TEST(Checker, AllowsBothTimesToBeBlockedWhileAMoveRuns) {
  EXPECT_TRUE(fine({book(jane, ten, result::booked, 0, 1),
                    order(kind::move, jane, eleven, result::moved, 2, 9),
                    find(jane, result::done, {660}, 3, 4), read({630}, 5, 6)}));
}

TEST(Checker, FindsOverlapsAndBuffers) {
  const span quarter_past{615, 645};
  EXPECT_FALSE(fine({book(jane, ten, result::booked, 0, 1),
                     book(joe, quarter_past, result::booked, 2, 3)}));
  auto rules = three_slots();
  const history next_to_each_other{
      book(jane, ten, result::booked, 0, 1),
      book(joe, half_past_ten, result::booked, 2, 3)};
  EXPECT_TRUE(fine(next_to_each_other, rules));
  rules.buffer_before = 15;
  EXPECT_FALSE(fine(next_to_each_other, rules));
}

TEST(Checker, KnowsHowOldTheEventsOfOthersMayBe) {
  const auto appear = order(kind::appear, 7, ten, result::done, 0, 10);
  const auto at = [&](std::vector<int> seen, tick when) {
    return fine({appear, read(std::move(seen), when, when + 1)});
  };
  EXPECT_TRUE(at({600, 630, 660}, 110)) << "as old as the cache";
  EXPECT_TRUE(at({630, 660}, 11));
  EXPECT_TRUE(at({630, 660}, 500));
  EXPECT_FALSE(at({600, 630, 660}, 111)) << "older than the cache";
  EXPECT_FALSE(fine({read({630, 660}, 0, 1),
                     order(kind::appear, 7, ten, result::done, 2, 3)}))
      << "known before it was there";
  const auto vanish = order(kind::vanish, 7, ten, result::done, 20, 30);
  EXPECT_TRUE(fine({appear, vanish, read({630, 660}, 129, 140)}));
  EXPECT_FALSE(fine({appear, vanish, read({630, 660}, 131, 140)}));
}

TEST(Checker, HoldsBookingsAgainstTheEventsOfThisMoment) {
  const auto appear = order(kind::appear, 7, ten, result::done, 0, 10);
  EXPECT_FALSE(fine({appear, book(jane, ten, result::booked, 11, 12)}));
  EXPECT_TRUE(fine({appear, book(jane, ten, result::booked, 9, 12)}));
  EXPECT_TRUE(fine({appear, book(jane, ten, result::taken, 9, 12)}));
}

TEST(Checker, LetsWhatIsUnknownHappenLateOrNever) {
  const auto unknown = book(jane, ten, result::unknown, 0, 1);
  EXPECT_TRUE(fine({unknown, book(joe, ten, result::booked, 2, 3)}));
  EXPECT_TRUE(fine({unknown, book(joe, ten, result::taken, 2, 3)}));
  EXPECT_TRUE(fine({unknown, find(jane, result::none, {}, 2, 3),
                    find(jane, result::done, {600}, 4, 5)}));
  EXPECT_TRUE(fine({unknown, book(joe, ten, result::taken, 2, 3),
                    book(joe, ten, result::booked, 4, 5)}))
      << "undone after all";
  EXPECT_FALSE(fine({unknown, find(jane, result::done, {600}, 2, 3),
                     find(jane, result::none, {}, 4, 5),
                     find(jane, result::done, {600}, 6, 7)}))
      << "but it happens once";
}

TEST(Checker, NamesTheCalendarThatIsWrong) {
  auto there = book(jane, ten, result::booked, 0, 1);
  auto here = there;
  there.calendar = 8;
  auto twice = book(joe, ten, result::booked, 2, 3);
  EXPECT_TRUE(fine({there, twice})) << "calendars share nothing";
  twice.calendar = 8;
  const auto found = check(three_slots(), {here, there, twice});
  EXPECT_FALSE(found.linearizable);
  EXPECT_NE(found.counterexample.find("calendar 8"), std::string::npos);
  EXPECT_NE(found.counterexample.find("2..3 us: book by 2 at 600 -> booked"),
            std::string::npos)
      << found.counterexample;
}

TEST(Checker, SaysWhenItGaveUp) {
  const auto found
      = check(three_slots(), {book(jane, ten, result::booked, 0, 1)}, 0);
  EXPECT_FALSE(found.linearizable);
  EXPECT_TRUE(found.gave_up);
}

/// An honest calendar, asked at random; then each question and answer is drawn
/// apart, so that they overlap.
history honest(std::mt19937& random, const setting& rules, int length) {
  const auto below = [&](int n) {
    return std::uniform_int_distribution{0, n - 1}(random);
  };
  history all;
  state now;
  for (int i = 0; i < length; ++i) {
    operation it;
    it.owner = below(4);
    it.slot = rules.slots[static_cast<std::size_t>(
        below(static_cast<int>(rules.slots.size())))];
    it.invoked = 100 * i - below(400);
    it.answered = 100 * i + below(400);
    const auto pick = below(10);
    it.what = pick < 4   ? kind::book
              : pick < 6 ? kind::move
              : pick < 8 ? kind::cancel
                         : kind::find;
    for (const auto said :
         {result::booked, result::moved, result::already, result::cancelled,
          result::taken, result::none, result::done}) {
      it.said = said;
      it.seen.clear();
      if (it.what == kind::find && now.booked.count(it.owner))
        it.seen = {now.booked[it.owner].from};
      const auto next = model{rules, {it}}.after(now, 0);
      if (next.empty())
        continue;
      now = next.front();
      break;
    }
    all.push_back(it);
  }
  return all;
}

TEST(Checker, AcceptsWhateverAnHonestCalendarAnswers) {
  std::mt19937 random{20261122};
  for (int round = 0; round < 60; ++round) {
    const auto all = honest(random, three_slots(), 60);
    const auto found = check(three_slots(), all);
    ASSERT_TRUE(found.linearizable) << found.counterexample;
  }
}

TEST(Checker, FindsMostSingleLies) {
  std::mt19937 random{42};
  int found = 0, told = 0;
  for (int round = 0; round < 120; ++round) {
    auto all = honest(random, three_slots(), 40);
    auto& it = all[static_cast<std::size_t>(round) % all.size()];
    if (it.said == result::taken)
      it.said = result::booked;
    else if (it.said == result::booked || it.said == result::moved)
      it.said = result::taken;
    else if (it.said == result::cancelled)
      it.said = result::none;
    else
      continue;
    ++told;
    found += !check(three_slots(), all).linearizable;
  }
  EXPECT_GT(told, 40);
  // Some lies are a truth at another moment of the overlap.
  EXPECT_GT(found * 10, told * 7) << found << " of " << told;
}

} // namespace
} // namespace rental::linear

// For every step: the service kills itself there, is started again, and must
// have ended what it found within 30 seconds, so that ledger, calendars and
// words agree.
#include "crash_world.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>

namespace rental::test {
namespace {

using load::said;

enum class story { book, cancel, move };

/// When the caller's tool call comes again, with the same id.
enum class again { once_quiet, at_once };

/// Where the service dies, and what must lie there then: proof that it died
/// where it was meant to.
struct crash_point {
  story what;
  const char* step;
  /// The state of the row that the step works on; nothing: no row yet.
  std::optional<booking_state> left;
  /// How many live events of ours are in the calendar.
  std::size_t events;
};

using enum booking_state;

const crash_point booking_points[] = {
    {story::book, "hold:before", {}, 0},
    {story::book, "hold:after", held, 0},
    {story::book, "read_before:before", held, 0},
    {story::book, "read_before:after", held, 0},
    {story::book, "mark_writing:before", held, 0},
    {story::book, "mark_writing:after", writing, 0},
    {story::book, "create:before", writing, 0},
    {story::book, "create:after", writing, 1},
    {story::book, "read_after:before", writing, 1},
    {story::book, "read_after:after", writing, 1},
    {story::book, "confirm:before", writing, 1},
    {story::book, "confirm:after", confirmed, 1},
};

const crash_point removal_points[] = {
    {story::cancel, "mark:before", confirmed, 1},
    {story::cancel, "mark:after", cancelling, 1},
    {story::cancel, "remove:before", cancelling, 1},
    {story::cancel, "remove:after", cancelling, 0},
    {story::cancel, "close:before", cancelling, 0},
    {story::cancel, "close:after", cancelled, 0},
};

const crash_point move_points[] = {
    {story::move, "hold:after", held, 1},
    {story::move, "create:before", writing, 1},
    {story::move, "create:after", writing, 1},
    {story::move, "confirm:before", writing, 1},
    {story::move, "confirm:after", confirmed, 1},
};

std::vector<load::seen_event> live_events(const load::evidence& all) {
  auto events = all.events;
  std::erase_if(events, [](const auto& x) {
    return x.by_human || x.deleted || x.cancelled;
  });
  return events;
}

std::vector<load::ledger_booking> confirmed_rows(const load::evidence& all) {
  auto rows = all.ledger.bookings;
  std::erase_if(rows, [](const auto& x) { return x.state != confirmed; });
  return rows;
}

/// The youngest row: the one that the step works on.
std::optional<booking_state> state_left(const load::evidence& all,
                                        const wish& what) {
  std::optional<booking_state> state;
  for (const auto& row : all.ledger.bookings)
    if (what.tool == "cancel_appointment" || row.slot.start == what.start)
      state = row.state;
  return state;
}

/// What the tool call may be answered after all is done.
bool is_consistent(story what, said answer) {
  switch (what) {
  case story::book:
    return answer == said::booked || answer == said::already_booked;
  case story::move:
    return answer == said::moved || answer == said::already_at_that_time;
  case story::cancel:
    return answer == said::cancelled || answer == said::already_cancelled
           || answer == said::nothing_found;
  }
  return false;
}

/// One kill and what comes after it.
class one_kill {
public:
  one_kill(const crash_point& where, again when) : where_(where), when_(when) {}

  void run() {
    ASSERT_NO_FATAL_FAILURE(die());
    ASSERT_TRUE(world_.start()) << world_.log_tail();
    if (when_ == again::once_quiet) {
      ASSERT_NO_FATAL_FAILURE(expect_agreement());
    }
    const auto answer = world_.ask(wanted_);
    EXPECT_TRUE(is_consistent(where_.what, answer.meaning.what))
        << answer.trouble << answer.sentence << "\n"
        << world_.log_tail();
    ASSERT_NO_FATAL_FAILURE(expect_agreement());
    const auto same = world_.ask(wanted_);
    EXPECT_EQ(same.body, answer.body);
    EXPECT_EQ(world_.stop(), 0) << world_.log_tail();
    expect_the_wish_is_met();
  }

private:
  void die() {
    const bool fresh = where_.what == story::book;
    // A move passes the steps of a booking a second time.
    ASSERT_TRUE(world_.start(where_.step, where_.what == story::move ? 2 : 1))
        << world_.log_tail();
    wanted_ = world_.booking(0, 2);
    if (!fresh) {
      const auto first = world_.ask(wanted_);
      ASSERT_EQ(first.meaning.what, said::booked) << first.sentence;
      wanted_ = where_.what == story::cancel ? world_.cancelling(wanted_)
                                             : world_.moving(wanted_, 0, 5);
    }
    const auto cut_off = world_.ask(wanted_);
    ASSERT_EQ(cut_off.status, 0) << cut_off.sentence;
    ASSERT_EQ(world_.ended(), -SIGKILL);
    const auto ruins = world_.evidence();
    EXPECT_EQ(state_left(ruins, wanted_), where_.left);
    EXPECT_EQ(live_events(ruins).size(), where_.events);
  }

  void expect_agreement() {
    ASSERT_TRUE(world_.becomes_quiet()) << world_.log_tail();
    auto all = world_.evidence();
    // Mails are on their way while the two sides are read one after the other;
    // they are looked at when the service has ended.
    all.ledger.outbox.reset();
    all.mails.clear();
    const auto complaints = world_.complaints(all);
    EXPECT_EQ(complaints, "") << world_.log_tail();
    EXPECT_EQ(live_events(all).size(), confirmed_rows(all).size());
  }

  void expect_the_wish_is_met() {
    const auto all = world_.evidence();
    EXPECT_EQ(world_.complaints(all), "") << world_.log_tail();
    const auto rows = confirmed_rows(all);
    const auto events = live_events(all);
    if (where_.what == story::cancel) {
      EXPECT_TRUE(rows.empty());
      EXPECT_TRUE(events.empty());
      return;
    }
    ASSERT_EQ(rows.size(), 1u);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(rows[0].slot.start, wanted_.start);
    EXPECT_EQ(events[0].slot, rows[0].slot);
    EXPECT_EQ(events[0].booking_id, rows[0].id);
  }

  const crash_point& where_;
  again when_;
  crash_world world_;
  wish wanted_;
};

void kill_at(std::span<const crash_point> points, const char* name) {
  const int times = long_run() ? 10 : 1;
  const auto all = points.size() * static_cast<std::size_t>(2 * times);
  std::size_t done = 0;
  for (const auto& where : points)
    for (int i = 0; i < 2 * times; ++i) {
      const auto when = i % 2 == 0 ? again::once_quiet : again::at_once;
      SCOPED_TRACE(std::string{where.step}
                   + (when == again::at_once ? ", repeated at once" : ""));
      const auto began = std::chrono::steady_clock::now();
      one_kill kill{where, when};
      kill.run();
      const std::chrono::duration<double> took
          = std::chrono::steady_clock::now() - began;
      std::cout << name << " " << ++done << "/" << all << " " << where.step
                << " " << took.count() << " s"
                << (testing::Test::HasFailure() ? " (failed)" : "")
                << std::endl;
      if (testing::Test::HasFatalFailure())
        return;
    }
}

TEST(CrashPoints, EveryStepOfABooking) {
  kill_at(booking_points, "booking");
}

TEST(CrashPoints, EveryStepOfACancellation) {
  kill_at(removal_points, "cancellation");
}

TEST(CrashPoints, StepsOfAMove) {
  kill_at(move_points, "move");
}

// Only the program of the tests knows how to kill itself.
TEST(CrashPoints, TheProductHasNone) {
  const auto knows = [](const char* program) {
    std::ifstream file{program, std::ios::binary};
    const std::string all{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_GT(all.size(), 1000u) << program;
    return all.find("this program will kill itself") != all.npos;
  };
  EXPECT_TRUE(knows(CRASH_CHILD));
  EXPECT_FALSE(knows(RENTAL_PETERENTAL));
}

} // namespace
} // namespace rental::test

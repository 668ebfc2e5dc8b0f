// Callers book, move and cancel while the service is killed again and again at
// moments that nobody chose; each caller whose connection breaks sends the same
// tool call to the next service.
#include "crash_world.hpp"
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <iostream>
#include <random>
#include <thread>

namespace rental::test {
namespace {

using namespace std::chrono_literals;
using load::said;

constexpr int callers = 5;
constexpr std::size_t slots_of_a_day = 16;

/// The last answer to a wish.
struct answered_wish {
  wish what;
  load::exchange answer;
};

/// One caller after another on one line, until told to stop.
std::vector<answered_wish> talk(crash_world& world, unsigned seed,
                                const std::atomic<bool>& stop) {
  std::mt19937 random{seed};
  std::vector<answered_wish> all;
  const auto any = [&](std::size_t below) { return random() % below; };
  const auto ask = [&](const wish& what) {
    all.push_back({what, world.ask_until_answered(what)});
    return all.back().answer.meaning.what;
  };
  while (!stop) {
    const auto owner = any(2);
    const auto first = world.booking(owner, any(slots_of_a_day));
    if (ask(first) != said::booked)
      continue;
    const auto next = any(4);
    if (next == 0)
      ask(world.moving(first, owner, any(slots_of_a_day)));
    else
      // Most are cancelled, or the days would soon be full.
      ask(world.cancelling(first));
  }
  return all;
}

/// Whoever was told no must not have it; the checker hears only the yes.
void expect_no_is_no(const answered_wish& each, const load::evidence& all) {
  const auto what = each.answer.meaning.what;
  ASSERT_NE(each.answer.status, 0)
      << "a caller was never answered: " << each.answer.trouble;
  if (what != said::refused && what != said::not_booked
      && what != said::not_moved)
    return;
  for (const auto& row : all.ledger.bookings)
    EXPECT_FALSE(row.call_id == each.what.call.id
                 && row.slot.start == each.what.start
                 && row.state == booking_state::confirmed)
        << each.what.tool << " was answered \"" << each.answer.sentence
        << "\", but booking " << row.id << " stands";
}

void kill_now_and_then(crash_world& world, unsigned seed) {
  std::mt19937 random{seed};
  const int kills = long_run() ? 60 : 8;
  for (int i = 1; i <= kills; ++i) {
    // The moment is to be a random one: there is nothing to wait for.
    std::this_thread::sleep_for(
        std::chrono::milliseconds{200 + random() % 900});
    world.kill();
    ASSERT_EQ(world.ended(), -SIGKILL);
    ASSERT_TRUE(world.start()) << world.log_tail();
    std::cout << "kill " << i << "/" << kills << std::endl;
  }
}

TEST(RandomKills, UnderLoadNothingIsLostAndNothingIsDouble) {
  const auto seed = std::random_device{}();
  std::cout << "seed " << seed << std::endl;
  crash_world world;
  ASSERT_TRUE(world.start()) << world.log_tail();
  std::atomic<bool> stop = false;
  std::vector<std::vector<answered_wish>> heard(callers);
  {
    std::vector<std::jthread> lines;
    for (unsigned i = 0; i < callers; ++i)
      lines.emplace_back(
          [&, i] { heard[i] = talk(world, seed + 1 + i, stop); });
    kill_now_and_then(world, seed);
    stop = true;
  }
  ASSERT_TRUE(world.becomes_quiet(true)) << world.log_tail();
  EXPECT_EQ(world.stop(), 0) << world.log_tail();
  const auto all = world.evidence();
  EXPECT_EQ(world.complaints(all), "") << world.log_tail();
  std::size_t promises = 0;
  for (const auto& line : heard)
    for (const auto& each : line) {
      expect_no_is_no(each, all);
      promises += promises_viewing(each.answer.meaning.what);
    }
  std::cout << all.transcript.size() << " answers, " << promises
            << " of them promise a viewing" << std::endl;
  EXPECT_GT(promises, 5u);
}

} // namespace
} // namespace rental::test

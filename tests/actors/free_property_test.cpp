// What is shown is what can be held and booked, and nothing else: the whole
// calendar actor with a real ledger, over random managers, calendars and rows.
#include "tests/actors/calendar_fixture.hpp"
#include "tests/support/booking_steps.hpp"
#include "tests/support/random_calendar.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace rental::test {
namespace {

using namespace std::chrono_literals;

unsigned rounds(unsigned few, unsigned many) {
  const auto* is_long = std::getenv("RENTAL_LONG");
  return is_long && *is_long == '1' ? many : few;
}

class FreePropertyTest : public calendar_test {
protected:
  /// The manager, the clock and the calendar of this seed, and random rows.
  void make(unsigned seed) {
    world = make_random_calendar(seed);
    roll = dice{seed};
    const auto name = std::to_string(seed);
    time->set(world.now);
    deps.options.rules = world.rules;
    deps.options.mailbox_hours = mailbox_hours_use::ignore;
    manager = stored_manager("m-" + name);
    manager.zone = world.tz.name();
    graph->events = world.events;
    uut = wake();
    // After the start, since the reconciler would end the unfinished ones.
    for (int i = roll.between(0, 6); i > 0; --i)
      add_row(name + "-row-" + std::to_string(i));
  }

  void add_row(const std::string& id) {
    booking row;
    row.id = row.transaction_id = id;
    row.manager = manager.id;
    const auto from = world.now + 15min * roll.between(0, 300);
    row.slot = {from, from + 15min * roll.between(1, 4)};
    row.address = "1 Other Street";
    row.who.name = "Joe";
    row.created_at = row.updated_at = world.now;
    const auto state
        = roll.one_of({booking_state::held, booking_state::writing,
                       booking_state::confirmed, booking_state::cancelling,
                       booking_state::cancelled, booking_state::failed});
    const store_job jobs[] = {[&](store_session& session) -> expected<done> {
      auto all = session.hold(row);
      return all ? bring_to(session, id, state, world.now) : all;
    }};
    const auto outcome = db->batch(jobs); // one that overlaps is refused
    ASSERT_TRUE(outcome);
    if (!outcome->front() || state != booking_state::confirmed)
      return;
    calendar_event event;
    event.id = "event-" + id;
    event.when = row.slot;
    graph->events.push_back(event);
  }

  std::vector<time_slot> active_rows() {
    std::vector<time_slot> slots;
    for (const auto& row : rows())
      if (is_active(row.state))
        slots.push_back(row.slot);
    return slots;
  }

  std::set<instant> shown() {
    std::set<instant> starts;
    const auto answer = openings(uut);
    EXPECT_TRUE(answer.free);
    if (answer.free)
      for (const auto& slot : *answer.free)
        starts.insert(slot.start);
    return starts;
  }

  booking_order order_for(instant start) {
    const auto id = std::to_string(++orders_);
    auto x = order("call-" + id, "tool-" + id, world.tz.to_iso(start));
    x.by.number = "+1405555" + std::to_string(1000 + orders_ % 9000);
    x.who.phone = x.by.number;
    return x;
  }

  /// Whether an order for that start is booked; it leaves nothing behind.
  bool can_book(instant start) {
    const auto answer = book(uut, order_for(start));
    if (answer.result != booking_result::booked)
      return false;
    EXPECT_TRUE(answer.made);
    EXPECT_EQ(answer.made->slot.start, start);
    in_db<done>([&](store_session& session) {
      return session.put_booking_state(answer.made->id,
                                       booking_state::cancelled, "", world.now);
    });
    std::erase_if(graph->events, [](const auto& x) { return x.booking_id; });
    return true;
  }

  random_calendar world;
  dice roll{0};
  calendar_actor uut;

private:
  int orders_ = 0;
};

TEST_F(FreePropertyTest, ShownIsExactlyWhatCanBeBooked) {
  std::size_t booked = 0, refused = 0;
  for (unsigned seed = 1; seed <= rounds(24, 200); ++seed) {
    make(seed);
    const auto free = shown();
    const auto taken = active_rows();
    std::set<instant> tried{free.begin(), free.end()};
    const auto all = candidate_slots(world.rules, world.tz, world.now);
    for (const auto& slot : all)
      tried.insert(slot.start);
    for (int i = 0; i < 40; ++i)
      tried.insert(world.now + 5min * roll.between(-20, 1500));
    for (const auto start : tried) {
      const time_slot slot{start, start + world.rules.slot};
      const bool expected
          = !check_rules(world.rules, world.tz, world.now, start)
            && plainly_free(world, taken, slot);
      ASSERT_EQ(free.count(start) == 1, expected)
          << "seed " << seed << ", shown, " << world.tz.to_iso(start);
      if (tried.size() > 60 && roll.chance(60))
        continue; // enough of them
      ASSERT_EQ(can_book(start), expected)
          << "seed " << seed << ", booked, " << world.tz.to_iso(start);
      ++(expected ? booked : refused);
    }
  }
  EXPECT_GT(booked, 200u);
  EXPECT_GT(refused, 200u);
}

TEST_F(FreePropertyTest, ItStaysSoWhileViewingsComeAndMove) {
  std::size_t moved = 0;
  for (unsigned seed = 1; seed <= rounds(24, 200); ++seed) {
    make(seed);
    for (int step = 0; step < 6; ++step) {
      const auto free = shown();
      if (free.empty())
        break;
      auto pick = free.begin();
      std::advance(pick, roll.between(0, static_cast<int>(free.size()) - 1));
      auto x = order_for(*pick);
      ASSERT_EQ(book(uut, x).result, booking_result::booked)
          << "seed " << seed << ", " << world.tz.to_iso(*pick);
      const auto left = shown();
      ASSERT_EQ(left.count(*pick), 0u) << "our own bookings block at once";
      if (left.empty())
        break;
      auto to = left.begin();
      std::advance(to, roll.between(0, static_cast<int>(left.size()) - 1));
      x.key.tool_call_id += "-again";
      x.start = world.tz.to_iso(*to);
      ASSERT_EQ(book(uut, x).result, booking_result::moved)
          << "seed " << seed << ", to " << world.tz.to_iso(*to);
      ++moved;
      const auto taken = active_rows();
      const auto after = shown();
      for (const auto& slot : candidate_slots(world.rules, world.tz, world.now))
        ASSERT_EQ(after.count(slot.start) == 1,
                  plainly_free(world, taken, slot))
            << "seed " << seed << ", " << world.tz.to_iso(slot.start);
    }
  }
  EXPECT_GT(moved, 60u);
}

} // namespace
} // namespace rental::test

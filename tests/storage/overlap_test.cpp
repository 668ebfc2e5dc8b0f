#include "tests/storage/store_fixture.hpp"
#include "tests/support/booking_steps.hpp"

#include <atomic>
#include <barrier>
#include <map>
#include <random>
#include <thread>

using namespace rental;

namespace {

class Overlap : public StoreTest {};

std::string insert_sql(const std::string& id, std::int64_t manager, int from,
                       int to, const std::string& state,
                       const std::string& moves = "") {
  auto quoted = [](const std::string& text) { return "'" + text + "'"; };
  return "INSERT INTO bookings (id, manager, starts_at, ends_at, state, moves,"
         " address, visitor, visitor_key, phone_hash, caller_hash, code_hash,"
         " call_id, event_id, etag, transaction_id, reason, created_at,"
         " updated_at) VALUES ("
         + quoted(id) + "," + std::to_string(manager) + ","
         + std::to_string(from) + "," + std::to_string(to) + "," + quoted(state)
         + "," + quoted(moves) + ",'','','','','','','','','','','',0,0)";
}

/// What the database must do, in ten lines: a list of slots by id.
struct model {
  std::map<std::string, booking> active;

  bool fits(const std::string& id, std::int64_t manager,
            const time_slot& slot) const {
    for (const auto& [other, row] : active)
      if (other != id && row.manager == manager && overlaps(row.slot, slot))
        return false;
    return true;
  }
};

} // namespace

using lines = std::vector<std::string>;

TEST_F(Overlap, IsRefusedByTheDatabaseItself) {
  auto pete = add_manager("pete");
  auto mary = add_manager("mary");
  auto run = [&](const std::string& sql) { return raw_sql(path_, sql); };
  auto insert = [&](const std::string& id, int from, int to,
                    const std::string& state, std::int64_t manager) {
    return run(insert_sql(id, manager, from, to, state));
  };
  lines taken{"error: slot_taken"};
  EXPECT_EQ(insert("a", 100, 200, "confirmed", pete), lines{});
  for (auto state : {"held", "writing", "confirmed", "cancelling"})
    for (auto [from, to] :
         {std::pair{100, 200}, {150, 160}, {50, 101}, {199, 300}, {50, 300}})
      EXPECT_EQ(insert("b", from, to, state, pete), taken);
  EXPECT_EQ(insert("before", 50, 100, "held", pete), lines{});
  EXPECT_EQ(insert("after", 200, 300, "held", pete), lines{});
  EXPECT_EQ(insert("mary", 100, 200, "held", mary), lines{});
  EXPECT_EQ(insert("over", 100, 200, "failed", pete), lines{});
  EXPECT_EQ(run("UPDATE bookings SET state = 'held' WHERE id = 'over'"), taken);
  EXPECT_EQ(run("UPDATE bookings SET starts_at = 99 WHERE id = 'a'"), taken);
  EXPECT_EQ(run("UPDATE bookings SET ends_at = 201 WHERE id = 'a'"), taken);
  EXPECT_EQ(run("UPDATE bookings SET manager = 1 WHERE id = 'mary'"), taken);
  EXPECT_EQ(run("UPDATE bookings SET starts_at = 110 WHERE id = 'a'"), lines{});
  EXPECT_EQ(run("INSERT OR REPLACE "
                + insert_sql("c", pete, 150, 160, "held").substr(7)),
            taken);
}

TEST_F(Overlap, IsAllowedOnlyBetweenABookingAndItsMove) {
  auto pete = add_manager("pete");
  auto run = [&](const std::string& sql) { return raw_sql(path_, sql); };
  auto set = [&](const std::string& id, const std::string& what) {
    return run("UPDATE bookings SET " + what + " WHERE id = '" + id + "'");
  };
  lines taken{"error: slot_taken"};
  EXPECT_EQ(run(insert_sql("old", pete, 100, 200, "confirmed")), lines{});
  EXPECT_EQ(run(insert_sql("beside", pete, 300, 400, "confirmed")), lines{});
  EXPECT_EQ(run(insert_sql("new", pete, 150, 250, "held", "beside")), taken);
  EXPECT_EQ(run(insert_sql("new", pete, 150, 301, "held", "old")), taken);
  EXPECT_EQ(run(insert_sql("new", pete, 150, 250, "held", "old")), lines{});
  EXPECT_EQ(run(insert_sql("third", pete, 120, 130, "held", "new")), taken);
  EXPECT_EQ(set("new", "moves = ''"), taken);
  EXPECT_EQ(set("new", "state = 'writing'"), lines{});
  EXPECT_EQ(set("old", "state = 'cancelling'"), lines{});
  EXPECT_EQ(set("new", "state = 'confirmed'"), lines{});
  EXPECT_EQ(set("old", "state = 'cancelled'"), lines{});
  // The move is over: neither comes back over the other.
  EXPECT_EQ(set("old", "state = 'confirmed'"), taken);
  EXPECT_EQ(set("new", "state = 'failed'"), lines{});
  EXPECT_EQ(set("old", "state = 'confirmed'"), lines{});
  EXPECT_EQ(set("new", "state = 'held'"), taken);
}

TEST_F(Overlap, IsAllowedWhereTheManagerPutIt) {
  auto pete = add_manager("pete");
  auto run = [&](const std::string& sql) { return raw_sql(path_, sql); };
  auto set = [&](const std::string& id, const std::string& what) {
    return run("UPDATE bookings SET " + what + " WHERE id = '" + id + "'");
  };
  lines taken{"error: slot_taken"};
  run(insert_sql("a", pete, 100, 200, "confirmed"));
  run(insert_sql("b", pete, 300, 400, "confirmed"));
  run(insert_sql("held", pete, 500, 600, "held"));
  EXPECT_EQ(set("a", "starts_at = 350, ends_at = 450"), taken);
  EXPECT_EQ(set("held", "starts_at = 350, ends_at = 450, overlaps = 1"), taken)
      << "only what is confirmed";
  EXPECT_EQ(set("a", "starts_at = 350, ends_at = 450, overlaps = 1"), lines{});
  EXPECT_EQ(run(insert_sql("c", pete, 420, 430, "held")), taken);
  EXPECT_EQ(run(insert_sql("c", pete, 310, 320, "held")), taken);
  EXPECT_EQ(run(insert_sql("c", pete, 100, 200, "held")), lines{});
  EXPECT_EQ(set("b", "state = 'cancelling'"), lines{});
  EXPECT_EQ(set("a", "state = 'cancelled'"), lines{});
  EXPECT_EQ(set("a", "state = 'confirmed'"), taken) << "it had ended";
}

TEST_F(Overlap, NonsenseIsRefusedByTheDatabaseItself) {
  auto pete = add_manager("pete");
  auto refused = [&](const std::string& sql) {
    auto out = raw_sql(path_, sql);
    return out.size() == 1 && out[0].starts_with("error: CHECK");
  };
  EXPECT_TRUE(refused(insert_sql("a", pete, 200, 100, "held")));
  EXPECT_TRUE(refused(insert_sql("a", pete, 100, 100, "held")));
  EXPECT_TRUE(refused(insert_sql("a", pete, 100, 200, "booked")));
}

TEST_F(Overlap, AgreesWithAModelOverTwoThousandRandomChanges) {
  constexpr int changes = 2000;
  std::int64_t managers[] = {add_manager("pete"), add_manager("mary")};
  std::mt19937 random{20260101};
  auto pick = [&](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  model expect;
  int refusals = 0, accepted = 0;
  std::vector<store_job> jobs;
  std::vector<bool> should;
  for (int i = 0; i < changes; ++i) {
    auto manager = managers[pick(2)];
    auto start = pick(3000);
    time_slot slot{at(start), at(start + 1 + pick(60))};
    auto any = expect.active.begin();
    if (!expect.active.empty())
      std::advance(any, pick(static_cast<int>(expect.active.size())));
    auto choice = expect.active.empty() ? 0 : pick(10);
    if (choice < 7) {
      auto row = sample_booking("b" + std::to_string(i), manager, 0, 1);
      row.slot = slot;
      should.push_back(expect.fits(row.id, manager, slot));
      if (should.back())
        expect.active[row.id] = row;
      jobs.push_back([row](store_session& s) {
        auto all = s.hold(row);
        return all ? test::bring_to(s, row.id, booking_state::confirmed, at(1))
                   : all;
      });
    } else if (choice < 9) {
      auto& row = any->second;
      should.push_back(expect.fits(row.id, row.manager, slot));
      // A move of ours: the new row takes the old one's place.
      auto moved = row;
      moved.id = "m" + std::to_string(i);
      moved.slot = slot;
      moved.moves = row.id;
      jobs.push_back([moved](store_session& s) {
        auto all = s.hold(moved);
        if (all)
          all = test::bring_to(s, moved.id, booking_state::confirmed, at(1));
        if (all)
          all = s.put_booking_state(moved.moves, booking_state::cancelled,
                                    "moved", at(1));
        return all;
      });
      if (should.back()) {
        expect.active.erase(any);
        expect.active[moved.id] = moved;
      }
    } else {
      should.push_back(true);
      jobs.push_back([id = any->first](store_session& s) {
        return s.put_booking_state(id, booking_state::cancelled, "", at(1));
      });
      expect.active.erase(any);
    }
  }
  auto outcomes = value_of(db_->batch(jobs));
  ASSERT_EQ(outcomes.size(), should.size());
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    EXPECT_EQ(error_of(outcomes[i]),
              should[i] ? errc::count_ : errc::slot_taken);
    ++(should[i] ? accepted : refusals);
  }
  EXPECT_GT(accepted, 200);
  EXPECT_GT(refusals, 200);
  std::map<std::string, time_slot> stored, modelled;
  for (auto manager : managers)
    for (auto& row : value_of(ask(*db_, [&](store_session& s) {
           return s.active_bookings(manager, {at(0), at(9999)});
         })))
      stored[row.id] = row.slot;
  for (auto& [id, row] : expect.active)
    modelled[id] = row.slot;
  EXPECT_EQ(stored, modelled);
}

TEST_F(Overlap, OfEightProgramsThatWantOneSlotOneWins) {
  constexpr int programs = 8;
  constexpr int rounds = 25;
  auto pete = add_manager("pete");
  std::atomic<int> won{0}, taken{0}, other{0};
  std::barrier together{programs};
  auto program = [&](int number) {
    auto mine = open(key_of('a'), {std::chrono::seconds{30}});
    for (int round = 0; round < rounds; ++round) {
      auto id = std::to_string(round) + "-" + std::to_string(number);
      // Not quite the same slot, but always overlapping.
      auto row
          = sample_booking(id, pete, round * 100 + number, round * 100 + 30);
      together.arrive_and_wait();
      auto code = error_of(hold(*mine, row));
      ++(code == errc::count_ ? won : code == errc::slot_taken ? taken : other);
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < programs; ++i)
    threads.emplace_back(program, i);
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(won, rounds);
  EXPECT_EQ(taken, rounds * (programs - 1));
  EXPECT_EQ(other, 0);
  EXPECT_EQ(raw_sql(path_, "SELECT COUNT(*) FROM bookings WHERE active"),
            lines{std::to_string(rounds)});
}

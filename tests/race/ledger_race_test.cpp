// Group commit with real threads: many actors, one ledger, one storage thread
// and a real database.
#include "actors/ledger.hpp"
#include "crypto/keyring.hpp"
#include "net/worker_pool.hpp"
#include "storage/open_store.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>
#include <caf/stateful_actor.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <memory>
#include <string>

namespace rental {
namespace {

constexpr int callers = 8;
constexpr int orders_each = 60;
constexpr int slots = 40;

struct tally_of_holds {
  std::atomic<int> held{0};
  std::atomic<int> taken{0};
  std::atomic<int> other{0};
  std::atomic<int> left{callers};
  std::promise<void> all_done;
};

struct caller_state {
  static inline const char* name = "caller";
  int sent = 0;
};

using caller = caf::stateful_actor<caller_state>;

booking row_of(std::int64_t manager, int caller_number, int n) {
  booking row;
  row.id = std::to_string(caller_number) + "-" + std::to_string(n);
  row.transaction_id = row.id;
  row.manager = manager;
  const auto from = from_unix(1'795'356'000 + 900 * ((n * 7) % slots));
  row.slot = {from, from + std::chrono::minutes{30}};
  row.address = "1 Elm Street";
  row.who.name = "Jane";
  return row;
}

void next_order(caller* self, ledger_actor whom, std::int64_t manager,
                int number, std::shared_ptr<tally_of_holds> count) {
  if (self->state.sent == orders_each) {
    if (--count->left == 0)
      count->all_done.set_value();
    self->quit();
    return;
  }
  const auto row = row_of(manager, number, self->state.sent++);
  transact<done>(
      self, whom, [row](store_session& session) { return session.hold(row); },
      [=](expected<done> result) {
        if (result)
          ++count->held;
        else if (result.error().code == errc::slot_taken)
          ++count->taken;
        else
          ++count->other;
        next_order(self, whom, manager, number, count);
      });
}

class LedgerRace : public testing::Test {
protected:
  LedgerRace() {
    auto pattern
        = (std::filesystem::temp_directory_path() / "raceXXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    const auto keys = keyring::parse(
        secret{"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="});
    EXPECT_TRUE(keys);
    auto opened = open_store("sqlite3://" + folder + "/p.db", *keys);
    EXPECT_TRUE(opened);
    db = std::move(*opened);
    EXPECT_TRUE(db->migrate());
    config.add_message_types<caf::id_block::rental>();
    // One thread for all actors: how CAF hands an actor from one of its threads
    // to the next is not seen (tests/support/tsan.supp). The storage thread and
    // this one are what they share with.
    config.set("scheduler.policy", caf::atom("sharing"));
    config.set("scheduler.max-threads", std::size_t{1});
  }
  ~LedgerRace() override { std::filesystem::remove_all(folder); }

  std::int64_t add_manager() {
    manager_record row;
    row.key = {"default", "pete"};
    const store_job jobs[] = {[&](store_session& session) -> expected<done> {
      auto stored = session.put_manager(row);
      if (!stored)
        return stored.error();
      row = *stored;
      return done{};
    }};
    EXPECT_TRUE(db->batch(jobs));
    return row.id;
  }

  std::string folder;
  std::shared_ptr<store> db;
  caf::actor_system_config config;
};

TEST_F(LedgerRace, EverySlotGoesToOneCaller) {
  const auto manager = add_manager();
  auto count = std::make_shared<tally_of_holds>();
  {
    worker_pool storage{1, "storage"};
    caf::actor_system system{config};
    auto whom = system.spawn(ledger, db, storage.as_executor());
    for (int n = 0; n < callers; ++n)
      system.spawn(
          [=](caller* self) { next_order(self, whom, manager, n, count); });
    const auto done_in_time
        = count->all_done.get_future().wait_for(std::chrono::seconds{60});
    caf::anon_send_exit(whom, caf::exit_reason::user_shutdown);
    whom = nullptr;
    ASSERT_EQ(done_in_time, std::future_status::ready);
  }
  EXPECT_EQ(count->other, 0);
  EXPECT_EQ(count->held + count->taken, callers * orders_each);
  std::vector<booking> rows;
  const store_job jobs[] = {[&](store_session& session) -> expected<done> {
    auto all = session.bookings(manager, 1000);
    if (!all)
      return all.error();
    rows = std::move(*all);
    return done{};
  }};
  ASSERT_TRUE(db->batch(jobs));
  EXPECT_EQ(rows.size(), static_cast<std::size_t>(count->held));
  for (const auto& a : rows)
    for (const auto& b : rows)
      EXPECT_FALSE(a.id != b.id && overlaps(a.slot, b.slot));
}

} // namespace
} // namespace rental

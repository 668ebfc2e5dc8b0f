#include "actors/ledger.hpp"
#include "tests/support/actor_test.hpp"

#include <caf/event_based_actor.hpp>

#include <deque>

namespace rental {
namespace {

using namespace std::chrono_literals;

/// Counts batches; can refuse to commit.
class fake_store final : public store {
public:
  expected<int> migrate() override { return 1; }
  expected<std::vector<expected<done>>>
  batch(std::span<const store_job> jobs) override {
    sizes.push_back(jobs.size());
    if (throws)
      throw std::runtime_error("disk gone");
    if (broken)
      return failure{errc::storage, "disk full", {}};
    std::vector<expected<done>> results;
    for (std::size_t i = 0; i < jobs.size(); ++i)
      results.push_back(i == refuse ? expected<done>{errc::slot_taken}
                                    : expected<done>{done{}});
    return results;
  }
  expected<done> check() override { return done{}; }
  expected<done> backup(const std::string&) override { return done{}; }
  expected<std::size_t> reseal() override { return std::size_t{0}; }

  std::vector<std::size_t> sizes;
  bool broken = false;
  bool throws = false;
  std::size_t refuse = std::size_t(-1);
};

class LedgerTest : public test::actor_test {
protected:
  test::outcome<store_outcome> send() {
    return ask_later<store_outcome>(
        uut, 20s, atom::transact_v,
        store_work{[](store_session&) { return expected<done>{done{}}; }});
  }
  void run_storage() {
    while (!storage.empty()) {
      const auto job = std::move(storage.front());
      storage.pop_front();
      job();
      sched.run();
    }
  }

  std::shared_ptr<fake_store> db = std::make_shared<fake_store>();
  std::deque<std::function<void()>> storage;
  ledger_actor uut = spawn(
      ledger, std::shared_ptr<store>{db},
      executor{[this](auto job) { storage.push_back(std::move(job)); }});
};

TEST_F(LedgerTest, AnswersOnlyWhenTheBatchIsDurable) {
  auto answer = send();
  sched.run();
  EXPECT_FALSE(answer->has_value());
  run_storage();
  ASSERT_TRUE(answer->has_value());
  EXPECT_TRUE((**answer)->result);
}

TEST_F(LedgerTest, RefusesAtOnceWhatCouldOnlyWait) {
  auto first = send();
  sched.run();
  std::vector<test::outcome<store_outcome>> waiting;
  for (std::size_t i = 0; i < 20'000; ++i)
    waiting.push_back(send());
  sched.run();
  EXPECT_FALSE(waiting.back()->has_value());
  auto refused = send();
  sched.run();
  ASSERT_TRUE(refused->has_value());
  ASSERT_TRUE(**refused);
  ASSERT_FALSE((**refused)->result);
  EXPECT_EQ((**refused)->result.error().code, errc::storage);
  run_storage();
  ASSERT_TRUE(waiting.back()->has_value());
  EXPECT_TRUE((**waiting.back())->result);
}

TEST_F(LedgerTest, WhatArrivesMeanwhileSharesOneTransaction) {
  auto first = send();
  sched.run();
  std::vector<test::outcome<store_outcome>> others;
  for (int i = 0; i < 50; ++i)
    others.push_back(send());
  sched.run();
  run_storage();
  EXPECT_EQ(db->sizes, (std::vector<std::size_t>{1, 50}));
  for (const auto& each : others)
    EXPECT_TRUE(each->has_value());
}

TEST_F(LedgerTest, OneRefusalIsNobodyElsesRefusal) {
  db->refuse = 1;
  auto zero = send();
  sched.run();
  run_storage();
  auto first = send();
  sched.run(); // running
  auto second = send();
  auto third = send();
  sched.run();
  run_storage();
  EXPECT_TRUE((**first)->result);
  EXPECT_TRUE((**second)->result);
  ASSERT_FALSE((**third)->result);
  EXPECT_EQ((**third)->result.error().code, errc::slot_taken);
}

TEST_F(LedgerTest, ABatchThatCannotCommitFailsAllOfIt) {
  db->broken = true;
  auto answer = send();
  sched.run();
  run_storage();
  ASSERT_TRUE(answer->has_value());
  EXPECT_EQ((**answer)->result.error().code, errc::storage);
}

TEST_F(LedgerTest, AnExceptionOfTheDatabaseIsAFailureAndNotTheEnd) {
  db->throws = true;
  auto answer = send();
  sched.run();
  run_storage();
  EXPECT_EQ((**answer)->result.error().code, errc::storage);
  db->throws = false;
  auto next = send();
  sched.run();
  run_storage();
  EXPECT_TRUE((**next)->result);
}

TEST_F(LedgerTest, StoppingAnswersWhoWaits) {
  auto answer = send();
  sched.run();
  caf::anon_send_exit(uut, caf::exit_reason::user_shutdown);
  sched.run();
  ASSERT_TRUE(answer->has_value());
  EXPECT_EQ((**answer)->result.error().code, errc::unavailable);
  run_storage();
}

} // namespace
} // namespace rental

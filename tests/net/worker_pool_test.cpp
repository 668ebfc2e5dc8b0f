#include "net/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>

using namespace rental;

TEST(WorkerPool, OneThreadKeepsTheOrderAndFinishesTheQueue) {
  std::vector<int> order;
  {
    worker_pool pool{1, "one"};
    for (int i = 0; i < 100; ++i)
      pool.run([&order, i] { order.push_back(i); });
  }
  ASSERT_EQ(order.size(), 100u);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(WorkerPool, RunsJobsSideBySide) {
  worker_pool pool{2, "two"};
  std::promise<void> met;
  std::promise<bool> result;
  pool.run([&] {
    const auto state = met.get_future().wait_for(std::chrono::seconds{10});
    result.set_value(state == std::future_status::ready);
  });
  pool.run([&] { met.set_value(); });
  EXPECT_TRUE(result.get_future().get());
}

TEST(WorkerPool, SurvivesAJobThatThrows) {
  std::promise<int> result;
  worker_pool pool{1, "a name that is too long"};
  pool.run([] { throw std::runtime_error{"no"}; });
  pool.run([&] { result.set_value(7); });
  EXPECT_EQ(result.get_future().get(), 7);
}

TEST(WorkerPool, ExecutorMayOutliveThePool) {
  executor run;
  bool before = false, after = false;
  {
    worker_pool pool{1, "short"};
    run = pool.as_executor();
    run([&] { before = true; });
  }
  run([&] { after = true; });
  EXPECT_TRUE(before);
  EXPECT_FALSE(after);
}

TEST(WorkerPool, TellsHowMuchWaits) {
  std::promise<void> go;
  worker_pool pool{1, "count"};
  pool.run([f = go.get_future().share()] { f.wait(); });
  pool.run([] {});
  pool.run([] {});
  EXPECT_GE(pool.waiting(), 2u);
  go.set_value();
}

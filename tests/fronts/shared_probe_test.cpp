#include "fronts/api/shared_probe.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

using namespace std::chrono_literals;

class SharedProbe : public testing::Test {
protected:
  SharedProbe()
      : probe(std::make_shared<shared_probe>(
          [this](shared_probe::answer then) {
            ++looks;
            pending = std::move(then);
          },
          shared_probe::options{
              1s, 5s,
              [this](std::chrono::milliseconds, std::function<void()> job) {
                late = std::move(job);
              },
              [this] { return now; }})) {}

  void ask() {
    probe->ask([this](const expected<done>& result) {
      (result ? good : bad)++;
      if (!result)
        why = result.error().code;
    });
  }
  void end(const expected<done>& result) {
    auto then = std::exchange(pending, {});
    then(result);
  }

  shared_probe::time_point now{1h};
  int looks = 0;
  int good = 0;
  int bad = 0;
  errc why{};
  shared_probe::answer pending;
  std::function<void()> late;
  std::shared_ptr<shared_probe> probe;
};

TEST_F(SharedProbe, LooksOnceForAllWhoAsk) {
  for (int i = 0; i < 100; ++i)
    ask();
  EXPECT_EQ(looks, 1);
  EXPECT_EQ(good, 0);
  end(done{});
  EXPECT_EQ(good, 100);
  for (int i = 0; i < 1000; ++i)
    ask();
  EXPECT_EQ(looks, 1);
  EXPECT_EQ(good, 1100);
}

TEST_F(SharedProbe, LooksAgainAfterAWhile) {
  ask();
  end(done{});
  now += 999ms;
  ask();
  EXPECT_EQ(looks, 1);
  now += 1ms;
  ask();
  EXPECT_EQ(looks, 2);
  EXPECT_EQ(good, 2) << "whoever has it looked at hears what is true now";
  ask();
  EXPECT_EQ(good, 3) << "the others hear what was true a moment ago";
  end(failure{errc::storage, "full", {}});
  EXPECT_EQ(bad, 1);
  EXPECT_EQ(why, errc::storage);
}

TEST_F(SharedProbe, ALookThatHangsIsAFailureAndIsNotRepeated) {
  ask();
  ask();
  now += 5s;
  late();
  EXPECT_EQ(bad, 2);
  EXPECT_EQ(why, errc::timeout);
  for (int i = 0; i < 5; ++i) {
    now += 10s;
    ask();
  }
  EXPECT_EQ(bad, 7);
  EXPECT_EQ(looks, 1);
  end(done{});
  ask();
  EXPECT_EQ(good, 1);
}

TEST_F(SharedProbe, FewWaitForTheFirstLook) {
  for (int i = 0; i < 5000; ++i)
    ask();
  EXPECT_GT(bad, 4000);
  end(done{});
  EXPECT_EQ(good + bad, 5000);
}

} // namespace
} // namespace rental

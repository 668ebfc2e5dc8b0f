#include "fronts/deadline_queue.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rental {
namespace {

using namespace std::chrono_literals;

class PatienceTest : public testing::Test {
protected:
  std::function<void()> note(const std::string& name) {
    return [this, name] { late += name; };
  }

  const deadline_queue::time_point now{std::chrono::hours{1}};
  deadline_queue uut;
  std::string late;
};

TEST_F(PatienceTest, GivesUpOnlyOnWhatIsLate) {
  uut.begin(now + 10s, note("a"));
  uut.begin(now + 6s, note("b"));
  uut.look(now + 5999ms);
  EXPECT_EQ(late, "");
  uut.look(now + 6s);
  EXPECT_EQ(late, "b");
  EXPECT_FALSE(uut.empty());
  uut.look(now + 11s);
  EXPECT_EQ(late, "ba");
  EXPECT_TRUE(uut.empty());
}

TEST_F(PatienceTest, WhatWasAnsweredIsNotGivenUp) {
  const auto ticket = uut.begin(now + 1s, note("a"));
  EXPECT_TRUE(uut.end(ticket));
  EXPECT_FALSE(uut.end(ticket));
  uut.look(now + 2s);
  EXPECT_EQ(late, "");
}

TEST_F(PatienceTest, AnAnswerAfterTheEndIsTold) {
  const auto ticket = uut.begin(now + 1s, note("a"));
  uut.look(now + 1s);
  EXPECT_FALSE(uut.end(ticket));
}

TEST_F(PatienceTest, WhoeverGivesUpMayWaitAnew) {
  uut.begin(now + 1s, [this] { uut.begin(now + 1s, note("again")); });
  uut.look(now + 1s);
  EXPECT_EQ(late, "");
  EXPECT_FALSE(uut.empty());
  uut.look(now + 1s);
  EXPECT_EQ(late, "again");
}

} // namespace
} // namespace rental

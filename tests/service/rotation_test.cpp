// Keys are changed while calls come in.
#include "app/store_commands.hpp"
#include "tests/service/service_fixture.hpp"

#include <atomic>
#include <sstream>
#include <thread>

namespace rental::test {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class RotationTest : public ServiceTest {
protected:
  environment keyed(const std::string& keys) const {
    auto env = usual;
    env["MASTER_KEY"] = keys;
    return env;
  }

  /// `peterental rotate-keys`, as another process would run it.
  int rotate(const std::string& keys, std::string& said) const {
    std::ostringstream out;
    const system_clock time;
    const auto status
        = rotate_keys({keyed(keys), std::nullopt, time, out, out});
    said = out.str();
    return status;
  }

  static constexpr auto one
      = "one:a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=";
  static constexpr auto two
      = "two:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
};

TEST_F(RotationTest, WhileCallersBookAndTheOldKeyGoes) {
  const auto both = std::string{two} + "," + one;
  start({{"MASTER_KEY", one}});
  ASSERT_EQ(connect().status, 200);
  ASSERT_TRUE(is_booked(book({"before"}, "2026-11-23T09:00:00-06:00")));
  start({{"MASTER_KEY", both}});

  const auto times = free_starts();
  ASSERT_GE(times.size(), 24u);
  std::atomic<std::size_t> next{0};
  std::atomic<int> booked{0};
  std::vector<std::thread> callers;
  for (int t = 0; t < 4; ++t)
    callers.emplace_back([&] {
      for (auto i = next++; i < 24; i = next++) {
        const auto id = std::to_string(10 + i);
        booked
            += is_booked(book({"during-" + id, "+140555502" + id}, times[i],
                              {{"attendee_email", "j" + id + "@x.example"}}));
      }
    });
  std::string said;
  int rounds = 0;
  for (; next < 24 || rounds == 0; ++rounds)
    ASSERT_EQ(rotate(both, said), exit_fine) << said;
  for (auto& each : callers)
    each.join();
  EXPECT_EQ(booked.load(), 24);
  EXPECT_GE(rounds, 1);
  ASSERT_EQ(rotate(both, said), exit_fine) << said;
  EXPECT_THAT(said, HasSubstr("with key two"));

  start({{"MASTER_KEY", two}});
  ASSERT_TRUE(running) << "the old key is still needed";
  EXPECT_EQ(status()["state"], "connected");
  const auto rows = confirmed();
  EXPECT_THAT(rows, SizeIs(25));
  for (const auto& row : rows)
    EXPECT_EQ(row["attendee_name"], "Jane Smith");
  EXPECT_THAT(events(), SizeIs(25));
  EXPECT_THAT(
      ask({"later", "+14055550210"}, {"find_appointment", json::object(), {}}),
      HasSubstr("You have a viewing"))
      << "numbers are found as before";
  EXPECT_TRUE(is_booked(book({"after", "+14055550311"}, times[24])));
}

TEST_F(RotationTest, WithoutRotationTheOldKeyIsMissed) {
  start({{"MASTER_KEY", one}});
  ASSERT_EQ(connect().status, 200);
  running.reset();
  std::string said;
  EXPECT_NE(rotate(two, said), exit_fine);
  EXPECT_THAT(said, HasSubstr("key"));
}

} // namespace
} // namespace rental::test

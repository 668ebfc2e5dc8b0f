// Everybody logs and seals, from every thread.
#include "crypto/keyring.hpp"
#include "log/log.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace rental {
namespace {

template <class Work>
void on_threads(int count, Work work) {
  std::vector<std::thread> all;
  for (int n = 0; n < count; ++n)
    all.emplace_back([&work, n] { work(n); });
  for (auto& each : all)
    each.join();
}

TEST(Race, LogAndItsLevel) {
  log::init(log::level::error, true);
  std::atomic<int> seen{0};
  on_threads(6, [&](int n) {
    for (int i = 0; i < 300; ++i)
      if (n == 0)
        log::init(i % 2 ? log::level::error : log::level::warn, i % 3 == 0);
      else {
        log::info("race.nothing", {{"thread", std::to_string(n)}});
        seen += log::enabled(log::level::error);
      }
  });
  EXPECT_EQ(seen, 5 * 300);
  log::init(log::level::error, true);
}

TEST(Race, OneKeyringForAll) {
  const auto parsed = keyring::parse(
      secret{"new:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=,"
             "old:MTEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="});
  ASSERT_TRUE(parsed) << to_string(parsed.error());
  const auto keys = *parsed;
  std::atomic<int> good{0};
  on_threads(4, [&](int n) {
    for (int i = 0; i < 200; ++i) {
      const auto text = std::to_string(n * 1000 + i);
      const auto opened = keys->open(keys->seal(text, "row"), "row");
      good += opened && opened->reveal() == text;
    }
  });
  EXPECT_EQ(good, 4 * 200);
}

} // namespace
} // namespace rental

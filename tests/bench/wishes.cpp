#include "tests/bench/wishes.hpp"

#include <algorithm>
#include <cstdio>

namespace rental::test {

wished_viewing wished(std::size_t n) {
  constexpr std::size_t half_hours_a_day = 16;
  const auto half_hour = n / bench_managers;
  const auto of_day = static_cast<int>(half_hour % half_hours_a_day);
  const auto day = static_cast<int>(half_hour / half_hours_a_day);
  char start[64];
  std::snprintf(start, sizeof start, "2026-11-%02dT%02d:%02d:00", 24 + day,
                9 + of_day / 2, of_day % 2 * 30);
  char number[32];
  std::snprintf(number, sizeof number, "+1405%03zu%04zu", 200 + n / 10'000,
                n % 10'000);
  return {n % bench_managers, start, "call-" + std::to_string(n), number};
}

nlohmann::json percentiles(std::vector<micros> all) {
  if (all.empty())
    return nullptr;
  std::sort(all.begin(), all.end());
  const auto at = [&](std::size_t percent) {
    return static_cast<double>(all[(all.size() - 1) * percent / 100].count())
           / 1000;
  };
  return {{"p50", at(50)}, {"p90", at(90)}, {"p99", at(99)}, {"max", at(100)}};
}

} // namespace rental::test

// Concurrent clients against the real service and the simulator of Microsoft,
// over sockets: whatever they were told must fit a calendar that does one thing
// at a time.
//
// RENTAL_LONG=1: many more seeds. RENTAL_SEED=N: just that one.
#include "tests/linear/checker.hpp"
#include "tests/linear/recorder.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace rental::linear {
namespace {

std::vector<unsigned> seeds() {
  if (const char* one = std::getenv("RENTAL_SEED"))
    return {static_cast<unsigned>(std::strtoul(one, nullptr, 10))};
  const auto* is_long = std::getenv("RENTAL_LONG");
  const unsigned count = is_long && *is_long == '1' ? 60 : 4;
  std::vector<unsigned> all;
  for (unsigned seed = 1; seed <= count; ++seed)
    all.push_back(seed);
  return all;
}

/// Every kind of plan comes up in four seeds.
plan plan_of(unsigned seed) {
  plan how;
  how.seed = seed;
  how.faults = seed % 2 == 0;
  how.grid = seed % 4 < 2 ? 30 : 15;
  how.buffer = seed % 4 == 2 || seed % 4 == 1 ? 15 : 0;
  return how;
}

/// All of it, by the time of the answer.
std::string lines_of(history all) {
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.answered < b.answered;
  });
  std::string text = "everything:\n";
  for (const auto& each : all)
    text
        += "  " + std::to_string(each.calendar) + "  " + to_string(each) + '\n';
  return text;
}

class Linearizability : public recorded_service,
                        public testing::WithParamInterface<unsigned> {};

TEST_P(Linearizability, HistoryFitsOneCalendarAtATime) {
  begin(plan_of(GetParam()));
  ASSERT_FALSE(HasFatalFailure());
  const auto all = run();
  const auto found = check(rules(), all);
  std::map<result, int> told;
  std::map<kind, int> asked;
  for (const auto& each : all) {
    ++told[each.said];
    ++asked[each.what];
  }
  std::cout << "seed " << GetParam() << ": " << found.operations
            << " operations in " << found.steps << " steps; "
            << told[result::booked] << " booked, " << told[result::moved]
            << " moved, " << told[result::cancelled] << " cancelled, "
            << told[result::taken] << " taken, " << asked[kind::read]
            << " readings, " << told[result::unknown] << " unknown\n";
  EXPECT_TRUE(found.linearizable) << "RENTAL_SEED=" << GetParam() << "\n"
                                  << found.counterexample << lines_of(all);
  for (const auto said : {result::booked, result::moved, result::cancelled,
                          result::taken, result::none})
    EXPECT_GT(told[said], 0) << "a history that shows too little";
  EXPECT_GT(asked[kind::read], 10);
  EXPECT_GT(asked[kind::vanish], 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Linearizability, testing::ValuesIn(seeds()));

} // namespace
} // namespace rental::linear

// The whole harness against a fake service over real sockets: a good one
// passes, each bad habit is found.
#include "tests/load/fake_service.hpp"
#include "tools/booking-load/checker.hpp"
#include "tools/booking-load/progress.hpp"
#include "tools/booking-load/scenarios.hpp"
#include "tools/booking-load/setup.hpp"

#include <gtest/gtest.h>

namespace rental::load {
namespace {

struct outcome {
  verdict checked;
  scenario_result scenario;
  std::set<std::string> connected;
};

task<> set_up_and_play(load_run& run, scenario_result& scenario) {
  co_await set_up(run);
  run.begin(scenario);
  co_await play(run, scenario.name);
  run.end();
}

outcome run_against(fake_service& service, const std::string& name,
                    load_options options = {}) {
  options.url = options.sim = service.base_url();
  options.callers = std::min(options.callers, 10);
  options.calls = 40;
  options.rounds = 3;
  options.managers = 2;
  options.duration = std::chrono::seconds{1};
  event_loop loop;
  load_run run{loop, options};
  outcome result;
  result.scenario.name = name;
  loop.run(set_up_and_play(run, result.scenario));
  evidence all;
  all.owners.assign(run.managers.begin(), run.managers.end());
  all.transcript.assign(run.transcript.begin(), run.transcript.end());
  service.fill(all);
  result.checked = check(all);
  result.connected = service.connected();
  return result;
}

std::set<std::string> broken(const outcome& result) {
  std::set<std::string> found;
  for (const auto& each : result.checked.violations)
    found.insert(each.rule);
  return found;
}

class HarnessTest : public testing::TestWithParam<const char*> {};

TEST_P(HarnessTest, AGoodServicePasses) {
  fake_service service;
  auto result = run_against(service, GetParam());
  for (const auto& each : result.checked.violations)
    ADD_FAILURE() << each.rule << ": " << each.what;
  EXPECT_GT(result.scenario.counted.outcome(said::booked), 0u);
  EXPECT_EQ(result.connected, (std::set<std::string>{"load-1", "load-2"}));
}

INSTANTIATE_TEST_SUITE_P(Scenarios, HarnessTest,
                         testing::Values("one-slot", "retry-storm", "forgetful",
                                         "mixed"),
                         [](const auto& each) {
                           std::string name{each.param};
                           std::erase(name, '-');
                           return name;
                         });

TEST(HarnessFaultsTest, AServiceWithoutOverlapGuardIsFound) {
  fake_service service{{.no_overlap_guard = true}};
  auto found = broken(run_against(service, "one-slot"));
  for (auto rule : {"overlap", "event_overlap", "one_winner"})
    EXPECT_TRUE(found.contains(rule)) << rule;
}

TEST(HarnessFaultsTest, AServiceThatForgetsItsAnswersIsFound) {
  fake_service service{{.forgets_answers = true}};
  auto found = broken(run_against(service, "retry-storm"));
  EXPECT_TRUE(found.contains("same_id_same_answer"));
}

TEST(HarnessFaultsTest, AServiceThatLiesIsFound) {
  fake_service service{{.lies = true}};
  EXPECT_TRUE(broken(run_against(service, "mixed")).contains("booked_is_true"));
}

TEST(HarnessFaultsTest, AnEventAnHourLateIsFound) {
  fake_service service{{.wrong_time = true}};
  EXPECT_TRUE(broken(run_against(service, "mixed")).contains("right_time"));
}

TEST(HarnessFaultsTest, RandomStartsAreRefusedForEveryReason) {
  fake_service service;
  load_options options;
  auto result = run_against(service, "random", options);
  EXPECT_GT(result.scenario.counted.outcome(said::refused), 0u);
  EXPECT_EQ(broken(result), std::set<std::string>{});
}

TEST(HarnessFaultsTest, OpeningsAreCountedAndStepsThatAreMissingAreNamed) {
  fake_service service;
  auto openings = run_against(service, "openings");
  EXPECT_GT(openings.scenario.counted.outcome(said::offered), 10u);
  EXPECT_EQ(openings.scenario.counted.outcome(said::offered),
            openings.scenario.counted.answers);
  auto mixed = run_against(service, "mixed");
  EXPECT_FALSE(mixed.scenario.skipped.empty());
}

TEST(HarnessFaultsTest, AnOpenLoopKeepsItsRate) {
  fake_service service;
  load_options options;
  options.rate = 200;
  auto result = run_against(service, "forgetful", options);
  // 40 calls, the last one due after 195 ms.
  EXPECT_GE(result.scenario.took, std::chrono::milliseconds{195});
  EXPECT_EQ(broken(result), std::set<std::string>{});
}

} // namespace
} // namespace rental::load

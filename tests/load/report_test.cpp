#include "tools/booking-load/plots.hpp"
#include "tools/booking-load/progress.hpp"
#include "tools/booking-load/report.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace rental::load {
namespace {

using namespace std::chrono_literals;

run_result a_run() {
  run_result run;
  run.began = "2026-11-22T15:00:00Z";
  run.options = {{"callers", "20"}};
  scenario_result one{"one-slot", "20 callers want <one> slot", {}, 2s, {}};
  for (int i = 1; i <= 100; ++i)
    one.counted.count("set_appointment", i == 1 ? said::booked : said::refused,
                      0us, 100us, 1000us * i, 0us);
  one.skipped.push_back("nothing & nobody");
  run.scenarios.push_back(std::move(one));
  run.checked.emplace();
  run.checked->rules.push_back({"overlap", "no two <overlap>", 7, 0});
  return run;
}

void plant(run_result& run, const std::string& what) {
  run.checked->rules[0].broken = 1;
  run.checked->violations.push_back({"overlap", what, {"id-<1>", "id-2"}});
}

TEST(ReportTest, ARunPassesWhenNothingIsBrokenAndSomethingWasBooked) {
  auto run = a_run();
  EXPECT_TRUE(succeeded(run));
  plant(run, "two at once");
  EXPECT_FALSE(succeeded(run));
}

TEST(ReportTest, ARunThatBookedNothingFails) {
  auto run = a_run();
  run.scenarios[0].counted = {};
  run.scenarios[0].counted.count("set_appointment", said::refused, 0us, 0us,
                                 1us, 0us);
  EXPECT_FALSE(succeeded(run));
  EXPECT_FALSE(succeeded({}));
}

TEST(ReportTest, OpeningsAlonePassWhenSomethingWasOffered) {
  run_result run;
  run.scenarios.push_back({"openings", "", {}, 1s, {}});
  EXPECT_FALSE(succeeded(run));
  run.scenarios[0].counted.count("get_availability", said::offered, 0us, 0us,
                                 1us, 0us);
  EXPECT_TRUE(succeeded(run));
  run.scenarios.push_back({"random", "", {}, 1s, {}});
  EXPECT_FALSE(succeeded(run)) << "offers do not make up for bookings";
}

TEST(ReportTest, JsonTellsFiguresRulesAndViolations) {
  auto run = a_run();
  plant(run, "two at once");
  auto all = nlohmann::json::parse(render_json(run));
  EXPECT_EQ(all["succeeded"], false);
  EXPECT_EQ(all["checker"]["clean"], false);
  EXPECT_EQ(all["checker"]["rules"][0]["looked_at"], 7);
  EXPECT_EQ(all["checker"]["violations"][0]["ids"][0], "id-<1>");
  const auto& one = all["scenarios"][0];
  EXPECT_EQ(one["answers"], 100);
  EXPECT_EQ(one["answers_per_second"], 50.0);
  EXPECT_EQ(one["outcomes"]["set_appointment"]["booked"], 1);
  const auto& latency = one["latency_ms"]["set_appointment"];
  EXPECT_NEAR(latency["p50"], 50.0, 0.1);
  EXPECT_NEAR(latency["max"], 100.0, 0.1);
  EXPECT_EQ(latency["curve"].back()[0], 100.0);
  EXPECT_NEAR(one["service_time_ms"]["set_appointment"]["p50"], 49.9, 0.1);
}

TEST(ReportTest, ManyViolationsAreCutButCounted) {
  auto run = a_run();
  for (int i = 0; i < 500; ++i)
    plant(run, "number " + std::to_string(i));
  run.checked->rules[0].broken = 500;
  auto all = nlohmann::json::parse(render_json(run));
  EXPECT_EQ(all["checker"]["violations"].size(), listed_violations);
  EXPECT_EQ(all["checker"]["rules"][0]["broken"], 500);
  auto page = render_html(run);
  EXPECT_NE(page.find("number 49"), page.npos);
  EXPECT_EQ(page.find("number 50"), page.npos);
  EXPECT_NE(page.find("500 violations"), page.npos);
}

TEST(ReportTest, HtmlEscapesWhatItDidNotWrite) {
  EXPECT_EQ(escape_html("<b a='1' c=\"2\">&\x01</b>\n"),
            "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;&lt;/b&gt;\n");
  auto run = a_run();
  plant(run, "<script>alert(1)</script>");
  run.unchecked = "<i>";
  run.options.emplace_back("fault", "{\"a\":\"<x>\"}");
  run.scenarios[0].counted.count("<tool>", said::offered, 0us, 0us, 5us, 0us);
  auto page = render_html(run);
  for (auto raw : {"<script", "<tool>", "<one>", "<x>", "id-<1>", "<overlap>"})
    EXPECT_EQ(page.find(raw), page.npos) << raw;
  EXPECT_NE(page.find("&lt;script&gt;alert(1)"), page.npos);
  EXPECT_NE(page.find("nothing &amp; nobody"), page.npos);
}

TEST(ReportTest, HtmlIsOneFileForPhonesAndDarkRooms) {
  auto page = render_html(a_run());
  for (auto needed : {"width=device-width", "prefers-color-scheme:dark",
                      "<svg viewBox=", "Passed", "lang=\"en\""})
    EXPECT_NE(page.find(needed), page.npos) << needed;
  for (auto foreign : {"http://", "https://", "<script", "<link", "url("})
    EXPECT_EQ(page.find(foreign), page.npos) << foreign;
}

TEST(ReportTest, ARunThatWasNotCheckedSaysWhy) {
  auto run = a_run();
  run.checked.reset();
  run.unchecked = "--no-check";
  EXPECT_NE(render_html(run).find("Not checked: --no-check"),
            std::string::npos);
  EXPECT_TRUE(nlohmann::json::parse(render_json(run))["checker"].is_null());
}

TEST(PlotsTest, PlotsHoldOneLineForEachTool) {
  std::map<std::string, histogram> by_tool;
  for (auto tool : {"get_availability", "set_appointment"})
    for (std::uint64_t i = 1; i < 2000; ++i)
      by_tool[tool].record(i * i);
  auto plot = percentile_plot(by_tool);
  EXPECT_NE(plot.find(">set_appointment<"), plot.npos);
  EXPECT_NE(plot.find(">99.9<"), plot.npos);
  EXPECT_EQ(plot.find("nan"), plot.npos);
  EXPECT_EQ(plot.find("inf"), plot.npos);
}

TEST(PlotsTest, EmptyAndTinyDataAreDrawnWithoutNonsense) {
  std::map<std::string, histogram> one;
  one["x"].record(0);
  for (const auto& plot :
       {percentile_plot({}), percentile_plot(one), pace_plot({}),
        pace_plot({{0, 0}}), outcome_plot({}), outcome_plot({{"a", 0}})}) {
    EXPECT_TRUE(plot.starts_with("<svg "));
    EXPECT_EQ(plot.find("nan"), plot.npos);
    EXPECT_EQ(plot.find("inf"), plot.npos);
  }
}

TEST(TallyTest, OpenLoopLatencyIncludesTheWaitForALine) {
  tally counted;
  counted.count("t", said::booked, 0us, 900us, 1000us, 0us);
  EXPECT_EQ(counted.latency["t"].max(), 1000u);
  EXPECT_EQ(counted.service_time["t"].max(), 100u);
  EXPECT_EQ(counted.outcome(said::booked), 1u);
}

TEST(TallyTest, ClosedLoopLatencyIsCorrectedWhenAnIntervalIsExpected) {
  tally counted;
  counted.count("t", said::refused, 0us, 0us, 100us, 10us);
  EXPECT_EQ(counted.latency["t"].count(), 10u);
  EXPECT_EQ(counted.service_time["t"].count(), 1u);
}

TEST(TallyTest, AnswersAreCountedInTheSecondOfTheirArrival) {
  tally counted;
  counted.count("t", said::booked, 0us, 0us, 2'500'000us, 0us);
  counted.count("t", said::refused, 0us, 0us, 2'999'999us, 0us);
  ASSERT_EQ(counted.seconds.size(), 3u);
  EXPECT_EQ(counted.seconds[2].answers, 2u);
  EXPECT_EQ(counted.seconds[2].promises, 1u);
}

TEST(ProgressTest, SpansAreSaidInTheUnitThatFits) {
  EXPECT_EQ(say_micros(950), "950 us");
  EXPECT_EQ(say_micros(12'340), "12.3 ms");
  EXPECT_EQ(say_micros(1'204'000), "1.20 s");
}

} // namespace
} // namespace rental::load

#include "tools/booking-load/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace rental::load {
namespace {

std::uint64_t exact(const std::vector<std::uint64_t>& sorted, double percent) {
  auto rank = static_cast<std::size_t>(
      std::ceil(percent / 100 * static_cast<double>(sorted.size()) - 1e-6));
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

TEST(HistogramTest, BucketsAreSeamlessAndEndWhereTheySay) {
  std::size_t before = 0;
  for (std::uint64_t value = 1; value < 300'000; ++value) {
    auto bucket = histogram::bucket_of(value);
    ASSERT_LE(bucket - before, 1u) << value;
    ASSERT_LE(value, histogram::last_of(bucket));
    if (bucket != before) {
      ASSERT_EQ(histogram::last_of(before), value - 1);
    }
    before = bucket;
  }
}

TEST(HistogramTest, PercentilesOfRandomDataAreExactToAThousandth) {
  std::mt19937_64 random{7};
  for (int round = 0; round < 20; ++round) {
    std::lognormal_distribution<> spread{4.0 + round * 0.5, 1.5};
    histogram counted;
    std::vector<std::uint64_t> values(5000);
    for (auto& value : values) {
      value = static_cast<std::uint64_t>(spread(random));
      counted.record(value);
    }
    std::sort(values.begin(), values.end());
    for (double percent : {0.0, 1.0, 25.0, 50.0, 90.0, 99.0, 99.9, 100.0}) {
      auto want = std::min(exact(values, percent), std::uint64_t{1} << 36);
      auto got = counted.percentile(percent);
      EXPECT_GE(got, want) << percent;
      EXPECT_LE(static_cast<double>(got), static_cast<double>(want) * 1.001 + 1)
          << percent;
    }
    EXPECT_EQ(counted.min(), values.front());
    EXPECT_EQ(counted.max(), values.back());
    EXPECT_EQ(counted.count(), values.size());
  }
}

TEST(HistogramTest, AnEmptyOneHasNothingToSay) {
  histogram none;
  EXPECT_EQ(none.percentile(99), 0u);
  EXPECT_EQ(none.min(), 0u);
  EXPECT_EQ(none.mean(), 0);
  EXPECT_TRUE(none.curve().empty());
}

// A hundred requests due every 10 ms; one stalls for a second. Measured naively
// the median and the 99th percentile look perfect.
TEST(HistogramTest, CorrectionShowsWhatAStallHid) {
  histogram naive;
  histogram corrected;
  for (int i = 0; i < 9900; ++i) {
    naive.record(1000);
    corrected.record_corrected(1000, 10'000);
  }
  naive.record(1'000'000);
  corrected.record_corrected(1'000'000, 10'000);
  EXPECT_EQ(naive.percentile(99.9), 1000u);
  // The stall hid 99 requests that would have waited 990, 980, ... 10 ms.
  EXPECT_EQ(corrected.count(), naive.count() + 99);
  EXPECT_NEAR(static_cast<double>(corrected.percentile(99.9)), 900'000, 12'000);
  EXPECT_EQ(corrected.percentile(50), 1000u);
  EXPECT_EQ(corrected.max(), 1'000'000u);
}

TEST(HistogramTest, CorrectionRecordsExactlyTheMissingValues) {
  histogram counted;
  counted.record_corrected(35, 10);
  // 35, 25, 15; 5 is shorter than the interval, so it hides nothing.
  EXPECT_EQ(counted.count(), 3u);
  EXPECT_EQ(counted.min(), 15u);
  histogram plain;
  plain.record_corrected(35, 0);
  EXPECT_EQ(plain.count(), 1u);
  histogram short_one;
  short_one.record_corrected(10, 10);
  EXPECT_EQ(short_one.count(), 1u);
}

TEST(HistogramTest, SumsOfHistogramsAreHistogramsOfSums) {
  histogram left, right, both;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    (i % 3 ? left : right).record(i * i);
    both.record(i * i);
  }
  left.add(right);
  for (double percent : {10.0, 50.0, 99.0})
    EXPECT_EQ(left.percentile(percent), both.percentile(percent));
  EXPECT_EQ(left.count(), both.count());
  EXPECT_DOUBLE_EQ(left.mean(), both.mean());
}

TEST(HistogramTest, TheCurveRisesToTheMaximumAndAgreesWithPercentiles) {
  histogram counted;
  std::mt19937_64 random{3};
  std::exponential_distribution<> spread{0.0005};
  for (int i = 0; i < 20'000; ++i)
    counted.record(static_cast<std::uint64_t>(spread(random)));
  auto curve = counted.curve();
  ASSERT_GT(curve.size(), 30u);
  for (std::size_t i = 1; i < curve.size(); ++i) {
    EXPECT_LT(curve[i - 1].percent, curve[i].percent);
    EXPECT_LE(curve[i - 1].value, curve[i].value);
    EXPECT_LE(curve[i - 1].count, curve[i].count);
  }
  for (const auto& point : curve)
    EXPECT_EQ(point.value, counted.percentile(point.percent)) << point.percent;
  EXPECT_EQ(curve.back().percent, 100);
  EXPECT_EQ(curve.back().count, 20'000u);
}

TEST(HistogramTest, ValuesBeyondTheRangeCountAsItsEnd) {
  histogram counted;
  counted.record(~std::uint64_t{0});
  EXPECT_EQ(counted.max(), (std::uint64_t{1} << 36) - 1);
  EXPECT_EQ(counted.percentile(50), counted.max());
}

} // namespace
} // namespace rental::load

#include "log/line_writer.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <future>

namespace rental::log {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;

/// A pipe whose reader decides when it reads.
class LineWriter : public testing::Test {
protected:
  LineWriter() {
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    writer = std::make_unique<line_writer>(ends[1], 64 * 1024, [](auto n) {
      return "dropped " + std::to_string(n) + "\n";
    });
  }
  ~LineWriter() override {
    writer.reset();
    ::close(ends[0]);
    ::close(ends[1]);
  }

  /// Reads until `mark` has come.
  std::string read_until(const std::string& mark) {
    std::string all;
    std::array<char, 4096> some{};
    while (all.find(mark) == all.npos) {
      const auto n = ::read(ends[0], some.data(), some.size());
      if (n <= 0)
        break;
      all.append(some.data(), static_cast<std::size_t>(n));
    }
    return all;
  }

  std::array<int, 2> ends{};
  std::unique_ptr<line_writer> writer;
};

TEST_F(LineWriter, WritesInOrder) {
  for (int i = 0; i < 100; ++i)
    EXPECT_TRUE(writer->push(std::to_string(i) + "\n"));
  EXPECT_TRUE(writer->flush(5s));
  EXPECT_THAT(read_until("99\n"), EndsWith("\n97\n98\n99\n"));
  EXPECT_EQ(writer->dropped(), 0u);
}

TEST_F(LineWriter, NobodyWaitsForAReaderWhoHasStopped) {
  const std::string line(1000, 'x');
  std::promise<int> refused;
  std::thread caller{[&] {
    int count = 0;
    for (int i = 0; i < 5000; ++i)
      count += !writer->push(line + "\n");
    refused.set_value(count);
  }};
  auto done = refused.get_future();
  ASSERT_EQ(done.wait_for(20s), std::future_status::ready);
  caller.join();
  const auto count = done.get();
  EXPECT_GT(count, 4000);
  EXPECT_EQ(writer->dropped(), static_cast<std::uint64_t>(count));
  EXPECT_FALSE(writer->flush(50ms));
}

TEST_F(LineWriter, TellsWhatIsMissingOnceThereIsRoom) {
  std::uint64_t refused = 0;
  for (int i = 0; i < 500; ++i)
    refused += !writer->push(std::string(1000, 'x') + "\n");
  ASSERT_GT(refused, 0u);
  const auto notice = "dropped " + std::to_string(refused) + "\n";
  EXPECT_THAT(read_until(notice), HasSubstr(notice));
  EXPECT_TRUE(writer->push("after\n"));
  EXPECT_THAT(read_until("after\n"), HasSubstr("after\n"));
}

TEST_F(LineWriter, EndsThoughNobodyReads) {
  for (int i = 0; i < 500; ++i)
    writer->push(std::string(1000, 'x') + "\n");
  auto ended = std::async(std::launch::async, [this] { writer.reset(); });
  EXPECT_EQ(ended.wait_for(5s), std::future_status::ready);
}

} // namespace
} // namespace rental::log

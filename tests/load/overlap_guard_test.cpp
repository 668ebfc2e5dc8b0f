// The proof that booking-load proves something: the real service passes; the
// same service without its guards against overlaps does not.
#include "tests/support/child_process.hpp"
#include "tests/support/free_port.hpp"
#include "tools/microsoft-sim/simulator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace rental::load {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

sim::simulator_options same_sunday() {
  sim::simulator_options options;
  options.clock_start = "2026-11-22T06:00:00Z";
  return options;
}

std::string text_of_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

struct verdict_of_run {
  int status = -1;
  std::string printed;
};

class OverlapGuardTest : public testing::Test {
protected:
  OverlapGuardTest() : microsoft_{same_sunday()} {
    auto pattern
        = (std::filesystem::temp_directory_path() / "guardXXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    microsoft_.start();
  }
  ~OverlapGuardTest() override {
    service_.reset();
    microsoft_.stop();
    std::filesystem::remove_all(folder_);
  }

  void start(const std::string& guard) {
    const auto port = std::to_string(test::free_port());
    url_ = "http://127.0.0.1:" + port;
    std::map<std::string, std::string> env{
        {"PORT", port},
        {"PUBLIC_URL", url_},
        {"DATABASE_URL", "sqlite3://" + database()},
        {"MICROSOFT_LOGIN_URL", microsoft_.base_url()},
        {"MICROSOFT_GRAPH_URL", microsoft_.graph_url()},
        {"MICROSOFT_CLIENT_ID", "00001111-aaaa-2222-bbbb-3333cccc4444"},
        {"MICROSOFT_CLIENT_SECRET", "simulated-client-secret"},
        {"CLOCK_START", "2026-11-22T06:00:00Z"},
        {"OVERLAP_GUARD", guard}};
    service_ = std::make_unique<test::child_process>(UNGUARDED_SERVICE, env,
                                                     folder_ + "/log");
    ASSERT_TRUE(service_->first_line(60s)) << text_of_file(folder_ + "/log");
  }

  verdict_of_run load(const std::string& arguments) {
    const auto command = std::string{BOOKING_LOAD} + " --quiet --url " + url_
                         + " --sim " + microsoft_.base_url() + " --database "
                         + database() + " " + arguments + " 2>&1";
    verdict_of_run result;
    auto* pipe = ::popen(command.c_str(), "r");
    char buffer[4096];
    while (const auto size = std::fread(buffer, 1, sizeof buffer, pipe))
      result.printed.append(buffer, size);
    const int status = ::pclose(pipe);
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
  }

  std::string database() const { return folder_ + "/p.db"; }

  sim::simulator microsoft_;
  std::string folder_;
  std::string url_;
  std::unique_ptr<test::child_process> service_;
};

constexpr const char* one_slot = "one-slot --callers 8 --rounds 2 --managers 2";
constexpr const char* random_starts
    = "random --callers 8 --calls 200 --managers 1";

TEST_F(OverlapGuardTest, TheServiceAsItIsPasses) {
  ASSERT_NO_FATAL_FAILURE(start("on"));
  const auto result = load(one_slot);
  EXPECT_EQ(result.status, 0) << result.printed;
}

TEST_F(OverlapGuardTest, WithoutItsGuardsOneSlotIsGivenTwiceAndThatIsFound) {
  ASSERT_NO_FATAL_FAILURE(start("off"));
  const auto result = load(one_slot);
  EXPECT_EQ(result.status, 1) << result.printed;
  for (const auto* rule : {"overlap", "event_overlap", "one_winner"})
    EXPECT_THAT(result.printed, HasSubstr("BROKEN " + std::string{rule} + ":"));
}

TEST_F(OverlapGuardTest, WithoutItsGuardsRandomStartsOverlapAndThatIsFound) {
  ASSERT_NO_FATAL_FAILURE(start("off"));
  const auto result = load(random_starts);
  EXPECT_EQ(result.status, 1) << result.printed;
  for (const auto* rule : {"overlap", "event_overlap"})
    EXPECT_THAT(result.printed, HasSubstr("BROKEN " + std::string{rule} + ":"));
}

// The switch is in a program of the tests and nowhere else.
TEST(OverlapGuardSwitchTest, TheProductHasNone) {
  const auto without = text_of_file(UNGUARDED_SERVICE);
  const auto product = text_of_file(RENTAL_PETERENTAL);
  // Both name the trigger when they make it; nobody else knows how to drop the
  // one that guards what is booked.
  EXPECT_NE(product.find("bookings_no_overlap_insert"), product.npos);
  for (const auto* part : {"DROP TRIGGER bookings_no_overlap_insert",
                           "blind_session", "blind_graph"}) {
    EXPECT_NE(without.find(part), without.npos) << part;
    EXPECT_EQ(product.find(part), product.npos) << part;
  }
}

} // namespace
} // namespace rental::load

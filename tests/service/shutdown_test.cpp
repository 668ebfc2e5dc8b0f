// SIGTERM while a booking is under way and Microsoft is silent: the real
// program, in a process of its own.
#include "tests/service/service_fixture.hpp"
#include "tests/support/child_process.hpp"

#include <csignal>
#include <fstream>
#include <future>
#include <iterator>

namespace rental::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class ShutdownTest : public ServiceTest {
protected:
  ShutdownTest() {
    program = std::make_unique<child_process>(
        RENTAL_PETERENTAL, usual, folder + "/log",
        std::vector<std::string>{"serve"});
    EXPECT_TRUE(eventually([&] { return get("/readyz").status == 200; }))
        << log();
    const auto end = connect();
    EXPECT_EQ(end.status, 200) << end.body << end.trouble;
  }

  std::string log() const {
    std::ifstream file{folder + "/log"};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  /// A caller whose event is written, and the answer to that never comes.
  std::future<std::string> book_into_silence() {
    fault("createEvent", {{"stall", true}, {"when", "after"}});
    auto said = std::async(std::launch::async,
                           [this] { return book({"c"}, tuesday_at_ten); });
    EXPECT_TRUE(eventually([&] { return events().size() == 1; }));
    return said;
  }

  std::unique_ptr<child_process> program;
};

TEST_F(ShutdownTest, FinishesTheBookingAndEndsWithin25Seconds) {
  auto said = book_into_silence();
  const auto began = steady_clock::now();
  program->signal(SIGTERM);
  EXPECT_TRUE(eventually([&] { return get("/healthz").status == 0; }))
      << "nobody new is let in";
  EXPECT_EQ(program->ended(25s), 0) << log();
  EXPECT_LT(steady_clock::now() - began, 25s);
  const auto sentence = said.get();
  EXPECT_TRUE(is_booked(sentence)) << sentence;
  EXPECT_THAT(log(), HasSubstr("service.stopped"));

  start();
  EXPECT_THAT(confirmed(), SizeIs(1));
  EXPECT_THAT(events(), SizeIs(1));
}

TEST_F(ShutdownTest, ASecondSignalEndsItAtOnceAndLosesNothing) {
  fault("findEvent", {{"stall", true}}, "forever");
  auto said = book_into_silence();
  program->signal(SIGTERM);
  ASSERT_TRUE(eventually(
      [&] { return log().find("service.stopping") != std::string::npos; }));
  const auto began = steady_clock::now();
  program->signal(SIGTERM);
  EXPECT_EQ(program->ended(20s), -SIGTERM) << log();
  EXPECT_LT(steady_clock::now() - began, 5s);
  EXPECT_THAT(said.get(), HasSubstr("no answer")) << "the line went dead";

  control("DELETE", "/faults");
  start();
  EXPECT_TRUE(eventually([&] { return confirmed().size() == 1; }))
      << bookings();
  EXPECT_THAT(events(), SizeIs(1));
}

TEST_F(ShutdownTest, EndsCleanlyWhileRetriesWait) {
  // Each of them waits longer than the stop may last.
  fault("calendarView", {{"status", 503}, {"retry_after", 5}}, "forever");
  fault("sendMail", {{"status", 429}, {"retry_after", 5}}, "forever");
  fault("token", {{"status", 503}, {"retry_after", 5}}, "forever");
  std::vector<std::future<std::string>> said;
  for (const auto* id : {"a", "b", "c"})
    said.push_back(
        std::async(std::launch::async, [this, id] { return openings({id}); }));
  ASSERT_TRUE(eventually([&] { return requests_of("calendarView") >= 1; }));
  program->signal(SIGTERM);
  EXPECT_EQ(program->ended(25s), 0) << log();
  for (auto& each : said)
    EXPECT_THAT(each.get(), Not(testing::IsEmpty()));
  EXPECT_THAT(log(), HasSubstr("service.stopped"));
}

} // namespace
} // namespace rental::test

#include "tests/service/service_fixture.hpp"

#include <future>
#include <mutex>

namespace rental::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class RestartTest : public ServiceTest {
protected:
  /// Fulfils `writing` when the first event is about to be written.
  service_hooks told_of_writing() {
    return {[this](const std::string& step) {
      if (step == "create:before")
        std::call_once(once, [this] { writing.set_value(); });
    }};
  }

  std::once_flag once;
  std::promise<void> writing;
};

TEST_F(RestartTest, KeepsConnectionBookingsAndAnswers) {
  start_connected();
  const tool one{"set_appointment",
                 {{"property_address", address},
                  {"start_time", tuesday_at_ten},
                  {"attendee_name", "Jane Smith"}},
                 "call_1"};
  const auto first = run({"c"}, {one});
  EXPECT_THAT(first.body, HasSubstr("You're booked"));
  EXPECT_TRUE(running->stop());
  EXPECT_EQ(get("/healthz").status, 0) << "it has stopped";

  start();
  EXPECT_EQ(status()["authorized"], true);
  EXPECT_EQ(status()["account"], account);
  EXPECT_THAT(confirmed(), SizeIs(1));
  EXPECT_THAT(free_starts(), Not(Contains(tuesday_at_ten)));
  EXPECT_EQ(run({"c"}, {one}).body, first.body) << "an answer is kept";
  EXPECT_FALSE(is_booked(book({"d", "+14055550111"}, tuesday_at_ten)));
  EXPECT_THAT(events(), SizeIs(1));
}

TEST_F(RestartTest, FinishesABookingBeforeItStops) {
  start_connected(told_of_writing());
  fault("createEvent", {{"latency_ms", 700}});
  auto said = std::async(std::launch::async,
                         [&] { return book({"c"}, tuesday_at_ten); });
  ASSERT_EQ(writing.get_future().wait_for(std::chrono::seconds{20}),
            std::future_status::ready);
  EXPECT_TRUE(running->stop(std::chrono::seconds{10}));
  EXPECT_TRUE(is_booked(said.get()));
  EXPECT_THAT(events(), SizeIs(1));

  start();
  EXPECT_THAT(confirmed(), SizeIs(1));
}

TEST_F(RestartTest, EndsABookingThatWasCutOff) {
  start_connected(told_of_writing());
  fault("createEvent", {{"stall", true}, {"when", "after"}});
  auto said = std::async(std::launch::async,
                         [&] { return book({"c"}, tuesday_at_ten); });
  ASSERT_EQ(writing.get_future().wait_for(std::chrono::seconds{20}),
            std::future_status::ready);
  EXPECT_TRUE(eventually([&] { return events().size() == 1; }));
  EXPECT_FALSE(running->stop(std::chrono::milliseconds{50}));
  EXPECT_FALSE(is_booked(said.get()));

  start();
  EXPECT_TRUE(eventually([&] { return confirmed().size() == 1; }))
      << bookings();
  EXPECT_THAT(events(), SizeIs(1)) << "what was written is found again";
}

} // namespace
} // namespace rental::test

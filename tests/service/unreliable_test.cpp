// Microsoft fails, at the worst moments.
#include "tests/service/service_fixture.hpp"

namespace rental::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class UnreliableTest : public ServiceTest {
protected:
  UnreliableTest() { start_connected(); }

  void expect_one_booking() {
    ASSERT_THAT(events(), SizeIs(1));
    EXPECT_EQ(events()[0]["start"], tuesday_at_ten_utc);
    ASSERT_THAT(confirmed(), SizeIs(1));
    EXPECT_EQ(confirmed()[0]["event_id"], events()[0]["id"]);
  }
};

TEST_F(UnreliableTest, OffersAndBooksNothingWhileTheCalendarIsUnreadable) {
  // Longer than any caller waits.
  fault("calendarView", {{"status", 503}, {"retry_after", 60}}, "forever");
  const auto offered = openings({"c"});
  EXPECT_THAT(offers_in(offered), IsEmpty()) << offered;
  EXPECT_THAT(offered, HasSubstr("can't see the calendar"));
  EXPECT_EQ(get("/calendar/availability?user_id=" + manager).status, 503);

  const auto said = book({"c"}, tuesday_at_ten);
  EXPECT_THAT(said, HasSubstr("not confirmed yet"));
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_THAT(confirmed(), IsEmpty());
  const auto wishes = bookings()["wishes"];
  ASSERT_THAT(wishes, SizeIs(1));
  EXPECT_EQ(wishes[0]["wanted"], tuesday_at_ten_written);
  EXPECT_EQ(wishes[0]["attendee_phone"], "+14055550199");

  // Sending mail still works, so the manager is told.
  ASSERT_TRUE(eventually([&] { return !control("GET", "/mails").empty(); }));
  const auto mails = control("GET", "/mails");
  EXPECT_THAT(mails, SizeIs(1));
  EXPECT_THAT(mails.dump(), HasSubstr("Please call back"));
  EXPECT_TRUE(eventually(
      [&] { return !bookings()["wishes"][0]["manager_told_at"].is_null(); }));
}

TEST_F(UnreliableTest, BooksOnceWhenTheAnswerIsCutOff) {
  fault("createEvent", {{"cut", "before_headers"}, {"when", "after"}});
  EXPECT_TRUE(is_booked(book({"c"}, tuesday_at_ten)));
  expect_one_booking();
}

TEST_F(UnreliableTest, BooksOnceWhenTheAnswerIsResetHalfway) {
  fault("createEvent", {{"cut", "reset_mid_body"}, {"when", "after"}});
  EXPECT_TRUE(is_booked(book({"c"}, tuesday_at_ten)));
  expect_one_booking();
}

TEST_F(UnreliableTest, BooksOnceWhenTheWriteIsDeniedButWasDone) {
  fault("createEvent", {{"status", 503}, {"when", "after"}});
  EXPECT_TRUE(is_booked(book({"c"}, tuesday_at_ten)));
  expect_one_booking();
}

TEST_F(UnreliableTest, BooksOnceWhenTheAnswerIsNoJson) {
  fault("createEvent", {{"invalid_json", true}, {"when", "after"}});
  EXPECT_TRUE(is_booked(book({"c"}, tuesday_at_ten)));
  expect_one_booking();
}

TEST_F(UnreliableTest, BooksOnceWhenTheFirstWriteWasNotDone) {
  fault("createEvent", {{"status", 503}, {"when", "before"}});
  EXPECT_TRUE(is_booked(book({"c"}, tuesday_at_ten)));
  expect_one_booking();
}

TEST_F(UnreliableTest, NeverSaysBookedWhenEveryWriteIsRefused) {
  fault("createEvent", {{"status", 400}}, "forever");
  EXPECT_FALSE(is_booked(book({"c"}, tuesday_at_ten)));
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_THAT(confirmed(), IsEmpty());
}

TEST_F(UnreliableTest, YieldsToAHumanWhoCameBetween) {
  control("POST", "/human-at",
          {{"account", account},
           {"operation", "createEvent"},
           {"when", "after"},
           {"event", {{"slot", "same"}, {"subject", "Faster than you"}}}});
  const auto said = book({"c"}, tuesday_at_ten);
  EXPECT_FALSE(is_booked(said));
  EXPECT_THAT(offers_in(said), Not(IsEmpty())) << said;
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_THAT(confirmed(), IsEmpty());
  EXPECT_THAT(free_starts(), Not(Contains(tuesday_at_ten)));
}

TEST_F(UnreliableTest, YieldsToAHumanWhoCameJustBefore) {
  control("POST", "/human-at",
          {{"account", account},
           {"operation", "createEvent"},
           {"when", "before"},
           {"event", {{"slot", "same"}, {"subject", "Faster than you"}}}});
  EXPECT_FALSE(is_booked(book({"c"}, tuesday_at_ten)));
  EXPECT_THAT(events(), IsEmpty());
}

TEST_F(UnreliableTest, SendsAMailOnceAlthoughTheFirstTryWasRefused) {
  fault("sendMail", {{"status", 429}, {"retry_after", 1}});
  EXPECT_TRUE(is_booked(book({"c"}, tuesday_at_ten)));
  EXPECT_TRUE(eventually([&] { return !control("GET", "/mails").empty(); }));
  EXPECT_THAT(control("GET", "/mails"), SizeIs(1));
}

} // namespace
} // namespace rental::test

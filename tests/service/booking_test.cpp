#include "tests/service/service_fixture.hpp"

#include <set>
#include <thread>

namespace rental::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class BookingTest : public ServiceTest {
protected:
  BookingTest() { start_connected(); }

  tool set_appointment(const std::string& when, std::string id) const {
    return {"set_appointment",
            {{"property_address", address},
             {"start_time", when},
             {"attendee_name", "Jane Smith"}},
            std::move(id)};
  }
};

/// Runs all at the same time, each on a thread of its own.
template <class Work>
void at_once(int count, Work work) {
  std::vector<std::thread> all;
  for (int n = 0; n < count; ++n)
    all.emplace_back([&work, n] { work(n); });
  for (auto& each : all)
    each.join();
}

TEST_F(BookingTest, BooksWhatItOffered) {
  const phone_call call{"the-call"};
  const auto offered = offers_in(openings(call));
  ASSERT_EQ(offered.size(), 3u);
  EXPECT_EQ(std::set<std::string>(offered.begin(), offered.end()).size(), 3u);
  EXPECT_EQ(offered[0], "Monday, November twenty-third at nine");
  const auto before = free_starts();
  EXPECT_THAT(before, Contains("2026-11-23T09:00:00-06:00"));

  const auto said
      = book(call, offered[0], {{"attendee_email", "jane@visitor.example"}});
  EXPECT_TRUE(is_booked(said)) << said;
  EXPECT_THAT(said, HasSubstr(offered[0] + " in the morning, Central time"));
  const auto written = events();
  ASSERT_EQ(written.size(), 1u);
  EXPECT_EQ(written[0]["subject"], "Property Viewing: " + address);
  EXPECT_EQ(written[0]["start"], "2026-11-23T15:00:00Z");
  EXPECT_EQ(written[0]["end"], "2026-11-23T15:30:00Z");
  EXPECT_EQ(written[0]["event"]["attendees"][0]["emailAddress"]["address"],
            "jane@visitor.example");
  EXPECT_THAT(control("GET", "/invitations"), SizeIs(1));

  const auto listed = confirmed();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0]["start_time"], "2026-11-23T09:00:00-06:00");
  EXPECT_EQ(listed[0]["event_id"], written[0]["id"]);
  const auto after = free_starts();
  EXPECT_THAT(after, Not(Contains("2026-11-23T09:00:00-06:00")));
  EXPECT_EQ(after.size(), before.size() - 1);
}

TEST_F(BookingTest, TellsTheManagerByMailOnce) {
  EXPECT_TRUE(is_booked(book({"a"}, tuesday_at_ten)));
  EXPECT_TRUE(eventually([&] { return !control("GET", "/mails").empty(); }));
  EXPECT_THAT(control("GET", "/mails"), SizeIs(1));
  EXPECT_THAT(control("GET", "/mails").dump(), HasSubstr("Viewing booked"));
}

TEST_F(BookingTest, GivesOneSlotToOneOfTwentyCallers) {
  std::vector<std::string> said(20);
  at_once(20, [&](int n) {
    const auto number = std::to_string(100 + n);
    said[n] = book({"call-" + number, "+14055550" + number}, tuesday_at_ten);
  });
  int booked = 0;
  for (const auto& each : said) {
    booked += is_booked(each);
    EXPECT_EQ(offers_in(each).size(), is_booked(each) ? 1u : 3u)
        << each; // the time itself, and two others
  }
  EXPECT_EQ(booked, 1);
  EXPECT_THAT(events(), SizeIs(1));
  EXPECT_THAT(confirmed(), SizeIs(1));
}

TEST_F(BookingTest, AnswersTheSameToolCallTheSameWay) {
  const auto one = set_appointment(tuesday_at_ten, "call_same");
  const auto first = run({"c"}, {one});
  EXPECT_THAT(first.body, HasSubstr("You're booked"));
  EXPECT_EQ(run({"c"}, {one}).body, first.body);
  EXPECT_THAT(events(), SizeIs(1));
}

TEST_F(BookingTest, AnswersTheSameToolCallOnceWhenItComesTwiceAtOnce) {
  const auto one = set_appointment(tuesday_at_ten, "call_same");
  std::vector<std::string> bodies(8);
  at_once(8, [&](int n) { bodies[n] = run({"c"}, {one}).body; });
  EXPECT_THAT(bodies[0], HasSubstr("You're booked"));
  EXPECT_THAT(bodies, testing::Each(bodies[0]));
  EXPECT_THAT(events(), SizeIs(1));
}

TEST_F(BookingTest, TakesTheSameWishUnderANewIdForTheSameBooking) {
  EXPECT_TRUE(is_booked(book({"c"}, tuesday_at_ten)));
  EXPECT_THAT(book({"c"}, tuesday_at_ten), StartsWith("You're already booked"));
  EXPECT_THAT(events(), SizeIs(1));
}

TEST_F(BookingTest, AnswersTwoToolCallsInOrder) {
  const auto answer = run(
      {"c"}, {set_appointment(tuesday_at_ten, "z"),
              {"get_availability", {{"property_address", address}}, "a"}});
  const auto results = answer.content()["results"];
  ASSERT_EQ(results.size(), 2u) << answer.body;
  EXPECT_EQ(results[0]["toolCallId"], "z");
  EXPECT_TRUE(is_booked(results[0]["result"]));
  EXPECT_EQ(results[1]["toolCallId"], "a");
  EXPECT_THAT(offers_in(results[1]["result"]), SizeIs(3));
}

TEST_F(BookingTest, DoesNotLetOneBadToolCallSpoilTheOthers) {
  const auto answer
      = run({"c"}, {{"set_appointment", "{\"start_time\": \"2026", "bad"},
                    {"paint_the_fence", json::object(), "unknown"},
                    set_appointment(tuesday_at_ten, "good")});
  const auto results = answer.content()["results"];
  ASSERT_EQ(results.size(), 3u) << answer.body;
  EXPECT_EQ(results[0]["toolCallId"], "bad");
  EXPECT_EQ(results[1]["toolCallId"], "unknown");
  EXPECT_TRUE(is_booked(results[2]["result"])) << answer.body;
}

TEST_F(BookingTest, AnEmailAddressIsTakenAsSaidOrNotAtAll) {
  const auto asked
      = book({"c"}, tuesday_at_ten, {{"attendee_email", "jane example"}});
  EXPECT_THAT(asked, HasSubstr("e-mail address"));
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_TRUE(is_booked(
      book({"c"}, tuesday_at_ten,
           {{"attendee_email", "jane dot smith at visitor dot example"}})));
  EXPECT_EQ(events()[0]["event"]["attendees"][0]["emailAddress"]["address"],
            "jane.smith@visitor.example");
  EXPECT_TRUE(is_booked(
      book({"d"}, "2026-11-24T11:00:00-06:00", {{"attendee_email", "N/A"}})));
}

TEST_F(BookingTest, SeesTheEleventhEventOfACalendar) {
  auto ten_earlier = json::array();
  for (int n = 0; n < 12; ++n)
    ten_earlier.push_back(
        {{"account", account},
         {"start", "2026-11-24T" + std::to_string(10 + n) + ":00:00Z"},
         {"end", "2026-11-24T" + std::to_string(10 + n) + ":30:00Z"}});
  control("POST", "/events", ten_earlier);
  // The eleventh and the twelfth, in Chicago.
  for (const auto* taken :
       {"2026-11-24T14:00:00-06:00", "2026-11-24T15:00:00-06:00"}) {
    EXPECT_FALSE(is_booked(book({"c"}, taken)));
    EXPECT_THAT(free_starts(), Not(Contains(taken)));
  }
  EXPECT_THAT(free_starts(), Contains("2026-11-24T14:30:00-06:00"));
  EXPECT_THAT(events(), IsEmpty());
}

// More than a page of what we ask for at once: the last one is on the second
// page (learn.microsoft.com/graph/paging).
TEST_F(BookingTest, AnEventOnTheSecondPageBlocks) {
  for (int n = 0; n < 205; ++n)
    human("2026-11-24T02:00:00Z", "2026-11-24T02:30:00Z");
  human("2026-11-24T16:00:00Z", "2026-11-24T16:30:00Z");
  const auto before = requests_of("calendarView");
  EXPECT_THAT(free_starts(), Not(Contains(tuesday_at_ten)));
  EXPECT_GE(requests_of("calendarView") - before, 2);
  const auto said = book({"a-long-list"}, tuesday_at_ten);
  EXPECT_FALSE(is_booked(said)) << said;
  EXPECT_THAT(events(), IsEmpty());
}

TEST_F(BookingTest, SeesARecurringEvent) {
  human("2026-11-17T16:00:00Z", "2026-11-17T17:00:00Z",
        {{"recurrence",
          {{"type", "weekly"}, {"days", {"tuesday"}}, {"count", 10}}}});
  EXPECT_THAT(free_starts(), Not(Contains(tuesday_at_ten)));
  const auto said = book({"c"}, tuesday_at_ten);
  EXPECT_FALSE(is_booked(said));
  EXPECT_THAT(offers_in(said), SizeIs(3)) << "why, and the nearest two";
  EXPECT_THAT(events(), IsEmpty());
}

TEST_F(BookingTest, KeepsAnAllDayAbsenceFreeOfViewings) {
  human("2026-11-24", "2026-11-25", {{"allDay", true}, {"showAs", "oof"}});
  const auto starts = free_starts();
  EXPECT_THAT(starts, Not(Contains(StartsWith("2026-11-24"))));
  EXPECT_THAT(starts, Contains(StartsWith("2026-11-25")));
  EXPECT_FALSE(is_booked(book({"c"}, tuesday_at_ten)));
}

TEST_F(BookingTest, BooksOverFreeAndCancelledEvents) {
  human(tuesday_at_ten_utc, "2026-11-24T16:30:00Z", {{"showAs", "free"}});
  human(tuesday_at_ten_utc, "2026-11-24T16:30:00Z", {{"cancelled", true}});
  EXPECT_THAT(free_starts(), Contains(tuesday_at_ten));
  EXPECT_TRUE(is_booked(book({"c"}, tuesday_at_ten)));
  EXPECT_THAT(events(), SizeIs(1));
}

TEST_F(BookingTest, BooksForTheOperatorAsForACaller) {
  const json body{{"user_id", manager},
                  {"property_address", address},
                  {"start_time", tuesday_at_ten},
                  {"attendee_name", "Jane Smith"}};
  const pairs once{{"Content-Type", "application/json"},
                   {"Idempotency-Key", "k-1"}};
  const auto made
      = browser{}.send("POST", url("/calendar/events"), body.dump(), once);
  EXPECT_EQ(made.status, 201) << made.body;
  browser{}.send("POST", url("/calendar/events"), body.dump(), once);
  EXPECT_THAT(events(), SizeIs(1));
  EXPECT_FALSE(is_booked(book({"c"}, tuesday_at_ten)));
}

} // namespace
} // namespace rental::test

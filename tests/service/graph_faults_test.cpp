// Every way in which a write can end unknown and a read can fail, through the
// webhook: a caller hears "booked" when the calendar has the viewing, and then
// only.
#include "tests/service/service_fixture.hpp"

#include <ostream>

namespace rental::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// What happens to one operation.
struct blow {
  std::string name;
  std::string operation;
  json action;
  json times = 1;
};

struct bad_day {
  std::string name;
  std::vector<blow> blows;
};

/// gtest would print its bytes.
void PrintTo(const bad_day& day, std::ostream* out) {
  *out << day.name;
}

/// For the names of the tests.
std::string name_of(const testing::TestParamInfo<bad_day>& info) {
  return info.param.name;
}

class GraphFaultsTest : public ServiceTest,
                        public testing::WithParamInterface<bad_day> {
protected:
  GraphFaultsTest() { start_connected(); }

  void strike() {
    for (const auto& each : GetParam().blows)
      fault(each.operation, each.action, each.times);
  }

  void expect_booked_once() {
    const auto said = book({"c"}, tuesday_at_ten);
    EXPECT_TRUE(is_booked(said)) << said;
    ASSERT_THAT(events(), SizeIs(1));
    EXPECT_EQ(events()[0]["start"], tuesday_at_ten_utc);
    ASSERT_THAT(confirmed(), SizeIs(1));
    EXPECT_EQ(confirmed()[0]["event_id"], events()[0]["id"]);
  }
};

json status(int code, const char* when = "before") {
  return {{"status", code}, {"when", when}};
}

json retry_after(double seconds, const char* form) {
  return {{"status", 429},
          {"retry_after", {{"seconds", seconds}, {"form", form}}}};
}

bad_day write(std::string name, json action) {
  return {std::move(name), {{{}, "createEvent", std::move(action), 1}}};
}

bad_day read(std::string name, json action, json times = 1) {
  return {std::move(name),
          {{{}, "calendarView", std::move(action), std::move(times)}}};
}

/// The first POST is carried out and denied, a look-up does not see the event
/// yet, so the POST comes again with its transaction id.
bad_day duplicate(std::string name, std::vector<blow> answer) {
  bad_day day{std::move(name),
              {{{}, "createEvent", status(503, "after"), 1},
               {{},
                "findEvent",
                {{"status", 200}, {"body", {{"value", json::array()}}}},
                1}}};
  day.blows.insert(day.blows.end(), answer.begin(), answer.end());
  return day;
}

json already_there(int code) {
  return {{"error_name", "duplicate_transaction"}, {"status", code}};
}

using UnknownWrites = GraphFaultsTest;

TEST_P(UnknownWrites, AreBookedOnce) {
  strike();
  expect_booked_once();
  EXPECT_GE(requests_of("createEvent"), 1);
}

INSTANTIATE_TEST_SUITE_P(
    Each, UnknownWrites,
    testing::Values(write("CutBeforeTheAnswer",
                          {{"cut", "before_headers"}, {"when", "after"}}),
                    write("CutInTheAnswer",
                          {{"cut", "mid_body"}, {"when", "after"}}),
                    write("Reset", {{"cut", "reset"}, {"when", "after"}}),
                    write("ResetInTheAnswer",
                          {{"cut", "reset_mid_body"}, {"when", "after"}}),
                    write("Http503AfterTheWrite", status(503, "after")),
                    write("Http503BeforeTheWrite", status(503)),
                    write("Http500AfterTheWrite", status(500, "after")),
                    write("Stalled", {{"stall", true}, {"when", "after"}}),
                    write("NoJson", {{"invalid_json", true}}),
                    write("Html", {{"html", true}}),
                    write("Empty", {{"empty", true}}),
                    write("WithoutId", {{"drop_id", true}}),
                    write("Http429BeforeTheWrite", retry_after(1, "integer")),
                    duplicate("DuplicateAnswered201", {}),
                    duplicate("DuplicateAnswered400",
                              {{{}, "createEvent", already_there(400), 1}}),
                    duplicate("DuplicateAnswered409",
                              {{{}, "createEvent", already_there(409), 1}})),
    name_of);

using PassingReads = GraphFaultsTest;

TEST_P(PassingReads, AreRepeatedWithinTheCall) {
  strike();
  expect_booked_once();
}

INSTANTIATE_TEST_SUITE_P(
    Each, PassingReads,
    testing::Values(read("Http429Integer", retry_after(1, "integer")),
                    read("Http429Fraction", retry_after(1.5, "fraction")),
                    read("Http429Date", retry_after(2, "date")),
                    read("Http429Absent", retry_after(1, "absent")),
                    read("Http500", status(500)),
                    read("Http502Html", {{"error_name", "bad_gateway_html"}}),
                    read("Http503", status(503)), read("Http504", status(504)),
                    read("Cut", {{"cut", "mid_body"}}),
                    read("Reset", {{"cut", "reset"}}),
                    read("Gzip", {{"gzip", true}}),
                    read("Http401", {{"error_name", "token_expired"}})),
    name_of);

using LastingReads = GraphFaultsTest;

TEST_P(LastingReads, BookNothingAndKeepTheWish) {
  strike();
  const auto offered = openings({"c"});
  EXPECT_THAT(offers_in(offered), IsEmpty()) << offered;
  const auto said = book({"c"}, tuesday_at_ten);
  EXPECT_FALSE(is_booked(said));
  EXPECT_THAT(said, HasSubstr("not confirmed yet"));
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_THAT(confirmed(), IsEmpty());
  ASSERT_THAT(bookings()["wishes"], SizeIs(1));
  EXPECT_EQ(bookings()["wishes"][0]["wanted"], tuesday_at_ten_written);
}

INSTANTIATE_TEST_SUITE_P(
    Each, LastingReads,
    testing::Values(
        read("Http401", {{"error_name", "token_expired"}}, "forever"),
        read("Http403", {{"error_name", "scope_missing"}}, "forever"),
        read("Http404", {{"error_name", "no_mailbox"}}, "forever"),
        read("Http410", {{"error_name", "delta_expired"}}, "forever"),
        read("Http429Integer", retry_after(60, "integer"), "forever"),
        read("Http429Fraction", retry_after(60.5, "fraction"), "forever"),
        read("Http429Date", retry_after(60, "date"), "forever"),
        read("Http429Absent", retry_after(60, "absent"), "forever"),
        read("Http500", status(500), "forever"),
        read("Http502Html", {{"error_name", "bad_gateway_html"}}, "forever"),
        read("Http503", status(503), "forever"),
        read("Http504", status(504), "forever"),
        read("Stalled", {{"stall", true}}, "forever"),
        read("Truncated", {{"truncate", true}}, "forever"),
        read("NoJson", {{"invalid_json", true}}, "forever")),
    name_of);

class PagesTest : public ServiceTest {};

TEST_F(PagesTest, AFailingSecondPageIsNoFreeCalendar) {
  start_connected();
  for (int i = 0; i < 205; ++i)
    human("2026-11-24T02:00:00Z", "2026-11-24T02:30:00Z");
  control("POST", "/faults",
          {{"match", {{"operation", "calendarView"}, {"page", 2}}},
           {"action", {{"status", 500}}},
           {"times", "forever"}});
  EXPECT_THAT(offers_in(openings({"c"})), IsEmpty());
  EXPECT_FALSE(is_booked(book({"c"}, tuesday_at_ten)));
  EXPECT_THAT(events(), IsEmpty());
  control("DELETE", "/faults");
  EXPECT_TRUE(is_booked(book({"d"}, tuesday_at_ten)));
  EXPECT_THAT(events(), SizeIs(1));
}

/// One mailbox rests for as long as Microsoft asks; nothing is sent for it.
TEST_F(PagesTest, NothingIsSentWhileMicrosoftAsksToWait) {
  start_connected();
  fault("calendarView", retry_after(60, "integer"));
  EXPECT_FALSE(is_booked(book({"c"}, tuesday_at_ten)));
  const auto sent = requests_of("calendarView");
  EXPECT_FALSE(is_booked(book({"d"}, tuesday_at_ten)))
      << "said at once, without asking again";
  EXPECT_THAT(offers_in(openings({"e"})), IsEmpty());
  EXPECT_EQ(requests_of("calendarView"), sent);
}

} // namespace
} // namespace rental::test

// What the service tells of itself: metrics and log lines. Nothing of it names
// a person.
#include "log/log.hpp"
#include "tests/service/service_fixture.hpp"

#include <sstream>

namespace rental::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class NumbersTest : public ServiceTest {
protected:
  std::string metrics() const { return get("/metrics").body; }

  /// Waits until the metrics hold each of these.
  void expect_numbers(const std::vector<std::string>& all) {
    for (const auto& each : all)
      EXPECT_TRUE(eventually([&] {
        return metrics().find(each) != std::string::npos;
      })) << each
          << "\n"
          << metrics();
  }

  /// Runs `work` and returns what was logged meanwhile, one line each.
  template <class F>
  std::vector<std::string> logged(bool as_json, F work) {
    log::init(log::level::info, as_json);
    testing::internal::CaptureStderr();
    work();
    std::istringstream all{testing::internal::GetCapturedStderr()};
    log::init(log::level::error, false);
    std::vector<std::string> lines;
    for (std::string line; std::getline(all, line);)
      lines.push_back(line);
    return lines;
  }
};

TEST_F(NumbersTest, CountEverythingThatAnOperatorWatches) {
  start_connected();
  const phone_call call{"c"};
  openings(call);
  const tool order{"set_appointment",
                   {{"property_address", address},
                    {"start_time", tuesday_at_ten},
                    {"attendee_name", "Jane Smith"}},
                   "call_same"};
  EXPECT_TRUE(is_booked(ask(call, order)));
  ask(call, order); // a replay
  const auto other
      = ask({"d", "+14055550177"}, {"set_appointment",
                                    {{"property_address", address},
                                     {"start_time", tuesday_at_ten},
                                     {"attendee_name", "John Doe"}},
                                    {}});
  EXPECT_FALSE(is_booked(other));
  book({"e"}, "2026-11-28T10:00:00-06:00"); // a Saturday
  expect_numbers(
      {"peterental_build_info{version=",
       "peterental_tool_requests_total{outcome=\"booked\","
       "tool=\"set_appointment\"} 1",
       "peterental_tool_requests_total{outcome=\"offered\","
       "tool=\"get_availability\"} 1",
       "peterental_tool_seconds_bucket{tool=\"set_appointment\",le=",
       "peterental_tool_requests_in_flight 0",
       "peterental_graph_requests_total{operation=\"create_event\","
       "status=\"201\"} 1",
       "peterental_graph_seconds_bucket{operation=",
       "peterental_identity_requests_total{operation=",
       "peterental_booking_total{result=\"booked\"} 1",
       "peterental_booking_refused_total{result=\"closed\"} 1",
       "peterental_overlap_refused_total{result=\"hold\"} 1",
       "peterental_idempotency_total{result=\"replayed\"} 1",
       "peterental_connections{state=\"connected\"}",
       "peterental_connections{state=\"needs_reconnect\"}",
       "peterental_outbox_oldest_seconds",
       "peterental_outbox_mails{state=",
       "peterental_reconcile_backlog ",
       "peterental_wishes_waiting ",
       "peterental_http_requests_total{method=\"POST\",status=\"200\"}",
       "peterental_http_connections "});
}

TEST_F(NumbersTest, AreThereBeforeAnythingHappened) {
  start();
  expect_numbers({"peterental_overlap_refused_total{result=\"hold\"} 0",
                  "peterental_idempotency_total{result=\"replayed\"} 0",
                  "peterental_booking_total{result=\"booked\"} 0",
                  "peterental_tool_requests_in_flight 0",
                  "peterental_connections{state=\"connected\"} 0",
                  "peterental_reconcile_backlog 0"});
}

TEST_F(NumbersTest, NameNobody) {
  start_connected();
  book({"c"}, tuesday_at_ten, {{"attendee_email", "jane@visitor.example"}});
  const auto all = metrics();
  for (const char* person :
       {"Jane", "jane", "4055550199", "pete_admin", "pete@", "Main"})
    EXPECT_THAT(all, Not(HasSubstr(person)));
}

TEST_F(NumbersTest, EachToolCallIsOneLineOfJson) {
  start_connected();
  const auto lines = logged(true, [&] { openings({"call-7"}); });
  int found = 0;
  for (const auto& line : lines) {
    const auto entry = json::parse(line, nullptr, false);
    ASSERT_TRUE(entry.is_object()) << line;
    EXPECT_TRUE(entry.contains("time")) << line;
    EXPECT_TRUE(entry.contains("level")) << line;
    if (entry.value("event", "") != "tool.answered")
      continue;
    ++found;
    EXPECT_EQ(entry["call_id"], "call-7");
    EXPECT_EQ(entry["tool"], "get_availability");
    EXPECT_EQ(entry["outcome"], "offered");
    EXPECT_NE(entry["request_id"], "");
    EXPECT_GE(std::stoi(entry["ms"].get<std::string>()), 0);
    for (const char* person : {"4055550199", "Main", "pete"})
      EXPECT_THAT(line, Not(HasSubstr(person)));
  }
  EXPECT_EQ(found, 1);
}

TEST_F(NumbersTest, ATerminalGetsText) {
  start_connected();
  const auto lines = logged(false, [&] { openings({"call-7"}); });
  int found = 0;
  for (const auto& line : lines)
    if (line.find(" tool.answered ") != std::string::npos) {
      ++found;
      for (const char* part :
           {" info ", " request_id=", " call_id=call-7",
            " tool=get_availability", " outcome=offered", " ms="})
        EXPECT_THAT(line, HasSubstr(part));
    }
  EXPECT_EQ(found, 1);
}

} // namespace
} // namespace rental::test

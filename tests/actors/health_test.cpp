// How a connection is, and what the mailbox says, over time.
#include "tests/actors/calendar_fixture.hpp"

using namespace rental;
using namespace std::chrono_literals;
using rental::test::calendar_test;

namespace {

class HealthTest : public calendar_test {
protected:
  openings_answer openings() {
    auto answer = ask<openings_answer>(
        uut, atom::openings_v,
        openings_query{"7 Birch Ct", "", sched.clock().now() + 6s});
    EXPECT_TRUE(answer);
    return answer ? *answer : openings_answer{};
  }

  manager_record row() {
    return in_db<manager_record>([&](store_session& session) {
      return session.manager_by_id(manager.id);
    });
  }

  void break_reads(errc how, const std::string& detail) {
    for (int i = 0; i < 100; ++i)
      graph->fail_next("view", {how, false, detail});
  }

  void later(std::chrono::minutes span) {
    time->advance(span);
    advance(span);
  }

  calendar_actor uut = wake();
};

TEST_F(HealthTest, AFewFailedReadsMakeItDegradedWithTheReason) {
  break_reads(errc::provider_unavailable, "HTTP 500");
  openings();
  openings();
  EXPECT_EQ(row().state, connection_state::connected);
  openings();
  EXPECT_EQ(row().state, connection_state::degraded);
  EXPECT_EQ(row().state_reason,
            "calendar not readable: provider_unavailable: HTTP 500");
  graph->scripts["view"].clear();
  EXPECT_EQ(openings().state, openings_state::readable);
  EXPECT_EQ(row().state, connection_state::connected);
  EXPECT_EQ(row().state_reason, "");
}

TEST_F(HealthTest, OneFailedReadIsLookedAfterWithoutACall) {
  break_reads(errc::no_mailbox, "MailboxNotEnabledForRESTAPI (HTTP 404)");
  openings();
  for (int minute = 0; minute < 5; ++minute)
    later(1min);
  EXPECT_EQ(row().state, connection_state::degraded);
  graph->scripts["view"].clear();
  later(10min);
  EXPECT_EQ(row().state, connection_state::connected);
  const auto reads = graph->count("view");
  later(20min);
  EXPECT_EQ(graph->count("view"), reads) << "a good one ends it";
}

TEST_F(HealthTest, ANewTokenDoesNotMendTheCalendar) {
  break_reads(errc::provider_unavailable, "HTTP 503");
  for (int i = 0; i < 3; ++i)
    openings();
  time->advance(2h);
  openings();
  EXPECT_EQ(identity->refreshed_with.size(), 1u);
  EXPECT_EQ(row().state, connection_state::degraded);
}

TEST_F(HealthTest, AWokenCalendarLooksWhetherItIsStillSo) {
  break_reads(errc::provider_unavailable, "HTTP 503");
  for (int i = 0; i < 3; ++i)
    openings();
  graph->scripts["view"].clear();
  manager = row();
  ASSERT_EQ(manager.state, connection_state::degraded);
  const auto second = wake();
  later(10min);
  EXPECT_EQ(row().state, connection_state::connected);
}

TEST_F(HealthTest, AnUnreadableItemIsNamedAndBlocksAlone) {
  const auto free_before = openings().free->size();
  calendar_event odd;
  odd.flaw
      = event_flaw{event_flaw::kind::unknown_zone,
                   {{test::tuesday_at_two - 14h, test::tuesday_at_two + 14h}},
                   false};
  graph->events.push_back(odd);
  time->advance(10min);
  const auto now = openings();
  ASSERT_EQ(now.state, openings_state::readable);
  EXPECT_LT(now.free->size(), free_before);
  EXPECT_GT(now.free->size(), free_before / 2);
  EXPECT_EQ(row().calendar_note, "2026-11-24 unknown_zone\n");
  EXPECT_EQ(row().state, connection_state::connected);
  graph->events.clear();
  time->advance(10min);
  EXPECT_EQ(openings().free->size(), free_before);
  EXPECT_EQ(row().calendar_note, "");
}

TEST_F(HealthTest, SettingsAreReadOnceADay) {
  openings();
  EXPECT_EQ(graph->count("settings"), 0u) << "read when it was connected";
  graph->mailbox.time_zone = "Pacific Standard Time";
  graph->mailbox.hours->fill(day_hours{10h, 12h});
  later(25h);
  const auto answer = openings();
  EXPECT_EQ(graph->count("settings"), 1u);
  EXPECT_EQ(answer.tz.name(), "America/Los_Angeles");
  ASSERT_TRUE(answer.free && !answer.free->empty());
  for (const auto& slot : *answer.free) {
    const auto wall = answer.tz.to_local(slot.start);
    const auto at = wall - date::floor<date::days>(wall);
    EXPECT_GE(at, 10h);
    EXPECT_LT(at, 12h);
  }
  EXPECT_EQ(row().zone, "America/Los_Angeles");
  EXPECT_EQ(row().hours, graph->mailbox.hours);
  later(1h);
  openings();
  EXPECT_EQ(graph->count("settings"), 1u);
}

TEST_F(HealthTest, SettingsAreReadWhenItWakes) {
  time->advance(2h);
  manager.mailbox_read_at = time->now() - 1h;
  graph->mailbox.time_zone = "Eastern Standard Time";
  uut = wake();
  EXPECT_EQ(openings().tz.name(), "America/New_York");
  EXPECT_EQ(graph->count("settings"), 1u);
  openings();
  EXPECT_EQ(graph->count("settings"), 1u);
}

TEST_F(HealthTest, SettingsAreReadWhenSomebodyLooks) {
  graph->mailbox.time_zone = "Eastern Standard Time";
  time->advance(10s);
  ASSERT_TRUE(ask<probe_result>(uut, atom::mailbox_v));
  EXPECT_EQ(row().zone, "America/New_York");
  EXPECT_EQ(openings().tz.name(), "America/New_York");
}

TEST_F(HealthTest, SettingsThatCannotBeReadChangeNothing) {
  for (int i = 0; i < 10; ++i)
    graph->fail_next("settings", {errc::forbidden, false, "ErrorAccessDenied"});
  time->advance(25h);
  EXPECT_EQ(openings().state, openings_state::readable);
  EXPECT_EQ(row().zone, "America/Chicago");
  EXPECT_EQ(row().state, connection_state::connected);
  // A name that nobody knows is not better than the one that was known.
  graph->scripts["settings"].clear();
  graph->mailbox.time_zone = "tzone://Microsoft/Custom";
  later(11min);
  openings();
  EXPECT_EQ(row().zone, "America/Chicago");
}

TEST_F(HealthTest, EventsAreWrittenOnTheManagersClock) {
  auto answer = ask<booking_outcome>(uut, atom::book_v, order("c", "t"));
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->result, booking_result::booked);
  ASSERT_TRUE(graph->clocks.back());
  EXPECT_EQ(graph->clocks.back()->name(), "America/Chicago");
  manager.zone = "";
  uut = wake();
  openings();
  time->advance(1h);
  openings();
  EXPECT_FALSE(graph->clocks.back()) << "the default is nobody's clock";
}

} // namespace

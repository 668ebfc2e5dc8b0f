// Viewings that the database has lost come back out of the calendar.
#include "tests/actors/outlook_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;
using test::tuesday_at_two;

class LostTest : public test::outlook_test {
protected:
  void SetUp() override {
    outlook_test::SetUp();
    ASSERT_EQ(book(uut, order("call-1", "tool-1")).result,
              booking_result::booked);
  }
  /// As after an old backup, or a write-ahead log that was damaged.
  void lose_rows() {
    in_db<swept_rows>([&](store_session& session) {
      return session.visitors().sweep(time->now() + 24h * 3650, 1000);
    });
    ASSERT_TRUE(rows().empty());
  }
  /// The manager connects the account of somebody.
  void become(const std::string& object_id) {
    in_db<manager_record>([&](store_session& session) {
      auto record = manager;
      record.object_id = object_id;
      return session.put_manager(record);
    });
    caf::anon_send(uut, atom::changed_v);
    sched.run();
  }
};

TEST_F(LostTest, IsBookedAgainAndToldToTheManager) {
  const auto before = row("call-1");
  lose_rows();
  read_again();
  const auto after = row("call-1");
  EXPECT_EQ(after.id, before.id);
  EXPECT_EQ(after.state, booking_state::confirmed);
  EXPECT_EQ(after.slot, before.slot);
  EXPECT_EQ(after.event_id, before.event_id);
  EXPECT_EQ(after.address, before.address);
  EXPECT_EQ(after.who.name, before.who.name);
  EXPECT_EQ(after.code, before.code);
  EXPECT_EQ(mails_about("taken-back:"), 1u);
  EXPECT_EQ(counted["taken_back=ok"], 1);
  read_again();
  EXPECT_EQ(counted["taken_back=ok"], 1);
  EXPECT_FALSE(is_offered(tuesday_at_two));
  EXPECT_EQ(book(uut, change(order_kind::cancel, "tool-2")).result,
            booking_result::cancelled)
      << "its visitor is known";
  EXPECT_TRUE(graph->events.empty());
}

TEST_F(LostTest, StandsWhereTheManagerPutItMeanwhile) {
  lose_rows();
  graph->events[0].when = at(tuesday_at_two + 1h);
  graph->events[0].etag += "+";
  read_again();
  EXPECT_EQ(row("call-1").slot, at(tuesday_at_two + 1h));
}

TEST_F(LostTest, IsTheEventAndNotItsCopy) {
  const auto event = graph->events[0].id;
  copy(0, at(tuesday_at_two + 24h));
  lose_rows();
  read_again();
  EXPECT_EQ(rows().size(), 1u);
  EXPECT_EQ(row("call-1").event_id, event);
  EXPECT_EQ(row("call-1").slot, at(tuesday_at_two));
}

TEST_F(LostTest, ALoneCopyElsewhereOnlyBlocks) {
  copy(0, at(tuesday_at_two + 24h));
  graph->events.erase(graph->events.begin());
  lose_rows();
  read_again();
  EXPECT_TRUE(rows().empty());
  EXPECT_FALSE(is_offered(tuesday_at_two + 24h));
}

TEST_F(LostTest, WhatDoesNotOpenOnlyBlocksAndIsAskedForOnce) {
  lose_rows();
  graph->events[0].row += "x";
  read_again();
  EXPECT_TRUE(rows().empty());
  EXPECT_FALSE(is_offered(tuesday_at_two));
  EXPECT_EQ(counted["taken_back=sealed"], 1);
  const auto asked = graph->count("get");
  read_again();
  EXPECT_EQ(graph->count("get"), asked);
  EXPECT_EQ(graph->events.size(), 1u) << "nothing is deleted for it";
}

TEST_F(LostTest, AnAnswerThatFailsIsAskedForAgain) {
  lose_rows();
  graph->fail_next("get", {errc::network, false, ""});
  read_again();
  EXPECT_TRUE(rows().empty());
  read_again();
  EXPECT_EQ(row("call-1").state, booking_state::confirmed);
}

TEST_F(LostTest, AfterAMoveByPhoneTooIsWhatTheEventSays) {
  ASSERT_EQ(book(uut, change(order_kind::move, "tool-2", "2026-11-25T10:00:00"))
                .result,
            booking_result::moved);
  const auto moved = row("call-9");
  lose_rows();
  read_again();
  EXPECT_EQ(rows().size(), 1u);
  EXPECT_EQ(row("call-9").id, moved.id);
  EXPECT_EQ(row("call-9").slot, moved.slot);
}

TEST_F(LostTest, SeveralComeBackOneAfterTheOther) {
  ASSERT_EQ(
      book(uut, from("+14055550177", "call-2", "2026-11-24T15:00:00")).result,
      booking_result::booked);
  ASSERT_EQ(
      book(uut, from("+14055550178", "call-3", "2026-11-25T15:00:00")).result,
      booking_result::booked);
  lose_rows();
  read_again();
  EXPECT_EQ(rows().size(), 3u);
  EXPECT_EQ(counted["taken_back=ok"], 3);
}

TEST_F(LostTest, OfAnotherMailboxStaysThere) {
  become("pete");
  ASSERT_EQ(
      book(uut, from("+14055550177", "call-2", "2026-11-25T15:00:00")).result,
      booking_result::booked);
  lose_rows();
  become("another-person");
  read_again();
  ASSERT_EQ(rows().size(), 1u);
  EXPECT_EQ(rows()[0].call_id, "call-1") << "from before mailboxes were known";
}

} // namespace
} // namespace rental

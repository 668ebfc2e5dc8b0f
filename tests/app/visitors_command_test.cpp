#include "command_fixture.hpp"
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace rental::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class VisitorsCommandTest : public CommandTest {
protected:
  void fill(instant start) {
    put(connected("ann"));
    auto db = open();
    auto written
        = run_job(*db.rows, [&](store_session& rows) -> expected<done> {
            booking row;
            row.id = "b-1";
            row.manager = 1;
            row.slot = {start, start + std::chrono::minutes{30}};
            row.address = "12 Elm Street";
            row.who = {"Quentin", "+14055550142", "quentin@example.org"};
            row.call_id = "call-1";
            if (auto held = rows.hold(row); !held)
              return held;
            if (auto mine = rows.mark_writing("b-1", "t", start); !mine)
              return mine;
            outbox_mail mail;
            mail.manager = 1;
            mail.key = "booked:b-1";
            mail.subject = "Viewing booked";
            if (auto queued = rows.put_mail(mail); !queued)
              return queued;
            callback_request wish;
            wish.manager = 1;
            wish.who = {"Quentin", "+14055550142", ""};
            wish.wanted = "Tuesday at two";
            wish.created_at = start;
            if (auto kept = rows.put_wish(wish); !kept)
              return kept.error();
            // Left in the same call, without a number.
            callback_request message;
            message.manager = 1;
            message.kind = "message";
            message.call_id = "call-1";
            message.wanted = "the gate is stuck";
            message.created_at = start;
            auto kept = rows.put_wish(message);
            if (!kept)
              return kept.error();
            return rows.end_wish(*kept, {start, "Pete", "told the janitor"});
          });
    ASSERT_TRUE(written) << to_string(written.error());
  }
  void end_booking() {
    auto db = open();
    auto ended = run_job(*db.rows, [&](store_session& rows) {
      return rows.put_booking_state("b-1", booking_state::failed, "taken",
                                    now.now());
    });
    ASSERT_TRUE(ended);
  }
  void send_mails() {
    auto db = open();
    ASSERT_TRUE(run_job(*db.rows, [&](store_session& rows) -> expected<done> {
      const auto mails = rows.mails(1);
      if (!mails)
        return mails.error();
      for (const auto& mail : *mails) {
        mail_change sent{"sent"};
        sent.now = now.now();
        if (auto put = rows.put_mail_state(mail.id, sent); !put)
          return put;
      }
      return done{};
    }));
  }
  json said() const { return json::parse(out); }
};

TEST_F(VisitorsCommandTest, ExportWritesAllThatBearsThePhoneOrTheAddress) {
  fill(now.now() + std::chrono::hours{48});
  EXPECT_EQ(run({"visitors", "export", "--phone", "(405) 555-0142"}), 0) << err;
  EXPECT_EQ(said()["bookings"][0]["name"], "Quentin");
  EXPECT_EQ(said()["bookings"][0]["property_address"], "12 Elm Street");
  EXPECT_EQ(said()["wishes"][0]["wanted"], "Tuesday at two");
  EXPECT_EQ(said()["mails"][0]["subject"], "Viewing booked");
  EXPECT_EQ(said()["wishes"][1]["kind"], "message");
  EXPECT_EQ(said()["wishes"][1]["handled_by"], "Pete");
  EXPECT_EQ(said()["wishes"][1]["handled_note"], "told the janitor");
  EXPECT_EQ(run({"visitors", "export", "--email", "Quentin@example.ORG"}), 0);
  EXPECT_EQ(said()["bookings"].size(), 1u);
  EXPECT_EQ(said()["wishes"].size(), 1u);
  EXPECT_EQ(run({"visitors", "export", "--phone", "+14055550199"}), 0);
  EXPECT_EQ(said()["bookings"].size(), 0u);
  EXPECT_EQ(run({"visitors", "export"}), 64);
}

TEST_F(VisitorsCommandTest, EraseRefusesWhileAViewingIsToCome) {
  fill(now.now() + std::chrono::hours{48});
  EXPECT_EQ(run({"visitors", "erase", "--phone", "+14055550142", "--yes"}), 1);
  EXPECT_EQ(said()["erased"], false);
  EXPECT_EQ(said()["coming"][0]["booking_id"], "b-1");
  EXPECT_THAT(err, HasSubstr("booking b-1 at 2026-11-24T09:00:00Z"));
  EXPECT_THAT(err, HasSubstr("of ann (agency default)"));
  EXPECT_THAT(err, HasSubstr("Cancel it first"));
  EXPECT_EQ(run({"visitors", "export", "--phone", "+14055550142"}), 0);
  EXPECT_EQ(said()["wishes"].size(), 2u);
}

TEST_F(VisitorsCommandTest, EraseLeavesNothingThatNamesTheVisitor) {
  fill(now.now() + std::chrono::hours{48});
  end_booking();
  send_mails();
  {
    auto db = open();
    ASSERT_TRUE(run_job(*db.rows, [&](store_session& rows) -> expected<done> {
      for (const auto* who : {"number +14055550142", "call call-1"})
        if (auto used = rows.add_use(1, who, now.now()); !used)
          return used;
      return rows.add_try(1, "tries of +14055550142", false, now.now());
    }));
  }
  EXPECT_EQ(run({"visitors", "erase", "--phone", "+14055550142", "--dry-run"}),
            0)
      << err;
  EXPECT_EQ(said()["erased"], false);
  EXPECT_EQ(run({"visitors", "erase", "--phone", "+14055550142"}), 64);
  EXPECT_EQ(run({"visitors", "erase", "--phone", "+14055550142", "--yes"}), 0)
      << err;
  EXPECT_EQ(said()["erased"], true);
  EXPECT_EQ(said()["mails"], 1);
  EXPECT_EQ(run({"visitors", "export", "--phone", "+14055550142", "--email",
                 "quentin@example.org"}),
            0);
  EXPECT_EQ(said()["bookings"].size(), 0u);
  EXPECT_EQ(said()["wishes"].size(), 0u);
  EXPECT_EQ(said()["mails"].size(), 0u);
  auto db = open();
  ASSERT_TRUE(run_job(*db.rows, [&](store_session& rows) -> expected<done> {
    for (const auto* who : {"number +14055550142", "call call-1"})
      EXPECT_EQ(*rows.uses_of(1, who, now.now()), 0) << who;
    EXPECT_EQ(rows.tries_of(1, "tries of +14055550142")->failures, 0);
    return done{};
  }));
}

// A manager who was not told yet would wait at the door.
TEST_F(VisitorsCommandTest, EraseKeepsMailsThatWaitAndSaysSo) {
  fill(now.now() + std::chrono::hours{48});
  end_booking();
  EXPECT_EQ(run({"visitors", "erase", "--phone", "+14055550142", "--yes"}), 1);
  EXPECT_EQ(said()["erased"], true);
  EXPECT_EQ(said()["mails_waiting"], 1);
  EXPECT_THAT(err, HasSubstr("save 1 mail that waits to be sent: repeat this"));
  {
    auto db = open();
    ASSERT_TRUE(run_job(*db.rows, [&](store_session& rows) -> expected<done> {
      EXPECT_EQ(rows.mails(1)->size(), 1u);
      return done{};
    }));
  }
}

TEST_F(VisitorsCommandTest, WhatNamesNobodyIsRefused) {
  EXPECT_EQ(run({"visitors", "export", "--phone", "12"}), 64);
  EXPECT_THAT(err, HasSubstr("--phone is no telephone number"));
  EXPECT_EQ(run({"visitors", "erase", "--email", "jane", "--yes"}), 64);
  EXPECT_THAT(err, HasSubstr("--email is no e-mail address"));
}

} // namespace
} // namespace rental::test

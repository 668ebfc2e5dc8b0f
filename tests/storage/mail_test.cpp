#include "tests/storage/store_fixture.hpp"

using namespace rental;

namespace {

class WishesAndMail : public StoreTest {
protected:
  void SetUp() override {
    StoreTest::SetUp();
    pete_ = add_manager("pete");
    mary_ = add_manager("mary");
  }
  std::int64_t wish(std::int64_t manager, const std::string& wanted) {
    return value_of(ask(*db_, [&](store_session& s) {
      return s.put_wish({0,
                         manager,
                         "call",
                         {"Quentin", "+14055550142", "q@example.org"},
                         "12 Elm Street",
                         wanted,
                         "unreachable",
                         at(7),
                         {}});
    }));
  }
  std::vector<callback_request> wishes(std::int64_t manager, bool open) {
    return value_of(
        ask(*db_, [&](store_session& s) { return s.wishes(manager, open); }));
  }
  void mail(std::int64_t manager, const std::string& key, std::int64_t due) {
    outbox_mail row;
    row.manager = manager;
    row.key = key;
    row.to = "pete@example.com";
    row.subject = "Viewing of " + key;
    row.text = "text";
    row.html = "<p>html</p>";
    row.not_before = at(due);
    row.created_at = at(8);
    value_of(ask(*db_, [&](store_session& s) { return s.put_mail(row); }));
  }
  std::vector<std::string> due(std::int64_t now, std::size_t limit = 10) {
    std::vector<std::string> keys;
    for (auto& row : value_of(ask(*db_, [&](store_session& s) {
           return s.due_mail(at(now), limit);
         })))
      keys.push_back(row.key);
    return keys;
  }
  expected<done> state(std::int64_t id, const std::string& to,
                       const std::string& error, std::int64_t again,
                       bool unsure = false) {
    return ask(*db_, [&](store_session& s) {
      return s.put_mail_state(id, {to, error, at(again), at(8), unsure});
    });
  }
  std::vector<outbox_mail> mails(std::int64_t manager) {
    return value_of(
        ask(*db_, [&](store_session& s) { return s.mails(manager); }));
  }

  using names = std::vector<std::string>;
  std::int64_t pete_ = 0;
  std::int64_t mary_ = 0;
};

} // namespace

TEST_F(WishesAndMail, WishesWaitUntilSomebodySaysDone) {
  auto first = wish(pete_, "Tuesday at two");
  auto second = wish(pete_, "any afternoon");
  wish(mary_, "Friday");
  EXPECT_EQ(wishes(pete_, true).size(), 2u);
  EXPECT_EQ(wishes(0, true).size(), 3u);
  auto row = wishes(pete_, true).front();
  EXPECT_EQ(row.id, first);
  EXPECT_EQ(row.manager, pete_);
  EXPECT_EQ(row.call_id, "call");
  EXPECT_EQ(row.who, (visitor{"Quentin", "+14055550142", "q@example.org"}));
  EXPECT_EQ(row.address, "12 Elm Street");
  EXPECT_EQ(row.wanted, "Tuesday at two");
  EXPECT_EQ(row.reason, "unreachable");
  EXPECT_EQ(row.created_at, at(7));
  EXPECT_EQ(row.mailed_at, std::nullopt);
  EXPECT_EQ(row.handled, std::nullopt);
  EXPECT_EQ(row.kind, "wish");
  EXPECT_EQ(row.agency, "agency");
  value_of(ask(*db_, [&](store_session& s) {
    return s.mark_wish_mailed(first, at(9));
  }));
  ASSERT_EQ(wishes(pete_, true).size(), 2u) << "a mail is not a call back";
  EXPECT_EQ(wishes(pete_, true).front().mailed_at, at(9));
  const callback_end end{at(20), "Maria", "she comes on Friday"};
  value_of(ask(*db_, [&](store_session& s) { return s.end_wish(first, end); }));
  ASSERT_EQ(wishes(pete_, true).size(), 1u);
  EXPECT_EQ(wishes(pete_, true).front().id, second);
  ASSERT_EQ(wishes(pete_, false).size(), 2u);
  EXPECT_EQ(wishes(pete_, false).front().handled, end);
}

TEST_F(WishesAndMail, TheFirstWhoSaysDoneCounts) {
  const auto id = wish(pete_, "Tuesday at two");
  const auto end
      = [&](std::int64_t which, const std::string& by, std::int64_t when) {
          return ask(*db_, [&](store_session& s) {
            return s.end_wish(which, {at(when), by, ""});
          });
        };
  value_of(end(id, "Maria", 10));
  value_of(end(id, "Otto", 30));
  EXPECT_EQ(wishes(pete_, false).front().handled,
            (callback_end{at(10), "Maria", ""}));
  EXPECT_EQ(error_of(end(99, "Otto", 30)), errc::not_found);
  EXPECT_EQ(error_of(ask(*db_,
                         [](store_session& s) {
                           return s.mark_wish_mailed(99, at(9));
                         })),
            errc::not_found);
}

TEST_F(WishesAndMail, AMessageNeedsNoManager) {
  callback_request note;
  note.agency = "lakeside";
  note.kind = "message";
  note.call_id = "call-9";
  note.who = {"Una", "+14055550177", ""};
  note.created_at = at(7);
  const auto id
      = value_of(ask(*db_, [&](store_session& s) { return s.put_wish(note); }));
  wish(pete_, "Friday");
  const auto found = [&](const callback_query& which) {
    std::vector<std::int64_t> ids;
    for (const auto& row : value_of(
             ask(*db_, [&](store_session& s) { return s.callbacks(which); })))
      ids.push_back(row.id);
    return ids;
  };
  using list = std::vector<std::int64_t>;
  EXPECT_EQ(found({"lakeside", 0, true, 10}), list{id});
  EXPECT_EQ(found({"", 0, true, 10}), (list{id, id + 1}));
  EXPECT_EQ(found({"", pete_, true, 10}), list{id + 1});
  EXPECT_EQ(found({"nobody's", 0, true, 10}), list{});
  value_of(ask(*db_, [&](store_session& s) {
    return s.end_wish(id, {at(50), "Maria", ""});
  }));
  EXPECT_EQ(found({"", 0, true, 10}), list{id + 1});
  EXPECT_EQ(found({"", 0, false, 10}), (list{id + 1, id}));
  const auto of_call = value_of(ask(*db_, [](store_session& s) {
    return s.wishes_of_call("lakeside", "call-9");
  }));
  ASSERT_EQ(of_call.size(), 1u);
  EXPECT_EQ(of_call[0].who.name, "Una");
  EXPECT_TRUE(value_of(ask(*db_, [](store_session& s) {
                return s.wishes_of_call("agency", "call-9");
              })).empty());
}

TEST_F(WishesAndMail, TheOldestOpenCallBackIsCounted) {
  const auto counts = [&] {
    return value_of(ask(*db_, [](store_session& s) { return s.counts(); }));
  };
  EXPECT_EQ(counts().wishes, 0u);
  EXPECT_EQ(counts().oldest_wish, std::nullopt);
  const auto id = wish(pete_, "Friday");
  EXPECT_EQ(counts().wishes, 1u);
  EXPECT_EQ(counts().oldest_wish, at(7));
  value_of(ask(*db_, [&](store_session& s) {
    return s.end_wish(id, {at(50), "Maria", ""});
  }));
  EXPECT_EQ(counts().wishes, 0u);
  EXPECT_EQ(counts().oldest_wish, std::nullopt);
}

TEST_F(WishesAndMail, MailComesBackAsItWasQueued) {
  mail(pete_, "confirm:1", 10);
  auto rows = mails(pete_);
  ASSERT_EQ(rows.size(), 1u);
  auto& row = rows.front();
  EXPECT_EQ(row.to, "pete@example.com");
  EXPECT_EQ(row.subject, "Viewing of confirm:1");
  EXPECT_EQ(row.text, "text");
  EXPECT_EQ(row.html, "<p>html</p>");
  EXPECT_EQ(row.attempts, 0);
  EXPECT_EQ(row.state, "queued");
  EXPECT_EQ(row.not_before, at(10));
  EXPECT_EQ(row.created_at, at(8));
}

TEST_F(WishesAndMail, TheSameMailIsQueuedOnce) {
  mail(pete_, "confirm:1", 10);
  mail(pete_, "confirm:1", 99);
  ASSERT_EQ(mails(pete_).size(), 1u);
  EXPECT_EQ(mails(pete_).front().not_before, at(10));
}

TEST_F(WishesAndMail, MailIsDueInOrderAndInTime) {
  mail(pete_, "late", 30);
  mail(pete_, "early", 10);
  mail(mary_, "middle", 20);
  EXPECT_EQ(due(9), names{});
  EXPECT_EQ(due(10), names{"early"});
  EXPECT_EQ(due(30), (names{"early", "middle", "late"}));
  EXPECT_EQ(due(30, 2), (names{"early", "middle"}));
  EXPECT_EQ(mails(pete_).size(), 2u);
  EXPECT_EQ(mails(0).size(), 3u);
}

TEST_F(WishesAndMail, TheOldestThatWaitsIsKnown) {
  auto oldest = [&] {
    return value_of(
        ask(*db_, [](store_session& s) { return s.oldest_mail(); }));
  };
  EXPECT_EQ(oldest(), std::nullopt);
  mail(pete_, "confirm:1", 10);
  EXPECT_EQ(oldest(), at(8));
  value_of(state(mails(pete_).front().id, "sending", "", 10));
  EXPECT_EQ(oldest(), at(8));
  value_of(state(mails(pete_).front().id, "sent", "", 10));
  EXPECT_EQ(oldest(), std::nullopt);
}

TEST_F(WishesAndMail, MailThatWasBeingSentAtACrashIsSentAgain) {
  for (auto key : {"queued", "sending", "sent"})
    mail(pete_, key, 10);
  auto rows = mails(pete_);
  value_of(state(rows[1].id, "sending", "", 10));
  value_of(state(rows[2].id, "sent", "", 10));
  value_of(ask(
      *db_, [](store_session& s) { return s.settle_interrupted_mail(at(9)); }));
  names states;
  for (auto& row : mails(pete_))
    states.push_back(row.state);
  EXPECT_EQ(states, (names{"queued", "queued", "sent"}));
  EXPECT_NE(mails(pete_)[1].last_error, "");
  EXPECT_EQ(mails(pete_)[1].unsure, 1);
  EXPECT_EQ(mails(pete_)[0].unsure, 0);
  EXPECT_EQ(due(9), names{"sending"});
}

TEST_F(WishesAndMail, WhatAClockAheadPutOffIsDueAtOnce) {
  mail(pete_, "confirm:1", 10);
  const auto id = mails(pete_).front().id;
  const auto day = std::int64_t{86'400};
  // Throttled while the clock was a day ahead.
  value_of(ask(*db_, [&](store_session& s) {
    return s.put_mail_state(id, {"queued", "throttled", at(day + 30), at(day)});
  }));
  EXPECT_EQ(due(100), names{"confirm:1"});
  // The same pause by a clock that is right is kept.
  value_of(ask(*db_, [&](store_session& s) {
    return s.put_mail_state(id, {"queued", "throttled", at(day), at(100)});
  }));
  EXPECT_EQ(due(100), names{});
}

TEST_F(WishesAndMail, AMailIsSentAgainOnDemand) {
  mail(pete_, "confirm:1", 10);
  const auto id = mails(pete_).front().id;
  const auto again = [&] {
    return ask(*db_,
               [&](store_session& s) { return s.resend_mail(id, at(40)); });
  };
  value_of(state(id, "sending", "", 10));
  value_of(state(id, "unknown", "no answer", 10, true));
  value_of(again());
  EXPECT_EQ(mails(pete_).front().state, "queued");
  EXPECT_EQ(mails(pete_).front().attempts, 0);
  EXPECT_EQ(mails(pete_).front().unsure, 1);
  EXPECT_EQ(due(40), names{"confirm:1"});
  value_of(state(id, "sent", "", 40));
  EXPECT_EQ(error_of(again()), errc::changed);
  EXPECT_EQ(
      error_of(ask(*db_,
                   [](store_session& s) { return s.resend_mail(77, at(40)); })),
      errc::not_found);
}

TEST_F(WishesAndMail, AttemptsAreCountedAndPutOff) {
  mail(pete_, "confirm:1", 10);
  auto id = mails(pete_).front().id;
  value_of(state(id, "sending", "", 10));
  EXPECT_EQ(due(99), names{});
  value_of(state(id, "queued", "throttled", 50));
  EXPECT_EQ(due(49), names{});
  EXPECT_EQ(due(50), names{"confirm:1"});
  value_of(state(id, "sending", "", 50));
  value_of(state(id, "sent", "", 50));
  auto row = mails(pete_).front();
  EXPECT_EQ(row.attempts, 2);
  EXPECT_EQ(row.state, "sent");
  EXPECT_EQ(due(99), names{});
  EXPECT_EQ(error_of(state(99, "sent", "", 0)), errc::not_found);
  EXPECT_EQ(error_of(state(id, "lost", "", 0)), errc::storage);
}

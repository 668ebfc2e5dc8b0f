#include "actors/callbacks.hpp"
#include "tests/actors/calendar_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;
using kept = callback_answer::kind;

class CallbacksTest : public test::calendar_test {
protected:
  CallbacksTest() : uut(spawn(callbacks, callbacks_deps{time, deps.ledger})) {}

  callback_request message(const std::string& words = "Is the lease a year?") {
    callback_request note;
    note.manager = manager.id;
    note.agency = manager.key.agency;
    note.kind = "message";
    note.call_id = "call-1";
    note.who = {"Una", "+14055550177", ""};
    note.address = "9 Elm Street";
    note.wanted = words;
    return note;
  }

  kept keep(const callback_request& note) {
    auto answer = ask<callback_answer>(uut, atom::keep_v, callback_order{note});
    EXPECT_TRUE(answer);
    return answer ? answer->what : kept::too_many;
  }

  callback_list list(const callback_query& which = {}) {
    auto answer = ask<callback_list>(uut, atom::callbacks_v, which);
    EXPECT_TRUE(answer);
    return answer ? *answer : callback_list{};
  }

  std::vector<outbox_mail> mails() {
    return in_db<std::vector<outbox_mail>>(
        [](store_session& session) { return session.mails(0); });
  }

  callbacks_actor uut;
};

TEST_F(CallbacksTest, AMessageIsKeptAndMailed) {
  EXPECT_EQ(keep(message()), kept::kept);
  const auto rows = list();
  ASSERT_EQ(rows.rows.size(), 1u);
  EXPECT_EQ(rows.rows[0].wanted, "Is the lease a year?");
  EXPECT_EQ(rows.rows[0].created_at, time->now());
  EXPECT_EQ(rows.names.at(manager.id), "pete_admin");
  ASSERT_EQ(mails().size(), 1u);
  EXPECT_EQ(mails()[0].key, "message:" + std::to_string(rows.rows[0].id));
  EXPECT_NE(mails()[0].html.find("Is the lease a year?"), std::string::npos);
  EXPECT_NE(mails()[0].html.find("+14055550177"), std::string::npos);
}

TEST_F(CallbacksTest, TheSameMessageIsKeptOnce) {
  EXPECT_EQ(keep(message()), kept::kept);
  EXPECT_EQ(keep(message()), kept::kept_before);
  EXPECT_EQ(keep(message("And is there parking?")), kept::kept);
  auto other_call = message();
  other_call.call_id = "call-2";
  EXPECT_EQ(keep(other_call), kept::kept);
  EXPECT_EQ(list().rows.size(), 3u);
}

TEST_F(CallbacksTest, OneCallLeavesAFewMessages) {
  auto last = kept::kept;
  int n = 0;
  for (; n < 50 && last == kept::kept; ++n)
    last = keep(message("number " + std::to_string(n)));
  EXPECT_EQ(last, kept::too_many);
  EXPECT_LT(n, 12);
}

TEST_F(CallbacksTest, WithoutACallOnePersonLeavesAFewMessages) {
  auto note = message();
  note.call_id.clear();
  EXPECT_EQ(keep(note), kept::kept);
  EXPECT_EQ(keep(note), kept::kept_before);
  auto last = kept::kept;
  for (int n = 0; n < 50 && last == kept::kept; ++n) {
    note.wanted = "number " + std::to_string(n);
    last = keep(note);
  }
  EXPECT_EQ(last, kept::too_many);
  note.who = {"Ola", "+14055550178", ""};
  EXPECT_EQ(keep(note), kept::kept) << "somebody else";
}

TEST_F(CallbacksTest, ALeadIsNotKeptBesideAMessageOfTheCall) {
  auto lead = message("a viewing on Friday");
  lead.kind = "lead";
  EXPECT_EQ(keep(message()), kept::kept);
  EXPECT_EQ(keep(lead), kept::kept_before);
  lead.call_id = "call-3";
  EXPECT_EQ(keep(lead), kept::kept);
  EXPECT_EQ(keep(lead), kept::kept_before);
  EXPECT_EQ(list().rows.size(), 2u);
}

TEST_F(CallbacksTest, WithoutAManagerItIsTheOperators) {
  auto note = message();
  note.manager = 0;
  note.agency = "lakeside";
  EXPECT_EQ(keep(note), kept::kept);
  EXPECT_TRUE(mails().empty()) << "nobody is known to be mailed";
  EXPECT_EQ(list({"lakeside", 0, true, 10}).rows.size(), 1u);
  EXPECT_TRUE(list({"default", 0, true, 10}).rows.empty());
}

TEST_F(CallbacksTest, OnlyDoneEndsIt) {
  keep(message());
  const auto id = list().rows.at(0).id;
  time->advance(5min);
  const callback_done what{id, "Maria", "comes on Friday"};
  auto ended = ask<callback_list>(uut, atom::told_v, what);
  ASSERT_TRUE(ended);
  ASSERT_EQ(ended->rows.size(), 1u);
  EXPECT_EQ(ended->rows[0].handled,
            (callback_end{time->now(), "Maria", "comes on Friday"}));
  EXPECT_TRUE(list().rows.empty());
  EXPECT_EQ(list({"", 0, false, 10}).rows.size(), 1u);
  auto none = ask<callback_list>(uut, atom::told_v, callback_done{99, "x", ""});
  ASSERT_FALSE(none);
  EXPECT_EQ(from_caf(none.error()).code, errc::not_found);
}

} // namespace
} // namespace rental

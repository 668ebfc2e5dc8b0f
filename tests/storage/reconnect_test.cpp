#include "storage/migrate.hpp"
#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

using namespace rental;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

class Reconnecting : public StoreTest {
protected:
  void SetUp() override {
    StoreTest::SetUp();
    pete_ = add_manager("pete");
  }
  void state(std::int64_t manager, connection_state to, instant now) {
    value_of(ask(*db_, [&](store_session& s) {
      return s.put_state(manager, to, "because", now);
    }));
  }
  std::optional<due_mail_to> take(instant now) {
    return value_of(
        ask(*db_, [&](store_session& s) { return s.take_reminder(now); }));
  }
  void end(std::int64_t id, const std::string& how) {
    value_of(ask(*db_, [&](store_session& s) {
      return s.put_reminder_state(id, how, "", born);
    }));
  }
  std::vector<std::string> history(std::int64_t manager) {
    std::vector<std::string> lines;
    for (const auto& row : value_of(
             ask(*db_, [&](store_session& s) { return s.reminders(manager); })))
      lines.push_back(std::to_string(row.day) + " " + row.state);
    return lines;
  }
  std::vector<std::string> probes(instant now, std::size_t limit = 10) {
    std::vector<std::string> ids;
    for (const auto& key : value_of(ask(*db_, [&](store_session& s) {
           return s.take_probes(now, now + hours{1}, limit);
         })))
      ids.push_back(key.user_id);
    return ids;
  }
  void tokens(std::int64_t manager, instant now) {
    value_of(ask(*db_, [&](store_session& s) {
      return s.put_tokens(
          manager,
          {secret{"access"}, secret{"refresh"}, now + hours{1}, "scope"}, now);
    }));
  }

  using names = std::vector<std::string>;
  // What "dead" means to this manager begins here.
  const instant born = at(30'000'000);
  std::int64_t pete_ = 0;
};

} // namespace

TEST_F(Reconnecting, ADeathGivesOutEachDayOnce) {
  EXPECT_FALSE(take(born + days{30}));
  state(pete_, connection_state::needs_reconnect, born);
  for (const int day : {0, 1, 3, 7, 14}) {
    EXPECT_FALSE(take(born + days{day} - minutes{1})) << day;
    const auto due = take(born + days{day});
    ASSERT_TRUE(due) << day;
    EXPECT_EQ(due->what.day, day);
    EXPECT_EQ(due->what.died_at, born);
    EXPECT_EQ(due->what.attempts, 1);
    EXPECT_EQ(due->manager.id, pete_);
    EXPECT_EQ(due->manager.key.user_id, "pete");
    EXPECT_FALSE(due->manager.account.empty());
    EXPECT_TRUE(due->manager.tokens.refresh_token.empty());
    EXPECT_FALSE(take(born + days{day})) << "once is enough";
    end(due->what.id, "sent");
  }
  EXPECT_FALSE(take(born + days{400}));
  EXPECT_EQ(history(pete_),
            (names{"0 sent", "1 sent", "3 sent", "7 sent", "14 sent"}));
}

TEST_F(Reconnecting, ADeathNotedByAClockAheadIsDueAtOnce) {
  state(pete_, connection_state::needs_reconnect, born + days{1});
  const auto due = take(born);
  ASSERT_TRUE(due) << "not a day later";
  EXPECT_EQ(due->what.day, 0);
  EXPECT_EQ(due->what.died_at, born);
  end(due->what.id, "sent");
  EXPECT_FALSE(take(born + hours{23}));
  EXPECT_TRUE(take(born + days{1}));
}

TEST_F(Reconnecting, ConnectingOrDisconnectingEndsTheSeries) {
  auto death = born;
  const auto die = [&] {
    death += days{100};
    state(pete_, connection_state::needs_reconnect, death);
  };
  for (const auto mended :
       {connection_state::connected, connection_state::disconnected}) {
    die();
    ASSERT_TRUE(take(death));
    state(pete_, mended, death + hours{2});
    EXPECT_FALSE(take(death + days{20}));
  }
  die();
  value_of(ask(*db_, [&](store_session& s) {
    return s.forget_tokens(pete_, death + hours{1});
  }));
  EXPECT_FALSE(take(death + days{20}));
}

TEST_F(Reconnecting, ANewDeathBeginsANewSeries) {
  state(pete_, connection_state::needs_reconnect, born);
  end(take(born)->what.id, "sent");
  state(pete_, connection_state::connected, born + hours{2});
  state(pete_, connection_state::needs_reconnect, born + days{2});
  const auto due = take(born + days{2});
  ASSERT_TRUE(due);
  EXPECT_EQ(due->what.day, 0);
  EXPECT_EQ(due->what.died_at, born + days{2});
}

TEST_F(Reconnecting, TheSameDeathToldTwiceIsOne) {
  state(pete_, connection_state::needs_reconnect, born);
  end(take(born)->what.id, "sent");
  state(pete_, connection_state::needs_reconnect, born + hours{3});
  EXPECT_FALSE(take(born + hours{3}));
  EXPECT_EQ(take(born + days{1})->what.died_at, born);
}

TEST_F(Reconnecting, ASignInThatStoresTheManagerAnewMends) {
  state(pete_, connection_state::needs_reconnect, born);
  ASSERT_TRUE(take(born));
  auto row = sample_manager("pete");
  row.state = connection_state::connected;
  row.updated_at = born + hours{1};
  value_of(ask(*db_, [&](store_session& s) { return s.put_manager(row); }));
  EXPECT_FALSE(take(born + days{20}));
  row.state = connection_state::needs_reconnect;
  row.updated_at = born + hours{2};
  value_of(ask(*db_, [&](store_session& s) { return s.put_manager(row); }));
  EXPECT_TRUE(take(born + hours{2}));
}

TEST_F(Reconnecting, WhatIsPutOffComesBackUntilItIsOvertaken) {
  state(pete_, connection_state::needs_reconnect, born);
  const auto first = take(born);
  const auto put_off = [&](instant now, instant again) {
    value_of(ask(*db_, [&](store_session& s) {
      return s.put_off_reminder(first->what.id, "unreachable", now, again);
    }));
  };
  put_off(born, born + minutes{5});
  EXPECT_FALSE(take(born + minutes{4}));
  const auto again = take(born + minutes{5});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->what.id, first->what.id);
  EXPECT_EQ(again->what.attempts, 2);
  put_off(born + minutes{5}, born + days{2});
  EXPECT_EQ(take(born + days{1})->what.day, 1);
  EXPECT_FALSE(take(born + days{2}));
  EXPECT_EQ(history(pete_), (names{"0 failed", "1 sending"}));
}

TEST_F(Reconnecting, NothingIsPutOffForAManagerWhoIsBack) {
  state(pete_, connection_state::needs_reconnect, born);
  const auto due = take(born);
  state(pete_, connection_state::connected, born + minutes{1});
  value_of(ask(*db_, [&](store_session& s) {
    return s.put_off_reminder(due->what.id, "unreachable", born, born);
  }));
  EXPECT_FALSE(take(born + days{20}));
}

TEST_F(Reconnecting, WhatWasBeingSentWhenWeDiedIsNotSentAgain) {
  state(pete_, connection_state::needs_reconnect, born);
  ASSERT_TRUE(take(born));
  db_ = open();
  value_of(ask(
      *db_, [](store_session& s) { return s.settle_interrupted_reminders(); }));
  EXPECT_FALSE(take(born + hours{23}));
  EXPECT_EQ(history(pete_), names{"0 unknown"});
  EXPECT_EQ(take(born + days{1})->what.day, 1);
}

TEST_F(Reconnecting, CountsThoseWhoOughtToBeMailed) {
  const auto count = [&](instant now) {
    return value_of(ask(
        *db_, [&](store_session& s) { return s.count_due_reminders(now); }));
  };
  const auto mary = add_manager("mary");
  EXPECT_EQ(count(born), 0u);
  state(pete_, connection_state::needs_reconnect, born);
  state(mary, connection_state::needs_reconnect, born + days{1});
  EXPECT_EQ(count(born), 1u);
  EXPECT_EQ(count(born + days{1}), 2u);
  ASSERT_TRUE(take(born + days{1}));
  EXPECT_EQ(count(born + days{1}), 1u);
}

TEST_F(Reconnecting, AManagersHistoryGoesWithTheManager) {
  state(pete_, connection_state::needs_reconnect, born);
  ASSERT_TRUE(take(born));
  value_of(
      ask(*db_, [&](store_session& s) { return s.forget_manager(pete_); }));
  EXPECT_FALSE(take(born + days{20}));
  EXPECT_EQ(raw_sql(path_, "SELECT COUNT(*) FROM reminders"), names{"0"});
}

TEST_F(Reconnecting, AGrantIsProvedOnceADay) {
  tokens(pete_, born);
  EXPECT_EQ(probes(born + hours{19}), names{});
  EXPECT_EQ(probes(born + hours{24}), names{"pete"});
  EXPECT_EQ(probes(born + hours{24}), names{}) << "it is under way";
  EXPECT_EQ(probes(born + hours{25}), names{"pete"})
      << "it did not get through";
  tokens(pete_, born + hours{25});
  EXPECT_EQ(probes(born + hours{44}), names{});
  EXPECT_EQ(probes(born + hours{49}), names{"pete"});
}

TEST_F(Reconnecting, OnlyGrantsThatMayLiveAreProvedTheOldestFirst) {
  const auto mary = add_manager("mary");
  const auto dead = add_manager("dead");
  const auto gone = add_manager("gone");
  tokens(mary, born);
  tokens(pete_, born + hours{6});
  tokens(dead, born);
  tokens(gone, born);
  state(mary, connection_state::degraded, born);
  state(pete_, connection_state::connected, born);
  state(dead, connection_state::needs_reconnect, born);
  value_of(
      ask(*db_, [&](store_session& s) { return s.forget_tokens(gone, born); }));
  EXPECT_EQ(probes(born + days{9}, 1), names{"mary"});
  EXPECT_EQ(probes(born + days{9}), names{"pete"});
}

TEST_F(Reconnecting, NamesManagersAsTheyAreKnownOutside) {
  const auto id = add_manager("+14055550142");
  tokens(id, born);
  EXPECT_THAT(probes(born + days{1}), testing::Contains("+14055550142"));
  state(id, connection_state::needs_reconnect, born);
  EXPECT_EQ(take(born)->manager.key.user_id, "+14055550142");
}

TEST_F(Reconnecting, ANewKeyProvesNobody) {
  tokens(pete_, born);
  const auto before = raw_sql(path_, "SELECT probe_at FROM managers");
  db_ = open("new:" + key_of('b') + ",k1:" + key_of('a'));
  EXPECT_GT(value_of(db_->reseal()), 0u);
  EXPECT_EQ(raw_sql(path_, "SELECT probe_at FROM managers"), before);
}

TEST_F(Reconnecting, OnlySentMailThatIsOldIsSwept) {
  const auto put
      = [&](const std::string& key, const std::string& to, instant when) {
          value_of(ask(*db_, [&](store_session& s) -> expected<done> {
            outbox_mail row;
            row.manager = pete_;
            row.key = key;
            row.not_before = row.created_at = born;
            if (auto stored = s.put_mail(row); !stored)
              return stored;
            for (const auto& mail : value_of(s.mails(pete_)))
              if (mail.key == key)
                return s.put_mail_state(mail.id, {to, "", when, when});
            return errc::not_found;
          }));
        };
  for (const auto* kind : {"queued", "sending", "sent", "unknown", "failed"})
    put(kind, kind, born);
  put("young", "sent", born + days{3});
  EXPECT_EQ(value_of(ask(*db_,
                         [&](store_session& s) {
                           return s.sweep_sent_mail(born + days{1});
                         })),
            1u);
  names left;
  for (const auto& mail :
       value_of(ask(*db_, [&](store_session& s) { return s.mails(pete_); })))
    left.push_back(mail.key);
  EXPECT_EQ(left, (names{"queued", "sending", "unknown", "failed", "young"}));
}

TEST_F(Reconnecting, SignInsThatNobodyCameBackFromAreSwept) {
  const auto put = [&](const std::string& hash, instant ends) {
    value_of(ask(*db_, [&](store_session& s) {
      pending_sign_in pending;
      pending.state_hash = hash;
      pending.manager = {"default", "pete"};
      pending.expires_at = ends;
      return s.put_sign_in(pending);
    }));
  };
  put("old", born);
  put("new", born + minutes{10});
  EXPECT_EQ(value_of(ask(*db_,
                         [&](store_session& s) {
                           return s.sweep_sign_ins(born + minutes{1});
                         })),
            1u);
  EXPECT_EQ(raw_sql(path_, "SELECT state_hash FROM sign_ins"), names{"new"});
}

TEST_F(Reconnecting, AnOlderDatabaseLearnsIt) {
  const auto old = (folder_ / "old.db").string();
  const auto first = std::string{migrations()[0]};
  EXPECT_EQ(raw_sql(old, first), names{});
  raw_sql(old, "CREATE TABLE schema_version (version INTEGER PRIMARY KEY NOT "
               "NULL) STRICT; INSERT INTO schema_version VALUES (1);"
               "INSERT INTO managers (agency, user_id, profile, profile_key,"
               " tenant_id, object_id, zone, hours, state, state_reason,"
               " tokens, tokens_key, token_expires_at, token_scope, created_at,"
               " updated_at) VALUES ('default', 'dead', '', '', '', '', '', '',"
               " 'needs_reconnect', '', '', '', 0, '', 5, 1000),"
               " ('default', 'alive', '', '', '', '', '', '', 'connected', '',"
               " 'x', '', 2000, '', 5, 1000)");
  auto upgraded
      = value_of(open_store("sqlite3://" + old, ring_of(key_of('a'))));
  EXPECT_EQ(value_of(upgraded->migrate()),
            static_cast<int>(migrations().size()));
  EXPECT_EQ(raw_sql(old, "SELECT dead_since || ' ' || remind_at FROM managers"
                         " WHERE user_id = 'dead'"),
            names{"1000 1000"});
  EXPECT_EQ(raw_sql(old, "SELECT probe_at >= 2000 + 68400 AND probe_at < 2000 +"
                         " 68400 + 14400 FROM managers WHERE user_id ="
                         " 'alive'"),
            names{"1"});
}

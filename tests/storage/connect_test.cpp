// One id for each mailbox, links that work once, sessions that were ended.
#include "storage/migrate.hpp"
#include "storage/open_store.hpp"
#include "tests/storage/store_fixture.hpp"

using namespace rental;

namespace {

using names = std::vector<std::string>;

class Connecting : public StoreTest {
protected:
  expected<manager_record>
  put(const std::string& agency, const std::string& user_id,
      const std::string& object_id,
      connection_state state = connection_state::connected) {
    auto row = sample_manager(user_id);
    row.key.agency = agency;
    row.object_id = object_id;
    row.state = state;
    return ask(*db_, [&](store_session& s) { return s.put_manager(row); });
  }

  std::string writer_of(const std::string& object_id, const manager_key& but) {
    auto found = value_of(ask(*db_, [&](store_session& s) {
      return s.other_writer("tenant", object_id, but);
    }));
    return found ? found->key.agency + "/" + found->key.user_id : "";
  }
};

} // namespace

TEST_F(Connecting, TheDatabaseItselfRefusesASecondWriter) {
  ASSERT_TRUE(put("agency", "pete", "mailbox-1"));
  EXPECT_FALSE(put("north", "+14055550142", "mailbox-1"));
  EXPECT_FALSE(
      put("agency", "kim", "mailbox-1", connection_state::needs_reconnect));
  EXPECT_TRUE(put("agency", "pete", "mailbox-1")) << "it is its own";
  EXPECT_TRUE(put("agency", "kim", "mailbox-2"));
  EXPECT_FALSE(put("agency", "kim", "mailbox-1"));
}

TEST_F(Connecting, UnknownMailboxesAreNobodys) {
  EXPECT_TRUE(put("agency", "pete", ""));
  EXPECT_TRUE(put("agency", "kim", ""));
  EXPECT_EQ(writer_of("", {"agency", "kim"}), "");
}

TEST_F(Connecting, TheOtherWriterIsFoundHoweverItsIdIsKept) {
  ASSERT_TRUE(put("north", "+14055550142", "mailbox-1"));
  EXPECT_EQ(writer_of("mailbox-1", {"agency", "kim"}), "north/+14055550142");
  EXPECT_EQ(writer_of("mailbox-1", {"north", "+14055550142"}), "");
  EXPECT_EQ(writer_of("mailbox-2", {"agency", "kim"}), "");
}

TEST_F(Connecting, WhoDisconnectedGivesTheMailboxFree) {
  const auto id = value_of(put("agency", "pete", "mailbox-1")).id;
  value_of(
      ask(*db_, [&](store_session& s) { return s.forget_tokens(id, at(9)); }));
  EXPECT_EQ(writer_of("mailbox-1", {"agency", "kim"}), "");
  EXPECT_TRUE(put("agency", "kim", "mailbox-1"));
  EXPECT_FALSE(put("agency", "pete", "mailbox-1"));
}

TEST_F(Connecting, ALinkIsUsedOnce) {
  const auto use = [&](instant now) {
    return ask(*db_, [&](store_session& s) {
      return s.use_link("link-1", at(100), now);
    });
  };
  const auto used = [&] {
    return value_of(
        ask(*db_, [](store_session& s) { return s.is_link_used("link-1"); }));
  };
  EXPECT_FALSE(used());
  EXPECT_TRUE(use(at(1)));
  EXPECT_TRUE(used());
  const auto again = use(at(2));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, errc::changed);
  // Rows of links that have ended go with the next use.
  value_of(ask(*db_, [&](store_session& s) {
    return s.use_link("link-2", at(300), at(200));
  }));
  EXPECT_EQ(raw_sql(path_, "SELECT id FROM used_links"), names{"link-2"});
}

TEST_F(Connecting, EndedSessionsAreKnownUntilTheirTime) {
  value_of(ask(*db_, [](store_session& s) {
    return s.put_ended_session({"hash-1", at(60)}, at(1));
  }));
  const auto known = [&](instant now) {
    return value_of(
               ask(*db_,
                   [&](store_session& s) { return s.ended_sessions(now); }))
        .size();
  };
  EXPECT_EQ(known(at(59)), 1u);
  EXPECT_EQ(known(at(60)), 0u);
}

TEST_F(Connecting, ASignInRemembersItsLinkAndIsTakenOnce) {
  pending_sign_in pending{
      "state", {"agency", "pete"}, "nonce", secret{"verifier"}, "cookie", "",
      at(10)};
  pending.link_id = "link-1";
  pending.link_ends = at(500);
  value_of(ask(*db_, [&](store_session& s) { return s.put_sign_in(pending); }));
  const auto take = [&] {
    return value_of(ask(
        *db_, [](store_session& s) { return s.take_sign_in("state", at(5)); }));
  };
  const auto first = take();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->link_id, "link-1");
  EXPECT_EQ(first->link_ends, at(500));
  EXPECT_FALSE(take());
}

TEST_F(Connecting, ABookingIsCarriedOverWithItsTimeTaken) {
  const auto pete = add_manager("pete");
  auto row = sample_booking("b-1", pete, 1000, 1030);
  row.mailbox = "tenant/former";
  value_of(ask(*db_, [&](store_session& s) -> expected<done> {
    auto all = s.hold(row);
    if (all)
      all = s.mark_writing("b-1", "t-1", at(4));
    return all ? s.confirm("b-1", {"event-1", "etag", ""}, at(5)) : all;
  }));
  value_of(ask(*db_, [](store_session& s) {
    return s.carry_over("b-1", "tenant/new", "t-2", "why", at(6));
  }));
  const auto found = value_of(
      ask(*db_, [](store_session& s) { return s.booking_by_id("b-1"); }));
  EXPECT_EQ(found.state, booking_state::writing);
  EXPECT_EQ(found.mailbox, "tenant/new");
  EXPECT_EQ(found.transaction_id, "t-2");
  EXPECT_EQ(found.event_id, "event-1");
  EXPECT_FALSE(hold(*db_, sample_booking("b-2", pete, 1000, 1030)));
  const auto twice = ask(*db_, [](store_session& s) {
    return s.carry_over("b-1", "tenant/new", "t-3", "why", at(7));
  });
  EXPECT_FALSE(twice) << "only what is confirmed";
}

// Two ids shared a mailbox before the rule: both stay, and are named.
TEST_F(Connecting, ThoseWhoSharedAMailboxBeforeTheRuleStayAndAreNamed) {
  const auto old = (folder_ / "old.db").string();
  const auto all = migrations();
  for (int i = 0; i < 5; ++i)
    ASSERT_EQ(raw_sql(old, std::string{all[static_cast<std::size_t>(i)]}),
              names{});
  raw_sql(old, "CREATE TABLE schema_version (version INTEGER PRIMARY KEY NOT "
               "NULL) STRICT; INSERT INTO schema_version VALUES (1), (2), (3), "
               "(4), (5)");
  const auto add = [&](const char* id, const char* object, const char* state) {
    raw_sql(old, std::string{"INSERT INTO managers (agency, user_id, profile,"
                             " profile_key, tenant_id, object_id, zone, hours,"
                             " state, state_reason, created_at, updated_at)"
                             " VALUES ('a', '"}
                     + id + "', '', '', 't', '" + object + "', '', '', '"
                     + state + "', '', 1, 1)");
  };
  add("first", "o-1", "connected");
  add("second", "o-1", "needs_reconnect");
  add("gone", "o-1", "disconnected");
  add("alone", "o-2", "connected");
  raw_sql(old, "INSERT INTO bookings (id, manager, starts_at, ends_at, address,"
               " visitor, visitor_key, phone_hash, caller_hash, code_hash,"
               " call_id, state, event_id, etag, transaction_id, moves, reason,"
               " created_at, updated_at) VALUES ('b', 1, 10, 20, '', '', '',"
               " '', '', '', '', 'confirmed', 'e', '', '', '', '', 1, 1)");
  // The profiles are no sealed values: the schema alone is looked at.
  auto opened = value_of(open_store("sqlite3://" + old, ring_of(key_of('a'))));
  static_cast<void>(opened->migrate());
  EXPECT_EQ(raw_sql(old, "SELECT user_id FROM managers"
                         " WHERE shares_mailbox = 1"),
            names{"second"});
  EXPECT_EQ(raw_sql(old, "SELECT mailbox FROM bookings"), names{"t/o-1"});
  EXPECT_NE(raw_sql(old, "INSERT INTO managers (agency, user_id, profile,"
                         " profile_key, tenant_id, object_id, zone, hours,"
                         " state, state_reason, created_at, updated_at)"
                         " VALUES ('a', 'third', '', '', 't', 'o-1', '', '',"
                         " 'connected', '', 1, 1)"),
            names{});
}

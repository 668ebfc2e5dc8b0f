// Managers whose id is a phone number or an e-mail address.
#include "storage/vault.hpp"
#include "tests/storage/store_fixture.hpp"

using namespace rental;

namespace {

const std::string phone = "+14055559753";
const std::string email = "paula.manager@example.com";

class HiddenIds : public StoreTest {
protected:
  expected<manager_record> find(const std::string& id,
                                const std::string& agency = "agency") {
    return ask(*db_, [&](store_session& s) { return s.manager({agency, id}); });
  }

  /// Brings a manager's row and a sign-in into the form of before.
  void make_old(std::int64_t id, const std::string& user_id) {
    const vault old{ring_of(key_of('a'))};
    const auto profile
        = old.seal({"profile", "agency", user_id}, {"account", "name"});
    const auto tokens = old.seal({"tokens", "agency", user_id},
                                 {"old-access", "old-refresh"});
    const auto set = "UPDATE managers SET user_id = '" + user_id
                     + "', profile = '" + profile.text + "', tokens = '"
                     + tokens.text + "' WHERE id = " + std::to_string(id);
    ASSERT_EQ(raw_sql(path_, set), lines{});
  }

  using lines = std::vector<std::string>;
};

} // namespace

TEST_F(HiddenIds, StandInNoFile) {
  for (const auto& id : {phone, email}) {
    const auto row = add_manager(id);
    auto found = value_of(find(id));
    EXPECT_EQ(found.id, row);
    EXPECT_EQ(found.key.user_id, id);
    EXPECT_EQ(found.tokens.refresh_token.reveal(), "refresh-of-" + id);
    value_of(ask(*db_, [&](store_session& s) {
      return s.put_tokens(row, {secret{"access-two"}, {}, at(1), ""}, at(2));
    }));
    EXPECT_EQ(value_of(find(id)).tokens.access_token.reveal(), "access-two");
    value_of(ask(*db_, [&](store_session& s) {
      return s.put_sign_in({"state-" + std::to_string(row),
                            {"agency", id},
                            "nonce",
                            secret{"verifier"},
                            "cookie",
                            "",
                            at(10)});
    }));
  }
  for (const auto* needle : {"4055559753", "paula"})
    EXPECT_EQ(file_bytes().find(needle), std::string::npos) << needle;
  auto pending = value_of(ask(*db_, [&](store_session& s) {
    return s.take_sign_in("state-1", at(1));
  }));
  ASSERT_TRUE(pending);
  EXPECT_EQ(pending->manager.user_id, phone);
}

TEST_F(HiddenIds, AreListedAndPutAgainAsTheyAre) {
  add_manager(phone);
  add_manager("pete");
  auto row = sample_manager(phone);
  row.account = "another@example.com";
  row.tokens = {};
  value_of(ask(*db_, [&](store_session& s) { return s.put_manager(row); }));
  auto all = value_of(
      ask(*db_, [](store_session& s) { return s.managers("agency", 10); }));
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].key.user_id, phone);
  EXPECT_EQ(all[0].account, "another@example.com");
  EXPECT_EQ(all[1].key.user_id, "pete");
  EXPECT_EQ(value_of(find(phone)).tokens.refresh_token.reveal(),
            "refresh-of-" + phone);
}

TEST_F(HiddenIds, TheirHashIsNoIdAndOfOneAgency) {
  add_manager(phone);
  const auto stored = raw_sql(path_, "SELECT user_id FROM managers");
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_TRUE(is_hashed_id(stored[0]));
  EXPECT_EQ(error_of(find(stored[0])), errc::unknown_manager);
  EXPECT_EQ(error_of(find(phone, "other")), errc::unknown_manager);
  auto row = sample_manager(phone);
  row.key.agency = "other";
  row.object_id = "of-another-mailbox";
  value_of(ask(*db_, [&](store_session& s) { return s.put_manager(row); }));
  const auto both = raw_sql(path_, "SELECT user_id FROM managers");
  ASSERT_EQ(both.size(), 2u);
  EXPECT_NE(both[0], both[1]);
}

TEST_F(HiddenIds, OutliveARotation) {
  const auto row = add_manager(phone);
  db_ = open("new:" + key_of('n') + ",k1:" + key_of('a'));
  EXPECT_EQ(value_of(find(phone)).id, row);
  value_of(db_->reseal());
  db_ = open("new:" + key_of('n'));
  EXPECT_EQ(value_of(find(phone)).tokens.refresh_token.reveal(),
            "refresh-of-" + phone);
}

TEST_F(HiddenIds, ReplaceTheClearOnesOfAnOldDatabaseOnce) {
  const auto with_phone = add_manager(phone);
  const auto with_name = add_manager("pete");
  db_.reset();
  make_old(with_phone, phone);
  make_old(with_name, "pete");
  raw_sql(path_, "DELETE FROM meta WHERE name = 'ids_hidden'");
  raw_sql(path_, "INSERT INTO sign_ins VALUES ('h', 'agency', '" + phone
                     + "', 'x', 'k', 'c', 99)");
  ASSERT_NE(file_bytes().find("4055559753"), std::string::npos);

  db_ = open();
  const auto found = value_of(find(phone));
  EXPECT_EQ(found.id, with_phone);
  EXPECT_EQ(found.account, "account");
  EXPECT_EQ(found.tokens.refresh_token.reveal(), "old-refresh");
  EXPECT_EQ(value_of(find("pete")).tokens.access_token.reveal(), "old-access");
  EXPECT_EQ(raw_sql(path_, "SELECT COUNT(*) FROM sign_ins"), lines{"0"});
  db_.reset();
  EXPECT_EQ(file_bytes().find("4055559753"), std::string::npos);
  db_ = open();
  EXPECT_EQ(value_of(find(phone)).id, with_phone);
}

TEST_F(HiddenIds, AreNotTouchedWithTheWrongKey) {
  const auto row = add_manager(phone);
  db_.reset();
  make_old(row, phone);
  raw_sql(path_, "DELETE FROM meta WHERE name = 'ids_hidden'");
  auto stranger = value_of(open_store(url(), ring_of(key_of('b'))));
  EXPECT_EQ(error_of(stranger->migrate()), errc::sealed);
  stranger.reset();
  EXPECT_EQ(raw_sql(path_, "SELECT user_id FROM managers"), lines{phone});
  db_ = open();
  EXPECT_EQ(value_of(find(phone)).id, row);
}

#include "storage/hours_text.hpp"
#include "tests/storage/store_fixture.hpp"

using namespace rental;

namespace {

class Managers : public StoreTest {
protected:
  expected<manager_record> by_key(const std::string& user_id) {
    return ask(*db_, [&](store_session& s) {
      return s.manager({"agency", user_id});
    });
  }
};

pending_sign_in sample_sign_in(const std::string& state_hash, instant end) {
  return {state_hash,    {"agency", "pete"}, "nonce", secret{"verifier"},
          "cookie-hash", "pete@example.com", end};
}

} // namespace

TEST_F(Managers, AreStoredAndFoundWithAllTheyHave) {
  auto given = sample_manager("pete");
  auto id = add_manager("pete");
  EXPECT_GT(id, 0);
  auto found = value_of(by_key("pete"));
  EXPECT_EQ(found.id, id);
  EXPECT_EQ(found.key, given.key);
  EXPECT_EQ(found.account, given.account);
  EXPECT_EQ(found.display_name, given.display_name);
  EXPECT_EQ(found.tenant_id, given.tenant_id);
  EXPECT_EQ(found.object_id, given.object_id);
  EXPECT_EQ(found.zone, given.zone);
  EXPECT_EQ(found.hours, given.hours);
  EXPECT_EQ(found.state, given.state);
  EXPECT_EQ(found.tokens.access_token.reveal(), "access-of-pete");
  EXPECT_EQ(found.tokens.refresh_token.reveal(), "refresh-of-pete");
  EXPECT_EQ(found.tokens.expires_at, given.tokens.expires_at);
  EXPECT_EQ(found.tokens.scope, given.tokens.scope);
  EXPECT_EQ(found.created_at, given.created_at);
  EXPECT_EQ(found.updated_at, given.updated_at);
  auto by_id = ask(*db_, [&](store_session& s) { return s.manager_by_id(id); });
  EXPECT_EQ(value_of(by_id).key, given.key);
}

TEST_F(Managers, AreUpdatedUnderTheSameKeyAndKeepTheirTokens) {
  auto id = add_manager("pete");
  auto changed = sample_manager("pete");
  changed.account = "new@example.com";
  changed.zone = "Europe/Berlin";
  changed.hours.reset();
  changed.tokens = {};
  changed.created_at = at(50);
  changed.updated_at = at(60);
  auto stored = value_of(
      ask(*db_, [&](store_session& s) { return s.put_manager(changed); }));
  EXPECT_EQ(stored.id, id);
  EXPECT_EQ(stored.account, "new@example.com");
  EXPECT_EQ(stored.zone, "Europe/Berlin");
  EXPECT_EQ(stored.hours, std::nullopt);
  EXPECT_EQ(stored.tokens.refresh_token.reveal(), "refresh-of-pete");
  EXPECT_EQ(stored.created_at, at(1));
  EXPECT_EQ(stored.updated_at, at(60));
}

TEST_F(Managers, AreSeparateInEachAgency) {
  add_manager("pete");
  auto other = sample_manager("pete");
  other.key.agency = "other";
  other.object_id = "of-another-mailbox";
  value_of(ask(*db_, [&](store_session& s) { return s.put_manager(other); }));
  add_manager("mary");
  auto names = [&](const std::string& agency, std::size_t limit) {
    std::vector<manager_key> keys;
    for (auto& row : value_of(ask(*db_, [&](store_session& s) {
           return s.managers(agency, limit);
         }))) {
      EXPECT_TRUE(row.tokens.refresh_token.empty());
      EXPECT_EQ(row.account, "pete.manager@example.com");
      keys.push_back(row.key);
    }
    return keys;
  };
  using keys = std::vector<manager_key>;
  EXPECT_EQ(names("agency", 10),
            (keys{{"agency", "pete"}, {"agency", "mary"}}));
  EXPECT_EQ(names("other", 10), (keys{{"other", "pete"}}));
  EXPECT_EQ(names("", 10).size(), 3u);
  EXPECT_EQ(names("", 2), (keys{{"agency", "pete"}, {"other", "pete"}}));
}

TEST_F(Managers, ThatDoNotExistAreUnknown) {
  EXPECT_EQ(error_of(by_key("nobody")), errc::unknown_manager);
  auto fails = [&](auto work) {
    EXPECT_EQ(error_of(ask(*db_, work)), errc::unknown_manager);
  };
  fails([](store_session& s) { return s.manager_by_id(7); });
  fails([](store_session& s) { return s.put_tokens(7, {}, at(1)); });
  fails([](store_session& s) {
    return s.put_state(7, connection_state::degraded, "", at(1));
  });
  fails([](store_session& s) { return s.forget_tokens(7, at(1)); });
  fails([](store_session& s) { return s.forget_manager(7); });
}

TEST_F(Managers, GetNewTokensAndKeepARefreshTokenThatIsNotRotated) {
  auto id = add_manager("pete");
  auto put = [&](token_set tokens) {
    value_of(ask(*db_, [&](store_session& s) {
      return s.put_tokens(id, tokens, at(70));
    }));
    return value_of(by_key("pete"));
  };
  auto after = put({secret{"a2"}, secret{"r2"}, at(200), "scope2"});
  EXPECT_EQ(after.tokens.access_token.reveal(), "a2");
  EXPECT_EQ(after.tokens.refresh_token.reveal(), "r2");
  EXPECT_EQ(after.tokens.expires_at, at(200));
  EXPECT_EQ(after.tokens.scope, "scope2");
  EXPECT_EQ(after.updated_at, at(70));
  after = put({secret{"a3"}, secret{}, at(300), "scope3"});
  EXPECT_EQ(after.tokens.access_token.reveal(), "a3");
  EXPECT_EQ(after.tokens.refresh_token.reveal(), "r2");
}

TEST_F(Managers, ChangeStateAndForgetTokens) {
  auto id = add_manager("pete");
  value_of(ask(*db_, [&](store_session& s) {
    return s.put_state(id, connection_state::needs_reconnect, "invalid_grant",
                       at(80));
  }));
  auto row = value_of(by_key("pete"));
  EXPECT_EQ(row.state, connection_state::needs_reconnect);
  EXPECT_EQ(row.state_reason, "invalid_grant");
  EXPECT_EQ(row.updated_at, at(80));
  value_of(hold(*db_, sample_booking("b", id, 0, 30)));
  value_of(
      ask(*db_, [&](store_session& s) { return s.forget_tokens(id, at(90)); }));
  row = value_of(by_key("pete"));
  EXPECT_EQ(row.state, connection_state::disconnected);
  EXPECT_TRUE(row.tokens.access_token.empty());
  EXPECT_TRUE(row.tokens.refresh_token.empty());
  EXPECT_TRUE(ask(*db_, [](store_session& s) { return s.booking_by_id("b"); }));
}

TEST_F(Managers, ThatAreForgottenLeaveNothingBehind) {
  auto pete = add_manager("pete");
  auto mary = add_manager("mary");
  for (const auto& of : {std::pair{"p", pete}, std::pair{"m", mary}}) {
    const auto id = of.first;
    const auto manager = of.second;
    value_of(ask(*db_, [&](store_session& s) -> expected<done> {
      value_of(s.hold(sample_booking(id, manager, 0, 30)));
      value_of(s.put_wish({0, manager, "call", {}, "", "", "", at(1), {}}));
      outbox_mail mail;
      mail.manager = manager;
      mail.key = id;
      value_of(s.put_mail(mail));
      stored_answer answer;
      answer.key = {"agency", "call", id};
      answer.booking_id = id;
      value_of(s.put_answer(answer));
      return done{};
    }));
  }
  value_of(ask(*db_, [](store_session& s) {
    return s.put_sign_in(sample_sign_in("hash", at(10)));
  }));
  value_of(ask(*db_, [&](store_session& s) { return s.forget_manager(pete); }));
  for (auto table : {"managers", "bookings", "wishes", "outbox", "answers"})
    EXPECT_EQ(raw_sql(path_, std::string{"SELECT COUNT(*) FROM "} + table),
              std::vector<std::string>{"1"})
        << table;
  EXPECT_EQ(raw_sql(path_, "SELECT COUNT(*) FROM sign_ins"),
            std::vector<std::string>{"0"});
  EXPECT_TRUE(ask(*db_, [](store_session& s) { return s.booking_by_id("m"); }));
  EXPECT_GT(add_manager("another"), mary);
}

TEST_F(Managers, SignInsWorkOnce) {
  auto given = sample_sign_in("hash", at(10));
  given.held = {{secret{"access"}, secret{"refresh"}, at(99), "Some.Scope"},
                "tenant",
                "object",
                "other@example.com",
                "Other"};
  value_of(ask(*db_, [&](store_session& s) { return s.put_sign_in(given); }));
  auto take = [&](const std::string& hash, instant now) {
    return value_of(
        ask(*db_, [&](store_session& s) { return s.take_sign_in(hash, now); }));
  };
  EXPECT_FALSE(take("other", at(5)));
  auto taken = take("hash", at(5));
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->manager, (manager_key{"agency", "pete"}));
  EXPECT_EQ(taken->nonce, "nonce");
  EXPECT_EQ(taken->verifier.reveal(), "verifier");
  EXPECT_EQ(taken->cookie_hash, "cookie-hash");
  EXPECT_EQ(taken->expected_account, "pete@example.com");
  EXPECT_EQ(taken->expires_at, at(10));
  EXPECT_EQ(taken->held.tokens.access_token.reveal(), "access");
  EXPECT_EQ(taken->held.tokens.refresh_token.reveal(), "refresh");
  EXPECT_EQ(taken->held.tokens.expires_at, at(99));
  EXPECT_EQ(taken->held.tokens.scope, "Some.Scope");
  EXPECT_EQ(taken->held.tenant_id, "tenant");
  EXPECT_EQ(taken->held.object_id, "object");
  EXPECT_EQ(taken->held.account, "other@example.com");
  EXPECT_EQ(taken->held.display_name, "Other");
  EXPECT_FALSE(take("hash", at(5)));
}

TEST_F(Managers, SignInsEndAndAreSweptWithOthers) {
  auto put = [&](const std::string& hash, instant end) {
    value_of(ask(*db_, [&](store_session& s) {
      return s.put_sign_in(sample_sign_in(hash, end));
    }));
  };
  auto take = [&](const std::string& hash, instant now) {
    return value_of(
        ask(*db_, [&](store_session& s) { return s.take_sign_in(hash, now); }));
  };
  put("old", at(10));
  EXPECT_FALSE(take("old", at(10)));
  put("forgotten", at(20));
  put("new", at(20 + 2 * 24 * 60));
  EXPECT_EQ(raw_sql(path_, "SELECT state_hash FROM sign_ins"),
            std::vector<std::string>{"new"});
}

TEST(HoursText, GivesBackEveryWeek) {
  EXPECT_EQ(hours_to_text(std::nullopt), "");
  EXPECT_EQ(hours_to_text(default_hours()),
            "-;540-1020;540-1020;540-1020;540-1020;540-1020;-");
  EXPECT_EQ(hours_from_text(hours_to_text(default_hours())), default_hours());
  weekly_hours odd{};
  odd[6] = day_hours{std::chrono::minutes{0}, std::chrono::minutes{1440}};
  EXPECT_EQ(hours_from_text(hours_to_text(odd)), odd);
  EXPECT_EQ(hours_from_text(hours_to_text(weekly_hours{})), weekly_hours{});
}

TEST(HoursText, TakesNothingElse) {
  for (auto text : {"", "-", "-;-;-;-;-;-", "-;-;-;-;-;-;-;", "-;-;-;-;-;-;-;-",
                    "9;-;-;-;-;-;-", "a-b;-;-;-;-;-;-", "1-2x;-;-;-;-;-;-"})
    EXPECT_EQ(hours_from_text(text), std::nullopt) << text;
}

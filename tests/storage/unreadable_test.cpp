// One sealed value that does not open costs its own row and no other.
#include "tests/storage/store_fixture.hpp"

using namespace rental;

namespace {

class Unreadable : public StoreTest {
protected:
  void SetUp() override {
    StoreTest::SetUp();
    pete_ = add_manager("pete");
    mary_ = add_manager("mary");
  }

  void spoil(const std::string& table, const std::string& column,
             const std::string& where) {
    ASSERT_EQ(raw_sql(path_, "UPDATE " + table + " SET " + column
                                 + " = 'AQJrMQ' WHERE " + where),
              std::vector<std::string>{});
  }

  template <class F>
  auto in_store(F work) {
    return value_of(ask(*db_, work));
  }

  void queue(const std::string& key) {
    outbox_mail mail;
    mail.manager = pete_;
    mail.key = key;
    mail.text = "text of " + key;
    mail.created_at = mail.not_before = at(1);
    in_store([&](store_session& s) { return s.put_mail(mail); });
  }

  std::vector<unreadable_row> named() {
    return in_store([](store_session& s) -> expected<store_counts> {
             if (auto looked = s.look_at_sealed(1000); !looked)
               return looked.error();
             return s.counts();
           })
        .unreadable_rows;
  }

  using rows = std::vector<unreadable_row>;
  std::int64_t pete_ = 0;
  std::int64_t mary_ = 0;
};

std::vector<std::string> keys_of(const std::vector<outbox_mail>& mails) {
  std::vector<std::string> keys;
  for (const auto& mail : mails)
    keys.push_back(mail.key);
  return keys;
}

} // namespace

TEST_F(Unreadable, BookingsBlockTheirTime) {
  in_store([&](store_session& s) -> expected<done> {
    value_of(s.hold(sample_booking("good", pete_, 0, 30)));
    return s.hold(sample_booking("bad", pete_, 30, 60));
  });
  spoil("bookings", "visitor", "id = 'bad'");
  const auto active = in_store([&](store_session& s) {
    return s.active_bookings(pete_, {at(0), at(100)});
  });
  ASSERT_EQ(active.size(), 2u);
  EXPECT_FALSE(active[0].unreadable);
  EXPECT_EQ(active[0].who.name, "Quentin Visitor");
  EXPECT_TRUE(active[1].unreadable);
  EXPECT_EQ(active[1].id, "bad");
  EXPECT_EQ(active[1].slot, (time_slot{at(30), at(60)}));
  EXPECT_EQ(active[1].who.name, "");
  EXPECT_EQ(error_of(hold(*db_, sample_booking("third", pete_, 45, 75))),
            errc::slot_taken);
  const auto week = in_store([&](store_session& s) {
    return s.bookings_in(pete_, {at(0), at(100)}, 10);
  });
  EXPECT_EQ(week.size(), 2u);
  const auto all
      = in_store([&](store_session& s) { return s.bookings(pete_, 10); });
  EXPECT_EQ(all.size(), 2u);
  EXPECT_EQ(named(), (rows{{"visitor", "bad"}}));
}

TEST_F(Unreadable, BookingsAreLeftOutOfTheReconcilersWork) {
  in_store([&](store_session& s) -> expected<done> {
    value_of(s.hold(sample_booking("bad", pete_, 0, 30)));
    return s.hold(sample_booking("good", mary_, 0, 30));
  });
  spoil("bookings", "address", "id = 'bad'");
  const auto left = in_store([](store_session& s) { return s.unfinished(0); });
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].id, "good");
  EXPECT_EQ(raw_sql(path_, "SELECT state FROM bookings WHERE id = 'bad'"),
            std::vector<std::string>{"held"});
  EXPECT_EQ(named(), (rows{{"address", "bad"}}));
}

TEST_F(Unreadable, ACallersOnlyBookingIsNotCalledAbsent) {
  value_of(hold(*db_, sample_booking("bad", pete_, 0, 30)));
  const auto find = [&] {
    return ask(*db_, [&](store_session& s) {
      return s.bookings_of_phone(pete_, "+14055550142", at(0));
    });
  };
  EXPECT_EQ(value_of(find()).size(), 1u);
  spoil("bookings", "visitor", "id = 'bad'");
  EXPECT_EQ(error_of(find()), errc::sealed);
  value_of(hold(*db_, sample_booking("good", pete_, 60, 90)));
  ASSERT_EQ(value_of(find()).size(), 1u);
  EXPECT_EQ(value_of(find())[0].id, "good");
}

TEST_F(Unreadable, MailsLetTheOthersPass) {
  for (const auto* key : {"a", "b", "c", "d"})
    queue(key);
  spoil("outbox", "mail", "key IN ('a', 'b')");
  using keys = std::vector<std::string>;
  const auto due = [&](instant now) {
    return keys_of(
        in_store([&](store_session& s) { return s.due_mail(now, 2); }));
  };
  EXPECT_EQ(due(at(2)), (keys{"c", "d"}));
  EXPECT_EQ(raw_sql(path_, "SELECT state FROM outbox WHERE key = 'a'"),
            keys{"queued"});
  in_store([](store_session& s) -> expected<done> {
    for (std::int64_t id : {3, 4})
      value_of(s.put_mail_state(id, {"sent", "", at(2), at(2)}));
    return done{};
  });
  EXPECT_EQ(due(at(2)), keys{});
  EXPECT_EQ(in_store([](store_session& s) { return s.unsent_mails(9); }).size(),
            2u);
  EXPECT_EQ(named(), (rows{{"mail", "1"}, {"mail", "2"}}));
}

TEST_F(Unreadable, WishesStayOnTheList) {
  const auto wish = [&](const std::string& call) {
    in_store([&](store_session& s) {
      return s.put_wish({0,
                         pete_,
                         call,
                         {"Somebody", "+14055550142", ""},
                         "12 Elm",
                         "Tuesday",
                         "why",
                         at(1),
                         {}});
    });
  };
  wish("one");
  wish("two");
  wish("three");
  spoil("wishes", "visitor", "call_id = 'one'");
  spoil("wishes", "address", "call_id = 'two'");
  const auto waiting = in_store([](store_session& s) {
    return s.callbacks({"", 0, true, 9});
  });
  ASSERT_EQ(waiting.size(), 3u);
  EXPECT_TRUE(waiting[0].unreadable);
  EXPECT_EQ(waiting[0].reason, "why");
  EXPECT_TRUE(waiting[1].unreadable);
  EXPECT_EQ(waiting[1].who.name, "Somebody");
  EXPECT_FALSE(waiting[2].unreadable);
  EXPECT_EQ(waiting[2].address, "12 Elm");
  EXPECT_EQ(named(), (rows{{"wish", "1"}, {"wish address", "2"}}));
}

TEST_F(Unreadable, ManagersDoNotHideTheOthers) {
  spoil("managers", "profile", "user_id = 'pete'");
  spoil("managers", "tokens", "user_id = 'mary'");
  const auto all
      = in_store([](store_session& s) { return s.managers("agency", 9); });
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].key.user_id, "pete");
  EXPECT_TRUE(all[0].unreadable);
  const auto pete = in_store([](store_session& s) {
    return s.manager({"agency", "pete"});
  });
  EXPECT_EQ(pete.tokens.refresh_token.reveal(), "refresh-of-pete");
  EXPECT_EQ(in_store([](store_session& s) {
              return s.take_probes(at(100'000), at(100'001), 9);
            }).size(),
            2u);
  EXPECT_EQ(named(), (rows{{"profile", std::to_string(pete_)},
                           {"tokens", std::to_string(mary_)}}));
}

TEST_F(Unreadable, AReminderThatIsDueIsNotHeldUp) {
  in_store([&](store_session& s) -> expected<done> {
    value_of(s.put_state(pete_, connection_state::needs_reconnect, "", at(1)));
    return s.put_state(mary_, connection_state::needs_reconnect, "", at(2));
  });
  spoil("managers", "profile", "user_id = 'pete'");
  const auto first
      = in_store([](store_session& s) { return s.take_reminder(at(3)); });
  const auto second
      = in_store([](store_session& s) { return s.take_reminder(at(3)); });
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->manager.account, "");
  EXPECT_EQ(second->manager.account, "pete.manager@example.com");
}

TEST_F(Unreadable, IsForgottenOnceItOpensAgain) {
  value_of(hold(*db_, sample_booking("b", pete_, 0, 30)));
  const auto before = raw_sql(path_, "SELECT visitor FROM bookings").front();
  spoil("bookings", "visitor", "id = 'b'");
  EXPECT_EQ(named(), (rows{{"visitor", "b"}}));
  raw_sql(path_, "UPDATE bookings SET visitor = '" + before + "'");
  EXPECT_EQ(named(), rows{});
}

TEST_F(Unreadable, IsFoundInSmallSteps) {
  for (int i = 0; i < 5; ++i)
    value_of(hold(
        *db_, sample_booking(std::to_string(i), pete_, i * 30, i * 30 + 30)));
  spoil("bookings", "address", "id = '4'");
  for (int i = 0; i < 40; ++i)
    in_store([](store_session& s) { return s.look_at_sealed(1); });
  EXPECT_EQ(in_store([](store_session& s) {
              return s.counts();
            }).unreadable.at("address"),
            1u);
}

TEST_F(Unreadable, IsNamedInABackup) {
  value_of(hold(*db_, sample_booking("b", pete_, 0, 30)));
  queue("k");
  const auto copy = (folder_ / "copy.db").string();
  value_of(db_->backup(copy));
  const auto sound = value_of(examine_backup(copy, ring_of(key_of('a'))));
  EXPECT_EQ(sound.managers, 2u);
  EXPECT_EQ(sound.values, 8u);
  EXPECT_EQ(sound.unreadable, rows{});
  spoil("outbox", "mail", "key = 'k'");
  const auto second = (folder_ / "second.db").string();
  value_of(db_->backup(second));
  EXPECT_EQ(value_of(examine_backup(second, ring_of(key_of('a')))).unreadable,
            (rows{{"mail", "1"}}));
}

TEST_F(Unreadable, TheSameWishIsStoredOnce) {
  callback_request wish;
  wish.manager = pete_;
  wish.key = "one key";
  wish.address = "12 Elm";
  const auto put = [&] {
    return in_store([&](store_session& s) { return s.put_wish(wish); });
  };
  const auto first = put();
  EXPECT_EQ(put(), first);
  wish.key = "another";
  EXPECT_NE(put(), first);
  wish.key.clear();
  EXPECT_NE(put(), put());
}

// How long visitors' data is kept, and how it is erased.
#include "storage/visitor_store.hpp"
#include "tests/storage/store_fixture.hpp"

using namespace rental;

namespace {

class Visitors : public StoreTest {
protected:
  void SetUp() override {
    StoreTest::SetUp();
    pete_ = add_manager("pete");
  }

  void add(const std::string& id, std::int64_t from, booking_state state) {
    value_of(hold(*db_, sample_booking(id, pete_, from, from + 30)));
    raw_sql(path_, "UPDATE bookings SET state = '"
                       + std::string{to_string(state)} + "' WHERE id = '" + id
                       + "'");
  }

  std::int64_t add_wish(std::int64_t minute) {
    callback_request wish;
    wish.manager = pete_;
    wish.call_id = "call-7";
    wish.who = {"Quentin Visitor", "+14055550142", ""};
    wish.address = "12 Elm";
    wish.wanted = "Tuesday";
    wish.created_at = at(minute);
    return value_of(
        ask(*db_, [&](store_session& s) { return s.put_wish(wish); }));
  }
  void end_wish(std::int64_t id, std::int64_t minute) {
    value_of(ask(*db_, [&](store_session& s) {
      return s.end_wish(id, {at(minute), "Pete", "Quentin was called"});
    }));
  }

  void add_mail(const std::string& key, const std::string& state,
                std::int64_t minute) {
    outbox_mail mail;
    mail.manager = pete_;
    mail.key = key;
    mail.state = state;
    mail.created_at = mail.not_before = at(minute);
    value_of(ask(*db_, [&](store_session& s) { return s.put_mail(mail); }));
  }

  std::vector<std::string> ids() {
    return raw_sql(path_, "SELECT id FROM bookings ORDER BY id");
  }

  using lines = std::vector<std::string>;
  std::int64_t pete_ = 0;
};

} // namespace

TEST_F(Visitors, AreForgottenWhenTheyAreOldUnlessSomethingIsUnfinished) {
  add("a-old", 0, booking_state::confirmed);
  add("b-old", 30, booking_state::cancelled);
  add("c-old", 60, booking_state::failed);
  add("d-unfinished", 90, booking_state::writing);
  add("e-young", 1000, booking_state::confirmed);
  end_wish(add_wish(10), 20);
  end_wish(add_wish(11), 1000);
  const auto open = add_wish(12);
  add_mail("unknown", "unknown", 10);
  add_mail("waiting", "queued", 10);
  add_mail("sending", "sending", 10);
  add_mail("young", "failed", 1000);
  const auto sweep = [&](std::size_t limit) {
    return value_of(ask(*db_, [&](store_session& s) {
      return s.visitors().sweep(at(500), limit);
    }));
  };
  const auto first = sweep(2);
  EXPECT_EQ(first.bookings, 2u);
  EXPECT_EQ(first.wishes, 1u);
  EXPECT_EQ(first.mails, 1u);
  EXPECT_EQ(sweep(2).all(), 1u);
  EXPECT_EQ(sweep(2).all(), 0u);
  EXPECT_EQ(ids(), (lines{"d-unfinished", "e-young"}));
  EXPECT_EQ(raw_sql(path_, "SELECT key FROM outbox ORDER BY key"),
            (lines{"sending", "waiting", "young"}));
  EXPECT_EQ(raw_sql(path_, "SELECT id FROM wishes ORDER BY id"),
            (lines{std::to_string(open - 1), std::to_string(open)}));
}

TEST_F(Visitors, AreErasedFromWhatIsOver) {
  add("over", 0, booking_state::confirmed);
  add("gone", 5000, booking_state::cancelled);
  add("coming", 6000, booking_state::confirmed);
  const auto wish = add_wish(10);
  const auto handled = add_wish(11);
  end_wish(handled, 20);
  stored_answer answer;
  answer.key = {"agency", "call", "tool"};
  answer.booking_id = "over";
  answer.answer = "Jane, you are booked";
  value_of(ask(*db_, [&](store_session& s) { return s.put_answer(answer); }));
  const auto erase = [&](const std::string& id) {
    return ask(*db_, [&](store_session& s) {
      return s.visitors().erase_booking(id, at(100));
    });
  };
  EXPECT_EQ(value_of(ask(*db_,
                         [](store_session& s) {
                           return s.visitors().answers_about("over");
                         }))
                .at(0)
                .answer,
            "Jane, you are booked");
  value_of(erase("over"));
  value_of(erase("gone"));
  EXPECT_EQ(error_of(erase("coming")), errc::changed);
  EXPECT_EQ(error_of(erase("nobody")), errc::unknown_booking);
  for (const auto id : {wish, handled})
    value_of(ask(*db_, [&](store_session& s) {
      return s.visitors().erase_wish(id, at(100));
    }));
  const auto rows = value_of(ask(*db_, [](store_session& s) {
    return s.visitors().bookings_after("", 9);
  }));
  ASSERT_EQ(rows.size(), 3u);
  for (const auto& row : rows) {
    EXPECT_FALSE(row.unreadable);
    const bool kept = row.id == "coming";
    EXPECT_EQ(row.who.name, kept ? "Quentin Visitor" : "") << row.id;
    EXPECT_EQ(row.caller, kept ? "+14055550111" : "");
    EXPECT_EQ(row.address, kept ? "12 Elm Street" : "");
    EXPECT_EQ(row.call_id, kept ? "call-1" : "");
    EXPECT_EQ(row.version, kept ? 1 : 2);
  }
  EXPECT_EQ(raw_sql(path_, "SELECT COUNT(*) FROM bookings"
                           " WHERE phone_hash = ''"),
            lines{"2"});
  EXPECT_EQ(raw_sql(path_, "SELECT COUNT(*) FROM answers"), lines{"0"});
  const auto wishes = value_of(ask(
      *db_, [](store_session& s) { return s.visitors().wishes_after(0, 9); }));
  ASSERT_EQ(wishes.size(), 2u);
  for (const auto& each : wishes) {
    EXPECT_FALSE(each.unreadable);
    EXPECT_EQ(each.who.name, "");
    EXPECT_EQ(each.wanted, "");
    ASSERT_TRUE(each.handled);
    EXPECT_EQ(each.handled->by, "");
    EXPECT_EQ(each.handled->note, "");
  }
  EXPECT_EQ(wishes[0].handled->at, at(100));
  EXPECT_EQ(wishes[1].handled->at, at(20));
}

TEST_F(Visitors, LeaveNoAnswersOfTheirCallsAndNoCounts) {
  stored_answer answer;
  answer.key = {"default", "call-7", "tool"};
  answer.answer = "Quentin, you will be called back";
  const auto in_call = [&] {
    return value_of(ask(*db_, [](store_session& s) {
      return s.visitors().answers_in("default", "call-7");
    }));
  };
  value_of(ask(*db_, [&](store_session& s) -> expected<done> {
    if (auto put = s.put_answer(answer); !put)
      return put.error();
    for (const auto* who : {"number +14055550142", "number +14055550199"}) {
      if (auto used = s.add_use(pete_, who, at(1)); !used)
        return used;
      if (auto tried = s.add_try(pete_, who, false, at(1)); !tried)
        return tried;
    }
    return done{};
  }));
  ASSERT_EQ(in_call().size(), 1u);
  EXPECT_EQ(in_call()[0].answer, "Quentin, you will be called back");
  value_of(ask(*db_, [&](store_session& s) -> expected<done> {
    if (auto erased = s.visitors().erase_answers_in("default", "call-7");
        !erased)
      return erased;
    return s.visitors().erase_uses(pete_, "number +14055550142");
  }));
  EXPECT_TRUE(in_call().empty());
  EXPECT_EQ(raw_sql(path_, "SELECT COUNT(*) FROM uses"), lines{"1"});
  EXPECT_EQ(raw_sql(path_, "SELECT COUNT(*) FROM code_tries"), lines{"1"});
}

TEST_F(Visitors, AreGoneThroughPageByPage) {
  for (int i = 0; i < 5; ++i)
    value_of(hold(
        *db_, sample_booking(std::to_string(i), pete_, i * 30, i * 30 + 30)));
  std::string last;
  std::size_t seen = 0;
  while (true) {
    const auto rows = value_of(ask(*db_, [&](store_session& s) {
      return s.visitors().bookings_after(last, 2);
    }));
    if (rows.empty())
      break;
    seen += rows.size();
    last = rows.back().id;
  }
  EXPECT_EQ(seen, 5u);
}

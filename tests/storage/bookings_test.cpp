#include "tests/storage/store_fixture.hpp"
#include "tests/support/booking_steps.hpp"

#include <algorithm>
#include <map>

using namespace rental;

namespace {

class Bookings : public StoreTest {
protected:
  void SetUp() override {
    StoreTest::SetUp();
    pete_ = add_manager("pete");
    mary_ = add_manager("mary");
  }

  expected<done> put(const std::string& id, std::int64_t manager,
                     std::int64_t from, std::int64_t to) {
    return hold(*db_, sample_booking(id, manager, from, to));
  }
  booking row(const std::string& id) {
    return value_of(
        ask(*db_, [&](store_session& s) { return s.booking_by_id(id); }));
  }
  expected<done> writing(const std::string& id) {
    return ask(*db_, [&](store_session& s) {
      return s.mark_writing(id, "transaction", at(11));
    });
  }
  expected<done> confirm(const std::string& id, const std::string& etag = "e") {
    return ask(*db_, [&](store_session& s) {
      return s.confirm(id, {"event", etag, "uid"}, at(12));
    });
  }
  expected<done> state(const std::string& id, booking_state to) {
    return ask(*db_, [&](store_session& s) {
      return s.put_booking_state(id, to, "reason", at(13));
    });
  }
  expected<done> as(const std::string& id, booking_state to) {
    return ask(*db_, [&](store_session& s) {
      return test::bring_to(s, id, to, at(13));
    });
  }
  expected<done> follow(const booking& seen, std::int64_t from,
                        std::int64_t to) {
    return ask(*db_, [&](store_session& s) {
      return s.follow_event(seen.id, seen.version, {"event-2", "e-2", "uid"},
                            {at(from), at(to)}, at(14));
    });
  }
  expected<done> end(const booking& seen) {
    return ask(*db_, [&](store_session& s) {
      return s.end_noticed(seen.id, seen.version, "deleted in Outlook", at(15));
    });
  }
  expected<done> revive(const booking& seen, std::int64_t from,
                        std::int64_t to) {
    return ask(*db_, [&](store_session& s) {
      return s.revive(seen.id, seen.version, {"event-3", "e-3", "uid"},
                      {at(from), at(to)}, at(16));
    });
  }
  template <class F>
  std::vector<std::string> ids(F&& work) {
    std::vector<std::string> out;
    for (auto& found : value_of(ask(*db_, work)))
      out.push_back(found.id);
    return out;
  }

  using names = std::vector<std::string>;
  std::int64_t pete_ = 0;
  std::int64_t mary_ = 0;
};

} // namespace

TEST_F(Bookings, AreHeldAndFoundWithAllTheyHave) {
  auto given = sample_booking("b", pete_, 60, 90);
  value_of(hold(*db_, given));
  auto found = row("b");
  EXPECT_EQ(found.manager, pete_);
  EXPECT_EQ(found.slot, given.slot);
  EXPECT_EQ(found.address, given.address);
  EXPECT_EQ(found.who, given.who);
  EXPECT_EQ(found.caller, given.caller);
  EXPECT_EQ(found.code, given.code);
  EXPECT_EQ(found.moves, "");
  EXPECT_EQ(found.call_id, given.call_id);
  EXPECT_EQ(found.state, booking_state::held);
  EXPECT_EQ(found.event_id, "");
  EXPECT_EQ(found.created_at, given.created_at);
}

TEST_F(Bookings, GoFromHeldToConfirmed) {
  value_of(put("b", pete_, 0, 30));
  value_of(writing("b"));
  EXPECT_EQ(row("b").state, booking_state::writing);
  EXPECT_EQ(row("b").transaction_id, "transaction");
  EXPECT_EQ(row("b").updated_at, at(11));
  value_of(confirm("b", "etag-1"));
  EXPECT_EQ(row("b").state, booking_state::confirmed);
  EXPECT_EQ(row("b").event_id, "event");
  EXPECT_EQ(row("b").etag, "etag-1");
  value_of(confirm("b", "etag-2"));
  EXPECT_EQ(row("b").etag, "etag-2");
}

TEST_F(Bookings, CannotSkipOrRepeatSteps) {
  value_of(put("b", pete_, 0, 30));
  EXPECT_EQ(error_of(confirm("b")), errc::changed);
  value_of(writing("b"));
  value_of(writing("b"));
  value_of(confirm("b"));
  EXPECT_EQ(error_of(writing("b")), errc::changed);
  value_of(state("b", booking_state::cancelled));
  EXPECT_EQ(error_of(confirm("b")), errc::changed);
  EXPECT_EQ(error_of(writing("b")), errc::changed);
  EXPECT_EQ(error_of(follow(row("b"), 60, 90)), errc::changed);
  EXPECT_EQ(row("b").state, booking_state::cancelled);
  EXPECT_EQ(row("b").reason, "reason");
}

TEST_F(Bookings, ThatDoNotExistAreUnknown) {
  EXPECT_EQ(error_of(writing("x")), errc::unknown_booking);
  EXPECT_EQ(error_of(confirm("x")), errc::unknown_booking);
  EXPECT_EQ(error_of(state("x", booking_state::failed)), errc::unknown_booking);
  EXPECT_EQ(error_of(follow(sample_booking("x", pete_, 0, 30), 0, 30)),
            errc::unknown_booking);
  EXPECT_EQ(error_of(ask(
                *db_, [](store_session& s) { return s.booking_by_id("x"); })),
            errc::unknown_booking);
}

TEST_F(Bookings, GoOnlyWhereTheirStateLeads) {
  using enum booking_state;
  const std::map<booking_state, std::vector<booking_state>> allowed = {
      {held, {failed}},
      {writing, {failed, writing}},
      {confirmed, {cancelling, cancelled}},
      {cancelling, {cancelled}},
      {cancelled, {}},
      {failed, {}},
  };
  int n = 0;
  for (const auto& [from, leads_to] : allowed)
    for (auto to : {held, writing, confirmed, cancelling, cancelled, failed}) {
      const auto id = "b" + std::to_string(++n);
      value_of(put(id, pete_, n * 100, n * 100 + 30));
      value_of(as(id, from));
      const bool may
          = std::find(leads_to.begin(), leads_to.end(), to) != leads_to.end();
      EXPECT_EQ(error_of(state(id, to)), may ? errc::count_ : errc::changed)
          << to_string(from) << " to " << to_string(to);
      EXPECT_EQ(row(id).state, may ? to : from);
    }
}

TEST_F(Bookings, WhoseWithdrawalWasAnnouncedAreNeverConfirmed) {
  value_of(put("b", pete_, 0, 30));
  value_of(as("b", booking_state::writing));
  value_of(ask(*db_, [](store_session& s) {
    return s.put_booking_state("b", booking_state::writing, "withdrawing",
                               at(13));
  }));
  EXPECT_EQ(error_of(confirm("b")), errc::changed);
  EXPECT_EQ(row("b").state, booking_state::writing);
}

TEST_F(Bookings, FollowTheirEventInTheVersionThatWasSeen) {
  value_of(put("a", pete_, 0, 30));
  value_of(as("a", booking_state::confirmed));
  const auto seen = row("a");
  value_of(follow(seen, 15, 60));
  const auto now = row("a");
  EXPECT_EQ(now.slot, (time_slot{at(15), at(60)}));
  EXPECT_EQ(now.event_id, "event-2");
  EXPECT_EQ(now.ical_uid, "uid");
  EXPECT_EQ(now.updated_at, at(14));
  EXPECT_FALSE(now.overlaps);
  // Whoever read before that decides nothing any more.
  EXPECT_EQ(error_of(follow(seen, 100, 130)), errc::changed);
  EXPECT_EQ(error_of(end(seen)), errc::changed);
  EXPECT_EQ(row("a").slot, now.slot);
  value_of(put("b", pete_, 0, 15));
}

TEST_F(Bookings, FollowTheManagerOverOthersButOursNeverDo) {
  value_of(put("a", pete_, 0, 30));
  value_of(as("a", booking_state::confirmed));
  value_of(put("b", pete_, 60, 90));
  value_of(as("b", booking_state::confirmed));
  value_of(follow(row("a"), 60, 90));
  EXPECT_TRUE(row("a").overlaps);
  EXPECT_EQ(row("a").slot, row("b").slot);
  // The guard holds for everybody else, and the old time is free.
  EXPECT_EQ(error_of(put("c", pete_, 70, 80)), errc::slot_taken);
  value_of(put("c", pete_, 0, 30));
  // Both go on with their lives.
  value_of(state("b", booking_state::cancelling));
  value_of(state("b", booking_state::cancelled));
  EXPECT_EQ(error_of(put("d", pete_, 70, 80)), errc::slot_taken);
  value_of(follow(row("a"), 200, 230));
  EXPECT_FALSE(row("a").overlaps);
  value_of(put("d", pete_, 70, 80));
  value_of(state("a", booking_state::cancelling));
}

TEST_F(Bookings, ThatWereLostComeBackIfTheirTimeIsFree) {
  value_of(put("a", pete_, 0, 30));
  value_of(as("a", booking_state::confirmed));
  value_of(end(row("a")));
  EXPECT_EQ(row("a").state, booking_state::cancelled);
  auto lost = [&](const std::string& phone, const std::string& code,
                  std::int64_t now) {
    return ids([&](store_session& s) {
      return s.lost_bookings(pete_, phone, code, at(now));
    });
  };
  EXPECT_EQ(lost("+14055550142", "", 29), names{"a"});
  EXPECT_EQ(lost("+14055550111", "", 29), names{"a"}); // that called
  EXPECT_EQ(lost("", "314159", 29), names{"a"});
  EXPECT_EQ(lost("+14055550142", "", 30), names{});
  EXPECT_EQ(lost("+14055550199", "271828", 0), names{});
  EXPECT_EQ(lost("", "", 0), names{});
  const auto gone = row("a");
  value_of(put("b", pete_, 15, 20));
  EXPECT_EQ(error_of(revive(gone, 0, 30)), errc::slot_taken);
  value_of(state("b", booking_state::failed));
  value_of(revive(gone, 0, 30));
  EXPECT_EQ(row("a").state, booking_state::confirmed);
  EXPECT_EQ(row("a").event_id, "event-3");
  EXPECT_EQ(row("a").reason, "");
  EXPECT_EQ(error_of(revive(gone, 0, 30)), errc::changed);
  EXPECT_EQ(lost("+14055550142", "", 0), names{});
  // What its visitor cancelled is not lost.
  value_of(state("a", booking_state::cancelling));
  value_of(state("a", booking_state::cancelled));
  EXPECT_EQ(lost("+14055550142", "", 0), names{});
}

TEST_F(Bookings, TakeTheNewSlotOfAMoveBeforeTheOldIsFree) {
  value_of(put("old", pete_, 0, 30));
  value_of(as("old", booking_state::confirmed));
  auto fresh = sample_booking("new", pete_, 15, 45);
  EXPECT_EQ(error_of(hold(*db_, fresh)), errc::slot_taken);
  fresh.moves = "old";
  value_of(hold(*db_, fresh));
  EXPECT_EQ(row("new").moves, "old");
  // Both block until the move has ended.
  EXPECT_EQ(error_of(put("x", pete_, 0, 10)), errc::slot_taken);
  EXPECT_EQ(error_of(put("x", pete_, 40, 50)), errc::slot_taken);
  value_of(writing("new"));
  value_of(confirm("new"));
  value_of(state("old", booking_state::cancelled));
  value_of(put("x", pete_, 0, 10));
}

TEST_F(Bookings, FreeTheirSlotWhenTheyEnd) {
  int n = 0;
  for (auto active : {booking_state::held, booking_state::writing,
                      booking_state::confirmed, booking_state::cancelling}) {
    const auto id = "a" + std::to_string(++n);
    value_of(put(id, pete_, 0, 30));
    value_of(as(id, active));
    EXPECT_EQ(error_of(put("b", pete_, 0, 30)), errc::slot_taken);
    value_of(state(id, active == booking_state::held
                               || active == booking_state::writing
                           ? booking_state::failed
                           : booking_state::cancelled));
  }
  value_of(put("b", pete_, 0, 30));
}

TEST_F(Bookings, AreListedByManagerWindowCallAndPhone) {
  auto other_call = sample_booking("c", pete_, 200, 230);
  other_call.call_id = "call-2";
  other_call.who.phone = "+14055550199";
  other_call.caller = "+14055550188";
  other_call.code = "271828";
  value_of(put("a", pete_, 0, 30));
  value_of(put("b", pete_, 100, 130));
  value_of(hold(*db_, other_call));
  value_of(put("m", mary_, 0, 30));
  value_of(put("gone", pete_, 50, 80));
  value_of(state("gone", booking_state::failed));
  auto window = [&](std::int64_t from, std::int64_t to) {
    return ids([&](store_session& s) {
      return s.active_bookings(pete_, {at(from), at(to)});
    });
  };
  EXPECT_EQ(window(0, 300), (names{"a", "b", "c"}));
  EXPECT_EQ(window(30, 100), names{});
  EXPECT_EQ(window(29, 101), (names{"a", "b"}));
  EXPECT_EQ(ids([&](store_session& s) { return s.bookings(pete_, 3); }),
            (names{"c", "b", "a"}))
      << "what ended does not push out what stands";
  EXPECT_EQ(ids([&](store_session& s) { return s.bookings(pete_, 4); }),
            (names{"c", "b", "gone", "a"}));
  auto of_call = [&](const std::string& call) {
    return ids(
        [&](store_session& s) { return s.bookings_of_call(pete_, call); });
  };
  EXPECT_EQ(of_call("call-1"), (names{"a", "b"}));
  EXPECT_EQ(of_call("call-2"), names{"c"});
  EXPECT_EQ(of_call(""), names{});
  auto of_phone = [&](const std::string& phone, std::int64_t now) {
    return ids([&](store_session& s) {
      return s.bookings_of_phone(pete_, phone, at(now));
    });
  };
  EXPECT_EQ(of_phone("+14055550142", 0), (names{"a", "b"}));
  EXPECT_EQ(of_phone("+14055550142", 30), names{"b"});
  EXPECT_EQ(of_phone("+14055550199", 0), names{"c"});
  EXPECT_EQ(of_phone("", 0), names{});
  EXPECT_EQ(of_phone("+14055550111", 0), (names{"a", "b"}));
  EXPECT_EQ(of_phone("+14055550188", 0), names{"c"});
  EXPECT_EQ(of_phone("314159", 0), names{});
  auto of_code = [&](const std::string& code, std::int64_t now) {
    return ids([&](store_session& s) {
      return s.bookings_of_code(pete_, code, at(now));
    });
  };
  EXPECT_EQ(of_code("314159", 0), (names{"a", "b"}));
  EXPECT_EQ(of_code("314159", 30), names{"b"});
  EXPECT_EQ(of_code("271828", 0), names{"c"});
  EXPECT_EQ(of_code("", 0), names{});
  EXPECT_EQ(of_code("+14055550142", 0), names{});
}

TEST_F(Bookings, ThatAreUnfinishedAreFoundForTheReconciler) {
  auto put_as = [&](const std::string& id, std::int64_t manager,
                    std::int64_t from, booking_state as, std::int64_t created) {
    auto fresh = sample_booking(id, manager, from, from + 30);
    fresh.created_at = at(created);
    value_of(hold(*db_, fresh));
    value_of(ask(*db_, [&](store_session& s) {
      return test::bring_to(s, id, as, at(13));
    }));
  };
  put_as("h", pete_, 0, booking_state::held, 5);
  put_as("w", pete_, 100, booking_state::writing, 4);
  put_as("x", mary_, 100, booking_state::cancelling, 3);
  put_as("c", pete_, 200, booking_state::confirmed, 2);
  put_as("f", pete_, 300, booking_state::failed, 1);
  auto unfinished = [&](std::int64_t manager) {
    return ids([&](store_session& s) { return s.unfinished(manager); });
  };
  EXPECT_EQ(unfinished(0), (names{"x", "w", "h"}));
  EXPECT_EQ(unfinished(pete_), (names{"w", "h"}));
}

TEST_F(Bookings, OfNoManagerOrOfNoLengthAreRefused) {
  EXPECT_EQ(error_of(put("a", 99, 0, 30)), errc::storage);
  EXPECT_EQ(error_of(put("a", pete_, 30, 30)), errc::storage);
  EXPECT_EQ(error_of(put("a", pete_, 30, 0)), errc::storage);
  value_of(put("a", pete_, 0, 30));
  auto twice = put("a", pete_, 100, 130);
  EXPECT_EQ(error_of(twice), errc::storage);
  EXPECT_EQ(twice.error().detail.find("Quentin"), std::string::npos);
  EXPECT_NE(twice.error().detail.find("bookings.id"), std::string::npos);
}

// The copy of a booking that travels with its event.
#include "storage/event_rows.hpp"
#include "tests/storage/store_fixture.hpp"

using namespace rental;

namespace {

class EventRows : public StoreTest {
protected:
  void SetUp() override {
    StoreTest::SetUp();
    pete_ = add_manager("pete");
  }
  std::string seal(const booking& row) {
    return value_of(ask(*db_, [&](store_session& s) {
      return expected<std::string>{s.copies().seal(row)};
    }));
  }
  expected<booking> open(std::int64_t manager, const std::string& text) {
    return ask(
        *db_, [&](store_session& s) { return s.copies().open(manager, text); });
  }
  expected<done> take_back(const booking& row) {
    return ask(*db_, [&](store_session& s) {
      return s.copies().take_back(row, at(100));
    });
  }
  booking a_row(const std::string& id = "b-1", std::int64_t from = 600) {
    auto row = sample_booking(id, pete_, from, from + 30);
    row.event_id = "e-" + id;
    row.ical_uid = "uid-" + id;
    row.etag = "v1";
    row.mailbox = "tenant/person";
    return row;
  }

  std::int64_t pete_ = 0;
};

} // namespace

TEST_F(EventRows, ComeBackAsTheyWere) {
  const auto row = a_row();
  const auto back = value_of(open(pete_, seal(row)));
  EXPECT_EQ(back.id, row.id);
  EXPECT_EQ(back.manager, pete_);
  EXPECT_EQ(back.slot, row.slot);
  EXPECT_EQ(back.address, row.address);
  EXPECT_EQ(back.who.name, row.who.name);
  EXPECT_EQ(back.who.phone, row.who.phone);
  EXPECT_EQ(back.who.email, row.who.email);
  EXPECT_EQ(back.caller, row.caller);
  EXPECT_EQ(back.code, row.code);
  EXPECT_EQ(back.call_id, row.call_id);
  EXPECT_EQ(back.transaction_id, row.transaction_id);
  EXPECT_EQ(back.event_id, row.event_id);
  EXPECT_EQ(back.mailbox, row.mailbox);
  EXPECT_EQ(back.created_at, row.created_at);
}

TEST_F(EventRows, SayNothingToWhoeverReadsTheCalendar) {
  const auto row = a_row();
  const auto text = seal(row);
  for (const auto& part : {row.who.name, row.who.phone, row.address, row.id})
    EXPECT_EQ(text.find(part), std::string::npos);
  EXPECT_LT(text.size(), 1000u);
}

TEST_F(EventRows, OpenForTheirManagerOnlyAndWhole) {
  const auto ana = add_manager("ana");
  const auto text = seal(a_row());
  EXPECT_EQ(open(ana, text).error().code, errc::sealed);
  EXPECT_EQ(open(pete_, text.substr(0, 100)).error().code, errc::sealed);
  EXPECT_EQ(open(pete_, "").error().code, errc::sealed);
  EXPECT_EQ(open(pete_, "k1:AAAA").error().code, errc::sealed);
}

TEST_F(EventRows, AreTakenBackOnce) {
  const auto row = a_row();
  value_of(take_back(row));
  EXPECT_EQ(take_back(row).error().code, errc::changed);
  const auto stored = value_of(
      ask(*db_, [](store_session& s) { return s.booking_by_id("b-1"); }));
  EXPECT_EQ(stored.state, booking_state::confirmed);
  EXPECT_EQ(stored.event_id, "e-b-1");
  EXPECT_EQ(stored.ical_uid, "uid-b-1");
  EXPECT_EQ(stored.who.phone, row.who.phone);
}

TEST_F(EventRows, DisplaceNobody) {
  value_of(hold(*db_, sample_booking("b-2", pete_, 610, 640)));
  EXPECT_EQ(take_back(a_row()).error().code, errc::slot_taken);
  EXPECT_EQ(raw_sql(path_, "SELECT id FROM bookings"),
            std::vector<std::string>{"b-2"});
}

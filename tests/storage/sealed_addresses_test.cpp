// Addresses are what callers said.
#include "storage/migrate.hpp"
#include "tests/storage/store_fixture.hpp"

using namespace rental;

namespace {

class SealedAddresses : public StoreTest {
protected:
  using lines = std::vector<std::string>;

  /// Brings every row into the form of before.
  void make_old() {
    for (const auto* table : {"bookings", "wishes"})
      ASSERT_EQ(raw_sql(path_, std::string{"UPDATE "} + table
                                   + " SET address = 'Lot 9, by the barn "
                                     "of old Fitzwilliam', address_key = ''"),
                lines{});
    ASSERT_EQ(
        raw_sql(path_, "DELETE FROM meta WHERE name = 'addresses_sealed'"),
        lines{});
  }

  void fill(int bookings) {
    pete_ = add_manager();
    std::vector<store_job> jobs;
    for (int i = 0; i < bookings; ++i)
      jobs.push_back([=, this](store_session& s) {
        return s.hold(
            sample_booking(std::to_string(i), pete_, i * 10, i * 10 + 10));
      });
    value_of(db_->batch(jobs));
    value_of(ask(*db_, [&](store_session& s) {
      callback_request wish;
      wish.manager = pete_;
      wish.call_id = "call";
      wish.address = "Lot 9, by the barn of old Fitzwilliam";
      return s.put_wish(wish);
    }));
  }

  std::int64_t pete_ = 0;
};

} // namespace

TEST_F(SealedAddresses, OfAnOldDatabaseAreSealedAtItsNextStart) {
  fill(1200);
  db_.reset();
  make_old();
  ASSERT_NE(file_bytes().find("Fitzwilliam"), std::string::npos);
  db_ = open();
  EXPECT_EQ(file_bytes().find("Fitzwilliam"), std::string::npos);
  EXPECT_EQ(raw_sql(path_, "SELECT (SELECT COUNT(*) FROM bookings WHERE"
                           " address_key = '') + (SELECT COUNT(*) FROM wishes"
                           " WHERE address_key = '')"),
            lines{"0"});
  const auto found = value_of(
      ask(*db_, [](store_session& s) { return s.booking_by_id("1199"); }));
  EXPECT_EQ(found.address, "Lot 9, by the barn of old Fitzwilliam");
  const auto wishes = value_of(
      ask(*db_, [&](store_session& s) { return s.wishes(pete_, true); }));
  EXPECT_EQ(wishes.at(0).address, "Lot 9, by the barn of old Fitzwilliam");
}

TEST_F(SealedAddresses, GoOnWhereTheyWereCutOff) {
  fill(4);
  db_.reset();
  make_old();
  db_ = open();
  db_.reset();
  // Two rows are sealed, the rest is not, and nothing says that all is done.
  raw_sql(path_, "UPDATE bookings SET address = 'said', address_key = ''"
                 " WHERE id IN ('1', '3')");
  raw_sql(path_, "DELETE FROM meta WHERE name = 'addresses_sealed'");
  db_ = open();
  for (const auto* id : {"0", "1", "2", "3"}) {
    const auto row = value_of(
        ask(*db_, [&](store_session& s) { return s.booking_by_id(id); }));
    EXPECT_EQ(row.address,
              *id % 2 ? "said" : "Lot 9, by the barn of old Fitzwilliam");
  }
}

TEST_F(SealedAddresses, AreReadWhileTheyAreStillInClear) {
  fill(1);
  make_old();
  const auto row = value_of(
      ask(*db_, [](store_session& s) { return s.booking_by_id("0"); }));
  EXPECT_EQ(row.address, "Lot 9, by the barn of old Fitzwilliam");
  EXPECT_FALSE(row.unreadable);
}

#include "tests/storage/store_fixture.hpp"

using namespace rental;

namespace {

class Batch : public StoreTest {};

} // namespace

TEST_F(Batch, UndoesAFailedOrThrowingJobAlone) {
  auto pete = add_manager("pete");
  std::vector<store_job> jobs{
      [&](store_session& s) {
        return s.hold(sample_booking("a", pete, 0, 30));
      },
      [&](store_session& s) -> expected<done> {
        value_of(s.hold(sample_booking("b", pete, 60, 90)));
        return errc::expired;
      },
      [&](store_session& s) -> expected<done> {
        value_of(s.hold(sample_booking("c", pete, 60, 90)));
        throw std::runtime_error{"Quentin Visitor, +14055550142"};
      },
      [&](store_session& s) {
        return s.hold(sample_booking("d", pete, 0, 30));
      },
      [&](store_session& s) -> expected<done> {
        // A refusal inside a job need not end the job.
        EXPECT_EQ(error_of(s.hold(sample_booking("e", pete, 10, 20))),
                  errc::slot_taken);
        return s.hold(sample_booking("e", pete, 60, 90));
      },
  };
  auto outcomes = value_of(db_->batch(jobs));
  std::vector<errc> codes;
  for (auto& outcome : outcomes)
    codes.push_back(error_of(outcome));
  EXPECT_EQ(codes, (std::vector{errc::count_, errc::expired, errc::internal,
                                errc::slot_taken, errc::count_}));
  EXPECT_EQ(outcomes[2].error().detail.find("Quentin"), std::string::npos);
  EXPECT_EQ(raw_sql(path_, "SELECT id FROM bookings ORDER BY id"),
            (std::vector<std::string>{"a", "e"}));
}

TEST_F(Batch, OfNothingIsNothing) {
  EXPECT_TRUE(value_of(db_->batch({})).empty());
}

TEST_F(Batch, ShowsJobsWhatEarlierOnesDid) {
  auto pete = add_manager("pete");
  std::size_t seen = 0;
  std::vector<store_job> jobs{[&](store_session& s) {
                                return s.hold(sample_booking("a", pete, 0, 30));
                              },
                              [&](store_session& s) -> expected<done> {
                                seen = value_of(s.unfinished(pete)).size();
                                return done{};
                              }};
  value_of(db_->batch(jobs));
  EXPECT_EQ(seen, 1u);
}

TEST_F(Batch, IsInvisibleToOthersUntilItIsCommitted) {
  auto pete = add_manager("pete");
  std::vector<std::string> inside;
  store_job job = [&](store_session& s) {
    auto held = s.hold(sample_booking("a", pete, 0, 30));
    inside = raw_sql(path_, "SELECT COUNT(*) FROM bookings");
    return held;
  };
  value_of(db_->batch({&job, 1}));
  EXPECT_EQ(inside, std::vector<std::string>{"0"});
  EXPECT_EQ(raw_sql(path_, "SELECT COUNT(*) FROM bookings"),
            std::vector<std::string>{"1"});
}

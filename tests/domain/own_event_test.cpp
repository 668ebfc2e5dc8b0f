#include "domain/own_event.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

const time_slot ten{from_unix(36'000), from_unix(37'800)};
const time_slot noon_slot{from_unix(43'200), from_unix(45'000)};

booking viewing() {
  booking row;
  row.id = "b-1";
  row.event_id = "e-1";
  row.ical_uid = "uid-1";
  row.transaction_id = "t-1";
  row.slot = ten;
  row.state = booking_state::confirmed;
  return row;
}

calendar_event event(const std::string& id, const std::string& uid,
                     time_slot when = ten) {
  calendar_event x;
  x.id = id;
  x.ical_uid = uid;
  x.booking_id = "b-1";
  x.when = when;
  return x;
}

std::string own(const std::vector<calendar_event>& events, const booking& row) {
  const auto* found = own_event(events, row);
  return found ? found->id : "";
}

TEST(OwnEvent, IsTheOneWithTheStoredIdWhateverElseBearsTheMark) {
  EXPECT_EQ(
      own({event("copy", "uid-1"), event("e-1", "", noon_slot)}, viewing()),
      "e-1");
  auto bare = event("e-1", "", noon_slot);
  bare.booking_id.reset();
  EXPECT_EQ(own({event("copy", "uid-2"), bare}, viewing()), "e-1");
}

TEST(OwnEvent, IsFoundAgainByItsUidUnderAnotherId) {
  EXPECT_EQ(own({event("copy", "uid-2"), event("e-2", "uid-1", noon_slot)},
                viewing()),
            "e-2");
}

TEST(OwnEvent, IsFoundAgainAtItsTime) {
  EXPECT_EQ(own({event("e-2", ""), event("copy", "", noon_slot)}, viewing()),
            "e-2");
  EXPECT_EQ(own({event("copy", "uid-2")}, viewing()), "copy");
}

TEST(OwnEvent, IsFoundAgainByItsTransactionIdUnlessTheUidSaysNo) {
  auto other = event("e-2", "", noon_slot);
  other.booking_id.reset();
  other.transaction_id = "t-1";
  EXPECT_EQ(own({other}, viewing()), "e-2");
  other.ical_uid = "uid-2";
  EXPECT_EQ(own({other}, viewing()), "");
}

TEST(OwnEvent, IsNothingWithoutAnId) {
  EXPECT_EQ(own_event(std::vector{event("", "uid-1")}, viewing()), nullptr);
}

TEST(OwnEvent, IsNoCopyAtAnotherTime) {
  EXPECT_EQ(own({event("copy", "uid-2", noon_slot)}, viewing()), "");
  EXPECT_EQ(own({event("copy", "", noon_slot)}, viewing()), "");
}

TEST(OwnEvent, IsNeitherCancelledNorADateOfASeries) {
  auto gone = event("e-2", "uid-1");
  gone.cancelled = true;
  auto date = event("e-3", "uid-1");
  date.series_id = "e-1";
  EXPECT_EQ(own({gone, date}, viewing()), "");
}

TEST(OwnEvent, OfWhatWasJustWrittenIsWhateverBearsItsMark) {
  auto row = viewing();
  row.event_id = row.ical_uid = "";
  EXPECT_EQ(own({event("e-9", "uid-9", noon_slot)}, row), "e-9");
  auto foreign = event("e-9", "uid-9");
  foreign.booking_id = "b-2";
  EXPECT_EQ(own({foreign}, row), "");
}

TEST(OwnEvent, OfAMoveBearsTheMarkOfEither) {
  auto row = viewing();
  row.id = "b-2";
  row.moves = "b-1";
  EXPECT_TRUE(bears_mark(event("e-1", ""), row));
  row.moves.clear();
  EXPECT_FALSE(bears_mark(event("e-1", ""), row));
}

TEST(OutlookChange, ComparesTheRowWithItsEvent) {
  const auto row = viewing();
  const auto change
      = [&](std::optional<calendar_event> x) { return change_of(row, x); };
  EXPECT_EQ(change(event("e-1", "uid-1")), outlook_change::none);
  EXPECT_EQ(change(event("e-1", "uid-1", noon_slot)), outlook_change::moved);
  EXPECT_EQ(change(event("e-2", "uid-1")), outlook_change::moved);
  EXPECT_EQ(change({}), outlook_change::deleted);
  auto x = event("e-1", "uid-1", noon_slot);
  x.all_day = true;
  EXPECT_EQ(change(x), outlook_change::none);
  x.cancelled = true;
  EXPECT_EQ(change(x), outlook_change::cancelled);
}

TEST(OutlookChange, OnlyWhatWasLostComesBack) {
  auto row = viewing();
  row.state = booking_state::cancelled;
  const auto back = std::optional{event("e-1", "uid-1")};
  for (const auto* reason : {"deleted in Outlook", "cancelled in Outlook"}) {
    row.reason = reason;
    EXPECT_EQ(change_of(row, back), outlook_change::restored) << reason;
    EXPECT_EQ(change_of(row, {}), outlook_change::none) << reason;
  }
  for (const auto* reason : {"by the visitor", "moved", ""}) {
    row.reason = reason;
    EXPECT_EQ(change_of(row, back), outlook_change::none) << reason;
  }
  row.state = booking_state::writing;
  EXPECT_EQ(change_of(row, {}), outlook_change::none);
}

} // namespace
} // namespace rental

#include "domain/lost_booking.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

using namespace std::chrono_literals;

const instant lost_at = from_unix(1'796'000'400);

booking a_sealed_row() {
  booking row;
  row.id = "b-1";
  row.transaction_id = "t-1";
  row.slot = {lost_at, lost_at + 30min};
  row.address = "9 Elm St";
  return row;
}

calendar_event an_event(const char* id, instant start = lost_at) {
  calendar_event event;
  event.id = id;
  event.etag = "v2";
  event.ical_uid = std::string{"uid-"} + id;
  event.when = {start, start + 30min};
  event.booking_id = "b-1";
  event.transaction_id = "t-1";
  return event;
}

TEST(LostBooking, IsFoundInItsEvent) {
  const calendar_event marked[] = {an_event("e-1")};
  const auto row = as_found(a_sealed_row(), marked);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->state, booking_state::confirmed);
  EXPECT_EQ(row->event_id, "e-1");
  EXPECT_EQ(row->etag, "v2");
  EXPECT_EQ(row->ical_uid, "uid-e-1");
  EXPECT_EQ(row->address, "9 Elm St");
}

TEST(LostBooking, StandsWhereItsEventStandsByNow) {
  const calendar_event marked[] = {an_event("e-1", lost_at + 2h)};
  const auto row = as_found(a_sealed_row(), marked);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->slot.start, lost_at + 2h);
}

TEST(LostBooking, IsNotTheCopyBesideIt) {
  auto copy = an_event("copy", lost_at + 24h);
  const calendar_event both[] = {copy, an_event("e-1")};
  const auto row = as_found(a_sealed_row(), both);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->event_id, "e-1");
}

TEST(LostBooking, IsNotMadeOfWhatIsNotSurelyItsOwn) {
  auto copy = an_event("copy", lost_at + 24h);
  copy.transaction_id = "";
  auto cancelled = an_event("e-1");
  cancelled.cancelled = true;
  auto all_day = an_event("e-1");
  all_day.all_day = true;
  auto occurrence = an_event("e-1");
  occurrence.series_id = "series";
  auto another = an_event("e-1");
  another.booking_id = "b-2";
  for (const auto& event : {copy, cancelled, all_day, occurrence, another})
    EXPECT_FALSE(as_found(a_sealed_row(), {&event, 1})) << event.id;
  EXPECT_FALSE(as_found(a_sealed_row(), {}));
}

TEST(LostBooking, OfAMoveIsTheEventThatItKnew) {
  auto sealed = a_sealed_row();
  sealed.event_id = "e-1";
  sealed.transaction_id = "t-2";
  auto moved = an_event("e-1", lost_at + 1h);
  EXPECT_TRUE(as_found(sealed, {&moved, 1}));
  auto other = an_event("e-2", lost_at + 1h);
  EXPECT_FALSE(as_found(sealed, {&other, 1}));
}

} // namespace
} // namespace rental

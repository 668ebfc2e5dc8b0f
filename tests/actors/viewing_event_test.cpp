#include "actors/booking/viewing_event.hpp"
#include "actors/letters/booking_mail.hpp"

#include <gmock/gmock.h>

namespace rental {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

booking a_booking() {
  booking row;
  row.id = "5c1f8a6e-aaaa";
  row.call_id = "call-77";
  row.manager = 1;
  row.address = "123 Main St, Apt 4";
  row.who = {"Jane Smith", "+14055550142", "jane@example.com"};
  row.code = "012345";
  row.slot.start = from_unix(1'796'414'400); // 4 December 2026, 20:00 UTC
  row.slot.end = row.slot.start + std::chrono::minutes{30};
  return row;
}

const zone chicago = *zone::find("America/Chicago");

TEST(ViewingEvent, TellsTheVisitorWhatAVisitorNeeds) {
  const auto draft = draft_of(
      a_booking(),
      {chicago, "Pete Miller", {"Lakeside Rentals", "+1 405 555 0100"}});
  EXPECT_THAT(draft.html_body,
              AllOf(HasSubstr("Jane Smith"), HasSubstr("123 Main St, Apt 4"),
                    HasSubstr("Fri 4 Dec, 2:00 PM CST"),
                    HasSubstr("Pete Miller, Lakeside Rentals"),
                    HasSubstr("+1 405 555 0100"), HasSubstr("012345")));
  EXPECT_THAT(draft.html_body,
              AllOf(Not(HasSubstr("call-77")), Not(HasSubstr("5c1f8a6e"))));
}

TEST(ViewingEvent, SaysNothingOfAFirmThatIsNotSet) {
  const auto draft = draft_of(a_booking(), {chicago, "", {}});
  EXPECT_THAT(draft.html_body,
              AllOf(Not(HasSubstr("With")), HasSubstr("call again")));
}

TEST(ViewingEvent, WithoutANumberOnlyTheCodeHelps) {
  auto row = a_booking();
  row.who.phone = "number withheld";
  const auto draft = draft_of(row, {chicago, "Pete", {}});
  EXPECT_THAT(draft.html_body,
              AllOf(HasSubstr("call again and tell your e-mail address"),
                    Not(HasSubstr("withheld")), Not(HasSubstr("from the")),
                    HasSubstr("012345")));
  EXPECT_THAT(booked_mail(row, chicago, {}, {}).text,
              HasSubstr("calling again, with e-mail address and code"));
  EXPECT_THAT(booked_mail(a_booking(), chicago, {}, {}).text,
              HasSubstr("calling again."));
}

TEST(ViewingEvent, HoldsNoWordsOfACaller) {
  auto row = a_booking();
  row.address
      = "Win a car at http://evil.example/now or www.evil.example, call "
        "4055550199, 12 Elm Street";
  row.who.name = "<a href=x>Bob</a> 4055550199";
  const auto draft = draft_of(row, {chicago, "Pete", {}});
  for (const auto& text : {draft.subject, draft.location, draft.html_body}) {
    EXPECT_THAT(text, Not(HasSubstr("evil")));
    EXPECT_THAT(text, Not(HasSubstr("4055550199")));
    EXPECT_THAT(text, Not(HasSubstr("href")));
  }
  row.address = "congratulations you are our lucky winner tonight";
  EXPECT_EQ(draft_of(row, {chicago, "Pete", {}}).location, "the property");
}

TEST(BookingMail, IsWrittenForTheEyeAndLinksTheEvent) {
  confirmation_notes notes;
  notes.link = "https://outlook.office365.com/owa/?itemid=A&x=1";
  const auto mail = booked_mail(a_booking(), chicago, notes, {});
  EXPECT_EQ(mail.subject,
            "Viewing booked: 123 Main St, Apt 4, Fri 4 Dec, 2:00 PM CST");
  EXPECT_THAT(mail.html,
              AllOf(HasSubstr("Fri 4 Dec, 2:00 PM CST"),
                    HasSubstr("href=\"https://outlook.office365.com/owa/"
                              "?itemid=A&amp;x=1\""),
                    HasSubstr("call-77"), HasSubstr("5c1f8a6e")));
  EXPECT_THAT(mail.text, HasSubstr(notes.link));
  EXPECT_THAT(booked_mail(a_booking(), chicago, {}, {}).html,
              Not(HasSubstr("href")));
}

TEST(BookingMail, TellsWhoCancelled) {
  auto row = a_booking();
  row.reason = by_visitor;
  EXPECT_THAT(cancelled_mail(row, chicago, false, {}).text,
              HasSubstr("cancelled by its visitor"));
  row.reason = by_operator;
  EXPECT_THAT(cancelled_mail(row, chicago, false, {}).text,
              HasSubstr("cancelled by the office"));
}

TEST(BookingMail, SaysWhyAViewingWasNotMadeInWords) {
  callback_request wish;
  wish.manager = 1;
  wish.address = "9 Elm St";
  wish.reason = "needs_reconnect";
  const auto mail = wish_mail(wish, 4);
  EXPECT_THAT(mail.html, AllOf(Not(HasSubstr("needs_reconnect")),
                               HasSubstr("has to be connected again")));
}

} // namespace
} // namespace rental

// Items of a calendar that cannot be read whole.
#include "domain/calendar_note.hpp"
#include "domain/slots.hpp"
#include "microsoft/graph_client.hpp"
#include "microsoft/graph_json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace rental;
using namespace date::literals;
using namespace std::chrono_literals;
using nlohmann::json;
using kind = event_flaw::kind;

namespace {

// Wednesday, 8 April 2026; Chicago is five hours behind UTC.
constexpr auto wednesday = date::local_days{2026_y / 4 / 8};

const zone& chicago() {
  static const zone tz = *zone::find("America/Chicago");
  return tz;
}

json moment(const json& text, const json& tz = "UTC") {
  return {{"dateTime", text}, {"timeZone", tz}};
}

json item() {
  return {{"id", "AAMk="},
          {"start", moment("2026-04-08T16:00:00.0000000")},
          {"end", moment("2026-04-08T17:00:00.0000000")},
          {"showAs", "busy"}};
}

json with(json from, const char* name, const json& value) {
  from[name] = value;
  return from;
}

json without(json from, const char* name) {
  from.erase(name);
  return from;
}

calendar_event read(const json& from) {
  const auto page = read_event_page(json{{"value", {from}}}.dump());
  EXPECT_TRUE(page) << from.dump();
  return page && page->events.size() == 1 ? page->events[0] : calendar_event{};
}

std::vector<time_slot> busy(const json& from) {
  const std::vector<calendar_event> events{read(from)};
  return busy_from(events, {}, chicago()).intervals();
}

/// Local days, the last one not included.
time_slot days(date::local_days first, date::local_days after) {
  return {chicago().start_of_day(first), chicago().start_of_day(after)};
}

instant utc(int day, std::chrono::seconds time) {
  return date::sys_days{2026_y / 4 / day} + time;
}

} // namespace

TEST(ReadItem, WhatIsOutsideOfAnyDoubtIsReadAsEver) {
  EXPECT_FALSE(read(item()).flaw);
  EXPECT_EQ(busy(item()), (std::vector<time_slot>{{utc(8, 16h), utc(8, 17h)}}));
  // A text with a Z needs no name beside it.
  auto bare = with(item(), "start", "2026-04-08T16:00:00Z");
  bare["end"] = moment("2026-04-08T17:00:00Z", nullptr);
  EXPECT_EQ(read(bare).when, read(item()).when);
}

TEST(ReadItem, AnUnknownZoneBlocksFourteenHoursOnBothSides) {
  for (const json& tz :
       {json("tzone://Microsoft/Custom"), json("Hora est. de Romance"),
        json("Mitteleurop\u00e4ische Zeit"), json("Customized Time Zone"),
        json(""), json(nullptr), json(7), json(std::string(70'000, 'z'))}) {
    auto odd = with(item(), "start", moment("2026-04-08T16:00:00", tz));
    odd["end"] = moment("2026-04-08T17:00:00", tz);
    EXPECT_EQ(busy(odd),
              (std::vector<time_slot>{{utc(8, 16h) - 14h, utc(8, 17h) + 14h}}))
        << tz.dump().substr(0, 80);
    EXPECT_EQ(read(odd).flaw->what, kind::unknown_zone);
  }
}

TEST(ReadItem, OfWhatIsMissingTheRestIsKnown) {
  const std::vector<time_slot> its_day{
      days(wednesday, wednesday + date::days{1})};
  for (const json& bad :
       {json(nullptr), json("soon"), json(5), json::array(), json::object(),
        moment(nullptr), moment(20260408), moment("08.04.2026 16:00"),
        moment("2026-02-30T10:00:00")}) {
    EXPECT_EQ(busy(with(item(), "start", bad)), its_day) << bad;
    EXPECT_EQ(read(with(item(), "start", bad)).flaw->what, kind::no_start);
    EXPECT_EQ(busy(with(item(), "end", bad)), its_day) << bad;
    EXPECT_EQ(read(with(item(), "end", bad)).flaw->what, kind::no_end);
  }
  EXPECT_EQ(busy(without(item(), "start")), its_day);
  EXPECT_EQ(busy(without(item(), "end")), its_day);
  // The date alone is one of UTC: it begins in the evening before.
  EXPECT_EQ(busy(with(item(), "start", moment("2026-04-08T31:75:00"))),
            (std::vector<time_slot>{
                days(wednesday - date::days{1}, wednesday + date::days{1})}));
}

TEST(ReadItem, NothingKnownBlocksNothingAndIsNamed) {
  const auto odd = without(without(item(), "start"), "end");
  for (const json& each : {odd, json(nullptr), json(3), json("event"),
                           json::array({1}), json::object()}) {
    EXPECT_TRUE(busy(each).empty()) << each;
    const std::vector<calendar_event> events{read(each)};
    EXPECT_EQ(unreadable_items(events, {}, chicago()),
              (std::vector<unreadable_item>{{kind::no_times, {}}}))
        << each;
  }
}

TEST(ReadItem, AnEndBeforeTheStartBlocksTheDaysOfBoth) {
  EXPECT_EQ(
      busy(with(item(), "end", moment("2026-04-08T09:00:00"))),
      (std::vector<time_slot>{days(wednesday, wednesday + date::days{1})}));
  EXPECT_EQ(busy(with(item(), "end", moment("2026-04-06T09:00:00"))),
            (std::vector<time_slot>{
                days(wednesday - date::days{2}, wednesday - date::days{1}),
                days(wednesday, wednesday + date::days{1})}));
  // The year 1 must not close two thousand years.
  const auto spans = busy(with(item(), "end", moment("0001-01-01T00:00:00")));
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_EQ(spans[1], days(wednesday, wednesday + date::days{1}));
}

TEST(ReadItem, AllDayItemsBlockTheirDays) {
  auto whole = with(item(), "isAllDay", true);
  whole["start"] = moment("2026-04-08T00:00:00");
  whole["end"] = moment("2026-04-07T00:00:00");
  EXPECT_EQ(busy(whole),
            (std::vector<time_slot>{
                days(wednesday - date::days{1}, wednesday + date::days{1})}));
  whole["end"] = nullptr;
  EXPECT_EQ(busy(whole), (std::vector<time_slot>{
                             days(wednesday, wednesday + date::days{1})}));
  EXPECT_EQ(read(whole).flaw->what, kind::no_end);
  whole["start"] = nullptr;
  EXPECT_TRUE(busy(whole).empty());
}

TEST(ReadItem, WithoutAnIdItBlocksItsTime) {
  for (const json& id : {json(""), json(nullptr), json(12)}) {
    const auto odd = with(item(), "id", id);
    EXPECT_EQ(busy(odd), busy(item()));
    EXPECT_EQ(read(odd).flaw->what, kind::no_id);
  }
  EXPECT_EQ(read(with(item(), "id", std::string(3'000'000, 'A'))).id.size(),
            3'000'000u);
}

TEST(ReadItem, WhatDoesNotBlockNeverMatters) {
  for (auto odd : {without(item(), "start"), with(item(), "id", ""),
                   with(item(), "end", moment("2026-04-08T09:00:00")),
                   with(item(), "start", moment("2026-04-08T16:00:00", "?"))}) {
    auto shown_free = with(odd, "showAs", "free");
    auto cancelled = with(odd, "isCancelled", true);
    auto declined = with(odd, "responseStatus", {{"response", "declined"}});
    for (const auto& each : {shown_free, cancelled, declined}) {
      EXPECT_TRUE(busy(each).empty()) << each;
      const std::vector<calendar_event> events{read(each)};
      EXPECT_TRUE(unreadable_items(events, {}, chicago()).empty()) << each;
    }
    EXPECT_FALSE(busy(with(odd, "showAs", "levitating")).empty());
  }
}

TEST(ReadItem, OneItemNeverTouchesTheOthers) {
  const auto page = read_event_page(
      json{{"value",
            {item(), nullptr, with(item(), "id", ""),
             with(item(), "start", moment("2026-04-09T16:00:00", "Nowhere"))}}}
          .dump());
  ASSERT_TRUE(page);
  ASSERT_EQ(page->events.size(), 4u);
  EXPECT_FALSE(page->events[0].flaw);
  const auto items = unreadable_items(page->events, {}, chicago());
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(unreadable_items_from(to_text(items)), items);
  EXPECT_EQ(items[0], (unreadable_item{kind::no_id, wednesday}));
  EXPECT_EQ(items[2], (unreadable_item{kind::no_times, {}}));
}

TEST(ReadItem, AloneItIsABadAnswer) {
  EXPECT_EQ(read_event(without(item(), "end").dump()).error().code,
            errc::bad_answer);
  EXPECT_EQ(read_event(with(item(), "id", "").dump()).error().code,
            errc::bad_answer);
}

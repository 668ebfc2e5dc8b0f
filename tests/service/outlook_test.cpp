// What the manager does in Outlook, heard by the visitor: the real service and
// the simulator of Microsoft, over sockets.
#include "tests/service/service_fixture.hpp"

#include <filesystem>
#include <fstream>

namespace rental::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class OutlookTest : public ServiceTest {
protected:
  OutlookTest() {
    // Each question reads the calendar.
    const auto file = folder + "/config.toml";
    std::ofstream{file} << "[availability]\ncache_seconds = 0\n";
    start({{"CONFIG", file}});
    connect();
    EXPECT_TRUE(is_booked(book(first, tuesday_at_ten)));
  }

  json viewing() {
    for (const auto& event : control("GET", "/events?account=" + account))
      if (event.at("byHuman") == false)
        return event;
    return {};
  }
  json act(const std::string& what, json more = json::object()) {
    more["account"] = account;
    if (!more.contains("id"))
      more["id"] = viewing().at("id");
    return control("POST", what, more);
  }
  void change(json what) {
    what["account"] = account;
    what["id"] = viewing().at("id");
    control("PATCH", "/events", what);
  }
  void bin() {
    control("DELETE", "/events?account=" + account
                          + "&id=" + viewing().at("id").get<std::string>());
  }
  std::string find(const phone_call& call = {"later"}) const {
    return ask(call, {"find_appointment", json::object(), {}});
  }
  std::string cancel() const {
    return ask({"later"},
               {"cancel_appointment", {{"property_address", address}}, {}});
  }
  std::string move(const std::string& to) const {
    return ask({"later"}, {"reschedule_appointment",
                           {{"property_address", address}, {"start_time", to}},
                           {}});
  }
  int mails_about(const std::string& words) {
    int count = 0;
    for (const auto& mail : control("GET", "/mails?account=" + account))
      count += mail.dump().find(words) != std::string::npos;
    return count;
  }

  const phone_call first{"first"};
};

TEST_F(OutlookTest, AnotherCalendarKeepsTheViewing) {
  change({{"calendar", "Family"}});
  EXPECT_THAT(free_starts(), Not(Contains(tuesday_at_ten)));
  EXPECT_THAT(find(), HasSubstr("at ten in the morning"));
  EXPECT_THAT(book({"other", "+14055550177"}, tuesday_at_ten),
              HasSubstr("taken"));
  EXPECT_THAT(confirmed(), SizeIs(1));
  EXPECT_THAT(cancel(), HasSubstr("cancelled"));
  EXPECT_EQ(viewing().at("deleted"), true);
}

TEST_F(OutlookTest, AListThatLagsEndsNothing) {
  control("POST", "/settings", {{"list_lag_ms", 3'600'000}});
  for (int i = 0; i < 3; ++i)
    EXPECT_THAT(free_starts(), Not(Contains(tuesday_at_ten)));
  EXPECT_THAT(find(), HasSubstr("at ten in the morning"));
  EXPECT_THAT(confirmed(), SizeIs(1));
}

TEST_F(OutlookTest, AMailboxThatMovedIsStillTheSame) {
  act("/move-mailbox");
  EXPECT_THAT(find(), HasSubstr("at ten in the morning"));
  EXPECT_THAT(move("2026-11-25T11:00:00-06:00"), HasSubstr("eleven"));
  act("/move-mailbox");
  EXPECT_THAT(cancel(), HasSubstr("cancelled"));
  EXPECT_THAT(events(), SizeIs(0)) << "the event went with it";
}

TEST_F(OutlookTest, ACopyIsNotTheViewing) {
  act("/copy",
      {{"start", "2026-11-25T16:00:00Z"}, {"end", "2026-11-25T16:30:00Z"}});
  EXPECT_THAT(free_starts(), Not(Contains("2026-11-25T10:00:00-06:00")));
  EXPECT_THAT(find(), HasSubstr("Tuesday, November twenty-fourth"));
  EXPECT_TRUE(
      eventually([&] { return mails_about("copy of a viewing") == 1; }));
  EXPECT_THAT(cancel(), HasSubstr("Tuesday, November twenty-fourth"));
  int live = 0;
  for (const auto& event : control("GET", "/events?account=" + account))
    if (event.at("deleted") == false) {
      ++live;
      EXPECT_EQ(event.at("start"), "2026-11-25T16:00:00Z");
    }
  EXPECT_EQ(live, 1);
  EXPECT_THAT(free_starts(), Contains(tuesday_at_ten));
}

TEST_F(OutlookTest, ABackupFromBeforeTheBookingLosesNothing) {
  const environment fresh{{"CONFIG", folder + "/config.toml"}};
  const auto database = folder + "/p.db";
  running.reset();
  std::filesystem::copy_file(database, folder + "/before.db");
  start(fresh);
  const phone_call joe{"other", "+14055550177"};
  EXPECT_TRUE(is_booked(book(joe, "2026-11-25T11:00:00-06:00",
                             {{"property_address", "9 Oak Avenue, Norman"}})));
  running.reset();
  for (const auto* beside : {"-wal", "-shm"})
    std::filesystem::remove(database + beside);
  std::filesystem::rename(folder + "/before.db", database);
  start(fresh);
  EXPECT_TRUE(eventually([&] { return confirmed().size() == 2; }))
      << "without a call";
  EXPECT_THAT(find({"joe again", joe.number}), HasSubstr("eleven"));
  EXPECT_TRUE(eventually([&] { return mails_about("taken back") == 1; }));
  EXPECT_THAT(find(), HasSubstr("at ten in the morning"));
}

TEST_F(OutlookTest, OneViewingOverAnotherIsFollowedAndTold) {
  EXPECT_TRUE(
      is_booked(book({"other", "+14055550177"}, "2026-11-24T11:00:00-06:00",
                     {{"property_address", "9 Oak Avenue, Norman"}})));
  change({{"start", "2026-11-24T17:00:00Z"}, {"end", "2026-11-24T17:30:00Z"}});
  EXPECT_THAT(find(), HasSubstr("eleven"));
  EXPECT_TRUE(eventually([&] {
    const auto free = free_starts();
    return std::find(free.begin(), free.end(), tuesday_at_ten) != free.end();
  }));
  EXPECT_THAT(find({"again", "+14055550177"}), HasSubstr("eleven"));
  EXPECT_THAT(confirmed(), SizeIs(2));
  EXPECT_TRUE(
      eventually([&] { return mails_about("Two viewings at one time") == 1; }));
}

TEST_F(OutlookTest, ALongerViewingMovesAsLongAsItIs) {
  change({{"start", tuesday_at_ten_utc}, {"end", "2026-11-24T17:15:00Z"}});
  EXPECT_THAT(move("2026-11-25T09:00:00-06:00"), HasSubstr("nine"));
  EXPECT_EQ(viewing().at("start"), "2026-11-25T15:00:00Z");
  EXPECT_EQ(viewing().at("end"), "2026-11-25T16:15:00Z");
}

TEST_F(OutlookTest, OutOfTheBinItIsBookedAgain) {
  bin();
  EXPECT_THAT(find(), Not(HasSubstr("ten in the morning")));
  EXPECT_TRUE(eventually([&] {
    const auto free = free_starts();
    return std::find(free.begin(), free.end(), tuesday_at_ten) != free.end();
  }));
  act("/restore");
  EXPECT_THAT(find(), HasSubstr("at ten in the morning"));
  EXPECT_THAT(free_starts(), Not(Contains(tuesday_at_ten)));
}

} // namespace
} // namespace rental::test

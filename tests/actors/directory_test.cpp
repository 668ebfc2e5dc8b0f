#include "actors/directory/directory.hpp"
#include "tests/actors/calendar_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;

class DirectoryTest : public test::calendar_test {
protected:
  DirectoryTest() {
    options.normalise_id = [](std::string_view id) { return std::string{id}; };
    options.bindings = {{"assistant-n", "", "", "north", ""},
                        {"", "", "+15550001", "south", "sam"},
                        {"", "", "+15550002", "north", "nobody-there"},
                        {"", "", "", "east", "", true},
                        {"", "", "+15550003", "east", "ed", true},
                        {"", "", "+15550004", "east", "eve"}};
    options.properties = {{"12 high st", "north", "nina"},
                          {"40 Hill Road, Norman", "north", "nina"},
                          {"40 Hill Road, Moore", "north", "nora"}};
    nora = stored_manager("nora", "north");
    nina = stored_manager("nina", "north");
    sam = stored_manager("sam", "south");
    stored_manager("ed", "east");
    stored_manager("eve", "east");
    uut = spawn(directory, options, deps);
  }

  // The fixture ends only what the test spawned; the directory ends the rest.
  void TearDown() override {
    caf::anon_send_exit(uut, caf::exit_reason::user_shutdown);
    sched.run();
  }

  std::string find(manager_query query) {
    auto answer = ask<calendar_ref>(uut, atom::find_v, query);
    if (!answer)
      return to_string(from_caf(answer.error()).code);
    return answer->key.agency + "/" + answer->key.user_id;
  }

  directory_options options;
  manager_record nora, nina, sam;
  directory_actor uut;
};

TEST_F(DirectoryTest, TheOnlyManagerOfTheAgencyIsMeant) {
  EXPECT_EQ(find({}), "default/pete_admin");
}

TEST_F(DirectoryTest, ABindingDecidesTheAgencyAndTheManager) {
  manager_query query;
  query.dialled_number = "+15550001";
  query.user_id = "nora";
  EXPECT_EQ(find(query), "south/sam");
}

TEST_F(DirectoryTest, TheUserIdDecidesInsideTheAgency) {
  manager_query query;
  query.assistant_id = "assistant-n";
  query.user_id = "nora";
  EXPECT_EQ(find(query), "north/nora");
}

TEST_F(DirectoryTest, AnIdOfAnotherAgencyIsIgnoredAndCounted) {
  manager_query query;
  query.assistant_id = "assistant-n";
  query.user_id = "sam";
  query.address = "12 High St, Leeds";
  EXPECT_EQ(find(query), "north/nina");
  EXPECT_EQ(counted["foreign_user_id=ignored"], 1);
}

TEST_F(DirectoryTest, AForeignIdIsCountedEveryTime) {
  manager_query query;
  query.assistant_id = "assistant-n";
  query.caller_number = "nora";
  for (const auto* foreign : {"sam", "sam", "nobody-anywhere"}) {
    query.user_id = foreign;
    EXPECT_EQ(find(query), "north/nora");
  }
  EXPECT_EQ(counted["foreign_user_id=ignored"], 3);
  query.user_id = "nora";
  EXPECT_EQ(find(query), "north/nora");
  query.by_operator = true;
  query.user_id = "nobody-anywhere";
  EXPECT_EQ(find(query), "unknown_manager");
  EXPECT_EQ(counted["foreign_user_id=ignored"], 3);
}

TEST_F(DirectoryTest, AnAddressIsComparedAsAHome) {
  manager_query query;
  query.assistant_id = "assistant-n";
  for (const auto* said : {"twelve high street", "12 Hi St, please",
                           "the house at 12 High Street, Leeds"}) {
    query.address = said;
    EXPECT_EQ(find(query), "north/nina") << said;
  }
  for (const auto* other :
       {"112 High Street", "12 High Avenue", "12 Highland"}) {
    query.address = other;
    EXPECT_EQ(find(query), "unknown_manager") << other;
  }
}

TEST_F(DirectoryTest, WhereTwoManagersMayBeMeantTheCallerIsAsked) {
  manager_query query;
  query.assistant_id = "assistant-n";
  query.address = "40 Hill Road";
  EXPECT_EQ(find(query), "ambiguous_property");
  EXPECT_EQ(find(query), "ambiguous_property");
  query.address = "forty hill road in Moore";
  EXPECT_EQ(find(query), "north/nora");
  query.address = "40 Hill Rd, Norman, OK";
  EXPECT_EQ(find(query), "north/nina");
  query.address = "40 Hill Road";
  query.user_id = "nora";
  EXPECT_EQ(find(query), "north/nora");
}

TEST_F(DirectoryTest, AnotherThanTheBoundManagerIsForeign) {
  manager_query query;
  query.dialled_number = "+15550001";
  query.user_id = "nora";
  EXPECT_EQ(find(query), "south/sam");
  query.user_id = "sam";
  EXPECT_EQ(find(query), "south/sam");
  EXPECT_EQ(counted["foreign_user_id=ignored"], 1);
}

TEST_F(DirectoryTest, WhatASecretProvedIsNotLeftByTheBody) {
  manager_query query;
  query.agency = "east";
  query.proven = {3};
  query.user_id = "eve";
  query.assistant_id = "assistant-n";
  query.dialled_number = "+15550001";
  query.address = "12 High St";
  EXPECT_EQ(find(query), "east/eve");
  for (const auto* foreign : {"nora", "sam", "pete_admin", ""}) {
    query.user_id = foreign;
    EXPECT_EQ(find(query), "unknown_manager") << foreign;
  }
  query.agency = "north"; // a secret of its own, no binding that fits
  query.proven = {};
  query.user_id = "sam";
  query.assistant_id.clear();
  query.address.clear();
  query.caller_number = "nora";
  EXPECT_EQ(find(query), "north/nora");
}

TEST_F(DirectoryTest, ABindingsSecretIsNeededForIt) {
  manager_query query;
  query.dialled_number = "+15550003";
  query.user_id = "ed";
  EXPECT_EQ(find(query), "default/pete_admin");
  query.agency = "east";
  query.proven = {4};
  EXPECT_EQ(find(query), "east/ed");
  query.user_id = "eve";
  EXPECT_EQ(find(query), "east/ed") << "bound";
}

TEST_F(DirectoryTest, ASecretForOneCalendarIsGoodForNoOther) {
  manager_query query;
  query.agency = "east";
  query.proven = {4};
  query.user_id = "eve";
  EXPECT_EQ(find(query), "east/ed") << "no number";
  query.dialled_number = "+15550003";
  EXPECT_EQ(find(query), "east/ed");
  query.assistant_id = "assistant-e";
  query.dialled_number = "+15550004";
  EXPECT_EQ(find(query), "east/ed") << "not the binding of the number";
  query.agency.clear();
  query.proven.clear();
  EXPECT_EQ(find(query), "east/eve");
}

TEST_F(DirectoryTest, ThePropertyDecidesNext) {
  manager_query query;
  query.assistant_id = "assistant-n";
  query.address = "12 HIGH ST";
  query.caller_number = "nora";
  EXPECT_EQ(find(query), "north/nina");
}

TEST_F(DirectoryTest, ThenTheCallersOwnNumber) {
  manager_query query;
  query.assistant_id = "assistant-n";
  query.caller_number = "nora";
  EXPECT_EQ(find(query), "north/nora");
}

TEST_F(DirectoryTest, SeveralManagersAreNeverGuessedBetween) {
  manager_query query;
  query.assistant_id = "assistant-n";
  EXPECT_EQ(find(query), "unknown_manager");
}

TEST_F(DirectoryTest, ABoundManagerWhoIsNotThereIsNotReplaced) {
  manager_query query;
  query.dialled_number = "+15550002";
  EXPECT_EQ(find(query), "not_connected") << "whoever is bound, has no row";
  EXPECT_EQ(find(query), "not_connected") << "from memory";
}

TEST_F(DirectoryTest, WhereNobodyEverConnectedIsNotSetUpYet) {
  manager_query query;
  query.agency = "west";
  EXPECT_EQ(find(query), "not_connected");
  EXPECT_EQ(find(query), "not_connected") << "from memory";
  query.user_id = "nobody-there";
  EXPECT_EQ(find(query), "not_connected");
  for (const auto* name : {"wes", "willa"}) {
    auto row = stored_manager(name, "west");
    row.state = connection_state::disconnected;
    in_db<manager_record>(
        [&](store_session& session) { return session.put_manager(row); });
  }
  caf::anon_send(uut, atom::changed_v, manager_key{"west", "wes"});
  sched.run();
  EXPECT_EQ(find(query), "not_connected") << "two, and neither is connected";
}

TEST_F(DirectoryTest, ANumberThatCallsAreForwardedFromTellsNobody) {
  manager_query query;
  query.assistant_id = "assistant-n";
  query.user_id = "nora";
  const auto shared = [&](const char* caller) {
    query.caller_number = caller;
    auto answer = ask<calendar_ref>(uut, atom::find_v, query);
    return answer && answer->caller_is_shared;
  };
  EXPECT_FALSE(shared("nina")) << "nobody asked";
  query.judge_caller = true;
  for (int round = 0; round < 2; ++round) {
    EXPECT_TRUE(shared("nina")) << "another manager of the agency";
    EXPECT_TRUE(shared("nora")) << "the manager";
    EXPECT_TRUE(shared("+15550003")) << "a line that is bound";
    EXPECT_FALSE(shared("sam")) << "a manager of another agency";
    EXPECT_FALSE(shared("+14055550142"));
    EXPECT_FALSE(shared(""));
  }
}

TEST_F(DirectoryTest, TheOperatorNamesExactlyOne) {
  manager_query query;
  query.by_operator = true;
  query.agency = "south";
  query.user_id = "sam";
  EXPECT_EQ(find(query), "south/sam");
  query.user_id = "nora";
  EXPECT_EQ(find(query), "unknown_manager");
  query.user_id = "";
  EXPECT_EQ(find(query), "unknown_manager");
}

TEST_F(DirectoryTest, AManagerHasOneCalendarHoweverFound) {
  manager_query by_id;
  by_id.user_id = "pete_admin";
  auto first = ask<calendar_ref>(uut, atom::find_v, manager_query{});
  auto second = ask<calendar_ref>(uut, atom::find_v, by_id);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->calendar, second->calendar);
}

TEST_F(DirectoryTest, ACalendarThatDiedComesBackWithItsBookings) {
  auto ref = ask<calendar_ref>(uut, atom::find_v, manager_query{});
  ASSERT_TRUE(ref);
  EXPECT_EQ(book(ref->calendar, order("call-1", "tool-1")).result,
            booking_result::booked);
  caf::anon_send_exit(ref->calendar, caf::exit_reason::kill);
  sched.run();
  auto again = ask<calendar_ref>(uut, atom::find_v, manager_query{});
  ASSERT_TRUE(again);
  EXPECT_NE(ref->calendar, again->calendar);
  EXPECT_EQ(book(again->calendar, order("call-2", "tool-2")).why,
            refusal::taken);
}

TEST_F(DirectoryTest, AnIdleCalendarGoesToSleepAndWakesUp) {
  auto ref = ask<calendar_ref>(uut, atom::find_v, manager_query{});
  ASSERT_TRUE(ref);
  advance(31min);
  auto again = ask<calendar_ref>(uut, atom::find_v, manager_query{});
  ASSERT_TRUE(again);
  EXPECT_NE(ref->calendar, again->calendar);
  EXPECT_EQ(openings(again->calendar).state, openings_state::readable);
}

TEST_F(DirectoryTest, ANewConnectionReachesAnAwakeCalendar) {
  auto ref = ask<calendar_ref>(uut, atom::find_v, manager_query{});
  ASSERT_TRUE(ref);
  in_db<done>([&](store_session& session) {
    return session.forget_tokens(manager.id, time->now());
  });
  caf::anon_send(uut, atom::changed_v, manager.key);
  sched.run();
  EXPECT_EQ(openings(ref->calendar).state, openings_state::not_connected);
}

TEST_F(DirectoryTest, ASecondManagerEndsTheDefault) {
  EXPECT_EQ(find({}), "default/pete_admin");
  const auto other = stored_manager("other");
  caf::anon_send(uut, atom::changed_v, other.key);
  sched.run();
  EXPECT_EQ(find({}), "unknown_manager");
}

} // namespace
} // namespace rental

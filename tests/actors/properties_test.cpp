// PROPERTIES, and how DIRECTORY follows what it keeps.
#include "actors/directory/directory.hpp"
#include "actors/directory/properties.hpp"
#include "tests/actors/calendar_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;

class PropertiesActorTest : public test::calendar_test {
protected:
  PropertiesActorTest()
      : homes(spawn(properties, properties_deps{time, deps.ledger})) {
    stored_manager("nina");
    stored_manager("nora");
    options.properties = {{"1 Fixed Street", "default", "nina"}};
    options.normalise_id = [](std::string_view id) { return std::string{id}; };
  }

  void TearDown() override {
    caf::anon_send_exit(uut, caf::exit_reason::user_shutdown);
    sched.run();
  }

  void start_directory() { uut = spawn(directory, options, deps); }

  /// The id, or the code of the failure.
  std::string keep(const property_order& order) {
    const auto answer = ask<property_answer>(homes, atom::keep_v, order);
    return answer ? answer->row.id : to_string(from_caf(answer.error()).code);
  }
  std::string add(const std::string& address, const std::string& owner) {
    return keep({{}, "default", {.address = address, .manager = owner}});
  }

  std::string find(const std::string& address, bool wants_viewing = true,
                   const std::string& agency = "default") {
    manager_query query;
    query.agency = agency;
    query.address = address;
    query.wants_viewing = wants_viewing;
    const auto answer = ask<calendar_ref>(uut, atom::find_v, query);
    return answer ? answer->key.user_id
                  : to_string(from_caf(answer.error()).code);
  }

  struct caller {
    std::string user_id = {};
    bool wants_viewing = true;
  };
  /// Whom somebody reaches who names no home, and which home is meant.
  std::string home_of(const caller& by) {
    manager_query query;
    query.agency = "default";
    query.user_id = by.user_id;
    query.wants_viewing = by.wants_viewing;
    const auto answer = ask<calendar_ref>(uut, atom::find_v, query);
    return answer ? answer->key.user_id + " at " + answer->address
                  : to_string(from_caf(answer.error()).code);
  }

  directory_options options;
  properties_actor homes;
  directory_actor uut;
};

TEST_F(PropertiesActorTest, KeepsListsAndRemoves) {
  const auto id = add("12 Elm Street", "nina");
  const auto seen = ask<property_answer>(homes, atom::look_v, id);
  ASSERT_TRUE(seen);
  EXPECT_TRUE(seen->manager_known);
  EXPECT_EQ(seen->row.created_at, time->now());
  EXPECT_EQ(keep({id, {}, {.manager = "quinn"}}), id);
  const auto page
      = ask<property_page>(homes, atom::properties_v, property_filter{});
  ASSERT_TRUE(page);
  ASSERT_EQ(page->rows.size(), 1u);
  EXPECT_EQ(page->rows[0].manager, "quinn");
  EXPECT_EQ(page->rows[0].address, "12 Elm Street");
  const auto gone = ask<property_answer>(homes, atom::remove_v, id);
  ASSERT_TRUE(gone);
  EXPECT_FALSE(gone->manager_known);
  EXPECT_EQ(keep({id, {}, {.manager = "nina"}}), "not_found");
}

TEST_F(PropertiesActorTest, RefusesWhatIsNoHomeOrThereAlready) {
  EXPECT_EQ(add("Elm Street", "nina"), "bad_request");
  EXPECT_EQ(add("12 Elm Street", ""), "bad_request");
  EXPECT_EQ(keep({{}, "default", {.manager = "nina"}}), "bad_request");
  const auto id = add("12 Elm Street", "nina");
  EXPECT_EQ(add("twelve elm st", "nora"), "already_there");
  EXPECT_EQ(keep({id, {}, {.address = "12 Elm Street, Norman"}}), id)
      << "is no other home than itself";
}

TEST_F(PropertiesActorTest, ACallFindsTheManagerOfTheHome) {
  add("12 Elm Street", "nora");
  start_directory();
  EXPECT_EQ(find("the house at twelve elm street"), "nora");
  EXPECT_EQ(find("1 Fixed Street"), "nina");
  EXPECT_EQ(find("14 Elm Street"), "unknown_manager");
}

TEST_F(PropertiesActorTest, WhoeverAsksBeforeTheHomesAreReadWaitsForThem) {
  add("12 Elm Street", "nora");
  uut = system.spawn(directory, options, deps);
  EXPECT_EQ(find("12 Elm Street"), "nora");
}

TEST_F(PropertiesActorTest, AChangeIsFollowedWithinASecond) {
  start_directory();
  EXPECT_EQ(find("12 Elm Street"), "unknown_manager");
  const auto id = add("12 Elm Street", "nina");
  advance(1s);
  EXPECT_EQ(find("12 Elm Street"), "nina");
  keep({id, {}, {.manager = "nora"}});
  advance(1s);
  EXPECT_EQ(find("12 Elm Street"), "nora");
  keep({id, {}, {.active = false}});
  advance(1s);
  EXPECT_EQ(find("12 Elm Street"), "not_shown");
  EXPECT_EQ(find("12 Elm Street", false), "nora")
      << "what is booked there may be cancelled";
  keep({id, {}, {.active = true}});
  advance(1s);
  EXPECT_EQ(find("12 Elm Street"), "nora");
  EXPECT_TRUE(ask<property_answer>(homes, atom::remove_v, id));
  advance(1s);
  EXPECT_EQ(find("12 Elm Street"), "unknown_manager");
}

TEST_F(PropertiesActorTest, WhichOfTwoHomesIsAsked) {
  add("40 Hill Road, Norman", "nina");
  add("40 Hill Road, Moore", "nora");
  start_directory();
  EXPECT_EQ(find("40 Hill Road"), "ambiguous_property");
  EXPECT_EQ(find("forty hill road in Moore"), "nora");
}

// The first day of a small firm: all homes are there, one manager has
// connected.
TEST_F(PropertiesActorTest, TheOnlyManagerIsNotAskedForWhatIsNotTheirs) {
  stored_manager("lena", "lake");
  const auto add_there
      = [&](const std::string& address, const std::string& owner) {
          return keep({{}, "lake", {.address = address, .manager = owner}});
        };
  add_there("12 Elm Street", "otto"); // who never connected
  const auto id = add_there("14 Elm Street", "lena");
  start_directory();
  EXPECT_EQ(find("16 Elm Street", true, "lake"), "lena");
  EXPECT_EQ(find("12 Elm Street", true, "lake"), "not_connected");
  EXPECT_EQ(find("12 Elm Street", false, "lake"), "lena")
      << "a viewing that was booked before the home was listed";
  keep({id, {}, {.active = false}});
  advance(1s);
  EXPECT_EQ(find("14 Elm Street", true, "lake"), "not_shown");
  EXPECT_EQ(find("14 Elm Street", false, "lake"), "lena");
}

TEST_F(PropertiesActorTest, FailuresSayWhyInPlainWords) {
  const auto gone = ask<property_answer>(
      homes, atom::look_v, "00000000-0000-4000-8000-000000000000");
  ASSERT_FALSE(gone);
  EXPECT_EQ(from_caf(gone.error()).detail, "there is no such home");
}

TEST_F(PropertiesActorTest, NoCallAsksTheDatabase) {
  add("12 Elm Street", "nora");
  start_directory();
  EXPECT_EQ(find("12 Elm Street"), "nora");
  const auto batches = state_of<ledger_state>(deps.ledger).batches;
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(find("12 Elm Street"), "nora");
  EXPECT_EQ(state_of<ledger_state>(deps.ledger).batches, batches);
}

TEST_F(PropertiesActorTest, TheOnlyHomeNeedsNoName) {
  options.properties = {{"9 Elm Street", "default", "nina"}};
  start_directory();
  EXPECT_EQ(home_of({.wants_viewing = true}), "nina at 9 Elm Street");
  EXPECT_EQ(home_of({.user_id = "nina", .wants_viewing = true}),
            "nina at 9 Elm Street");
  EXPECT_EQ(home_of({.user_id = "nora", .wants_viewing = true}), "nora at ");
  EXPECT_EQ(home_of({.wants_viewing = false}), "unknown_manager");
}

TEST_F(PropertiesActorTest, AStreetIsNoOnlyHome) {
  options.properties = {{"elm street", "default", "nina"}};
  start_directory();
  EXPECT_EQ(home_of({.wants_viewing = true}), "unknown_manager");
}

TEST_F(PropertiesActorTest, OfTwoHomesNoneIsMeantUnnamed) {
  options.properties = {{"9 Elm Street", "default", "nina"}};
  const auto second = add("4 Birch Lane", "nina");
  start_directory();
  EXPECT_EQ(home_of({.wants_viewing = true}), "unknown_manager");
  EXPECT_EQ(keep({second, {}, {.active = false}}), second);
  advance(2s);
  EXPECT_EQ(home_of({.wants_viewing = true}), "nina at 9 Elm Street");
}

} // namespace
} // namespace rental

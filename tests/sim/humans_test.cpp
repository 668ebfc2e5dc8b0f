// What people do in Outlook, as the simulator does it.
#include "tests/sim/sim_client.hpp"

#include <algorithm>
#include <stdexcept>

namespace rental::sim::test {
namespace {

constexpr auto mark = "String {8d9a5f5e-4c0b-4a57-9c5e-2f1f6f0f7b31} Name Mark";

class HumansTest : public SimTest {
protected:
  json viewing() {
    return create("Viewing", "2026-11-25T09:00:00", "2026-11-25T09:30:00",
                  {{"transactionId", "t-1"},
                   {"singleValueExtendedProperties",
                    json::array({{{"id", mark}, {"value", "b-1"}}})}});
  }
  std::vector<json> listed() {
    return view("2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z");
  }
  json act(const std::string& what, const json& body) {
    auto all = body;
    all["account"] = "pete@contoso.example";
    return control("POST", what, all);
  }
  reply by_id(const json& event) {
    return graph("GET", "/me/events/" + event["id"].get<std::string>());
  }
};

} // namespace

TEST_F(HumansTest, ACopyHasTheMarkButNotTheIdentity) {
  const auto original = viewing();
  const auto copy = act("/copy", {{"id", original["id"]},
                                  {"start", "2026-11-26T09:00:00Z"},
                                  {"end", "2026-11-26T09:30:00Z"}});
  EXPECT_NE(copy["event"]["iCalUId"], original["iCalUId"]);
  EXPECT_NE(copy["id"], original["id"]);
  EXPECT_EQ(copy["transactionId"], "");
  EXPECT_EQ(copy["extendedProperties"][mark], "b-1");
  EXPECT_EQ(copy["start"], "2026-11-26T09:00:00Z");
  EXPECT_EQ(listed().size(), 2u);
  EXPECT_THROW(act("/copy", {{"id", "nothing"}}), std::runtime_error);
}

TEST_F(HumansTest, WhatIsInAnotherCalendarIsOnlyFoundById) {
  const auto event = viewing();
  control("PATCH", "/events",
          {{"account", "pete@contoso.example"},
           {"id", event["id"]},
           {"calendar", "Family"}});
  EXPECT_TRUE(listed().empty());
  EXPECT_TRUE(graph("GET", "/me/events").content()["value"].empty());
  EXPECT_EQ(by_id(event).status, 200);
  EXPECT_EQ(
      graph("DELETE", "/me/events/" + event["id"].get<std::string>()).status,
      204);
}

TEST_F(HumansTest, WhatComesOutOfTheBinHasItsOldId) {
  const auto event = viewing();
  EXPECT_THROW(act("/restore", {{"id", event["id"]}}), std::runtime_error);
  control("DELETE", "/events?account=pete@contoso.example&id="
                        + event["id"].get<std::string>());
  EXPECT_EQ(by_id(event).status, 404);
  act("/restore", {{"id", event["id"]}});
  EXPECT_EQ(by_id(event).status, 200);
  ASSERT_EQ(listed().size(), 1u);
  EXPECT_EQ(listed()[0]["iCalUId"], event["iCalUId"]);
}

TEST_F(HumansTest, AMailboxThatMovesGivesOtherIds) {
  const auto event = viewing();
  act("/move-mailbox", json::object());
  EXPECT_EQ(by_id(event).status, 404);
  ASSERT_EQ(listed().size(), 1u);
  const auto now = listed()[0];
  EXPECT_NE(now["id"], event["id"]);
  EXPECT_EQ(now["iCalUId"], event["iCalUId"]);
  EXPECT_EQ(now["transactionId"], "t-1");
  // The same request again is still the same event.
  EXPECT_EQ(viewing()["id"], now["id"]);
}

TEST_F(HumansTest, ListsLagWhereAnEventItselfDoesNot) {
  const auto before = viewing();
  control("POST", "/settings", {{"list_lag_ms", 3'600'000}});
  EXPECT_TRUE(listed().empty()) << "an hour ago there was nothing";
  EXPECT_TRUE(graph("GET", "/me/events").content()["value"].empty());
  EXPECT_EQ(by_id(before).status, 200);
  control("POST", "/settings", {{"list_lag_ms", 0}});
  EXPECT_EQ(listed().size(), 1u);
}

} // namespace rental::sim::test

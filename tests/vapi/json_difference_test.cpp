#include "vapi/json_difference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rental {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(JsonDifference, NothingWhenEverythingWantedIsThere) {
  const json wanted{{"url", "a"}, {"tries", 2}, {"codes", {400, 401}}};
  auto present = wanted;
  present["more"] = {{"of", "theirs"}};
  present["tries"] = 2.0;
  EXPECT_THAT(differences(wanted, present, "server"), IsEmpty());
}

TEST(JsonDifference, NamesThePlaceAndBothValues) {
  EXPECT_THAT(differences({{"plan", {{"tries", 2}}}, {"url", "a"}},
                          {{"plan", {{"tries", 3}}}, {"url", nullptr}},
                          "server"),
              ElementsAre("server.plan.tries: 3 -> 2", "server.url: \"a\""));
  EXPECT_THAT(differences({{"plan", {{"tries", 2}}}}, nullptr, "server"),
              ElementsAre("server.plan.tries: 2"));
  EXPECT_THAT(differences({1, 2}, {2, 1}, "codes"),
              ElementsAre("codes: [2,1] -> [1,2]"));
  EXPECT_THAT(differences({{"a", 1}}, "text", "server"),
              ElementsAre("server: \"text\" -> {\"a\":1}"));
}

TEST(JsonDifference, ComparesListsOfThingsPlaceByPlace) {
  const json wanted{{{"say", "a"}}, {{"say", "b"}}};
  EXPECT_THAT(differences(wanted,
                          {{{"say", "a"}, {"role", "x"}}, {{"say", "c"}}},
                          "messages"),
              ElementsAre("messages[1].say: \"c\" -> \"b\""));
  EXPECT_THAT(differences(wanted, json::array(), "messages"),
              ElementsAre("messages: [] -> [{\"say\":\"a\"},{\"say\":\"b\"}]"));
}

TEST(JsonDifference, AFalseOrAnEmptyListMayBeLeftOut) {
  const json wanted{{"strict", false}, {"required", json::array()}};
  EXPECT_THAT(differences(wanted, json::object(), "f"), IsEmpty());
  EXPECT_THAT(differences(wanted, {{"strict", true}}, "f"),
              ElementsAre("f.strict: true -> false"));
}

TEST(JsonDifference, EveryNameOfASchemaCounts) {
  const json wanted{{"properties", {{"a", json::object()}}}};
  const json present{
      {"properties", {{"a", json::object()}, {"b", json::object()}}}};
  EXPECT_THAT(differences(wanted, present, "parameters"),
              ElementsAre("parameters.properties.b: is taken out"));
}

TEST(JsonDifference, ShortTextIsAsciiOnOneLine) {
  EXPECT_EQ(short_json("a\n\x1b[2J"), R"("a\n\u001b[2J")");
  const auto cut = short_json(std::string(200, 'x'));
  EXPECT_EQ(cut.size(), 70u);
  EXPECT_TRUE(cut.ends_with("..."));
}

} // namespace
} // namespace rental

#include "vapi/json_difference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rental {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

/// The differences as lines.
std::vector<std::string> told(const json& wanted, const json& present,
                              const std::string& path) {
  std::vector<std::string> lines;
  for (const auto& [where, from, to] : differences(wanted, present, path))
    lines.push_back(where + ": " + (from.empty() ? "" : from + " -> ") + to);
  return lines;
}

json nested(std::size_t depth) {
  json value = 1;
  for (std::size_t i = 0; i < depth; ++i) {
    auto list = json::array();
    list.push_back(std::move(value));
    value = std::move(list);
  }
  return value;
}

TEST(JsonDifference, NothingWhenEverythingWantedIsThere) {
  const json wanted{{"url", "a"}, {"tries", 2}, {"codes", {400, 401}}};
  auto present = wanted;
  present["more"] = {{"of", "theirs"}};
  present["tries"] = 2.0;
  EXPECT_THAT(told(wanted, present, "server"), IsEmpty());
}

TEST(JsonDifference, NamesThePlaceAndBothValues) {
  EXPECT_THAT(told({{"plan", {{"tries", 2}}}, {"url", "a"}},
                   {{"plan", {{"tries", 3}}}, {"url", nullptr}}, "server"),
              ElementsAre("server.plan.tries: 3 -> 2", "server.url: \"a\""));
  EXPECT_THAT(told({{"plan", {{"tries", 2}}}}, nullptr, "server"),
              ElementsAre("server.plan.tries: 2"));
  EXPECT_THAT(told({1, 2}, {2, 1}, "codes"),
              ElementsAre("codes: [2,1] -> [1,2]"));
  EXPECT_THAT(told({{"a", 1}}, "text", "server"),
              ElementsAre("server: \"text\" -> {\"a\":1}"));
}

TEST(JsonDifference, ComparesListsOfThingsPlaceByPlace) {
  const json wanted{{{"say", "a"}}, {{"say", "b"}}};
  EXPECT_THAT(
      told(wanted, {{{"say", "a"}, {"role", "x"}}, {{"say", "c"}}}, "messages"),
      ElementsAre("messages[1].say: \"c\" -> \"b\""));
  EXPECT_THAT(told(wanted, json::array(), "messages"),
              ElementsAre("messages: [] -> [{\"say\":\"a\"},{\"say\":\"b\"}]"));
}

TEST(JsonDifference, AFalseOrAnEmptyListMayBeLeftOut) {
  const json wanted{{"strict", false}, {"required", json::array()}};
  EXPECT_THAT(told(wanted, json::object(), "f"), IsEmpty());
  EXPECT_THAT(told(wanted, {{"strict", true}}, "f"),
              ElementsAre("f.strict: true -> false"));
}

TEST(JsonDifference, EveryNameOfASchemaCounts) {
  const json wanted{{"properties", {{"a", json::object()}}}};
  const json present{
      {"properties", {{"a", json::object()}, {"b", json::object()}}}};
  EXPECT_THAT(told(wanted, present, "parameters"),
              ElementsAre("parameters.properties.b: is taken out"));
}

TEST(JsonDifference, ValuesAreWholeAsciiOnOneLine) {
  EXPECT_EQ(one_line_json("a\n\x1b[2J\u202e"), R"("a\n\u001b[2J\u202e")");
  EXPECT_EQ(one_line_json(std::string(200, 'x')).size(), 202u);
}

TEST(JsonDifference, DepthIsCounted) {
  EXPECT_FALSE(is_deeper(1, 0));
  EXPECT_TRUE(is_deeper(json::object(), 0));
  EXPECT_FALSE(is_deeper(nested(deepest_json)));
  EXPECT_TRUE(is_deeper(nested(deepest_json + 1)));
  EXPECT_TRUE(is_deeper({{"a", 1}, {"b", {{"c", json::array()}}}}, 2));
}

TEST(JsonDifference, WhatIsTooDeepIsOneDifferenceAndNoCrash) {
  const auto deep = nested(200'000);
  const auto almost = nested(deepest_json);
  EXPECT_THAT(told(almost, almost, "model"), IsEmpty());
  EXPECT_THAT(told(deep, deep, "model"),
              ElementsAre("model: (nested too deeply) -> (nested too deeply)"));
  json holder;
  holder["b"] = nested(200'000);
  EXPECT_THAT(told("a", holder, "model"),
              ElementsAre("model: (nested too deeply) -> \"a\""));
}

TEST(FitToShow, LeavesPlainWordsAlone) {
  EXPECT_EQ(fit_to_show("Häuser am See: \"ok\" (3)", {}, 70),
            "Häuser am See: \"ok\" (3)");
  EXPECT_EQ(fit_to_show("", {}, 70), "");
}

TEST(FitToShow, NothingThatATerminalObeysOrThatTurnsTextAround) {
  EXPECT_EQ(fit_to_show("a\x1b[2J\r\nb\x7f", {}, 70), "a [2J  b ");
  EXPECT_EQ(fit_to_show("a\u009b2J\u0085b", {}, 70), "a 2J b");
  EXPECT_EQ(fit_to_show("\u202eab\u2066c\u200bd\u2028e\ufeff", {}, 70),
            "abcd e");
  EXPECT_EQ(fit_to_show("a\xff\xc2", {}, 70), "a\ufffd\ufffd");
}

TEST(FitToShow, HidesSecretsHoweverTheyLie) {
  const std::vector<secret> hidden{secret{}, secret{"abcab"}, secret{"*"}};
  EXPECT_EQ(fit_to_show("1abcab2abcab3", hidden, 70), "1***2***3");
  EXPECT_EQ(fit_to_show("abcabcab-abcababcab", hidden, 70), "***-***");
  EXPECT_EQ(fit_to_show("abc\u200bab, abcab\u0301, a*b", hidden, 70),
            "***, ***\u0301, a***b");
}

TEST(FitToShow, HidesBeforeItCuts) {
  const std::vector<secret> hidden{secret{std::string(50, 's')}};
  const auto shown
      = fit_to_show(std::string(60, 'x') + std::string(50, 's'), hidden, 70);
  EXPECT_EQ(shown, std::string(60, 'x') + "***");
}

TEST(FitToShow, CutsBetweenCharacters) {
  EXPECT_EQ(fit_to_show("12345678", {}, 8), "12345678");
  EXPECT_EQ(fit_to_show("123456789", {}, 8), "12345...");
  EXPECT_EQ(fit_to_show("1234\u00fc6789", {}, 8), "1234...");
  EXPECT_EQ(fit_to_show("1\U0001f600\U0001f600", {}, 8), "1\U0001f600...");
}

} // namespace
} // namespace rental

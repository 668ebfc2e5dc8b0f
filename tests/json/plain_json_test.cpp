// The quick reader says what the other one says, or nothing.
#include "json/plain_json.hpp"
#include "json/read_json.hpp"
#include "tests/json/random_documents.hpp"
#include "tests/json/shapes.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <string>

namespace rental {
namespace {

using nlohmann::json;
using namespace std::string_literals;

/// With something behind the text that must not matter.
std::optional<json> quickly(const std::string& text,
                            const json_options& options) {
  for (const auto* behind : {"", "}]", "\",", "]}]}", ":1}", "\\"}) {
    auto longer = text + behind;
    longer.resize(text.size() + json_room, behind[0] == 0 ? '\0' : behind[0]);
    const auto read = read_plain_json(
        std::string_view{longer}.substr(0, text.size()), options);
    if (behind[0] == '\\')
      return read;
    const auto again = read_plain_json(
        std::string_view{longer}.substr(0, text.size()), options);
    EXPECT_EQ(read, again) << text;
  }
  return std::nullopt;
}

/// Whether it was plain; what it is must be the same.
bool agrees(const std::string& text, const json_options& options = {}) {
  const auto read = quickly(text, options);
  if (!read)
    return false;
  const auto other = read_json(text, options);
  EXPECT_TRUE(other) << text;
  EXPECT_EQ(*read, other.value_or(nullptr)) << text;
  EXPECT_EQ(read->dump(), other.value_or(nullptr).dump()) << text;
  return true;
}

TEST(PlainJson, WhatIsValidIsPlain) {
  for (const auto& text :
       {R"({})"s, R"([])"s, R"([[],{},[{}]])"s, "\r\n\t [ ] \n"s,
        R"({"a":1,"b":-2,"c":3.25,"d":1e3,"e":-0,"f":0.5e-3,"g":1E+9})"s,
        R"([18446744073709551615,-9223372036854775808,123456789012345678901])"s,
        R"(["\"\\\/\b\f\n\r\t","\u0041\u00e9\u20AC\ud83d\ude00","é€😀",""])"s,
        R"({"a":1,"a":{"b":2},"":"x"})"s, R"(["[{\"]}"])"s,
        R"([true , false , null])"s, R"({"a b":"\ud83d"})"s}) {
    EXPECT_TRUE(agrees(text)) << text;
    EXPECT_TRUE(agrees(text, {house, {}, true})) << text;
  }
}

TEST(PlainJson, WhatHasAFlawIsLeftToTheOther) {
  for (const auto& text : {""s,
                           " "s,
                           "7"s,
                           "\"text\""s,
                           "{"s,
                           "[1"s,
                           "[{]}"s,
                           "[1,]"s,
                           "[,1]"s,
                           "{\"a\":1,}"s,
                           "{\"a\" 1}"s,
                           "{a:1}"s,
                           "[1 2]"s,
                           "{} {}"s,
                           "[1]x"s,
                           "[\"\xff\"]"s,
                           "[\"a\nb\"]"s,
                           "[\"a\0b\"]"s,
                           "[1]\0"s,
                           "\xef\xbb\xbf[1]"s,
                           "[1\x0c,2]"s,
                           "[1\x1a,2]"s,
                           "[nul\0l]"s,
                           "[abc\"def\"]"s,
                           R"([\"x\"])"s,
                           R"({"a":\"x\","b":1})"s,
                           "[NaN]"s,
                           "[\xc3\xa9]"s,
                           "['a']"s,
                           R"({"n\u0061me":1})"s,
                           "[\"a]"s,
                           "{\"a\":}"s,
                           R"(["a":1])"s,
                           R"({"a":"b":1})"s,
                           R"(["a":[1],2])"s})
    EXPECT_FALSE(agrees(text)) << text;
  json_options python;
  python.python_too = true;
  EXPECT_FALSE(agrees("[1]", python));
}

// A name may be escaped where none is wanted; a word may be no value.
TEST(PlainJson, WhatIsLeftOutNeedsItsStructureAlone) {
  const json_options options{house, {}};
  for (const auto& noise : {R"({"n\u0061me":[1,{}]})"s, "1e999"s, "tru"s, "01"s,
                            R"("\ud800\x")"s, "[[[[]]]]"s})
    EXPECT_TRUE(agrees("{\"noise\":" + noise + ",\"street\":1}", options))
        << noise;
  for (const auto& noise :
       {"[{]}"s, "[1,,2]"s, "\"\xff\""s, "{1:2}"s, "a\"b\""s, "nul\0l"s, "[1}"s,
        R"(["a":1])"s, R"({"a":"b":{}})"s, R"("a":"b")"s})
    EXPECT_FALSE(agrees("{\"noise\":" + noise + ",\"street\":1}", options))
        << noise;
  EXPECT_TRUE(agrees(R"({"people":[{"name":"Jo","id":1,"id":2},7,[{"id":5}]]})",
                     options));
}

TEST(PlainJson, LimitsHold) {
  const json_options options{{}, {3, 4}};
  EXPECT_TRUE(agrees("[[[1]]]", options));
  EXPECT_FALSE(agrees("[[[[1]]]]", options));
  EXPECT_TRUE(agrees("[1,2,3,4]", options));
  EXPECT_FALSE(agrees("[1,2,3,4,5]", options));
  const json_options shaped{house, {3, 4}};
  EXPECT_TRUE(agrees(R"({"x":[[1,2,3,4,5,6]]})", shaped));
  EXPECT_FALSE(agrees(R"({"x":[[[1]]]})", shaped));
  EXPECT_FALSE(agrees(std::string(1'000'000, '[')));
}

TEST(PlainJson, AgreesOnDamagedDocuments) {
  std::mt19937 random{20261205};
  int plain = 0;
  for (int round = 0; round < 4000; ++round) {
    auto tree = json{{"people", json::array({random_json(random)})},
                     {"noise", random_json(random)},
                     {"street", random_json(random)}};
    auto text = tree.dump(round % 3 == 0 ? 1 : -1, ' ', round % 2 == 0);
    for (auto hits = random() % 3; hits > 0; --hits)
      damage(text, random);
    plain += agrees(text, {house, {}, round % 2 == 0}) ? 1 : 0;
    agrees(text);
  }
  EXPECT_GT(plain, 1000);
}

TEST(ReadLongJson, NeedsNoRoomAndMendsWhatIsNotPlain) {
  EXPECT_EQ(read_long_json(R"({"a":1})", 0), (json{{"a", 1}}));
  EXPECT_EQ(read_long_json("{\"a\":\"\xff\"}", 0),
            (json{{"a", "\xef\xbf\xbd"}}));
  EXPECT_EQ(read_long_json("{\"a\":1", 0), std::nullopt);
}

} // namespace
} // namespace rental

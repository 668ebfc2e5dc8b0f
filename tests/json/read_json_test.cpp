#include "json/read_json.hpp"
#include "tests/json/random_documents.hpp"
#include "tests/json/shapes.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <random>
#include <string>

namespace rental {
namespace {

using nlohmann::json;
using namespace std::string_literals;

/// The document without what cannot be compared: null when there is none.
json read(const std::string& text, const json_options& options = {}) {
  return read_json(text, options).value_or("NO JSON");
}

TEST(ReadJson, WhatIsValidIsReadAsItIs) {
  for (
      const auto& text :
      {R"({})"s, R"([])"s, R"([[],{},[{}]])"s,
       R"({"a":1,"b":-2,"c":3.25,"d":1e3,"e":-0,"f":0.5e-3,"g":1e-999})"s,
       R"([18446744073709551615,-9223372036854775808,12345678901234567890123])"s,
       R"(["\"\\\/\b\f\n\r\t","\u0041\u00e9\u20AC\ud83d\ude00","é€😀",""])"s,
       R"( { "a" : [ true , false , null ] , "" : "x" } )"s,
       "\xef\xbb\xbf{\"a\":\"b\"}\n"s, R"({"a":1,"a":{"b":2}})"s,
       R"(["[{\"]}"])"s})
    EXPECT_EQ(read(text), json::parse(text)) << text;
}

TEST(ReadJson, TextsAreMended) {
  const auto lone = "\xef\xbf\xbd"s;
  const std::pair<std::string, std::string> table[]
      = {{R"(Ok \ud83c!)", "Ok " + lone + "!"},
         {R"(\udf89\ud83c\udf89)", lone + "🎉"},
         {R"(\ud83c\u0041)", lone + "A"},
         {R"(\ud83c)", lone},
         {R"(\u12)", lone},
         {R"(\uzz)", lone + "zz"},
         {R"(it\'s \x)", "it's x"},
         {"cut \xe2\x82", "cut " + lone},
         {"\xff\xfe", lone + lone},
         {"\xed\xa0\xbd", lone + lone + lone},
         {"\xc3(", lone + "("},
         {"a\nb\tc\0d"s, "a\nb\tc\0d"s},
         {"\\\xc3\xa9", lone + "é"}};
  for (const auto& [written, text] : table)
    EXPECT_EQ(read("{\"k\":\"" + written + "\",\"after\":1}"),
              (json{{"k", text}, {"after", 1}}))
        << written;
  EXPECT_EQ(read("{\"\xff\":1}"), (json{{lone, 1}}));
  EXPECT_EQ(mend_utf8("a\x80\xc3\xa9\xc3"), "a" + lone + "é" + lone);
}

TEST(ReadJson, WhatNoMachineHoldsIsNull) {
  for (const auto* word :
       {"2e308", "-1e99999", "NaN", "-Infinity", "undefined", "01", ".5", "1.",
        "+1", "0x10", "1e", "--1", "tru", "\xff", "True", "'x'"})
    EXPECT_EQ(read("[1,"s + word + ",2]"), json({1, nullptr, 2})) << word;
  EXPECT_EQ(read(R"({"a":,"b":1})"), (json{{"a", nullptr}, {"b", 1}}));
  EXPECT_EQ(read(R"([1,,2,])"), json({1, 2}));
  EXPECT_EQ(read(R"({"a":1 "b":2,})"), (json{{"a", 1}, {"b", 2}}));
}

TEST(ReadJson, BlanksMarksAndZeroBytesAroundAreNothing) {
  EXPECT_EQ(read("\0\0{\"a\":1}\0\r\n"s), (json{{"a", 1}}));
  EXPECT_EQ(read("\xef\xbb\xbf\xef\xbb\xbf []\xef\xbb\xbf"), json::array());
}

TEST(ReadJson, WithoutStructureThereIsNoDocument) {
  for (const auto& text : {""s,           " "s,
                           "null"s,       "7"s,
                           "\"text\""s,   "hello"s,
                           "{"s,          "["s,
                           "}"s,          "{]"s,
                           "[}"s,         "[{]}"s,
                           "{\"a\""s,     "{\"a\":"s,
                           "{\"a\":\"b"s, "{\"a\" 1}"s,
                           "{\"a\":1}}"s, "{}{}"s,
                           "[1] x"s,      "<html>"s,
                           "a=b&c=d"s,    "\xff\xfe{\0}\0"s,
                           R"({"a":[})"s, R"({"a":{"b":[1,2})"s})
    EXPECT_EQ(read(text), "NO JSON") << text;
}

TEST(ReadJson, OnlyWhatIsWantedIsBuilt) {
  EXPECT_EQ(read(R"({"street":{"no":[1]},"noise":{"people":[{"name":"x"}]},
                     "people":[{"name":"Jo","n\u0061me2":1,"age":{"a":[1]}},7,
                               [{"id":5}]],"\u0070eople2":[]})",
                 {house, {}}),
            json::parse(R"({"street":{"no":[1]},
                            "people":[{"name":"Jo"},7,[{"id":5}]]})"));
  // An escaped name is the same name.
  EXPECT_EQ(read(R"({"\u0073treet":1})", {house, {}}), (json{{"street", 1}}));
}

TEST(ReadJson, WhatIsNotWantedMayBeAnything) {
  const auto deep = std::string(100'000, '[') + std::string(100'000, ']');
  for (const auto& noise :
       {deep, R"({"a" "b",,:{"c"}})"s, "\"\xff\\ud800\""s, "1e999"s, "bare"s})
    EXPECT_EQ(read("{\"noise\":" + noise + ",\"street\":1}", {house, {}}),
              (json{{"street", 1}}))
        << noise.substr(0, 50);
  EXPECT_EQ(read("{\"noise\":[{]},\"street\":1}", {house, {}}), "NO JSON");
}

TEST(ReadJson, DepthAndNumberOfValuesAreBounded) {
  json_options options;
  options.limits = {2, 4};
  EXPECT_EQ(read(R"([[1,[2,[3]],{"a":1}]])", options),
            json::parse("[[1,null,null]]"));
  EXPECT_EQ(read("[1,2,3,4,5,6]", options), json({1, 2, 3, 4}));
  EXPECT_EQ(read(R"({"a":1,"b":2,"c":3,"d":4,"e":{"f":[]}})", options),
            (json{{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}}));
  // Millions of brackets cost neither a stack nor a gigabyte.
  EXPECT_EQ(read(std::string(8'000'000, '[')), "NO JSON");
  const auto deep = std::string(4'000'000, '[') + std::string(4'000'000, ']');
  EXPECT_TRUE(read_json(deep));
}

TEST(ReadJson, NumbersCanStayAsWritten) {
  json_options options;
  options.numbers_as_written = true;
  EXPECT_EQ(
      read("[14.30,7,123456789012345678901234567890,1e400,-2]", options),
      json::parse(R"(["14.30",7,"123456789012345678901234567890",null,-2])"));
}

TEST(ReadJson, PythonsWayCanCountToo) {
  json_options options;
  options.python_too = true;
  EXPECT_EQ(
      read(R"({'a': "O'Neil", 'b': 'it\'s', 'c': True, 'd': None})", options),
      (json{{"a", "O'Neil"}, {"b", "it's"}, {"c", true}, {"d", nullptr}}));
}

TEST(ReadJson, DocumentsAreTakenOffOneByOne) {
  std::string_view text = " {} {\"a\":1}\n[2] rest";
  EXPECT_EQ(take_json(text), json::object());
  EXPECT_EQ(take_json(text), (json{{"a", 1}}));
  EXPECT_EQ(take_json(text), json({2}));
  EXPECT_EQ(text, "rest");
  EXPECT_FALSE(take_json(text));
}

TEST(ReadJson, AgreesWithTheLibraryOnEveryValidDocument) {
  std::mt19937 random{20261128};
  for (int round = 0; round < 3000; ++round) {
    const auto tree = json::array({random_json(random)});
    for (const auto& text :
         {tree.dump(), tree.dump(2), tree.dump(-1, ' ', true)}) {
      ASSERT_EQ(read(text), tree) << text;
    }
  }
}

TEST(ReadJson, DamageNeverCrashes) {
  std::mt19937 random{7};
  const auto alphabet = "{}[]\",:\\u0dnull0e9-.truefals\0\xff\xc3\n '"s;
  for (int round = 0; round < 3000; ++round) {
    auto text = json::array({random_json(random)}).dump();
    for (auto hits = 1 + random() % 5; hits > 0; --hits)
      text[random() % text.size()] = alphabet[random() % alphabet.size()];
    json_options options;
    options.python_too = round % 2 == 0;
    const auto found = read_json(text, options);
    // Whatever came out is valid.
    if (found) {
      ASSERT_NO_THROW((void)found->dump()) << text;
    }
  }
}

} // namespace
} // namespace rental

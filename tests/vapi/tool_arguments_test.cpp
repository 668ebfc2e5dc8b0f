// One more wrapping around the arguments, and values that say nothing.
#include "tests/vapi/bodies.hpp"
#include "vapi/chat_chain.hpp"
#include "vapi/server_message.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace rental {
namespace {

using nlohmann::json;

tool_call with_arguments(const json& arguments) {
  const auto message = parse_server_message(bodies::with_list(
      "toolCallList",
      json{
          {"id", "a"},
          {"function", {{"name", "set_appointment"}, {"arguments", arguments}}}}
          .dump()));
  EXPECT_TRUE(message && message->calls.size() == 1);
  return message && message->calls.size() == 1 ? message->calls[0]
                                               : tool_call{};
}

const json wish{{"property_address", "7 Birch Ln"}, {"attendee_name", "Kim"}};
const tool_call::argument_map understood{{"property_address", "7 Birch Ln"},
                                         {"attendee_name", "Kim"}};

TEST(ToolArguments, AreFoundInsideAnyWrapping) {
  const auto text = wish.dump();
  const auto twice = json(text).dump();
  const auto thrice = json(twice).dump();
  for (
      const json& wrapped :
      {wish,
       json(text),
       json(twice),
       json(thrice),
       json(json(thrice).dump()),
       json("```json\n" + wish.dump(2) + "\n```"),
       json("```\n" + text + "```"),
       json("~~~JSON " + text + " ~~~"),
       json("json" + text),
       json("Here are the arguments: " + text + "."),
       json::array({wish}),
       json::array({text}),
       json(json::array({wish}).dump()),
       json{{"arguments", wish}},
       json{{"parameters", text}},
       json{{"input", {{"args", wish}}}},
       json{{"name", "set_appointment"}, {"arguments", text}},
       json{{"type", "function"},
            {"function", {{"name", "x"}, {"arguments", text}}}},
       json{{"set_appointment", wish}},
       json(json{{"arguments", twice}}.dump()),
       json("\ufeff" + text + "\n"),
       json("{}" + text),
       json(text + text),
       json(text + "\n" + text),
       json("{'property_address': '7 Birch Ln', 'attendee_name': \"Kim\", "
            "'attendee_email': None}"),
       json(
           R"({\"property_address\":\"7 Birch Ln\",\"attendee_name\":\"Kim\"})"),
       json("  " + text + "  ")}) {
    const auto call = with_arguments(wrapped);
    EXPECT_EQ(call.broken, "") << wrapped;
    EXPECT_EQ(call.arguments, understood) << wrapped;
  }
}

TEST(ToolArguments, WhatIsBrokenStaysBroken) {
  const std::pair<json, const char*> table[] = {
      {R"({"property_address": "7 Bir)", "arguments_cut"},
      {json(R"({"property_address": "7 Bir)").dump(), "arguments_cut"},
      {R"([{"a":"b"},{"c")", "arguments_cut"},
      {"7 Birch Ln, Kim", "arguments_not_an_object"},
      {json::array({1, 2}), "arguments_not_an_object"},
      {json::array({wish, wish}), "arguments_not_an_object"},
      {R"({"a":"1"}{"a":"2"})", "arguments_not_an_object"},
      {json::array({json::array({json::array()})}), "arguments_not_an_object"},
      {false, "arguments_not_an_object"},
      {std::string(300'000, ' ') + "{}", "arguments_cut"}};
  for (const auto& [arguments, why] : table)
    EXPECT_EQ(with_arguments(arguments).broken, why)
        << arguments.dump().substr(0, 80);
}

TEST(ToolArguments, EmptyOnesLeaveRoomForOthers) {
  const auto message = parse_server_message(bodies::with_list(
      "toolCallList", R"({"id":"a","function":{"name":"f","arguments":"{}"},
                          "parameters":{"k":"v"}})"));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->calls[0].argument("k"), "v");
  for (const auto* none : {"null", "undefined", "None", " ", "{}", "[]"})
    EXPECT_TRUE(with_arguments(none).arguments.empty()) << none;
}

TEST(ToolArguments, ValuesArePlain) {
  const auto call
      = with_arguments({{"a", "405\u2011555\u20110142"},
                        {"b", "\u201c9 Elm\u00adwood St\u201d,"},
                        {"c", "Tuesday, March 10 \u2013 2:00\u202fPM"},
                        {"d", "[Kim]"},
                        {"e", "\u202a+1405\u202c"},
                        {"f", 14.5},
                        {"g", {{"x", "\u2013"}}},
                        {"h\u200b", "y"}});
  EXPECT_EQ(call.arguments,
            (tool_call::argument_map{{"a", "405-555-0142"},
                                     {"b", "9 Elmwood St"},
                                     {"c", "Tuesday, March 10 - 2:00 PM"},
                                     {"d", "Kim"},
                                     {"e", "+1405"},
                                     {"f", "14.5"},
                                     {"g", "{\"x\":\"\u2013\"}"},
                                     {"h", "y"}}));
}

TEST(ToolArguments, ATimeThatIsAskedAboutKeepsItsQuestionMark) {
  const auto call = with_arguments({{"start_time", "Friday at ten? "},
                                    {"new_start_time", "\"Monday at two?\""},
                                    {"preferred_time", "Friday?"},
                                    {"attendee_name", "Kim?"}});
  EXPECT_EQ(call.argument("start_time"), "Friday at ten?");
  EXPECT_EQ(call.argument("new_start_time"), "Monday at two?");
  EXPECT_EQ(call.argument("preferred_time"), "Friday");
  EXPECT_EQ(call.argument("attendee_name"), "Kim");
  EXPECT_EQ(
      with_arguments({{"start_time", "Friday at ten!"}}).argument("start_time"),
      "Friday at ten");
}

TEST(ToolArguments, WordsForNothingAreNothing) {
  const auto call = with_arguments({{"a", "null"},
                                    {"b", "N/A"},
                                    {"c", "\"undefined\""},
                                    {"d", "(none)"},
                                    {"e", "..."},
                                    {"f", "TBD"},
                                    {"g", "Not provided"},
                                    {"h", "string"},
                                    {"i", "no"},
                                    {"j", "nine"}});
  EXPECT_EQ(call.arguments,
            (tool_call::argument_map{{"i", "no"}, {"j", "nine"}}));
}

TEST(ChatChain, TheFirstChatNamesTheConversation) {
  chat_chain chain;
  EXPECT_EQ(chain.first_of("x", "c1", ""), "c1");
  EXPECT_EQ(chain.first_of("x", "c2", "c1"), "c1");
  EXPECT_EQ(chain.first_of("x", "c3", "c2"), "c1");
  EXPECT_EQ(chain.first_of("x", "c2", ""), "c1") << "known already";
  EXPECT_EQ(chain.first_of("y", "c3", "c2"), "c2") << "of somebody else";
  EXPECT_EQ(chain.first_of("x", "d2", "d1"), "d1") << "d1 was never seen";
  EXPECT_EQ(chain.first_of("x", "d1", ""), "d1");
}

TEST(ChatChain, ForgetsTheOldestWhenItIsFull) {
  chat_chain chain{8};
  chain.first_of("x", "a2", "a1");
  for (int i = 0; i < 20; ++i)
    chain.first_of("x", "b" + std::to_string(i), "");
  EXPECT_EQ(chain.first_of("x", "a3", "a2"), "a2");
  EXPECT_EQ(chain.first_of("x", "b20", "b19"), "b19");
}

} // namespace
} // namespace rental

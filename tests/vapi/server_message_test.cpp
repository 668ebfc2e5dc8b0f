#include "tests/vapi/bodies.hpp"
#include "tests/vapi/parsed.hpp"

#include <set>

namespace rental {
namespace {

using namespace test;

TEST(ServerMessage, ReadsACapturedToolCallOnce) {
  const auto call = only_call(bodies::captured);
  EXPECT_EQ(call.id, "call_A1");
  EXPECT_EQ(call.name, "get_availability");
  EXPECT_EQ(call.broken, "");
  EXPECT_EQ(call.arguments,
            (tool_call::argument_map{{"property_address", "9 Elm St"},
                                     {"days", "3"},
                                     {"soon", "true"}}));
}

TEST(ServerMessage, ReadsWhoIsCalling) {
  const auto call = parsed(bodies::captured).call;
  EXPECT_EQ(call.call_id, "0198-call");
  EXPECT_EQ(call.org_id, "org-1");
  EXPECT_EQ(call.call_type, "inboundPhoneCall");
  EXPECT_EQ(call.assistant_id, "asst-1");
  EXPECT_EQ(call.phone_number_id, "pn-1");
  EXPECT_EQ(call.dialled_number, "+14055550100");
  EXPECT_EQ(call.caller_number, "+14055550142");
}

TEST(ServerMessage, FindsTheSameFactsInsideCall) {
  const auto call = parsed(R"({"message":{"type":"hang","call":{"id":"c",
    "assistantId":"a","phoneNumberId":"p","customer":{"number":"+1405"},
    "phoneNumber":{"number":"+1406"}},"assistant":null,"customer":{"number":null},
    "phoneNumber":{"id":"","number":""}}})")
                        .call;
  EXPECT_EQ(call.assistant_id, "a");
  EXPECT_EQ(call.phone_number_id, "p");
  EXPECT_EQ(call.caller_number, "+1405");
  EXPECT_EQ(call.dialled_number, "+1406");
}

TEST(ServerMessage, ATextChatIsOneConversation) {
  const auto conversation = [](const std::string& more) {
    return parsed(bodies::of_type("chat.created", "," + more)).call.call_id;
  };
  EXPECT_EQ(conversation(R"("chat":{"id":"c9","sessionId":"s1"})"), "s1");
  EXPECT_EQ(conversation(R"("chat":{"id":"c9"},"session":{"id":"s1"})"), "s1");
  EXPECT_EQ(conversation(R"("chat":{"id":"c9","session":{"id":"s1"},
                            "sessionId":null})"),
            "s1");
  EXPECT_EQ(conversation(R"("chat":{"id":"c9","sessionId":"s1"},
                            "call":{"id":"k"})"),
            "k");
  EXPECT_EQ(conversation(R"("chat":{"id":"c9","previousChatId":"c8"})"), "c8");
  const auto alone
      = parsed(bodies::of_type("hang",
                               R"(,"chat":{"id":"c9","previousChatId":"c8"})"))
            .call;
  EXPECT_EQ(alone.chat_id, "c9");
  EXPECT_EQ(alone.previous_chat_id, "c8");
}

TEST(ServerMessage, IdsThatFitNoColumnAreHashed) {
  EXPECT_EQ(storable_id("call_A1-b.c"), "call_A1-b.c");
  EXPECT_EQ(storable_id(""), "");
  std::set<std::string> seen;
  for (const auto& id :
       {std::string(4000, 'x') + "1", std::string(4000, 'x') + "2",
        std::string{" call_1"}, std::string{"call_1 "}, std::string{"call\t1"},
        std::string{"#ab"}, std::string{"call\0", 5}, std::string{"\u00e9"}}) {
    const auto stored = storable_id(id);
    EXPECT_EQ(stored.size(), 65u) << id;
    EXPECT_TRUE(stored.starts_with('#'));
    EXPECT_TRUE(seen.insert(stored).second) << id;
  }
}

TEST(ServerMessage, AChatNamesTheCall) {
  EXPECT_EQ(parsed(bodies::of_type("hang", R"(,"chat":{"id":"chat-1"})"))
                .call.call_id,
            "chat-1");
}

TEST(ServerMessage, LeavesFactsEmptyThatAreNoPlainValues) {
  const auto call
      = parsed(
            R"({"message":{"type":"hang","call":[1],"customer":{"number":{"a":1}},
        "assistant":"x","phoneNumber":7}})")
            .call;
  EXPECT_EQ(call.call_id, "");
  EXPECT_EQ(call.caller_number, "");
}

struct shape {
  const char* name;
  std::string body;
};

class ToolCallShapes : public testing::TestWithParam<shape> {};

TEST_P(ToolCallShapes, AreAllTheSameCall) {
  const auto call = only_call(GetParam().body);
  EXPECT_EQ(call.id, "id1");
  EXPECT_EQ(call.name, "get_availability");
  EXPECT_EQ(call.broken, "");
  EXPECT_EQ(call.argument("property_address"), "9 Elm St");
}

INSTANTIATE_TEST_SUITE_P(
    Vapi, ToolCallShapes,
    testing::Values(
        shape{
            "OfficialStringArguments",
            bodies::with_list("toolCallList", R"({"id":"id1","type":"function",
            "function":{"name":"get_availability",
            "arguments":"{\"property_address\": \"9 Elm St\"}"}})")},
        shape{"OlderObjectArguments",
              bodies::with_list("toolCalls", R"({"id":"id1","function":
            {"name":"get_availability",
             "arguments":{"property_address":"9 Elm St"}}})")},
        shape{"FlatParameters",
              bodies::with_list("toolCallList", R"({"id":"id1",
            "name":"get_availability",
            "parameters":{"property_address":"9 Elm St"}})")},
        shape{"FlatArguments", bodies::with_list("toolCallList", R"({"id":"id1",
            "name":"get_availability",
            "arguments":{"property_address":"9 Elm St"}})")},
        shape{"FlatStringParameters",
              bodies::with_list("toolCalls", R"({"id":"id1",
            "name":"get_availability",
            "parameters":"{\"property_address\":\"9 Elm St\"}"})")},
        shape{"WithToolNamedOutside",
              bodies::with_list("toolWithToolCallList",
                                R"({"name":"get_availability",
            "parameters":{"type":"object","properties":{"x":{}}},
            "toolCall":{"id":"id1","parameters":
              {"property_address":"9 Elm St"}}})")},
        shape{"WithToolNamedInItsFunction",
              bodies::with_list("toolWithToolCallList",
                                R"({"function":{"name":"get_availability",
            "parameters":{"type":"object"}},
            "toolCall":{"id":"id1","function":{"parameters":
              {"property_address":"9 Elm St"}}}})")},
        shape{"EmptyListsBefore",
              R"({"message":{"type":"tool-calls","toolCallList":[],
            "toolCalls":[null,"x"],"toolWithToolCallList":[{"toolCall":
            {"id":"id1","function":{"name":"get_availability",
            "arguments":{"property_address":"9 Elm St"}}}}]}})"},
        shape{"NoType", R"({"message":{"toolCalls":[{"id":"id1","function":
            {"name":"get_availability",
             "arguments":{"property_address":"9 Elm St"}}}]}})"},
        shape{"NullType", R"({"message":{"type":null,"toolCalls":[{"id":"id1",
            "function":{"name":"get_availability",
             "arguments":{"property_address":"9 Elm St"}}}]}})"},
        shape{"Unwrapped", R"({"type":"tool-calls","toolCallList":[{"id":"id1",
            "name":"get_availability",
            "arguments":{"property_address":"9 Elm St"}}]})"},
        shape{"NullBeforeTheRealOnes",
              bodies::with_list("toolCallList", R"({"id":"id1","name":null,
            "function":{"name":"get_availability","arguments":null},
            "arguments":"","parameters":{"property_address":"9 Elm St"}})")}),
    [](const auto& each) { return each.param.name; });

TEST(ServerMessage, KeepsTheOrderOfSeveralCallsAndRunsRepeatedIdsOnce) {
  const auto message = parsed(bodies::with_list(
      "toolCallList", R"({"id":"b","name":"x"},{"id":"a","name":"y"},
                       {"id":"b","name":"z"})"));
  ASSERT_EQ(message.calls.size(), 2u);
  EXPECT_EQ(message.calls[0].id, "b");
  EXPECT_EQ(message.calls[0].name, "x");
  EXPECT_EQ(message.calls[1].id, "a");
}

TEST(ServerMessage, AbsentArgumentsAreNone) {
  for (const char* arguments :
       {R"("arguments":null)", R"("arguments":"")", R"("arguments":{})",
        R"("arguments":"null")", R"("other":1)"}) {
    const auto call = only_call(bodies::with_list(
        "toolCallList", std::string{R"({"id":"a","function":{"name":"f",)"}
                            + arguments + "}}"));
    EXPECT_EQ(call.broken, "") << arguments;
    EXPECT_TRUE(call.arguments.empty()) << arguments;
  }
}

TEST(ServerMessage, EmptyNullAndUnfilledValuesAreAbsent) {
  const auto call = only_call(bodies::with_list(
      "toolCallList",
      R"({"id":"a","name":"f","arguments":{"a":"","b":null,"c":"  ","d":"\n",
        "e":"{{customer.number}}","f":"kept","g":0}})"));
  EXPECT_EQ(call.arguments,
            (tool_call::argument_map{{"f", "kept"}, {"g", "0"}}));
}

TEST(ServerMessage, ArgumentsAreOneLineAndBounded) {
  const auto call = only_call(bodies::with_list(
      "toolCallList", R"({"id":"a","name":"f","arguments":{"a":"x\u0000y\r\nz",
      "b":")" + std::string(5000, 'q')
                          + R"(","c":{"k":[1,"\u0001"]}}})"));
  EXPECT_EQ(call.argument("a"), "x y  z");
  EXPECT_EQ(call.argument("b").size(), 2000u);
  EXPECT_EQ(call.argument("c"), R"({"k":[1,"\u0001"]})");
}

TEST(ServerMessage, CutsLongTextBetweenCharacters) {
  std::string euros;
  for (int i = 0; i < 1000; ++i)
    euros += "\xe2\x82\xac";
  const auto call = only_call(bodies::with_list(
      "toolCallList",
      R"({"id":"a","name":"f","arguments":{"a":")" + euros + R"("}})"));
  EXPECT_EQ(call.argument("a").size(), 1998u);
}

TEST(ServerMessage, BrokenCallsAreNamedAndSpoilNoOther) {
  const auto message = parsed(bodies::with_list("toolCallList", R"(
    {"id":"cut","function":{"name":"f","arguments":"{\"a\": \"b"}},
    {"id":"list","function":{"name":"f","arguments":[1,2]}},
    {"id":"number","function":{"name":"f","arguments":7}},
    {"id":"text","function":{"name":"f","arguments":"\"hello\""}},
    {"id":"nameless","function":{"arguments":{}}},
    {"id":"numbered","name":5,"arguments":{}},
    {"id":"fine","function":{"name":"f","arguments":{"a":"b"}}})"));
  std::map<std::string, std::string> broken;
  for (const auto& call : message.calls)
    broken[call.id] = call.broken;
  EXPECT_EQ(broken, (std::map<std::string, std::string>{
                        {"cut", "arguments_cut"},
                        {"list", "arguments_not_an_object"},
                        {"number", "arguments_not_an_object"},
                        {"text", "arguments_not_an_object"},
                        {"nameless", "no_name"},
                        {"numbered", "no_name"},
                        {"fine", ""}}));
}

TEST(ServerMessage, RunsNoMoreThanTwentyCalls) {
  std::string entries;
  for (int i = 0; i < 5000; ++i)
    entries += (i ? "," : "") + std::string{R"({"id":"c)"} + std::to_string(i)
               + R"(","name":"f"})";
  const auto message = parsed(bodies::with_list("toolCallList", entries));
  ASSERT_EQ(message.calls.size(), 100u);
  EXPECT_EQ(message.calls[19].broken, "");
  EXPECT_EQ(message.calls[20].broken, "too_many_calls");
}

TEST(ServerMessage, RefusesTooManyArguments) {
  std::string members;
  for (int i = 0; i < 65; ++i)
    members += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":1";
  EXPECT_EQ(only_call(bodies::with_list("toolCallList",
                                        R"({"id":"a","name":"f","arguments":{)"
                                            + members + "}}"))
                .broken,
            "too_many_arguments");
}

TEST(ServerMessage, ReadsLegacyFunctionCalls) {
  for (const char* body :
       {R"({"message":{"type":"function-call","functionCall":{"name":"f",
            "parameters":{"a":"b"}}}})",
        R"({"message":{"type":"function-call","functionCall":{"name":"f",
            "parameters":"{ \"a\": \"b\"}"}}})",
        R"({"message":{"functionCall":{"name":"f","arguments":{"a":"b"}}}})",
        R"({"functionCall":{"name":"f","parameters":{"a":"b"}}})",
        R"({"message":null,"functionCall":{"functionName":"f",
            "parameters":{"a":"b"}}})",
        R"({"type":"function-call","functionCall":{"name":"f",
            "parameters":{"a":"b"}}})"}) {
    const auto message = parsed(body);
    EXPECT_EQ(message.kind, message_kind::legacy_function_call) << body;
    ASSERT_EQ(message.calls.size(), 1u) << body;
    EXPECT_EQ(message.calls[0].id, "") << body;
    EXPECT_EQ(message.calls[0].name, "f") << body;
    EXPECT_EQ(message.calls[0].argument("a"), "b") << body;
  }
}

TEST(ServerMessage, OtherTypesNeverRunWhatTheyCarry) {
  for (const char* type :
       {"conversation-update", "end-of-call-report", "status-update",
        "model-output", "assistant-request", "something-new"}) {
    const auto message = parsed(bodies::of_type(
        type, R"(,"toolCalls":[{"id":"a","name":"f"}],"functionCall":
             {"name":"f"},"artifact":{"toolCalls":[{"id":"a","name":"f"}]})"));
    EXPECT_TRUE(message.calls.empty()) << type;
    EXPECT_EQ(message.type, type);
  }
}

TEST(ServerMessage, TellsTheKindsApart) {
  const std::pair<std::string, message_kind> table[] = {
      {bodies::of_type("assistant-request"), message_kind::assistant_request},
      {bodies::of_type("transfer-destination-request"),
       message_kind::transfer_destination_request},
      {bodies::of_type("handoff-destination-request"),
       message_kind::handoff_destination_request},
      {bodies::of_type("knowledge-base-request"),
       message_kind::knowledge_base_request},
      {bodies::of_type("status-update", R"(,"status":"in-progress")"),
       message_kind::call_begins},
      {bodies::of_type("assistant.started"), message_kind::call_begins},
      {bodies::of_type("status-update", R"(,"status":"ended")"),
       message_kind::call_ends},
      {bodies::of_type("end-of-call-report"), message_kind::call_ends},
      {bodies::of_type("status-update", R"(,"status":"queued")"),
       message_kind::informational},
      {bodies::of_type("status-update", R"(,"status":{})"),
       message_kind::informational},
      {bodies::of_type(R"(transcript[transcriptType=\"final\"])"),
       message_kind::informational},
      {bodies::of_type("hang"), message_kind::informational},
      {R"({"type":"hang"})", message_kind::informational},
      {bodies::of_type("function-call"), message_kind::informational},
      {bodies::of_type("tool-calls"), message_kind::tool_calls}};
  std::set<std::string> names;
  for (const auto& [body, kind] : table) {
    EXPECT_EQ(parsed(body).kind, kind) << body;
    names.insert(to_string(kind));
  }
  EXPECT_EQ(names.size(), 8u);
}

TEST(ServerMessage, TheTypeIsFitForALog) {
  EXPECT_EQ(parsed(bodies::of_type("a\\nb\\u00e9c")).type, "a bc");
  EXPECT_EQ(parsed(bodies::of_type(std::string(500, 'x'))).type.size(), 64u);
}

TEST(Fingerprint, IsEqualForEqualWishesOnly) {
  auto print = [](const std::string& entry) {
    return fingerprint(only_call(bodies::with_list("toolCallList", entry)));
  };
  const auto one
      = print(R"({"id":"1","name":"f","arguments":{"a":"b","c":"d"}})");
  EXPECT_EQ(one.size(), 64u);
  EXPECT_EQ(one, print(R"({"id":"2","name":"f","parameters":
                           "{\"c\":\" d \",\"a\":\"b\",\"e\":\"\"}"})"));
  EXPECT_NE(one,
            print(R"({"id":"1","name":"g","arguments":{"a":"b","c":"d"}})"));
  EXPECT_NE(one,
            print(R"({"id":"1","name":"f","arguments":{"a":"b","c":"e"}})"));
  EXPECT_NE(print(R"({"id":"1","name":"f","arguments":{"a":"bc"}})"),
            print(R"({"id":"1","name":"f","arguments":{"ab":"c"}})"));
}

} // namespace
} // namespace rental

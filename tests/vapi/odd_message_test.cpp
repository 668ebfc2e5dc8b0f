// Messages that are no messages, and flaws in those that are.
#include "tests/vapi/bodies.hpp"
#include "tests/vapi/parsed.hpp"

#include <nlohmann/json.hpp>

namespace rental {
namespace {

using namespace test;

TEST(ServerMessage, RefusesWhatIsNoMessage) {
  using namespace std::string_literals;
  for (const auto& body :
       {""s, " "s, "null"s, "[]"s, "7"s, "\"text\""s, "{}"s, "{"s,
        R"({"message":"tool-calls"})"s, R"({"message":[]})"s,
        R"({"message":7})"s, R"({"message":{}})"s, R"({"message":null})"s,
        R"({"message":{"type":"tool-calls"})"s, R"({"website":"x"})"s, "\0"s,
        R"({"message":{"type":1e999}})"s})
    EXPECT_EQ(refused(body), errc::bad_request) << body;
}

TEST(ServerMessage, SurvivesDepthBombs) {
  EXPECT_EQ(refused(std::string(8'000'000, '[')), errc::bad_request);
  std::string objects;
  for (int i = 0; i < 500'000; ++i)
    objects += "{\"a\":";
  EXPECT_EQ(refused(objects), errc::bad_request);
  const std::string deep = std::string(400, '[') + std::string(400, ']');
  EXPECT_EQ(only_call(bodies::with_list("toolCallList",
                                        R"({"id":"a","name":"f","arguments":")"
                                            + deep + "\"}"))
                .broken,
            "arguments_not_an_object");
  // Brackets inside strings do not nest.
  EXPECT_EQ(parsed(bodies::of_type("hang", R"(,"x":")" + deep + '"')).kind,
            message_kind::informational);
}

TEST(ServerMessage, AFlawAnywhereCostsNoToolCall) {
  using namespace std::string_literals;
  const auto call = R"("toolCallList":[{"id":"a","name":"f",
                       "arguments":{"k":"v"}}])"s;
  for (const auto& flaw :
       {R"("artifact":{"messages":[{"message":"Fine \udc4d"}]})"s,
        "\"transcript\":\"caf\xc3\""s, "\"transcript\":\"a\0b\""s,
        R"("timestamp":9e999)"s, R"("cost":123456789012345678901234567890e5)"s,
        R"("x":NaN)"s, R"("x":undefined)"s, "\"x\":\"line\nbreak\""s,
        R"("type":"tool-calls")"s,
        "\"artifact\":" + std::string(5000, '[') + std::string(5000, ']')}) {
    EXPECT_EQ(only_call("\xef\xbb\xbf{\"message\":{\"type\":\"tool-calls\","
                        + flaw + "," + call + "}}\0"s)
                  .argument("k"),
              "v")
        << flaw.substr(0, 60);
    EXPECT_EQ(only_call("{\"message\":{" + call + ",\"type\":\"tool-calls\","
                        + flaw + "}}")
                  .argument("k"),
              "v")
        << flaw.substr(0, 60);
  }
  const auto mended = only_call(bodies::with_list(
      "toolCallList",
      R"({"id":"a","name":"f","arguments":{"half":"Jo \ud83d","n":1e999,)"
      "\"cut\":\"caf\xc3\"}}"));
  EXPECT_EQ(mended.argument("half"), "Jo \xef\xbf\xbd");
  EXPECT_EQ(mended.argument("n"), "");
  EXPECT_EQ(mended.argument("cut"), "caf\xef\xbf\xbd");
  EXPECT_EQ(
      parsed("{\"message\":{\"type\":\"end-of-call-report\",\"summary\":\""
             "\xf0\x9f\x98\",\"x\":\"\\ud83d\"}}")
          .kind,
      message_kind::call_ends);
}

TEST(ServerMessage, IdsComeBackByteForByte) {
  for (const std::string id : {"\"  padded \"", "\"tab\\tand\\nline\"",
                               "\"nul\\u0000\"", "\"caf\\u00e9\"", "\" \""}) {
    const auto call = only_call(bodies::with_list(
        "toolCallList", "{\"id\":" + id + ",\"name\":\"f\"}"));
    EXPECT_EQ(nlohmann::json(call.id), nlohmann::json::parse(id));
  }
  const std::string a(1'000'000, 'i');
  const auto message = parsed(bodies::with_list(
      "toolCallList",
      "{\"id\":\"" + a + "1\",\"name\":\"f\"},{\"id\":\"" + a
          + "2\",\"name\":\"f\"},{\"id\":12345678901234567890123,"
            "\"name\":\"f\"}"));
  ASSERT_EQ(message.calls.size(), 3u);
  EXPECT_EQ(message.calls[0].id, a + "1");
  EXPECT_EQ(message.calls[1].id, a + "2");
  EXPECT_EQ(message.calls[2].id, "12345678901234567890123");
}

TEST(ServerMessage, WhatIsNotUsedIsNotBuilt) {
  std::string noise = "[";
  while (noise.size() < 4'000'000)
    noise += R"({"a":{},"b":[0]},)";
  noise += "0]";
  const auto call
      = only_call(R"({"message":{"type":"tool-calls","artifact":)" + noise
                  + R"(,"toolCalls":[{"id":"a","name":"f",
      "arguments":{"k":"v"},"noise":)"
                  + noise + R"(}],"call":{"noise":)" + noise + "}}}");
  EXPECT_EQ(call.argument("k"), "v");
}

TEST(ServerMessage, OfDuplicateKeysTheLastCounts) {
  EXPECT_EQ(only_call(bodies::with_list("toolCallList",
                                        R"({"id":"a","id":"b","name":"f"})"))
                .id,
            "b");
}

} // namespace
} // namespace rental

#include "vapi/tool_results.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <vector>

namespace rental {
namespace {

using nlohmann::json;

TEST(ToolResults, KeepsOrderAndNamesEachCall) {
  const std::vector<tool_answer> answers{
      {"call_2", "get_availability", "I have openings.", false},
      {"call_1", "set_appointment", "Nothing was booked.", true}};
  EXPECT_EQ(json::parse(render_tool_results(answers)), json::parse(R"({
    "results":[
      {"toolCallId":"call_2","name":"get_availability",
       "result":"I have openings."},
      {"toolCallId":"call_1","name":"set_appointment",
       "error":"Nothing was booked."}]})"));
}

TEST(ToolResults, NothingIsAnEmptyList) {
  EXPECT_EQ(render_tool_results({}), R"({"results":[]})");
}

TEST(ToolResults, SpeaksOnOneLine) {
  const std::vector<tool_answer> answers{
      {"id\n\"x\"", "n", "First line.\nSecond\tone.\x01", false}};
  const auto text = render_tool_results(answers);
  for (char c : text)
    EXPECT_GE(static_cast<unsigned char>(c), 0x20) << text;
  const auto body = json::parse(text);
  EXPECT_EQ(body["results"][0]["toolCallId"], "id\n\"x\"");
  EXPECT_EQ(body["results"][0]["result"], "First line. Second one.");
}

TEST(ToolResults, BrokenUtf8DoesNotThrow) {
  const std::vector<tool_answer> answers{{"a\xff", "b\xc0", "c\xfe.", true}};
  EXPECT_TRUE(json::accept(render_tool_results(answers)));
  EXPECT_TRUE(json::accept(render_legacy_result("\xf0\x28")));
}

TEST(ToolResults, OtherAnswers) {
  EXPECT_EQ(render_legacy_result("Say \"hi\"."), R"({"result":"Say \"hi\"."})");
  EXPECT_EQ(render_error("Sorry."), R"({"error":"Sorry."})");
  EXPECT_EQ(render_no_documents(), R"({"documents":[]})");
  EXPECT_EQ(render_acknowledgement(), "{}");
}

} // namespace
} // namespace rental

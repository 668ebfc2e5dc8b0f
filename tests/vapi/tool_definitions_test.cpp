#include "vapi/tool_definitions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <regex>

namespace rental {
namespace {

using nlohmann::json;

constexpr auto url = "https://calendar.example.com/vapi/webhook";

json all_tools() {
  return json::parse(render_tool_definitions(known_tools(), url))["tools"];
}

TEST(ToolDefinitions, OnlyTheToolsAskedFor) {
  const std::array<std::string_view, 3> names{"set_appointment", "nonsense",
                                              "get_availability"};
  const auto tools = json::parse(render_tool_definitions(names, url))["tools"];
  ASSERT_EQ(tools.size(), 2u);
  EXPECT_EQ(tools[0]["function"]["name"], "get_availability");
  EXPECT_EQ(tools[1]["function"]["name"], "set_appointment");
}

TEST(ToolDefinitions, KnowsSixTools) {
  EXPECT_THAT(known_tools(),
              testing::ElementsAre("get_availability", "set_appointment",
                                   "find_appointment", "cancel_appointment",
                                   "reschedule_appointment", "leave_message"));
  EXPECT_EQ(all_tools().size(), 6u);
}

TEST(ToolDefinitions, StayWithinVapisLimits) {
  const std::regex name{"[a-zA-Z0-9_-]{1,64}"};
  for (const auto& tool : all_tools()) {
    const auto& function = tool["function"];
    EXPECT_TRUE(std::regex_match(function["name"].get<std::string>(), name));
    const auto description = function["description"].get<std::string>();
    EXPECT_GE(description.size(), 200u) << function["name"];
    EXPECT_LE(description.size(), 800u) << function["name"];
    for (const auto& message : tool["messages"])
      EXPECT_LE(message["content"].get<std::string>().size(), 1000u);
  }
}

TEST(ToolDefinitions, CarryServerRetriesAndStaticParameters) {
  for (const auto& tool : all_tools()) {
    EXPECT_EQ(tool["type"], "function");
    EXPECT_EQ(tool["async"], false);
    EXPECT_EQ(tool["function"]["strict"], false);
    EXPECT_EQ(tool["server"]["url"], url);
    EXPECT_EQ(tool["server"]["timeoutSeconds"], 20);
    EXPECT_EQ(tool["server"]["backoffPlan"], json::parse(R"({
      "type":"exponential","maxRetries":2,"baseDelaySeconds":1,
      "excludedStatusCodes":[400,401,403,404,413,422]})"));
    EXPECT_EQ(tool["parameters"], json::parse(R"([
      {"key":"caller_number","value":"{{customer.number}}"},
      {"key":"vapi_call_id","value":"{{call.id}}"}])"));
    std::vector<std::string> types;
    for (const auto& message : tool["messages"])
      types.push_back(message["type"]);
    EXPECT_THAT(types, testing::ElementsAre("request-start",
                                            "request-response-delayed",
                                            "request-failed"));
  }
}

TEST(ToolDefinitions, SchemasAskForWhatIsNeeded) {
  const auto tools = all_tools();
  EXPECT_EQ(tools[0]["function"]["parameters"]["required"],
            json::parse(R"(["property_address"])"));
  EXPECT_EQ(
      tools[1]["function"]["parameters"]["required"],
      json::parse(R"(["property_address","start_time","attendee_name"])"));
  for (const auto& tool : tools) {
    const auto& schema = tool["function"]["parameters"];
    EXPECT_EQ(schema["type"], "object");
    for (const auto& required : schema["required"])
      EXPECT_TRUE(schema["properties"].contains(required.get<std::string>()));
    // Static parameters are not the model's to fill in.
    EXPECT_FALSE(schema["properties"].contains("caller_number"));
  }
}

} // namespace
} // namespace rental

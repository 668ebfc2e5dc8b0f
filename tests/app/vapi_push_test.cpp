#include "tests/support/child_process.hpp"
#include "vapi/tool_definitions.hpp"

#include "vapi_push_fixture.hpp"

namespace rental::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const json needed{"tool-calls", "status-update", "end-of-call-report"};

TEST_F(VapiPushTest, ADryRunOnlyReads) {
  const auto id = put_assistant();
  EXPECT_EQ(push({"--assistant", id}), 0) << err;
  EXPECT_THAT(vapi.writes(), IsEmpty());
  EXPECT_THAT(vapi.all("tool"), IsEmpty());
  EXPECT_THAT(out,
              AllOf(HasSubstr("VAPI at " + vapi.url() + ", webhook " + webhook),
                    HasSubstr("create  credential \"PeteRental webhook "),
                    HasSubstr("create  tool get_availability\n"),
                    HasSubstr("create  tool leave_message\n"),
                    HasSubstr("change  assistant \"Lakeside\" " + id),
                    HasSubstr("serverMessages: + \"status-update\""),
                    HasSubstr("server.url: \"" + webhook + "\""),
                    HasSubstr("model.toolIds: + leave_message\n"),
                    HasSubstr("7 to create, 1 to change, 0 to leave"),
                    HasSubstr("repeat this with --yes")));
  EXPECT_THAT(err, IsEmpty());
}

TEST_F(VapiPushTest, TheFirstPushMakesEverything) {
  const auto id = put_assistant();
  ASSERT_EQ(push_for_good({"--assistant", id}), 0) << out << err;
  EXPECT_EQ(credential()["authenticationPlan"],
            json({{"type", "bearer"},
                  {"token", shared},
                  {"headerName", "Authorization"},
                  {"bearerPrefixEnabled", true}}));
  const auto credential_id = credential()["id"];
  const auto wanted
      = json::parse(render_tool_definitions(known_tools(), webhook))["tools"];
  EXPECT_THAT(vapi.all("tool"), SizeIs(wanted.size()));
  for (auto each : wanted) {
    const auto made = tool(each["function"]["name"]);
    each["server"]["credentialId"] = credential_id;
    for (const auto& [name, value] : each.items())
      EXPECT_EQ(made[name], value) << each["function"]["name"] << " " << name;
    EXPECT_THAT(out, HasSubstr("created tool "
                               + each["function"]["name"].get<std::string>()
                               + " " + made["id"].get<std::string>()));
  }
  const auto assistant = vapi.one("assistant", id);
  EXPECT_EQ(assistant["serverMessages"], needed);
  EXPECT_EQ(assistant["server"],
            json({{"url", webhook}, {"credentialId", credential_id}}));
  EXPECT_THAT(assistant["model"]["toolIds"], ElementsAreArray(tool_ids()));
  EXPECT_THAT(out, HasSubstr("7 created, 1 changed, 0 left as they were"));
}

TEST_F(VapiPushTest, TheSecondPushChangesNothing) {
  const auto id = put_assistant();
  ASSERT_EQ(push_for_good({"--assistant", id}), 0) << err;
  const auto before = vapi.writes().size();
  EXPECT_EQ(push_for_good({"--assistant", id}), 0) << err;
  EXPECT_THAT(vapi.writes(), SizeIs(before)) << out;
  EXPECT_THAT(out, HasSubstr("0 created, 0 changed, 8 left as they were"));
  EXPECT_EQ(push({"--assistant", id}), 0);
  EXPECT_THAT(out, AllOf(HasSubstr("leave   tool set_appointment "),
                         HasSubstr("0 to create, 0 to change, 8 to leave"),
                         Not(HasSubstr("--yes"))));
}

TEST_F(VapiPushTest, WithoutAnAssistantItMakesCredentialAndTools) {
  const auto id = put_assistant();
  const auto before = vapi.one("assistant", id);
  EXPECT_EQ(push_for_good(), 0) << err;
  EXPECT_THAT(vapi.all("tool"), SizeIs(6));
  EXPECT_EQ(vapi.one("assistant", id), before);
  EXPECT_THAT(out, HasSubstr("--assistant ID gives it"));
}

TEST_F(VapiPushTest, AnotherPublicUrlMovesTheSameTools) {
  const auto id = put_assistant();
  ASSERT_EQ(push_for_good({"--assistant", id}), 0) << err;
  const auto ids = tool_ids();
  env["PUBLIC_URL"] = "https://new.example.com";
  EXPECT_EQ(push({"--assistant", id}), 0) << err;
  EXPECT_THAT(out, HasSubstr("server.url: \"" + webhook
                             + "\" -> \"https://new.example.com/vapi/webhook"));
  ASSERT_EQ(push_for_good({"--assistant", id}), 0) << err;
  EXPECT_EQ(tool_ids(), ids);
  for (const auto& [each, made] : vapi.all("tool"))
    EXPECT_EQ(made["server"]["url"], "https://new.example.com/vapi/webhook");
  EXPECT_EQ(vapi.one("assistant", id)["server"]["url"],
            "https://new.example.com/vapi/webhook");
  const auto last = json::parse(vapi.seen().back().body);
  EXPECT_TRUE(last.contains("server"));
  EXPECT_FALSE(last.contains("model")) << "only what changes is sent";
  EXPECT_FALSE(last.contains("serverMessages"));
}

TEST_F(VapiPushTest, AnotherSecretGoesIntoTheSameCredential) {
  ASSERT_EQ(push_for_good(), 0) << err;
  const auto before = credential();
  env["VAPI_SECRET"] = "another-secret-geheim";
  env["VAPI_SECRET_PREVIOUS"] = shared;
  EXPECT_EQ(push_for_good(), 0) << err;
  EXPECT_EQ(credential()["id"], before["id"]);
  EXPECT_NE(credential()["name"], before["name"]);
  EXPECT_EQ(credential()["authenticationPlan"]["token"],
            "another-secret-geheim");
  EXPECT_THAT(out, HasSubstr("0 created, 1 changed, 6 left"));
}

TEST_F(VapiPushTest, SignsWhenTheServiceExpectsSignatures) {
  ASSERT_EQ(push_for_good(), 0) << err;
  env["VAPI_HMAC_SECRET"] = signing;
  env["CONFIG"] = write("p.toml", "[hmac]\nalgorithm = \"sha512\"\n"
                                  "signature_prefix = \"v1=\"\n");
  EXPECT_EQ(push_for_good(), 0) << err;
  EXPECT_EQ(credential()["authenticationPlan"],
            json({{"type", "hmac"},
                  {"secretKey", signing},
                  {"algorithm", "sha512"},
                  {"signatureHeader", "x-signature"},
                  {"timestampHeader", "x-timestamp"},
                  {"signaturePrefix", "v1="},
                  {"includeTimestamp", true},
                  {"payloadFormat", "{timestamp}.{body}"},
                  {"signatureEncoding", "hex"},
                  {"secretIsBase64", false}}));
  EXPECT_THAT(out, HasSubstr("0 created, 1 changed, 6 left"));
}

TEST_F(VapiPushTest, WhatIsNotOursStays) {
  const auto foreign = vapi.put(
      "tool", {{"type", "function"},
               {"function", {{"name", "get_availability"}}},
               {"server", {{"url", "https://other.example.com/hook"}}}});
  const auto hang_up = vapi.put("tool", {{"type", "endCall"}});
  const auto other_one = vapi.put(
      "credential", {{"provider", "openai"}, {"name", "PeteRental webhook"}});
  const auto id = put_assistant(
      {{"serverMessages", {"hang", "tool-calls"}},
       {"server", {{"headers", {{"X-Site", "1"}}}, {"timeoutSeconds", 30}}},
       {"model", {{"toolIds", {hang_up}}}}});
  const auto before = vapi.one("assistant", id);
  const auto tools_before = vapi.all("tool");
  ASSERT_EQ(push_for_good({"--assistant", id}), 0) << err;
  EXPECT_EQ(vapi.one("tool", foreign), tools_before.at(foreign));
  EXPECT_EQ(vapi.one("tool", hang_up), tools_before.at(hang_up));
  EXPECT_EQ(vapi.one("credential", other_one)["provider"], "openai");
  auto after = vapi.one("assistant", id);
  EXPECT_EQ(
      after["serverMessages"],
      json({"hang", "tool-calls", "status-update", "end-of-call-report"}));
  EXPECT_EQ(after["server"]["headers"], json({{"X-Site", "1"}}));
  EXPECT_EQ(after["server"]["timeoutSeconds"], 30);
  EXPECT_THAT(after["model"]["toolIds"], SizeIs(7));
  EXPECT_EQ(after["model"]["toolIds"][0], hang_up);
  EXPECT_THAT(after["model"]["toolIds"], Not(Contains(foreign)));
  after["model"].erase("toolIds");
  auto model = before["model"];
  model.erase("toolIds");
  EXPECT_EQ(after["model"], model);
  for (auto name : {"name", "firstMessage", "voice"})
    EXPECT_EQ(after[name], before[name]);
}

TEST_F(VapiPushTest, OurToolsKeepWhatTheOperatorAdded) {
  ASSERT_EQ(push_for_good(), 0) << err;
  auto changed = tool("set_appointment");
  const auto id = changed["id"].get<std::string>();
  changed["parameters"].push_back({{"key", "user_id"}, {"value", "pete"}});
  changed["server"]["headers"] = {{"X-Site", "1"}};
  changed["rejectionPlan"] = {{"conditions", json::array()}};
  changed["latestVersion"] = nullptr;
  auto spoken = changed;
  spoken["messages"][0]["content"] = "Un momento.";
  spoken["function"]["parameters"]["properties"]["colour"]
      = {{"type", "string"}};
  vapi.remove("tool", id);
  const auto again = vapi.put("tool", changed);
  EXPECT_EQ(push_for_good(), 0) << err;
  EXPECT_THAT(out, HasSubstr("left    tool set_appointment " + again))
      << "additions are no difference";
  vapi.remove("tool", again);
  const auto last = vapi.put("tool", spoken);
  EXPECT_EQ(push_for_good(), 0) << err;
  EXPECT_THAT(out, AllOf(HasSubstr("messages[0].content: \"Un momento.\" -> "),
                         HasSubstr("function.parameters.properties.colour: is "
                                   "taken out")));
  const auto after = vapi.one("tool", last);
  for (auto name : {"parameters", "server", "rejectionPlan", "messages"})
    EXPECT_EQ(after[name], changed[name]) << name;
  EXPECT_EQ(after["function"], changed["function"]);
}

TEST_F(VapiPushTest, WhatVapiLeavesOutOfAnAnswerIsNoDifference) {
  ASSERT_EQ(push_for_good(), 0) << err;
  auto sparse = tool("find_appointment");
  vapi.remove("tool", sparse["id"]);
  sparse.erase("async");
  sparse["function"].erase("strict");
  sparse["function"]["parameters"].erase("required");
  sparse["messages"][0].erase("blocking");
  vapi.put("tool", sparse);
  EXPECT_EQ(push(), 0) << err;
  EXPECT_THAT(out, HasSubstr("0 to create, 0 to change, 7 to leave"));
}

TEST_F(VapiPushTest, AToolThatIsPinnedToAVersionStaysPinned) {
  ASSERT_EQ(push_for_good(), 0) << err;
  const auto pinned = tool("get_availability")["id"].get<std::string>();
  const auto id = put_assistant(
      {{"model", {{"toolRefs", {{{"toolId", pinned}, {"version", "v3"}}}}}}});
  ASSERT_EQ(push_for_good({"--assistant", id}), 0) << err;
  EXPECT_THAT(
      out, HasSubstr("model.toolRefs: get_availability stays at its version"));
  EXPECT_THAT(vapi.one("assistant", id)["model"]["toolIds"], SizeIs(5));
  EXPECT_EQ(push_for_good({"--assistant", id}), 0) << err;
  EXPECT_THAT(out, HasSubstr("0 created, 0 changed, 8 left"));
}

TEST_F(VapiPushTest, FindsItsToolsAmongMoreThanOnePage) {
  ASSERT_EQ(push_for_good(), 0) << err;
  for (int i = 0; i < 1005; ++i)
    vapi.put("tool", {{"type", "endCall"}});
  for (int i = 0; i < 105; ++i)
    vapi.put("credential", {{"provider", "openai"}});
  const auto before = vapi.writes().size();
  EXPECT_EQ(push_for_good(), 0) << err;
  EXPECT_THAT(vapi.writes(), SizeIs(before));
  EXPECT_THAT(out, HasSubstr("0 created, 0 changed, 7 left"));
}

TEST_F(VapiPushTest, NoSecretIsShownWhereverVapiKeepsIt) {
  env["VAPI_SECRET"] = "quoted\"secret-geheim";
  env["ADMIN_TOKEN"] = "admin-token-geheim";
  env["CONFIG"] = write("p.toml", "[[bindings]]\nassistant_id = \"a1\"\n"
                                  "secret = \"agency-secret-geheim\"\n");
  ASSERT_EQ(push_for_good(), 0) << err;
  auto changed = tool("set_appointment");
  vapi.remove("tool", changed["id"]);
  // Where a cut at 70 bytes would leave half a secret.
  changed["function"]["description"]
      = std::string(55, 'x') + env["VAPI_SECRET"];
  changed["server"]["url"]
      = "https://" + private_key + ".example.com/vapi/webhook";
  changed["function"]["parameters"]["properties"]
         ["\u202e\x1b[2J agency-secret-geheim"]
      = {{"type", "string"}};
  vapi.put("tool", changed);
  const auto id = put_assistant({{"name", "\u202e\x1b[2J admin-token-geheim"}});
  EXPECT_EQ(push({"--assistant", id}), 0) << err;
  EXPECT_THAT(
      out, AllOf(HasSubstr("server.url: \"https://***.example.com/vapi/"),
                 HasSubstr("function.description: \"" + std::string(55, 'x')
                           + "***\" -> "),
                 HasSubstr("function.parameters.properties. [2J ***: is taken "
                           "out"),
                 HasSubstr("assistant \"\\u202e\\u001b[2J ***\" " + id)));
  EXPECT_THAT(out, AllOf(Not(HasSubstr("quoted")), Not(HasSubstr("\x1b")),
                         Not(HasSubstr("\u202e"))));
}

TEST_F(VapiPushTest, WhatIsDeepButNotTooDeepIsSentBackWhole) {
  json deep = "end";
  for (int i = 0; i < 60; ++i)
    deep = json{{"in", std::move(deep)}};
  const json other{{"type", "endCall"}, {"metadata", deep}};
  const auto id = put_assistant({{"model", {{"tools", {other}}}}});
  EXPECT_EQ(push_for_good({"--assistant", id}), 0) << err;
  EXPECT_EQ(vapi.one("assistant", id)["model"]["tools"], json::array({other}));
}

TEST_F(VapiPushTest, TheFakeIsAsStrictAsVapi) {
  const strict_schema schema{RENTAL_VAPI_SCHEMA};
  const auto faults = [&](const char* name, const json& body) {
    return schema.faults(name, body);
  };
  EXPECT_THAT(faults("POST /tool", {{"type", "function"}}), IsEmpty());
  EXPECT_THAT(faults("POST /tool", {{"async", false}}),
              ElementsAre("type should not be empty"));
  EXPECT_THAT(faults("PATCH /tool", {{"type", "function"}}),
              ElementsAre("property type should not exist"));
  EXPECT_THAT(
      faults("PATCH /tool", {{"server", {{"secret", "x"}, {"url", 1}}}}),
      ElementsAre("server.property secret should not exist",
                  "server.url must be a string"));
  EXPECT_THAT(
      faults("POST /credential", {{"provider", "webhook"},
                                  {"name", ""},
                                  {"authenticationPlan", {{"type", "basic"}}}}),
      SizeIs(3));
  EXPECT_THAT(faults("PATCH /assistant", {{"serverMessages", {"toolcalls"}},
                                          {"model", {{"provider", "openai"}}}}),
              SizeIs(2));
  EXPECT_THAT(
      faults("PATCH /assistant", {{"server", {{"timeoutSeconds", 301}}}}),
      SizeIs(1));
}

TEST_F(VapiPushTest, TheProgramItselfDoesIt) {
  env["VAPI_PRIVATE_KEY_FILE"] = write("key", private_key + "\n");
  env.erase("VAPI_PRIVATE_KEY");
  child_process program{
      RENTAL_PETERENTAL, env, path("log"), {"vapi", "push", "--yes"}};
  EXPECT_EQ(program.ended(std::chrono::seconds{60}), 0) << read("log");
  EXPECT_THAT(vapi.all("tool"), SizeIs(6));
  EXPECT_THAT(read("log"), IsEmpty());
}

} // namespace
} // namespace rental::test

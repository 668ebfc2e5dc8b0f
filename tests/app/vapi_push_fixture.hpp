// `peterental vapi push` against an account of its own.
#pragma once

#include "command_fixture.hpp"
#include "fake_vapi.hpp"
#include <gmock/gmock.h>

namespace rental::test {

class VapiPushTest : public CommandTest {
protected:
  using json = nlohmann::json;

  static inline const std::string private_key = "private-key-geheim";
  static inline const std::string shared = "shared-secret-geheim";
  static inline const std::string signing = "signing-secret-geheim";
  static inline const std::string webhook
      = "https://cal.example.com/vapi/webhook";

  VapiPushTest() {
    env["VAPI_PRIVATE_KEY"] = private_key;
    env["VAPI_API_URL"] = vapi.url();
    env["VAPI_SECRET"] = shared;
    env["PUBLIC_URL"] = "https://cal.example.com";
  }

  /// No secret may be in what is printed, whatever happened.
  void TearDown() override { look_for_secrets(); }

  int push(std::vector<std::string> more = {}) {
    look_for_secrets();
    std::vector<std::string> args{"vapi", "push"};
    args.insert(args.end(), more.begin(), more.end());
    return run(args);
  }
  int push_for_good(std::vector<std::string> more = {}) {
    more.push_back("--yes");
    return push(more);
  }

  void look_for_secrets() const {
    for (const auto& text : {out, err})
      EXPECT_EQ(text.find("geheim"), text.npos) << text;
  }

  /// An assistant as the dashboard makes it, with things that are not ours.
  std::string put_assistant(json more = json::object()) {
    json assistant{{"name", "Lakeside"},
                   {"firstMessage", "Hello."},
                   {"voice", {{"provider", "vapi"}, {"voiceId", "Elliot"}}},
                   {"model",
                    {{"provider", "openai"},
                     {"model", "gpt-4.1"},
                     {"temperature", 0.3},
                     {"messages", {{{"role", "system"}, {"content", "Hi"}}}}}}};
    assistant.merge_patch(more);
    return vapi.put("assistant", assistant);
  }

  json tool(const std::string& name) const {
    for (const auto& [id, each] : vapi.all("tool"))
      if (each.contains("function") && each["function"]["name"] == name)
        return each;
    return {};
  }

  json credential() const {
    const auto all = vapi.all("credential");
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? json{} : all.begin()->second;
  }

  std::vector<std::string> tool_ids() const {
    std::vector<std::string> ids;
    for (const auto& [id, each] : vapi.all("tool"))
      ids.push_back(id);
    return ids;
  }

  fake_vapi vapi{private_key};
};

} // namespace rental::test

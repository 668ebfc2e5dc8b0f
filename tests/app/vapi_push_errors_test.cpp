#include "vapi_push_fixture.hpp"

namespace rental::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class VapiPushErrorsTest : public VapiPushTest {
protected:
  /// Refused before anything was asked of VAPI.
  void expect_wrong_settings(const std::string& words) {
    EXPECT_EQ(push_for_good(), 78);
    EXPECT_THAT(err, AllOf(StartsWith("peterental: "), HasSubstr(words)));
    EXPECT_THAT(vapi.seen(), IsEmpty());
  }

  /// Refused after reading; nothing was written.
  void expect_refused(const std::string& words,
                      const std::string& assistant = {}) {
    const auto before = vapi.writes().size();
    std::vector<std::string> args{"--yes"};
    if (!assistant.empty())
      args.insert(args.end(), {"--assistant", assistant});
    EXPECT_EQ(push(args), 1);
    EXPECT_THAT(err, AllOf(HasSubstr(words), HasSubstr("nothing was changed")));
    EXPECT_THAT(vapi.writes(), SizeIs(before));
  }

  void answer(const std::string& begin, int status, const json& message,
              int times = 1, int after = 0) {
    vapi.answer(begin, {status, json{{"message", message}}.dump(), {}}, times,
                after);
  }
};

TEST_F(VapiPushErrorsTest, NeedsAnAddressThatVapiReaches) {
  env.erase("PUBLIC_URL");
  expect_wrong_settings("PUBLIC_URL is not set, or of this machine");
  env["PUBLIC_URL"] = "http://localhost:8080";
  expect_wrong_settings("(http://localhost:8080)");
  env["PUBLIC_URL"] = "https://127.0.0.1";
  expect_wrong_settings("of this machine");
  env["PUBLIC_URL"] = "http://cal.example.com";
  expect_wrong_settings("put in an https:// address");
}

TEST_F(VapiPushErrorsTest, NeedsTheSecretAndTheKey) {
  env.erase("VAPI_SECRET");
  expect_wrong_settings("neither VAPI_SECRET nor VAPI_HMAC_SECRET is set");
  env["VAPI_HMAC_SECRET"] = signing;
  env.erase("VAPI_PRIVATE_KEY");
  expect_wrong_settings("VAPI_PRIVATE_KEY is not set");
}

TEST_F(VapiPushErrorsTest, AnAssistantWithASecretOfItsOwnIsSetUpByHand) {
  env["CONFIG"] = write("p.toml", "[[bindings]]\nassistant_id = \"a1\"\n"
                                  "secret = \"agency-secret-geheim\"\n");
  EXPECT_EQ(push({"--assistant", "a1"}), 78);
  EXPECT_THAT(err, HasSubstr("a secret of its own"));
}

TEST_F(VapiPushErrorsTest, AWrongKey) {
  env["VAPI_PRIVATE_KEY"] = "public-key-geheim";
  expect_refused(
      "VAPI refuses the key (\"Invalid Key.\"): put the private key");
}

TEST_F(VapiPushErrorsTest, AnUnknownAssistant) {
  expect_refused("VAPI knows no assistant no/such: take its id from the "
                 "dashboard",
                 "no/such");
  EXPECT_EQ(vapi.seen().back().target, "/assistant/no%2Fsuch");
}

TEST_F(VapiPushErrorsTest, TwoToolsOfOneName) {
  ASSERT_EQ(push_for_good(), 0) << err;
  const auto twin = vapi.put("tool", tool("leave_message"));
  expect_refused("VAPI has 2 tools leave_message that lead to a PeteRental "
                 "service");
  EXPECT_THAT(err, AllOf(HasSubstr(twin), HasSubstr("delete all but one")));
}

TEST_F(VapiPushErrorsTest, TwoCredentials) {
  ASSERT_EQ(push_for_good(), 0) << err;
  vapi.put("credential", credential());
  expect_refused("VAPI has 2 credentials of this service");
}

TEST_F(VapiPushErrorsTest, AnAssistantThatDefinesTheToolsItself) {
  const json inline_tool{{"type", "function"},
                         {"function", {{"name", "set_appointment"}}}};
  const auto id = put_assistant({{"model", {{"tools", {inline_tool}}}}});
  expect_refused("defines set_appointment inside itself", id);
}

TEST_F(VapiPushErrorsTest, AnAssistantThatUsesAnotherToolOfTheName) {
  const auto other = vapi.put(
      "tool", {{"type", "function"},
               {"function", {{"name", "leave_message"}}},
               {"server", {{"url", "https://other.example.com/hook"}}}});
  const auto id = put_assistant({{"model", {{"toolIds", {other}}}}});
  expect_refused("uses another tool named leave_message (" + other, id);
}

TEST_F(VapiPushErrorsTest, AnAssistantWithoutAModel) {
  const auto id = vapi.put("assistant", {{"name", "New"}});
  expect_refused("has no model yet", id);
}

TEST_F(VapiPushErrorsTest, WaitsAsLongAsVapiAsks) {
  vapi.answer("POST /tool", {429, "{}", {{"Retry-After", "0.01"}}}, 2, 1);
  EXPECT_EQ(push_for_good(), 0) << err;
  EXPECT_THAT(err, HasSubstr("VAPI asks to slow down; waiting 1 s\n"));
  EXPECT_THAT(vapi.all("tool"), SizeIs(6));
}

TEST_F(VapiPushErrorsTest, GivesUpWhenVapiAsksForTooLong) {
  vapi.answer("POST /tool", {429, "{}", {{"Retry-After", "120"}}}, 1, 3);
  EXPECT_EQ(push_for_good(), 1);
  EXPECT_THAT(out, AllOf(HasSubstr("created credential"),
                         HasSubstr("created tool find_appointment"),
                         Not(HasSubstr("tool cancel_appointment"))));
  EXPECT_THAT(err, HasSubstr("tool cancel_appointment: VAPI asks to slow down: "
                             "wait 120 s; done before: 4 changes, as listed; "
                             "the same command does the rest"));
  EXPECT_EQ(push_for_good(), 0) << err;
  EXPECT_THAT(out, HasSubstr("3 created, 0 changed, 4 left"));
}

TEST_F(VapiPushErrorsTest, GivesUpAfterAFewWaits) {
  vapi.answer("GET /credential", {429, "{}", {{"Retry-After", "0"}}}, 9);
  expect_refused("VAPI asks to slow down: wait 0 s");
  EXPECT_THAT(vapi.seen(), SizeIs(4));
}

TEST_F(VapiPushErrorsTest, AFaultOfVapiInTheMiddle) {
  answer("PATCH /assistant", 503, "Upstream");
  const auto id = put_assistant();
  EXPECT_EQ(push_for_good({"--assistant", id}), 1);
  EXPECT_THAT(err,
              AllOf(HasSubstr("assistant \"Lakeside\": VAPI fails at PATCH "
                              "/assistant/"
                              + id + " with status 503 (\"Upstream\")"),
                    HasSubstr("whether it was done is not known"),
                    HasSubstr("done before: 7 changes")));
  EXPECT_EQ(push_for_good({"--assistant", id}), 0) << err;
  EXPECT_THAT(out, HasSubstr("0 created, 1 changed, 7 left"));
  answer("GET /tool", 500, "Internal");
  expect_refused("VAPI fails at GET /tool?limit=1000 with status 500");
  EXPECT_THAT(err, Not(HasSubstr("not known")));
}

TEST_F(VapiPushErrorsTest, VapiDoesNotAnswerInTime) {
  mock_answer silent;
  silent.how = mock_answer::ending::silence;
  vapi.answer("POST /credential", silent);
  EXPECT_EQ(push_for_good({"--timeout", "1"}), 1);
  EXPECT_THAT(err, AllOf(HasSubstr("does not answer within 1 s"),
                         HasSubstr("whether it was done is not known"),
                         HasSubstr("the same command does the rest")));
}

TEST_F(VapiPushErrorsTest, AToolThatWasMadeWithoutAnAnswerIsFound) {
  mock_answer cut;
  cut.how = mock_answer::ending::cut_before;
  vapi.answer("POST /tool", cut, 1, 2);
  EXPECT_EQ(push_for_good(), 1);
  EXPECT_THAT(err, HasSubstr("whether it was done is not known"));
  auto made = tool("set_appointment");
  made["function"]["name"] = "find_appointment";
  vapi.put("tool", made);
  EXPECT_EQ(push_for_good(), 0) << err;
  EXPECT_THAT(vapi.all("tool"), SizeIs(6));
}

TEST_F(VapiPushErrorsTest, NobodyIsThere) {
  env["VAPI_API_URL"] = "http://127.0.0.1:9";
  expect_refused("http://127.0.0.1:9 cannot be reached");
  EXPECT_THAT(err, HasSubstr("VAPI_API_URL"));
}

TEST_F(VapiPushErrorsTest, SomethingElseIsThere) {
  vapi.answer("GET /credential", {200, "<html>", {}});
  expect_refused("is no JSON: is VAPI_API_URL right?");
  vapi.answer("GET /credential", {200, "{}", {}});
  expect_refused("answers GET /credential with no list");
  vapi.answer("POST /credential", {201, "[]", {}});
  EXPECT_EQ(push_for_good(), 1);
  EXPECT_THAT(err, HasSubstr("POST /credential without an id"));
}

TEST_F(VapiPushErrorsTest, ShowsWhatVapiSaysButNoSecret) {
  answer("POST /credential", 400,
         json{"token " + shared + " must be\n longer", "key " + private_key});
  EXPECT_EQ(push_for_good(), 1);
  EXPECT_THAT(err, HasSubstr("VAPI refuses POST /credential with status 400 "
                             "(\"token *** must be  longer, key ***\"); done "
                             "before: 0 changes"));
}

TEST_F(VapiPushErrorsTest, TheFakeIsAsStrictAsVapi) {
  const strict_schema schema{RENTAL_VAPI_SCHEMA};
  const auto faults = [&](const char* name, const json& body) {
    return schema.faults(name, body);
  };
  EXPECT_THAT(faults("POST /tool", {{"type", "function"}}), IsEmpty());
  EXPECT_THAT(faults("POST /tool", {{"async", false}}),
              testing::ElementsAre("type should not be empty"));
  EXPECT_THAT(faults("PATCH /tool", {{"type", "function"}}),
              testing::ElementsAre("property type should not exist"));
  EXPECT_THAT(
      faults("PATCH /tool", {{"server", {{"secret", "x"}, {"url", 1}}}}),
      testing::ElementsAre("server.property secret should not exist",
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

} // namespace
} // namespace rental::test

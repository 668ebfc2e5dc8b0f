#include "app/vapi_account.hpp"
#include "net/curl_client.hpp"

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

/// Every page is full of credentials that nobody has seen before.
class endless_vapi {
public:
  /// Whether a page is older than the one before.
  explicit endless_vapi(bool goes_on = true)
      : server_([=, count = 0](const seen_request&) mutable {
          ++count;
          auto page = json::array();
          for (int i = 0; i < 100; ++i)
            page.push_back(
                {{"id", std::to_string(count) + "-" + std::to_string(i)},
                 {"createdAt", std::to_string(goes_on ? 9000 - count : 2026)}});
          return mock_answer{200, page.dump(), {}};
        }) {}

  std::string url() const { return server_.base_url(); }
  std::size_t requests() const { return server_.seen().size(); }

private:
  mock_http_server server_;
};

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
  expect_wrong_settings("PUBLIC_URL is not set. VAPI calls the service over "
                        "the Internet: set PUBLIC_URL to the https:// address");
  env["PUBLIC_URL"] = "";
  expect_wrong_settings("PUBLIC_URL is not set.");
  for (std::string url : {"http://localhost:8080", "https://127.0.0.1",
                          "https://[::1]:8443", "https://0.0.0.0"}) {
    env["PUBLIC_URL"] = url;
    expect_wrong_settings("PUBLIC_URL (" + url + ") means this machine itself");
  }
  for (std::string url :
       {"https://192.168.1.20", "https://10.0.0.1:8443/x", "https://[fd00::1]",
        "https://calendar", "https://nas.local"}) {
    env["PUBLIC_URL"] = url;
    expect_wrong_settings("PUBLIC_URL (" + url
                          + ") is an address of a private network");
  }
  env["PUBLIC_URL"] = "HTTP://cal.example.com";
  expect_wrong_settings("put in an https:// address");
}

TEST_F(VapiPushErrorsTest, TheAddressMayComeFromRender) {
  env.erase("PUBLIC_URL");
  env["RENDER_EXTERNAL_URL"] = "https://cal.onrender.com";
  EXPECT_EQ(push(), 0) << err;
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
  expect_refused("VAPI knows no assistant nobody: take its id from the "
                 "dashboard",
                 "nobody");
}

TEST_F(VapiPushErrorsTest, AnAssistantThatIsNoId) {
  for (std::string id :
       {"..", "no/such", "a b", "\u00e4", "a%2e", "a\x1b[2J"}) {
    EXPECT_EQ(push_for_good({"--assistant", id}), 64) << id;
    EXPECT_THAT(err, AllOf(HasSubstr("--assistant: "), HasSubstr(" is no id"),
                           Not(HasSubstr("\x1b"))));
  }
  EXPECT_EQ(push({"--assistant", std::string(101, 'a')}), 64);
  EXPECT_THAT(vapi.seen(), IsEmpty());
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
  EXPECT_THAT(
      err, HasSubstr("VAPI's credential (made by POST /credential) has no id"));
}

TEST_F(VapiPushErrorsTest, ShowsWhatVapiSaysButNoSecret) {
  answer("POST /credential", 400,
         json{"token " + shared + " must be\n longer", "key " + private_key});
  EXPECT_EQ(push_for_good(), 1);
  EXPECT_THAT(err, HasSubstr("VAPI refuses POST /credential with status 400 "
                             "(\"token *** must be  longer, key ***\"); done "
                             "before: 0 changes"));
}

TEST_F(VapiPushErrorsTest, AListThatNeverEnds) {
  endless_vapi others;
  env["VAPI_API_URL"] = others.url();
  EXPECT_EQ(push_for_good(), 1);
  EXPECT_THAT(err, AllOf(HasSubstr("GET /credential does not end: 100 pages "
                                   "were not enough"),
                         HasSubstr("nothing was changed")));
  EXPECT_EQ(others.requests(), 100u);
}

TEST_F(VapiPushErrorsTest, AListThatGivesTheSamePlaceAgain) {
  endless_vapi others{false};
  env["VAPI_API_URL"] = others.url();
  EXPECT_EQ(push_for_good(), 1);
  EXPECT_THAT(err, AllOf(HasSubstr("VAPI has more of GET /credential than it "
                                   "shows"),
                         HasSubstr("nothing was changed")));
  EXPECT_EQ(others.requests(), 2u);
}

TEST_F(VapiPushErrorsTest, AListThatIsTooSlowOrTooLong) {
  endless_vapi others;
  settings all;
  all.vapi.api_url = others.url();
  const vapi_words words{all};
  curl_client http;
  std::ostringstream notes;
  const auto why = [&](const vapi_limits& limits) {
    vapi_account account{
        http, notes, words, all.vapi, std::chrono::seconds{20}, limits};
    const auto found = account.list("credential", 100);
    return found ? std::string{} : found.error().detail;
  };
  vapi_limits limits;
  limits.list_time = {};
  EXPECT_THAT(why(limits), HasSubstr("does not end: 0 s were not enough"));
  EXPECT_EQ(others.requests(), 1u);
  limits = {};
  limits.bytes = 1024;
  EXPECT_THAT(why(limits), HasSubstr("VAPI has sent more than 1 KiB"));
  EXPECT_EQ(others.requests(), 2u);
}

TEST_F(VapiPushErrorsTest, JsonThatIsTooDeep) {
  const auto deep = std::string(100'000, '[') + std::string(100'000, ']');
  const auto thing = R"({"id":"a1","model":{"tools":)" + deep + "}}";
  const auto words = "has more than 64 brackets inside each other";
  for (std::string what : {"GET /credential", "GET /tool"})
    for (const auto& body : {"[" + thing + "]", deep}) {
      vapi.answer(what, {200, body, {}});
      expect_refused(words);
    }
  vapi.answer("GET /assistant", {200, thing, {}});
  expect_refused(words, "a1");
  vapi.answer("GET /tool", {400, R"({"message":)" + deep + "}", {}});
  expect_refused("VAPI refuses GET /tool?limit=1000 with status 400;");
  vapi.answer("POST /credential", {201, thing, {}});
  EXPECT_EQ(push_for_good(), 1);
  EXPECT_THAT(err, HasSubstr(words));
}

TEST_F(VapiPushErrorsTest, IdsThatAreNone) {
  const json none{"..",    "a/b",         "",
                  12,      "a b",         "\u00e4",
                  "a\x1b", json::array(), std::string(101, 'a'),
                  nullptr};
  for (std::string kind : {"credential", "tool"})
    for (const auto& id : none) {
      const json list{{{"id", "first"}}, {{"id", id}, {"name", "Office"}}};
      vapi.answer("GET /" + kind, {200, list.dump(), {}});
      expect_refused("VAPI's " + kind + " \"Office\" (number 2 of GET /" + kind
                     + ") has " + (id.is_null() ? "no id" : "the id "));
    }
  for (const auto& id : none) {
    vapi.answer("GET /assistant", {200, json{{"id", id}}.dump(), {}});
    expect_refused("VAPI's assistant (GET /assistant/a1) has ", "a1");
  }
  vapi.answer("GET /tool", {200, R"([{"id":"a"},"b"])", {}});
  expect_refused("VAPI's tool (number 2 of GET /tool) has no id");
  vapi.answer("GET /assistant", {200, R"({"id":"b2"})", {}});
  expect_refused("VAPI answers GET /assistant/a1 with another assistant, b2",
                 "a1");
}

TEST_F(VapiPushErrorsTest, AnIdThatIsNoneEndsTheWriting) {
  vapi.answer("POST /credential", {201, R"({"id":"../assistant/a1"})", {}});
  EXPECT_EQ(push_for_good(), 1);
  EXPECT_THAT(
      err,
      HasSubstr("VAPI's credential (made by POST /credential) has "
                "the id \"../assistant/a1\", but an id is 1 to 100 "
                "letters, digits, - and _; whether it was done is not known"));
  EXPECT_THAT(vapi.writes(), SizeIs(1));
}

TEST_F(VapiPushErrorsTest, WordsOfVapiAreCleanedAndCutBeforeTheAdvice) {
  std::string flood = "\u202ekey\u2066 \x1b[31m\u009b";
  for (int i = 0; i < 500; ++i)
    flood += "\u00e4";
  answer("GET /credential", 401, flood);
  expect_refused("VAPI refuses the key (\"key  [31m \u00e4");
  EXPECT_THAT(err, AllOf(HasSubstr("\u00e4...\"): put the private key"),
                         Not(HasSubstr("\u202e")), Not(HasSubstr("\x1b")),
                         Not(HasSubstr("\u009b"))));
  EXPECT_LT(err.size(), 700u);
}

} // namespace
} // namespace rental::test

// Plants secrets and personal data that can be recognised, drives everything,
// and looks for each of them where none may be.
#include "app/database.hpp"
#include "config/load.hpp"
#include "crypto/encode.hpp"
#include "log/log.hpp"
#include "tests/service/service_fixture.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace rental::test {
namespace {

/// What is written to stderr, where the log goes, while this lives.
class captured_stderr {
public:
  explicit captured_stderr(std::string path)
      : path_(std::move(path)), before_(::dup(STDERR_FILENO)) {
    const int file = ::open(path_.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    ::dup2(file, STDERR_FILENO);
    ::close(file);
  }
  ~captured_stderr() {
    ::dup2(before_, STDERR_FILENO);
    ::close(before_);
  }
  captured_stderr(const captured_stderr&) = delete;
  captured_stderr& operator=(const captured_stderr&) = delete;

private:
  std::string path_;
  int before_;
};

std::string bytes_of(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string lowered(std::string text) {
  for (auto& c : text)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return text;
}

std::string percent_encoded(const std::string& text) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const unsigned char c : text) {
    if (std::isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~')
      out += static_cast<char>(c);
    else
      out.append({'%', digits[c >> 4], digits[c & 15]});
  }
  return out;
}

/// A text in the forms in which it could leak. Base64 depends on where it
/// begins, so what is the same at each of the three places is looked for.
std::vector<std::string> forms_of(const std::string& text) {
  std::vector<std::string> all{lowered(text), lowered(percent_encoded(text)),
                               hex_encode(text)};
  for (std::size_t shift = 0; shift < 3; ++shift) {
    const auto coded = base64_encode(std::string(shift, 'x') + text);
    const auto url = base64url_encode(std::string(shift, 'x') + text);
    for (const auto& each : {coded, url})
      if (each.size() > 12)
        all.push_back(lowered(each.substr(4, each.size() - 9)));
  }
  return all;
}

class CanaryTest : public ServiceTest {
protected:
  CanaryTest() {
    control("POST", "/accounts",
            {{"email", account_email},
             {"name", account_name},
             {"timeZone", "Central Standard Time"}});
    // Nothing that the service gives out tells these: only what it keeps.
    plants = {{"client secret", client_secret},
              {"webhook secret", webhook_secret},
              {"old webhook secret", old_webhook_secret},
              {"signing secret", signing_secret},
              {"admin token", admin_token},
              {"first key", first_key.substr(0, 42)},
              {"second key", second_key.substr(0, 42)},
              {"visitor's name", "Zanzibar Quillfeather"},
              {"visitor's last name", "Quillfeather"},
              {"visitor's phone", "4055557231"},
              {"visitor's e-mail", "zq.canary@visitor-canary.example"},
              {"caller's number", "4055558642"},
              {"what was said", "my dog is called Wobblethorpe"},
              {"manager's id", "4055559753"},
              {"manager's account", account_email},
              {"manager's name", account_name}};
  }

  environment secrets(const std::string& keys) const {
    return {{"MICROSOFT_CLIENT_SECRET", client_secret},
            {"VAPI_SECRET", webhook_secret},
            {"VAPI_SECRET_PREVIOUS", old_webhook_secret},
            {"VAPI_HMAC_SECRET", signing_secret},
            {"ADMIN_TOKEN", admin_token},
            {"MASTER_KEY", keys}};
  }

  void start_with_keys(const std::string& keys) {
    start(secrets(keys));
    log::init(log::level::trace, true);
  }

  /// Keeps what an answer may not tell: the whole of an error, and always the
  /// headers.
  page kept(page seen) {
    for (const auto& [name, value] : seen.headers)
      answers += name + ": " + value + "\n";
    if (seen.status >= 300 || seen.status == 0)
      answers += seen.body + "\n";
    return seen;
  }

  page admin(const std::string& method, const std::string& target,
             const std::string& body = "") {
    const pairs headers{{"Authorization", "Bearer " + admin_token},
                        {"Content-Type", "application/json"}};
    return kept(method == "GET"
                    ? get(target, headers)
                    : browser{}.send(method, url(target), body, headers));
  }

  page post(const json& message) {
    return kept(webhook(json{{"message", message}}.dump(),
                        {{"X-Vapi-Secret", webhook_secret}}));
  }

  page call_tool(const std::string& call, const std::string& name,
                 const json& arguments) {
    const json history{{{"role", "user"},
                        {"message", "Hello, my dog is called Wobblethorpe, and "
                                    "I am Zanzibar Quillfeather"}}};
    return post(
        {{"type", "tool-calls"},
         {"call", {{"id", call}}},
         {"customer", {{"number", "+14055558642"}}},
         {"artifact", {{"messages", history}}},
         {"toolCallList",
          {{{"id", "tool-" + std::to_string(++last_tool)},
            {"function", {{"name", name}, {"arguments", arguments}}}}}}});
  }

  page book_at(const std::string& call, const std::string& start) {
    auto arguments = person();
    arguments["start_time"] = start;
    return call_tool(call, "set_appointment", arguments);
  }

  json person() const {
    return {{"property_address", "77 Elm Street"},
            {"attendee_name", "Zanzibar Quillfeather"},
            {"attendee_phone", "(405) 555-7231"},
            {"attendee_email", "zq.canary@visitor-canary.example"}};
  }

  page sign_in() {
    control("POST", "/auto-sign-in", {{"account", account_email}});
    browser own;
    const auto begun
        = kept(own.get_one(url("/calendar/auth/start?user_id=" + encoded_id),
                           {{"Authorization", "Bearer " + admin_token}}));
    // The answer to the callback, as its address is Microsoft's to make.
    auto end = own.get(begun.header("location"));
    end.headers.erase("location");
    return kept(end);
  }

  /// Everything that a broken or chatty Microsoft could put into an answer.
  json chatter() const {
    return {{"error",
             {{"code", "ErrorChatty"},
              {"message", "Zanzibar Quillfeather <zq.canary@visitor-canary."
                          "example> +14055557231 "
                              + client_secret + " " + account_email}}},
            {"error_description",
             client_secret + " was sent for " + account_email}};
  }

  void every_graph_fault() {
    int n = 0;
    for (const auto* operation :
         {"calendarView", "createEvent", "findEvent", "patchEvent", "sendMail",
          "deleteEvent", "cancelEvent", "token"})
      for (const auto status : {400, 403, 503}) {
        fault(operation, {{"status", status}, {"body", chatter()}}, 2);
        control("POST", "/expire-access-tokens", json::object());
        const auto call = "fault-" + std::to_string(++n);
        book_at(call, "2026-11-25T1" + std::to_string(n % 6) + ":00:00-06:00");
        call_tool(call, "get_availability",
                  {{"property_address", "77 Elm Street"},
                   {"preferred_time", "my dog is called Wobblethorpe"}});
        call_tool(call, "cancel_appointment", json::object());
        control("DELETE", "/faults");
      }
  }

  void the_usual_calls() {
    book_at("usual", tuesday_at_ten);
    note_code();
    call_tool("usual", "find_appointment", json::object());
    call_tool("code", "find_appointment",
              {{"attendee_email", "zq.canary@visitor-canary.example"},
               {"confirmation_code", code}});
    call_tool("usual", "reschedule_appointment",
              {{"start_time", "2026-11-24T14:00:00-06:00"}});
    call_tool("usual", "cancel_appointment", json::object());
    book_at("wish", "2026-11-28T10:00:00-06:00");
    book_at("stays", "2026-11-24T15:00:00-06:00");
    call_tool("foreign", "get_availability",
              {{"user_id", "+14055557231"},
               {"property_address", "Zanzibar Quillfeather's house"}});
  }

  void odd_requests() {
    call_tool("odd", "Quillfeather", person());
    call_tool("odd", "set_appointment", "Zanzibar Quillfeather, 4055557231");
    kept(webhook("{\"Zanzibar Quillfeather\": 4055557231",
                 {{"X-Vapi-Secret", webhook_secret}}));
    kept(webhook("{}", {{"X-Vapi-Secret", old_webhook_secret + "x"}}));
    post({{"type", "hang"}, {"call", {{"id", "h"}}}});
    post({{"type", "end-of-call-report"},
          {"transcript", "my dog is called Wobblethorpe"}});
    for (const auto* target :
         {"/calendar/events?user_id=%2B14055557231",
          "/calendar/availability?user_id=zq.canary@visitor-canary.example",
          "/calendar/auth/status?user_id=",
          "/nothing?name=Zanzibar%20Quillfeather",
          "/calendar/auth/callback?error=access_denied&error_description="
          "Zanzibar%20Quillfeather",
          "/calendar/auth/callback?code=4055557231&state=Quillfeather"})
      admin("GET", target);
    kept(get("/metrics", {{"Authorization", "Bearer " + admin_token + "x"}}));
    auto body = person();
    body["user_id"] = manager_id;
    body["start_time"] = "2026-11-28T10:00:00-06:00";
    admin("POST", "/calendar/events", body.dump());
    body["attendee_email"] = std::string(600, 'x') + "Quillfeather";
    admin("POST", "/calendar/events", body.dump());
    admin("POST", "/calendar/events", "Zanzibar Quillfeather");
    admin("DELETE", "/calendar/events/nothing?user_id=" + encoded_id);
  }

  void broken_sign_ins() {
    for (const auto* operation : {"token", "mailboxSettings", "me"}) {
      fault(operation, {{"status", 400}, {"body", chatter()}}, 3);
      sign_in();
      control("DELETE", "/faults");
    }
    control("POST", "/revoke-refresh-tokens", {{"account", account_email}});
    control("POST", "/expire-access-tokens", {{"account", account_email}});
    book_at("revoked", "2026-11-26T10:00:00-06:00");
  }

  void note_code() {
    const auto text = control("GET", "/events?account=" + account_email).dump();
    std::smatch found;
    ASSERT_TRUE(std::regex_search(text, found, std::regex{"code <b>(\\d{6})"}));
    code = found[1];
  }

  /// The tokens of the manager, as they are kept now.
  void plant_tokens(const std::string& keys) {
    auto env = usual;
    for (const auto& [name, value] : secrets(keys))
      env[name] = value;
    const auto all = load_settings(env);
    ASSERT_TRUE(all);
    auto opened = open_database(*all);
    ASSERT_TRUE(opened) << to_string(opened.error());
    const auto read
        = run_job(*opened->rows, [&](store_session& session) -> expected<done> {
            auto row = session.manager({"default", manager_id});
            if (!row)
              return row.error();
            for (const auto* token :
                 {&row->tokens.access_token, &row->tokens.refresh_token})
              if (!token->empty())
                plants.emplace_back("token", token->reveal());
            return done{};
          });
    ASSERT_TRUE(read) << to_string(read.error());
  }

  std::string all_metrics() const {
    return get("/metrics", {{"Authorization", "Bearer " + admin_token}}).body;
  }

  std::string database_bytes() const {
    std::string all;
    for (const auto& file : std::filesystem::directory_iterator{folder})
      if (file.path().filename().string().starts_with("p.db")
          && file.path().extension() != ".key")
        all += bytes_of(file.path().string());
    return all;
  }

  void expect_none(const std::string& where, const std::string& text) {
    const auto low = lowered(text);
    for (const auto& [name, value] : plants)
      for (const auto& form : forms_of(value)) {
        const auto at = low.find(form);
        EXPECT_EQ(at, std::string::npos)
            << "the " << name << " is in " << where << ": ..."
            << text.substr(at < 200 ? 0 : at - 200, 400);
        if (at != std::string::npos)
          break;
      }
  }

  const std::string account_email = "canary.manager@contoso-canary.example";
  const std::string manager_id = "+14055559753";
  const std::string encoded_id = "%2B14055559753";
  const std::string account_name = "Ottoline Manningtree";
  const std::string client_secret = "simulated-client-secret";
  const std::string webhook_secret = "canary-webhook-secret-5d1f";
  const std::string old_webhook_secret = "canary-old-webhook-secret-77aa";
  const std::string signing_secret = "canary-signing-secret-1c9e";
  const std::string admin_token = "canary-admin-token-93be";
  const std::string first_key = base64_encode(std::string(32, 'k'));
  const std::string second_key
      = base64_encode("an-other-key-of-32-bytes-exactly");
  std::vector<std::pair<std::string, std::string>> plants;
  std::string answers;
  std::string code;
  int last_tool = 0;
};

TEST(Canary, IsSeenInEveryForm) {
  const std::string plant = "zq.canary@visitor-canary.example";
  const auto seen = [&](const std::string& text) {
    const auto low = lowered(text);
    const auto forms = forms_of(plant);
    return std::any_of(forms.begin(), forms.end(), [&](const auto& form) {
      return low.find(form) != std::string::npos;
    });
  };
  EXPECT_TRUE(seen("to " + plant + ", by mail"));
  EXPECT_TRUE(seen("to=ZQ.canary%40visitor-canary.example&x"));
  EXPECT_TRUE(seen(hex_encode("a" + plant)));
  for (const auto* before : {"", "a", "ab", "abc", "{\"to\":\""}) {
    EXPECT_TRUE(seen(base64_encode(before + plant + "!")));
    EXPECT_TRUE(seen("." + base64url_encode(before + plant) + "."));
  }
  EXPECT_FALSE(seen("z***@visitor-canary.example"));
}

TEST_F(CanaryTest, NothingPlantedComesOut) {
  const auto log_file = folder + "/the.log";
  std::string numbers;
  {
    captured_stderr capture{log_file};
    start_with_keys("one:" + first_key);
    const auto signed_in = sign_in();
    ASSERT_EQ(signed_in.status, 200) << signed_in.body << signed_in.url;
    plant_tokens("one:" + first_key);
    the_usual_calls();
    odd_requests();
    every_graph_fault();
    numbers = all_metrics();
    start_with_keys("two:" + second_key + ",one:" + first_key);
    plant_tokens("two:" + second_key + ",one:" + first_key);
    book_at("rotated", "2026-11-27T10:00:00-06:00");
    broken_sign_ins();
    EXPECT_EQ(sign_in().status, 200);
    plant_tokens("two:" + second_key + ",one:" + first_key);
    numbers += all_metrics();
    expect_none("the database that runs", database_bytes());
    running.reset();
  }
  log::init(log::level::error, false);
  const auto lines = bytes_of(log_file);
  EXPECT_GT(std::count(lines.begin(), lines.end(), '\n'), 100);
  EXPECT_THAT(lines, testing::HasSubstr("\"level\":\"debug\""));
  EXPECT_THAT(lines, testing::HasSubstr("tool.answered"));
  for (const auto* outcome : {"booked", "moved", "cancelled", "noted", "found",
                              "refused", "offered", "unreadable"})
    EXPECT_NE(numbers.find("outcome=\"" + std::string{outcome} + "\""),
              std::string::npos)
        << outcome;
  EXPECT_THAT(answers, testing::HasSubstr("about:blank"));
  EXPECT_GT(database_bytes().size(), 4096u);
  ASSERT_EQ(code.size(), 6u);
  expect_none("the log", lines);
  expect_none("the metrics", numbers);
  expect_none("an answer", answers);
  expect_none("the database", database_bytes());
}

} // namespace
} // namespace rental::test

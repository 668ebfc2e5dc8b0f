#include "load_fixture.hpp"
#include <gmock/gmock.h>

#include <map>
#include <set>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

/// One variable: a value that is taken, how `describe` shows it then, and
/// values that are refused.
struct variable_case {
  std::string name;
  std::string good;
  std::string shown;
  std::vector<std::string> bad;
  /// Set along with it.
  environment beside = {};
};

void PrintTo(const variable_case& c, std::ostream* out) {
  *out << c.name;
}

const std::vector<variable_case> variable_cases = {
    {"PORT", "10000", "10000", {"0", "65536", "80a", "-1", " 80", "8080.0"}},
    {"BIND_ADDRESS", "::1", "::1", {"example.com", "127.0.0", "*", "0"}},
    {"PUBLIC_URL",
     "https://cal.example.com/",
     "https://cal.example.com",
     {"cal.example.com", "ftp://x.example", "https://", "https://u@x.example",
      "https://x.example/?q", "https://x.example:99999", "https://x y"}},
    {"RENDER_EXTERNAL_URL",
     "https://a.onrender.com",
     "https://a.onrender.com",
     {"a.onrender.com"}},
    {"DATABASE_URL",
     "postgresql://pete:geheim@db/cal",
     "postgresql://pete:***@db/cal",
     {"mysql://x", "data/peterental.db", "sqlite3://"}},
    {"MICROSOFT_CLIENT_ID",
     "11111111-2222-4333-8444-555555555555",
     "11111111-2222-4333-8444-555555555555",
     {"a b", "x\ny"}},
    {"MICROSOFT_CLIENT_SECRET", "geheim~1", "(set)", {"gehe im", "geheim\n"}},
    {"MICROSOFT_TENANT_ID",
     "contoso.onmicrosoft.com",
     "contoso.onmicrosoft.com",
     {"a/b", "a b", "common?"}},
    {"MICROSOFT_REDIRECT_URI",
     "https://x.example/calendar/auth/callback",
     "https://x.example/calendar/auth/callback",
     {"/calendar/auth/callback", "https://x.example/#a"}},
    {"MICROSOFT_LOGIN_URL",
     "http://127.0.0.1:9000/",
     "http://127.0.0.1:9000",
     {"http://login.example.com", "127.0.0.1:9000"}},
    {"MICROSOFT_GRAPH_URL",
     "http://[::1]:9000/v1.0",
     "http://[::1]:9000/v1.0",
     {"http://graph.example.com/v1.0", "graph"}},
    {"VAPI_SECRET", "geheim-geheim-geheim", "(set)", {"a b", "\xc3\xa4"}},
    {"VAPI_SECRET_PREVIOUS",
     "geheim-geheim-geheim",
     "(set)",
     {"a b"},
     {{"VAPI_SECRET", "another-one-of-those"}}},
    {"VAPI_HMAC_SECRET", "geheim-geheim-geheim", "(set)", {"a b"}},
    {"VAPI_HMAC_SECRET_PREVIOUS",
     "geheim-geheim-geheim",
     "(set)",
     {"a b"},
     {{"VAPI_HMAC_SECRET", "another-one-of-those"}}},
    {"VAPI_PRIVATE_KEY", "geheim-geheim-geheim", "(set)", {"a b", "a\tb"}},
    {"VAPI_API_URL",
     "https://api.eu.vapi.ai/",
     "https://api.eu.vapi.ai",
     {"http://api.vapi.ai", "api.vapi.ai"}},
    {"ADMIN_TOKEN", "geheim-geheim-geheim", "(set)", {"a b", "a\tb"}},
    {"MASTER_KEY",
     "old:" + key + ",new:" + key,
     "(set)",
     {"geheim", "geheimgeheimgeheimgeheimgeheimge", key + "," + key,
      "a:" + key + ",a:" + key, "a:" + key + ",", ":" + key,
      "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDF=", "a b:" + key}},
    {"SMTP_URL",
     "smtps://geheim-user:geheim@mail.example.com:465",
     "smtps://***@mail.example.com:465",
     {"mail.example.com", "https://mail.example.com", "smtp://", "smtp://:25",
      "smtp://a:geheim@", "smtp://a:geh eim@mail.example.com",
      "smtp://a:geheim?@mail.example.com"},
     {{"SMTP_FROM", "viewings@example.com"}}},
    {"SMTP_FROM",
     "Viewings <viewings@example.com>",
     "Viewings <viewings@example.com>",
     {"viewings", "a@b.example\nBcc: c@d.example", "<a b@c.example>"}},
    {"LOG_LEVEL", "debug", "debug", {"verbose", "INFO", "3"}},
    {"LOG_FORMAT", "text", "text", {"xml", "JSON"}},
    {"RENDER", "true", "true", {"yes", "TRUE", "1"}},
    {"CLOCK_START",
     "2026-11-22T09:00:00+01:00",
     "2026-11-22T08:00:00Z",
     {"tomorrow", "2026-02-30T00:00:00Z", "2026-11-22"},
     {{"MICROSOFT_LOGIN_URL", "http://127.0.0.1:9"},
      {"MICROSOFT_GRAPH_URL", "http://localhost:9"}}},
};

class VariableTest : public testing::TestWithParam<variable_case> {
protected:
  environment with(const std::string& value) const {
    auto env = GetParam().beside;
    env[GetParam().name] = value;
    return env;
  }
  std::string shown_as() const {
    return GetParam().name == "RENDER_EXTERNAL_URL" ? "PUBLIC_URL"
                                                    : GetParam().name;
  }
};

TEST_P(VariableTest, TakesAGoodValueAndShowsIt) {
  auto all = load_ok(with(GetParam().good));
  EXPECT_THAT(describe(all), Contains(std::pair{shown_as(), GetParam().shown}));
}

TEST_P(VariableTest, RefusesBadValuesInOneLineThatNamesIt) {
  for (const auto& value : GetParam().bad)
    EXPECT_THAT(refusal_of(with(value)),
                AllOf(testing::StartsWith(GetParam().name),
                      HasSubstr("(environment): must be ")))
        << value;
}

TEST_P(VariableTest, NeverShowsASecret) {
  for (const auto& [name, value] : describe(load_ok(with(GetParam().good))))
    EXPECT_THAT(value, Not(HasSubstr("geheim"))) << name;
  for (const auto& value : GetParam().bad)
    EXPECT_THAT(refusal_of(with(value)), Not(HasSubstr("geheim")));
}

TEST_P(VariableTest, CountsAsNotSetWhenEmpty) {
  EXPECT_EQ(describe(load_ok(with(""))), describe(load_ok(GetParam().beside)));
}

TEST_P(VariableTest, ComesFromAFileWhenSecret) {
  const auto& c = GetParam();
  auto known = known_variables();
  auto secret = std::ranges::find(known, c.name, &known_variable::name);
  ASSERT_NE(secret, known.end());
  temp_file file{c.good + "\n"};
  auto env = c.beside;
  env[c.name + "_FILE"] = file.path();
  auto wanted = secret->is_secret ? with(c.good) : c.beside;
  EXPECT_EQ(describe(load_ok(env)), describe(load_ok(wanted)));
  if (!secret->is_secret)
    return;
  env[c.name] = c.good;
  EXPECT_THAT(refusal_of(env), HasSubstr("only one of the two"));
  env.erase(c.name);
  env[c.name + "_FILE"] = "/nowhere/at/all";
  EXPECT_THAT(refusal_of(env),
              AllOf(HasSubstr(c.name + "_FILE"), HasSubstr("No such file")));
  temp_file empty{"\n"};
  env[c.name + "_FILE"] = empty.path();
  EXPECT_THAT(refusal_of(env), HasSubstr("is empty"));
  temp_file malformed{c.bad.front() + "\n"};
  env[c.name + "_FILE"] = malformed.path();
  EXPECT_THAT(refusal_of(env), HasSubstr(c.name));
}

INSTANTIATE_TEST_SUITE_P(Each, VariableTest, testing::ValuesIn(variable_cases),
                         [](const auto& one) {
                           auto name = one.param.name;
                           std::erase(name, '_');
                           return name;
                         });

TEST(LoadTest, TheTableOfCasesCoversEveryVariable) {
  std::set<std::string> covered{"CONFIG"};
  for (const auto& c : variable_cases)
    covered.insert(c.name);
  for (const auto& variable : known_variables())
    EXPECT_TRUE(covered.contains(variable.name)) << variable.name;
}

TEST(LoadTest, NothingSetGivesTheDefaultsOfTheStruct) {
  auto all = load_ok({});
  EXPECT_EQ(all.port, 8080);
  EXPECT_EQ(all.bind_address, "127.0.0.1");
  EXPECT_EQ(all.public_url, "http://localhost:8080");
  EXPECT_EQ(all.microsoft.redirect_uri,
            "http://localhost:8080/calendar/auth/callback");
  EXPECT_EQ(all.database_url.reveal(), "sqlite3://data/peterental.db");
  EXPECT_EQ(all.default_zone.name(), "America/Chicago");
  EXPECT_EQ(all.rules, booking_rules{});
  EXPECT_TRUE(all.development_mode);
  EXPECT_THAT(all.notices, testing::IsEmpty());
}

TEST(LoadTest, PublicUrlGoesBeforeRendersAndBeforeThePort) {
  environment env{{"PORT", "9000"}};
  EXPECT_EQ(load_ok(env).public_url, "http://localhost:9000");
  env["RENDER_EXTERNAL_URL"] = "https://render.example";
  EXPECT_EQ(load_ok(env).public_url, "https://render.example");
  env["PUBLIC_URL"] = "https://own.example";
  EXPECT_EQ(load_ok(env).public_url, "https://own.example");
  EXPECT_EQ(load_ok(env).microsoft.redirect_uri,
            "https://own.example/calendar/auth/callback");
}

TEST(LoadTest, ClockStartIsRefusedUnlessBothMicrosoftUrlsAreOfThisMachine) {
  environment env{{"CLOCK_START", "2026-11-22T09:00:00Z"},
                  {"MICROSOFT_LOGIN_URL", "http://127.0.0.1:1"}};
  EXPECT_THAT(refusal_of(env), testing::StartsWith("CLOCK_START"));
  env["MICROSOFT_GRAPH_URL"] = "http://127.0.0.1:1/v1.0";
  EXPECT_EQ(load_ok(env).clock_start, from_unix(1795338000));
}

TEST(LoadTest, BothSecretsAreValidWhileRotating) {
  auto all = load_ok({{"VAPI_SECRET", "new-new-new-new-new"},
                      {"VAPI_SECRET_PREVIOUS", "old-old-old-old-old"}});
  ASSERT_EQ(all.vapi.secrets.size(), 2u);
  EXPECT_EQ(all.vapi.secrets[0].reveal(), "new-new-new-new-new");
  EXPECT_EQ(all.vapi.secrets[1].reveal(), "old-old-old-old-old");
}

TEST(LoadTest, AMailServerNeedsASender) {
  environment env{{"SMTP_URL", "smtp://geheim:geheim@mail.example.com:587"}};
  EXPECT_THAT(refusal_of(env),
              AllOf(testing::StartsWith("SMTP_FROM"), HasSubstr("SMTP_URL"),
                    Not(HasSubstr("geheim"))));
  env["SMTP_FROM"] = "viewings@example.com";
  EXPECT_THAT(load_ok(env).notices, testing::IsEmpty());
  env.erase("SMTP_URL");
  EXPECT_THAT(load_ok(env).notices, Contains(HasSubstr("SMTP_URL is not")));
}

environment complete() {
  return {{"BIND_ADDRESS", "0.0.0.0"},
          {"PUBLIC_URL", "https://cal.example.com"},
          {"MICROSOFT_CLIENT_ID", "client"},
          {"MICROSOFT_CLIENT_SECRET", "client-secret"},
          {"MASTER_KEY", key},
          {"ADMIN_TOKEN", "an-admin-token-of-mine"},
          {"VAPI_SECRET", "a-webhook-secret-of-mine"}};
}

std::string serving_refusal(const environment& env) {
  auto checked = check_for_serving(load_ok(env));
  return checked ? "" : checked.error().detail;
}

TEST(ServingTest, APublicAddressNeedsEverySecret) {
  EXPECT_EQ(serving_refusal(complete()), "");
  EXPECT_FALSE(load_ok(complete()).development_mode);
  const std::map<std::string, std::string> named
      = {{"MASTER_KEY", "MASTER_KEY"},
         {"ADMIN_TOKEN", "ADMIN_TOKEN"},
         {"VAPI_SECRET", "a webhook secret"}};
  for (const auto& [variable, words] : named) {
    auto env = complete();
    env.erase(variable);
    EXPECT_THAT(serving_refusal(env),
                AllOf(testing::StartsWith(words + " "),
                      HasSubstr("BIND_ADDRESS=0.0.0.0"),
                      HasSubstr("openssl rand -base64 32")));
    EXPECT_FALSE(load_ok(env).development_mode);
    env["BIND_ADDRESS"] = "127.0.0.1";
    env["PUBLIC_URL"] = "http://localhost:8080";
    EXPECT_EQ(serving_refusal(env), "");
    EXPECT_TRUE(load_ok(env).development_mode);
  }
}

TEST(ServingTest, AnHmacSecretOrABindingsSecretWillDo) {
  auto env = complete();
  env.erase("VAPI_SECRET");
  env["VAPI_HMAC_SECRET"] = "a-webhook-secret-of-mine";
  EXPECT_EQ(serving_refusal(env), "");
  env.erase("VAPI_HMAC_SECRET");
  temp_file file{"[[bindings]]\nsecret = \"a-secret-of-an-agency\"\n"};
  env["CONFIG"] = file.path();
  EXPECT_EQ(serving_refusal(env), "");
}

TEST(ServingTest, NeedsTheMicrosoftRegistrationEvenInDevelopmentMode) {
  EXPECT_THAT(serving_refusal({}),
              HasSubstr("MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET are "
                        "not set"));
  EXPECT_THAT(serving_refusal({{"MICROSOFT_CLIENT_ID", "x"}}),
              testing::StartsWith("MICROSOFT_CLIENT_SECRET is not set"));
}

TEST(ServingTest, EveryLoopbackAddressIsOne) {
  for (auto address :
       {"127.0.0.1", "127.9.9.9", "::1", "localhost", "::ffff:127.0.0.1"})
    EXPECT_TRUE(load_ok({{"BIND_ADDRESS", address}}).loopback) << address;
  for (auto address : {"0.0.0.0", "::", "10.0.0.1", "::ffff:10.0.0.1"})
    EXPECT_FALSE(load_ok({{"BIND_ADDRESS", address}}).loopback) << address;
}

// A proxy in front of loopback lets the world in as well as any address does.
TEST(ServingTest, DevelopmentModeEndsWhereThePublicAddressBegins) {
  environment env{{"MICROSOFT_CLIENT_ID", "client"},
                  {"MICROSOFT_CLIENT_SECRET", "client-secret"}};
  for (const char* own : {"http://localhost:8080", "http://127.0.0.1",
                          "http://[::1]:8080", "http://pete.localhost"}) {
    env["PUBLIC_URL"] = own;
    EXPECT_EQ(serving_refusal(env), "") << own;
    EXPECT_TRUE(load_ok(env).development_mode) << own;
  }
  for (const char* of_the_world :
       {"https://cal.example.com", "http://192.0.2.1:8080",
        "http://localhost.example.com"}) {
    env["PUBLIC_URL"] = of_the_world;
    EXPECT_FALSE(load_ok(env).development_mode) << of_the_world;
    EXPECT_THAT(serving_refusal(env),
                AllOf(HasSubstr("MASTER_KEY, ADMIN_TOKEN and a webhook secret"),
                      HasSubstr(of_the_world), Not(HasSubstr("\n"))));
  }
  env.erase("PUBLIC_URL");
  env["RENDER_EXTERNAL_URL"] = "https://cal.onrender.example";
  EXPECT_THAT(serving_refusal(env), HasSubstr("PUBLIC_URL=https://cal.onr"));
  env.erase("RENDER_EXTERNAL_URL");
  env["MICROSOFT_REDIRECT_URI"] = "https://x.example/calendar/auth/callback";
  EXPECT_THAT(serving_refusal(env),
              HasSubstr("MICROSOFT_REDIRECT_URI=https://x.example"));
}

TEST(ServingTest, EachMissingSecretRefusesAPublicAddress) {
  for (const char* name : {"MASTER_KEY", "ADMIN_TOKEN", "VAPI_SECRET"}) {
    auto env = complete();
    env["BIND_ADDRESS"] = "127.0.0.1";
    EXPECT_EQ(serving_refusal(env), "");
    env.erase(name);
    EXPECT_THAT(serving_refusal(env),
                AllOf(HasSubstr(name), HasSubstr(" is not set"),
                      HasSubstr("PUBLIC_URL=https://cal.example.com")));
  }
}

TEST(NoticeTest, SaysWhatIsAllowedButLooksWrong) {
  auto notices = [](environment env) { return load_ok(env).notices; };
  EXPECT_THAT(notices(complete()), testing::IsEmpty());
  EXPECT_THAT(notices({{"PUBLIC_URL", "http://cal.example.com"}}),
              Contains(HasSubstr("PUBLIC_URL is http")));
  EXPECT_THAT(notices({{"BIND_ADDRESS", "0.0.0.0"}}),
              Contains(HasSubstr("PUBLIC_URL is of this machine")));
  EXPECT_THAT(notices({{"MICROSOFT_REDIRECT_URI", "https://x.example/back"}}),
              Contains(HasSubstr("does not end in")));
  EXPECT_THAT(notices({{"MICROSOFT_CLIENT_SECRET",
                        "11111111-2222-4333-8444-555555555555"}}),
              Contains(HasSubstr("looks like the secret's id")));
  EXPECT_THAT(notices({{"ADMIN_TOKEN", "short"}, {"VAPI_SECRET", "short"}}),
              testing::SizeIs(2));
  EXPECT_THAT(notices({{"MICROSOFT_CLIENTID", "x"}}),
              Contains("MICROSOFT_CLIENTID is not a variable of this "
                       "service"));
}

} // namespace
} // namespace rental::test

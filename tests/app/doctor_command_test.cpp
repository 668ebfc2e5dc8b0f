#include "tests/support/mock_http_server.hpp"
#include "tests/support/smtp_server.hpp"

#include "command_fixture.hpp"
#include <gmock/gmock.h>

#include <filesystem>
#include <iterator>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Microsoft as far as the doctor asks it.
class DoctorTest : public CommandTest {
protected:
  DoctorTest() {
    env["MICROSOFT_CLIENT_ID"] = "client";
    env["MICROSOFT_CLIENT_SECRET"] = "geheim-client-secret";
    env["MICROSOFT_LOGIN_URL"] = microsoft.base_url();
    env["MICROSOFT_GRAPH_URL"] = microsoft.base_url() + "/v1.0";
    env["VAPI_SECRET"] = "geheim-webhook-secret";
  }

  mock_answer answer(const seen_request& request) const {
    if (request.method == "POST")
      return {token_status,
              R"({"error":")" + token_error
                  + R"(","error_description":"AADSTS7000222: no",)"
                    R"("error_codes":[7000222]})",
              {{"Content-Type", "application/json"}}};
    return {401, "{}", {{"Date", date}}};
  }

  // Read on the server's thread, written before the request is sent.
  int token_status = 400;
  std::string token_error = "invalid_grant";
  std::string date = "Sun, 22 Nov 2026 09:00:05 GMT";
  mock_http_server microsoft{
      [this](const seen_request& request) { return answer(request); }};
};

TEST_F(DoctorTest, IsContentWhenEverythingWorks) {
  put(connected("ann"));
  EXPECT_EQ(run({"doctor"}), 0) << out << err;
  EXPECT_THAT(out, AllOf(HasSubstr("ok   settings"), HasSubstr("ok   key"),
                         HasSubstr("ok   database"), HasSubstr("1 manager"),
                         HasSubstr("ok   microsoft"),
                         HasSubstr("ok   clock     5 s behind"),
                         Not(HasSubstr("FAIL"))));
  EXPECT_THAT(out,
              HasSubstr("\n  http://localhost:8080/calendar/auth/callback\n"));
}

/// What is in the folder of the test.
std::size_t files_in(const std::string& folder) {
  using std::filesystem::directory_iterator;
  return static_cast<std::size_t>(
      std::distance(directory_iterator{folder}, directory_iterator{}));
}

// Run by another user than the service, it would make files that the service
// cannot open.
TEST_F(DoctorTest, MakesNothing) {
  EXPECT_EQ(run({"doctor"}), 0) << out << err;
  EXPECT_THAT(out, HasSubstr("ok   database  none yet"));
  EXPECT_EQ(files_in(folder), 0u);
  env.erase("MASTER_KEY");
  run({"doctor"});
  EXPECT_THAT(out, HasSubstr("ok   key       none yet"));
  EXPECT_EQ(files_in(folder), 0u);
}

TEST_F(DoctorTest, SaysWhereNoDatabaseCanBeMade) {
  const auto file = write("plain", "");
  env["DATABASE_URL"] = "sqlite3://" + file + "/p.db";
  EXPECT_EQ(run({"doctor"}), 1);
  EXPECT_THAT(out, HasSubstr("FAIL database  there is none yet, and this user "
                             "may not write in "
                             + file));
}

TEST_F(DoctorTest, ShowsNoSecret) {
  put(connected("ann"));
  run({"doctor"});
  EXPECT_THAT(out + err, AllOf(Not(HasSubstr("geheim")),
                               Not(HasSubstr("canary")), Not(HasSubstr(key))));
  EXPECT_THAT(out, testing::ContainsRegex("VAPI_SECRET +[(]set[)]"));
}

TEST_F(DoctorTest, FindsAClientSecretThatIsOver) {
  token_status = 401;
  token_error = "invalid_client";
  EXPECT_EQ(run({"doctor"}), 1);
  EXPECT_THAT(out, AllOf(HasSubstr("FAIL microsoft"),
                         HasSubstr("MICROSOFT_CLIENT_SECRET")));
}

TEST_F(DoctorTest, FindsAClockThatIsWrong) {
  date = "Sun, 22 Nov 2026 08:50:00 GMT";
  EXPECT_EQ(run({"doctor"}), 1);
  EXPECT_THAT(out, HasSubstr("FAIL clock     600 s ahead of"));
}

TEST_F(DoctorTest, SignsInToTheMailServer) {
  run({"doctor"});
  EXPECT_THAT(out, HasSubstr("ok   mail      SMTP_URL is not set"));
  smtp_server mails{{false, "pete", "geheim-smtp"}};
  env["SMTP_FROM"] = "viewings@example.com";
  env["SMTP_URL"] = "smtp://pete:geheim-smtp@" + mails.address();
  EXPECT_EQ(run({"doctor"}), 0) << out << err;
  EXPECT_THAT(out, AllOf(HasSubstr("ok   mail"), HasSubstr("smtp://***@127."),
                         Not(HasSubstr("geheim"))));
  env["SMTP_URL"] = "smtp://pete:geheim-wrong@" + mails.address();
  EXPECT_EQ(run({"doctor"}), 1);
  EXPECT_THAT(out, AllOf(HasSubstr("FAIL mail"), HasSubstr("password"),
                         Not(HasSubstr("geheim"))));
  EXPECT_TRUE(mails.mails().empty());
}

TEST_F(DoctorTest, FindsMicrosoftOutOfReach) {
  // The discard port: nobody listens there.
  env["MICROSOFT_LOGIN_URL"] = "http://127.0.0.1:9";
  env["MICROSOFT_GRAPH_URL"] = "http://127.0.0.1:9/v1.0";
  EXPECT_EQ(run({"doctor"}), 1);
  EXPECT_THAT(out, AllOf(HasSubstr("FAIL microsoft cannot be reached"),
                         HasSubstr("FAIL clock")));
}

TEST_F(DoctorTest, FindsAKeyThatDoesNotFitTheDatabase) {
  put(connected("ann"));
  env["MASTER_KEY"] = other_key;
  EXPECT_EQ(run({"doctor"}), 1);
  EXPECT_THAT(out, AllOf(HasSubstr("ok   key"), HasSubstr("FAIL database")));
}

TEST_F(DoctorTest, FindsWhatServeWouldRefuse) {
  env.erase("MICROSOFT_CLIENT_SECRET");
  EXPECT_EQ(run({"doctor"}), 1);
  EXPECT_THAT(out, AllOf(HasSubstr("FAIL settings"),
                         HasSubstr("MICROSOFT_CLIENT_SECRET is not set")));
}

TEST_F(DoctorTest, TellsNoticesWithoutFailing) {
  env["VAPI_SECRET"] = "short";
  EXPECT_EQ(run({"doctor"}), 0) << out;
  EXPECT_THAT(out, HasSubstr("note a webhook secret is shorter"));
}

} // namespace
} // namespace rental::test

#include "app/token_file.hpp"
#include "crypto/encode.hpp"

#include "command_fixture.hpp"
#include <gmock/gmock.h>
#include <sys/stat.h>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string scopes = R"("scope":"User.Read Calendars.ReadWrite )"
                           R"(MailboxSettings.Read Mail.Send")";

class TokensTest : public CommandTest {
protected:
  std::string file_with(const std::string& tokens) const {
    return write("tokens.json", R"({"tokens":{)" + tokens + "}}");
  }
  static std::string entry(const std::string& id, const std::string& token) {
    return '"' + id + R"(":{"access_token":"AT","refresh_token":")" + token
           + R"(","expires_at":"2025-09-30T14:30:00",)" + scopes + "}";
  }
  void nothing_leaks() const {
    EXPECT_THAT(out + err,
                AllOf(Not(HasSubstr("canary")), Not(HasSubstr("RT-"))));
  }
};

TEST_F(TokensTest, ImportStoresTheManagers) {
  auto file = file_with(entry("(405) 555-0142", "RT-1") + ","
                        + entry("pete_admin", "RT-2") + R"(,"bad":{})");
  EXPECT_EQ(run({"tokens", "import", file}), 0) << err;
  EXPECT_THAT(out, AllOf(HasSubstr("imported +14055550142\n"),
                         HasSubstr("imported pete_admin\n"),
                         HasSubstr("skipped  bad: has no refresh token"),
                         HasSubstr("2 imported, 1 skipped")));
  nothing_leaks();
  auto record = manager({"default", "+14055550142"});
  EXPECT_EQ(record.state, connection_state::connected);
  EXPECT_EQ(record.tokens.refresh_token.reveal(), "RT-1");
  EXPECT_EQ(manager({"default", "pete_admin"}).tokens.refresh_token.reveal(),
            "RT-2");
}

TEST_F(TokensTest, ImportPutsManagersIntoTheAgencyThatIsNamed) {
  auto file = file_with(entry("ann", "RT-1"));
  EXPECT_EQ(run({"tokens", "import", file, "--agency", "lakeside"}), 0);
  EXPECT_EQ(manager({"lakeside", "ann"}).tokens.refresh_token.reveal(), "RT-1");
  EXPECT_EQ(count_managers(), 1u);
}

TEST_F(TokensTest, ImportGivesAMailboxToOneIdOnly) {
  const auto of = [](const std::string& id, const std::string& token,
                     const std::string& more) {
    return '"' + id + R"(":{"refresh_token":")" + token + "\"," + more + ','
           + scopes + "}";
  };
  const auto mail = [](const std::string& address) {
    return R"("calendar_email":")" + address + '"';
  };
  const auto jwt = R"("access_token":"e30.)"
                   + base64url_encode(R"({"oid":"o-1","tid":"t-1"})")
                   + R"(.c2ln")";
  auto file = file_with(of("a1", "RT-1", mail("jo@x.test")) + ","
                        + of("a2", "RT-2", mail("Jo@X.test")) + ","
                        + of("b1", "RT-3", jwt) + "," + of("b2", "RT-4", jwt)
                        + "," + of("c1", "RT-5", mail("")) + ","
                        + of("c2", "RT-5", mail("")));
  EXPECT_EQ(run({"tokens", "import", file}), 0) << err;
  for (const char* taken : {"a1", "b1", "c1"})
    EXPECT_THAT(out, HasSubstr("imported " + std::string{taken} + ":"));
  for (const char* left :
       {"a2: its calendar is connected under another id already: a1",
        "b2: its calendar is connected under another id already: b1",
        "c2: has the tokens, and so the calendar, of an earlier entry"})
    EXPECT_THAT(out, HasSubstr("skipped  " + std::string{left}));
  EXPECT_EQ(count_managers(), 3u);
  EXPECT_EQ(mailbox_of(manager({"default", "b1"})), "t-1/o-1");
  // Another agency gets it no more than another id.
  EXPECT_EQ(run({"tokens", "import", file, "--agency", "lakeside"}), 0);
  EXPECT_THAT(out, HasSubstr("skipped  b1: its calendar is connected"));
  nothing_leaks();
}

TEST_F(TokensTest, ImportDoesNotPutAnotherMailboxUnderAnId) {
  auto row = connected("ann");
  row.account = "ann@x.test";
  put(row);
  auto file = file_with(R"("ann":{"refresh_token":"RT-new",)"
                        R"("calendar_email":"kim@x.test",)"
                        + scopes + "}");
  run({"tokens", "import", file, "--replace"});
  EXPECT_THAT(out, HasSubstr("skipped  ann: is connected as another account"));
  EXPECT_NE(manager({"default", "ann"}).tokens.refresh_token.reveal(),
            "RT-new");
}

TEST_F(TokensTest, ImportLeavesConnectedManagersAloneUnlessToldTo) {
  put(connected("ann"));
  auto file = file_with(entry("ann", "RT-new"));
  EXPECT_EQ(run({"tokens", "import", file}), 0);
  EXPECT_THAT(out, HasSubstr("skipped  ann: is connected already"));
  EXPECT_EQ(manager({"default", "ann"}).tokens.refresh_token.reveal(),
            "RT-canary");
  EXPECT_EQ(run({"tokens", "import", file, "--replace"}), 0);
  EXPECT_THAT(out, HasSubstr("imported ann"));
  auto record = manager({"default", "ann"});
  EXPECT_EQ(record.tokens.refresh_token.reveal(), "RT-new");
  EXPECT_EQ(record.account, "jane@example.com");
  nothing_leaks();
}

TEST_F(TokensTest, ImportMendsAManagerWhoseGrantDied) {
  auto dead = connected("ann");
  dead.state = connection_state::needs_reconnect;
  dead.state_reason = "invalid_grant";
  put(dead);
  EXPECT_EQ(run({"tokens", "import", file_with(entry("ann", "RT-new"))}), 0);
  auto record = manager({"default", "ann"});
  EXPECT_EQ(record.state, connection_state::connected);
  EXPECT_EQ(record.state_reason, "");
  EXPECT_EQ(record.tokens.refresh_token.reveal(), "RT-new");
}

TEST_F(TokensTest, ADryRunStoresNothing) {
  auto file = file_with(entry("ann", "RT-1"));
  EXPECT_EQ(run({"tokens", "import", file, "--dry-run"}), 0) << err;
  EXPECT_THAT(
      out, AllOf(HasSubstr("imported ann"), HasSubstr("nothing was stored")));
  EXPECT_EQ(count_managers(), 0u);
}

TEST_F(TokensTest, ABadFileIsRefusedAndNothingIsStored) {
  auto cut = write("cut.json", R"({"tokens":{"a":{"refresh_token":"RT-1")");
  EXPECT_EQ(run({"tokens", "import", cut}), 1);
  EXPECT_EQ(err, "peterental: " + cut
                     + ": not a calendar_tokens.json: not JSON, or cut "
                       "short\n");
  EXPECT_EQ(run({"tokens", "import", path("nowhere.json")}), 1);
  EXPECT_THAT(err, HasSubstr("No such file"));
  EXPECT_EQ(run({"tokens", "import", file_with(R"("a":{},"b":{})")}), 1);
  EXPECT_EQ(count_managers(), 0u);
}

TEST_F(TokensTest, ExportMasksTokensAndIsReadableByTheOwnerOnly) {
  put(connected("ann"));
  write("out.json", "{\"old\":1}");
  EXPECT_EQ(run({"tokens", "export", path("out.json")}), 0) << err;
  EXPECT_THAT(read("out.json"),
              AllOf(HasSubstr("\"ann\""), Not(HasSubstr("canary"))));
  struct stat is {};
  ASSERT_EQ(::stat(path("out.json").c_str(), &is), 0);
  EXPECT_EQ(is.st_mode & 0777, 0600u);
  nothing_leaks();
}

TEST_F(TokensTest, ExportWithRevealCanBeImportedElsewhere) {
  put(connected("ann"));
  auto gone = connected("bob");
  gone.tokens = {};
  gone.state = connection_state::disconnected;
  put(gone);
  EXPECT_EQ(run({"tokens", "export", path("out.json"), "--reveal"}), 0);
  EXPECT_THAT(out, HasSubstr("1 exported"));
  nothing_leaks();
  env["DATABASE_URL"] = "sqlite3://" + path("second.db");
  EXPECT_EQ(run({"tokens", "import", path("out.json")}), 0) << err;
  auto record = manager({"default", "ann"});
  EXPECT_EQ(record.tokens.refresh_token.reveal(), "RT-canary");
  EXPECT_EQ(record.tokens.access_token.reveal(), "AT-canary");
  EXPECT_EQ(record.tokens.expires_at, connected("ann").tokens.expires_at);
  EXPECT_EQ(record.account, "jane@example.com");
}

TEST_F(TokensTest, AFileThatCannotBeWrittenLeavesNothingBehind) {
  put(connected("ann"));
  EXPECT_EQ(run({"tokens", "export", path("no/such/folder.json")}), 1);
  EXPECT_THAT(err, HasSubstr("cannot be written: No such file"));
  // A slip of the hand must not cost the database.
  EXPECT_EQ(run({"tokens", "export", path("p.db"), "--reveal"}), 1);
  EXPECT_THAT(err, HasSubstr("is no file of tokens"));
  EXPECT_EQ(count_managers(), 1u);
  std::filesystem::create_directory(path("taken"));
  EXPECT_FALSE(write_private_file(path("taken"), "text"));
  for (const auto& file : std::filesystem::directory_iterator{folder})
    EXPECT_THAT(file.path().filename().string(), Not(HasSubstr("taken.")));
}

} // namespace
} // namespace rental::test

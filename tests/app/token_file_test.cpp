#include "app/token_file.hpp"

#include <gmock/gmock.h>

namespace rental::test {
namespace {

using testing::HasSubstr;

const instant now = from_unix(1795338000);
const std::string all_scopes = "User.Read Calendars.ReadWrite "
                               "MailboxSettings.Read Mail.Send";

std::vector<token_entry> parse(const std::string& text) {
  auto entries = parse_token_file(text, "US", now);
  EXPECT_TRUE(entries) << entries.error().detail;
  return entries ? *std::move(entries) : std::vector<token_entry>{};
}

/// One entry with a refresh token and `members` (begins with a comma).
token_entry parse_one(const std::string& key, const std::string& members) {
  auto entries = parse(R"({"tokens":{")" + key + R"(":{"refresh_token":"RT")"
                       + members + "}}}");
  return entries.empty() ? token_entry{} : entries.front();
}

TEST(TokenFileTest, ReadsTheLayoutWithLastUpdatedAtTheRoot) {
  auto entries = parse(R"({
    "last_updated": "2025-09-30T13:30:00.123456",
    "tokens": {"+15555551234": {
      "user_id": "+15555551234", "access_token": "AT", "refresh_token": "RT",
      "expires_at": "2025-09-30T14:30:00.123456", "token_type": "Bearer",
      "scope": "Calendars.ReadWrite User.Read", "calendar_email": "a@b.example",
      "created_at": "2025-09-30T13:30:00.1", "updated_at": "2025-09-30"}},
    "metadata": {"total_users": 1, "version": "1.0"}})");
  ASSERT_EQ(entries.size(), 1u);
  const auto& entry = entries[0];
  EXPECT_EQ(entry.user_id, "+15555551234");
  EXPECT_EQ(entry.problem, "");
  EXPECT_THAT(entry.note, HasSubstr("Mail.Send"));
  EXPECT_EQ(entry.record.account, "a@b.example");
  EXPECT_EQ(entry.record.state, connection_state::connected);
  EXPECT_EQ(entry.record.tokens.access_token.reveal(), "AT");
  EXPECT_EQ(entry.record.tokens.refresh_token.reveal(), "RT");
  EXPECT_EQ(to_iso_utc(entry.record.tokens.expires_at), "2025-09-30T14:30:00Z");
  EXPECT_EQ(to_iso_utc(entry.record.created_at), "2025-09-30T13:30:00Z");
  EXPECT_EQ(entry.record.updated_at, now);
}

TEST(TokenFileTest, ReadsTheLayoutWithLastUpdatedInsideMetadata) {
  auto entries = parse(R"({
    "tokens": {"pete_admin": {"user_id": "pete_admin", "access_token": "AT",
      "refresh_token": "RT", "expires_at": "2025-09-30T14:30:00Z",
      "scope": ")" + all_scopes
                       + R"("}},
    "metadata": {"last_updated": "2025-09-30T13:30:00Z", "version": "1.0"}})");
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].user_id, "pete_admin");
  EXPECT_EQ(entries[0].note, "");
  EXPECT_EQ(entries[0].record.tokens.scope, all_scopes);
  EXPECT_EQ(entries[0].record.created_at, now);
}

TEST(TokenFileTest, ReadsTimesWithAndWithoutOffset) {
  for (auto text : {"2025-09-30T14:30:00", "2025-09-30T14:30:00.999",
                    "2025-09-30T14:30:00Z", "2025-09-30T16:30:00+02:00"}) {
    auto entry = parse_one("a", std::string{R"(,"expires_at":")"} + text + '"');
    EXPECT_EQ(to_iso_utc(entry.record.tokens.expires_at),
              "2025-09-30T14:30:00Z")
        << text;
  }
}

TEST(TokenFileTest, TakesEntriesWithMissingFieldsAsExpired) {
  auto entry = parse_one("a", R"(,"scope":")" + all_scopes + '"');
  EXPECT_EQ(entry.problem, "");
  EXPECT_THAT(entry.note, HasSubstr("expires_at"));
  EXPECT_EQ(entry.record.tokens.expires_at, instant{});
  EXPECT_TRUE(entry.record.tokens.access_token.empty());
  EXPECT_EQ(parse_one("a", R"(,"expires_at":17,"scope":null)").problem, "");
}

TEST(TokenFileTest, NormalisesPhoneNumbers) {
  EXPECT_EQ(parse_one("(405) 555-0142", "").user_id, "+14055550142");
  EXPECT_EQ(parse_one("", R"(,"user_id":"4055550142")").user_id,
            "+14055550142");
}

TEST(TokenFileTest, SaysWhyAnEntryCannotBeUsed) {
  auto problem = [](const std::string& tokens) {
    auto entries = parse(R"({"tokens":{)" + tokens + "}}");
    return entries.empty() ? "" : entries.back().problem;
  };
  EXPECT_THAT(problem(R"("a":{"access_token":"x"})"),
              HasSubstr("no refresh token"));
  EXPECT_THAT(problem(R"("a":{"refresh_token":""})"),
              HasSubstr("no refresh token"));
  EXPECT_THAT(problem(R"("a":{"refresh_token":"***"})"), HasSubstr("masked"));
  EXPECT_THAT(problem(R"("a":{"refresh_token":"x y"})"), HasSubstr("blanks"));
  EXPECT_THAT(problem(R"("a":7)"), HasSubstr("not an object"));
  EXPECT_THAT(problem(R"("":{"refresh_token":"x"})"), HasSubstr("no user id"));
  EXPECT_THAT(problem(R"("+14055550142":{"refresh_token":"x"},
                         "4055550142":{"refresh_token":"x"})"),
              HasSubstr("same manager"));
}

TEST(TokenFileTest, RefusesWhatIsNoTokenFile) {
  for (auto text : {"", "{", "[]", "null", "{}", R"({"tokens":[]})",
                    R"({"tokens":null})", R"({"rentals":{}})", "\xff\xfe"}) {
    auto entries = parse_token_file(text, "US", now);
    ASSERT_FALSE(entries) << text;
    EXPECT_EQ(entries.error().code, errc::bad_request);
    EXPECT_EQ(entries.error().detail.find('\n'), std::string::npos);
  }
}

TEST(TokenFileTest, EveryCutOfAFileIsRefused) {
  const std::string text = R"({"tokens":{"a":{"refresh_token":"RT"}}})";
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_FALSE(parse_token_file(text.substr(0, size), "US", now)) << size;
  EXPECT_TRUE(parse_token_file(text, "US", now));
}

manager_record record_of(const std::string& id, const std::string& refresh) {
  manager_record record;
  record.key = {"default", id};
  record.account = id + "@example.com";
  record.tokens.access_token = secret{"AT-" + id};
  record.tokens.refresh_token = secret{refresh};
  record.tokens.expires_at = now;
  record.tokens.scope = all_scopes;
  record.created_at = record.updated_at = now;
  return record;
}

TEST(TokenFileTest, WhatWasWrittenReadsBack) {
  const std::vector records
      = {record_of("ann", "RT-1"), record_of("+14055550142", "RT-2"),
         record_of("gone", "")};
  auto entries = parse(format_token_file(records, true, now));
  ASSERT_EQ(entries.size(), 2u);
  for (const auto& entry : entries) {
    const auto& wanted = entry.user_id == "ann" ? records[0] : records[1];
    EXPECT_EQ(entry.user_id, wanted.key.user_id);
    EXPECT_EQ(entry.problem + entry.note, "");
    EXPECT_EQ(entry.record.account, wanted.account);
    EXPECT_EQ(entry.record.tokens.access_token, wanted.tokens.access_token);
    EXPECT_EQ(entry.record.tokens.refresh_token, wanted.tokens.refresh_token);
    EXPECT_EQ(entry.record.tokens.expires_at, wanted.tokens.expires_at);
    EXPECT_EQ(entry.record.tokens.scope, wanted.tokens.scope);
    EXPECT_EQ(entry.record.created_at, wanted.created_at);
  }
}

TEST(TokenFileTest, MasksTokensUnlessTheyAreToBeRevealed) {
  const std::vector records = {record_of("ann", "RT-1")};
  auto text = format_token_file(records, false, now);
  EXPECT_EQ(text.find("RT-1"), text.npos);
  EXPECT_EQ(text.find("AT-ann"), text.npos);
  EXPECT_THAT(parse(text).at(0).problem, HasSubstr("masked"));
}

TEST(TokenFileTest, WritesTimesAsTheReplacedAppReadsThem) {
  const std::vector records = {record_of("ann", "RT-1")};
  EXPECT_THAT(
      format_token_file(records, true, now),
      testing::AllOf(HasSubstr(R"("expires_at": "2026-11-22T09:00:00")"),
                     HasSubstr(R"("last_updated": "2026-11-22T09:00:00")"),
                     HasSubstr(R"("total_users": 1)"),
                     HasSubstr(R"("token_type": "Bearer")")));
}

} // namespace
} // namespace rental::test

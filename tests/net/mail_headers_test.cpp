#include "net/mail_headers.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace rental {
namespace {

TEST(MailHeaders, LeavesShortAsciiAlone) {
  EXPECT_EQ(mail_header_text("Please connect your calendar again"),
            "Please connect your calendar again");
}

TEST(MailHeaders, EncodesTheRest) {
  EXPECT_EQ(mail_header_text("Caf\xc3\xa9 ok?"), "=?UTF-8?Q?Caf=C3=A9_ok=3F?=");
  EXPECT_EQ(mail_header_text("=?x?="), "=?UTF-8?Q?=3D=3Fx=3F=3D?=");
}

TEST(MailHeaders, LetsNoTextBeginAFieldOfItsOwn) {
  EXPECT_EQ(mail_header_text("Hello\r\nBcc: all@x.example"),
            "Hello  Bcc: all@x.example");
}

TEST(MailHeaders, FoldsLongTextsBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 60; ++i)
    text += "\xe2\x82\xac"; // three bytes each
  const auto folded = mail_header_text(text);
  std::istringstream lines{folded};
  int words = 0;
  for (std::string line; std::getline(lines, line); ++words) {
    if (line.ends_with('\r'))
      line.pop_back();
    if (words > 0) {
      ASSERT_TRUE(line.starts_with(' ')) << line;
      line.erase(0, 1);
    }
    EXPECT_LE(line.size(), 75u);
    ASSERT_TRUE(line.starts_with("=?UTF-8?Q?") && line.ends_with("?="));
    const auto inside = line.substr(10, line.size() - 12);
    EXPECT_EQ(inside.size() % 9, 0u) << "a character was torn apart";
  }
  EXPECT_EQ(words, 9);
}

TEST(MailHeaders, WritesMailboxes) {
  EXPECT_EQ(mail_header_mailbox({"", "a@b.example"}), "a@b.example");
  EXPECT_EQ(mail_header_mailbox({"Lakeside, Inc.", "a@b.example"}),
            "\"Lakeside, Inc.\" <a@b.example>");
  EXPECT_EQ(mail_header_mailbox({"Caf\xc3\xa9", "a@b.example"}),
            "=?UTF-8?Q?Caf=C3=A9?= <a@b.example>");
}

TEST(MailHeaders, WritesDates) {
  EXPECT_EQ(mail_header_date(from_unix(1795356000)),
            "Sun, 22 Nov 2026 14:00:00 +0000");
  EXPECT_EQ(mail_header_date(from_unix(0)), "Thu, 01 Jan 1970 00:00:00 +0000");
}

} // namespace
} // namespace rental

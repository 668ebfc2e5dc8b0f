#include "base/mail_address.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

TEST(MailAddress, TakesWhatPeopleHave) {
  for (const auto* text :
       {"pete@contoso.example", "pete.smith+viewings@mail.contoso.example",
        "x@localhost", "o'brien@a-b.example", "1@2.example"})
    EXPECT_TRUE(is_mail_address(text)) << text;
}

TEST(MailAddress, RefusesWhatCouldSaySomethingElse) {
  for (const std::string text :
       {"",
        "pete",
        "@contoso.example",
        "pete@",
        "pete@@contoso.example",
        "pete@contoso.example\r\nBcc: all@contoso.example",
        "pete@contoso.example>",
        "<pete@contoso.example>",
        "a b@c.example",
        "a@b c.example",
        "\"a b\"@c.example",
        "a..b@c.example",
        ".a@c.example",
        "a.@c.example",
        "a@-c.example",
        "a@c..example",
        "a@[127.0.0.1]",
        "p\xc3\xa9te@contoso.example",
        "a,b@c.example",
        "a@c.example,b@c.example"})
    EXPECT_FALSE(is_mail_address(text)) << text;
  EXPECT_FALSE(is_mail_address(std::string("a@b.example\0x", 13)));
  EXPECT_FALSE(is_mail_address(std::string(65, 'a') + "@b.example"));
  EXPECT_FALSE(is_mail_address("a@" + std::string(64, 'b') + ".example"));
}

TEST(MailAddress, IsTheSameInAnyCase) {
  EXPECT_TRUE(same_mail_address("Jane@Example.COM", "jane@example.com"));
  EXPECT_TRUE(same_mail_address("", ""));
  EXPECT_FALSE(same_mail_address("jane@example.com", "jane@example.co"));
  EXPECT_FALSE(same_mail_address("jane@example.com", "jan`@example.com"));
}

TEST(MailAddress, ReadsANameBesideTheAddress) {
  using m = mailbox_name;
  EXPECT_EQ(read_mailbox_name("a@b.example"), (m{"", "a@b.example"}));
  EXPECT_EQ(read_mailbox_name("Lakeside Viewings <a@b.example>"),
            (m{"Lakeside Viewings", "a@b.example"}));
  EXPECT_EQ(read_mailbox_name("\"Lakeside, Inc.\" <a@b.example>"),
            (m{"Lakeside, Inc.", "a@b.example"}));
  EXPECT_EQ(read_mailbox_name("Caf\xc3\xa9 <a@b.example>"),
            (m{"Caf\xc3\xa9", "a@b.example"}));
  for (const auto* text :
       {"", "Lakeside", "Lakeside <a@b.example", "a@b.example>", "<>",
        "A\nBcc: x <a@b.example>", "A <x@y.example> <a@b.example>"})
    EXPECT_FALSE(read_mailbox_name(text)) << text;
}

} // namespace
} // namespace rental

#include "voice/email.hpp"

#include <gmock/gmock.h>

namespace rental {
namespace {

using testing::Optional;

TEST(Email, IsTakenAsTyped) {
  EXPECT_THAT(understand_email("jane@example.com"),
              Optional(std::string{"jane@example.com"}));
  EXPECT_THAT(understand_email("  Jane.O'Neil+viewing@Mail.Example.COM \n"),
              Optional(std::string{"Jane.O'Neil+viewing@mail.example.com"}));
  EXPECT_THAT(understand_email("mailto:jane@example.com"),
              Optional(std::string{"jane@example.com"}));
}

TEST(Email, IsTakenAsSaid) {
  EXPECT_THAT(understand_email("jane dot smith at example dot com"),
              Optional(std::string{"jane.smith@example.com"}));
  EXPECT_THAT(
      understand_email("Jane underscore 1 AT my dash mail Dot co dot uk"),
      Optional(std::string{"Jane_1@my-mail.co.uk"}));
}

TEST(Email, NoneIsNone) {
  for (const auto* text : {"", "   ", "none", "None.", "N/A", "not provided",
                           "no email", "null", "unknown"})
    EXPECT_THAT(understand_email(text), Optional(std::string{})) << text;
}

TEST(Email, WhatIsNoAddressIsAskedFor) {
  for (const auto* text : {"not an email",
                           "jane",
                           "jane@",
                           "@example.com",
                           "jane@example",
                           "jane@@example.com",
                           "jane@exa mple.com",
                           "jane smith@example.com",
                           "jane@example..com",
                           "jane@-example.com",
                           "jane@example.com.",
                           "jane at",
                           "at example dot com",
                           "jane@example.com, bob@example.com",
                           "j\xc3\xa4ne@example.com",
                           "jane@example.com\x01",
                           "<jane@example.com>",
                           "at",
                           "dot",
                           "jane..smith@example.com",
                           ".jane@example.com"})
    EXPECT_EQ(understand_email(text), std::nullopt) << text;
  EXPECT_EQ(understand_email(std::string(255, 'a') + "@example.com"),
            std::nullopt);
  EXPECT_EQ(understand_email("a@" + std::string(64, 'a') + ".com"),
            std::nullopt);
}

} // namespace
} // namespace rental

#include "voice/email/email.hpp"
#include "voice/words/placeholder.hpp"

#include <gmock/gmock.h>

namespace rental {
namespace {

using ::testing::Optional;

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
  for (const auto* text :
       {"not an email", "jane", "jane@", "@example.com", "jane@example",
        "jane@@example.com", "jane@exa mple.com", "jane smith@example.com",
        "jane@example..com", "jane@-example.com", "jane at",
        "at example dot com", "jane@example.com, bob@example.com",
        "j\xc3\xa4ne@example.com", "jane@example.com\x01", "at", "dot",
        "jane..smith@example.com", ".jane@example.com"})
    EXPECT_EQ(understand_email(text), std::nullopt) << text;
  EXPECT_EQ(understand_email(std::string(255, 'a') + "@example.com"),
            std::nullopt);
  EXPECT_EQ(understand_email("a@" + std::string(64, 'a') + ".com"),
            std::nullopt);
}

TEST(Email, WordsAndSignsAroundItAreNoPartOfIt) {
  for (const auto* text :
       {"jane@example.com.", "<jane@example.com>",
        "Jane Roe <jane@example.com>", "\"Roe, Jane\" <jane@example.com>,",
        "(jane@example.com)!", "[jane@example.com](mailto:jane@example.com)",
        "mailto:jane@example.com?subject=Viewing", "email: jane@example.com",
        "E-mail:jane@example.com", "my email is jane@example.com, thanks",
        "it's jane at example dot com.", "'jane @ example . com'",
        "\u201cjane@example.com\u201d", "jane\u200b@example.com\u202c",
        "\uff4a\uff41\uff4e\uff45\uff20example\uff0ecom", "`jane@example.com`",
        "jane (at) example (dot) com", "jane at example dotcom"})
    EXPECT_THAT(understand_email(text),
                Optional(std::string{"jane@example.com"}))
        << text;
  EXPECT_THAT(understand_email("jane\u2011roe at hot mail dot com"),
              Optional(std::string{"jane-roe@hotmail.com"}));
}

TEST(Email, WordsInsteadOfItAreNone) {
  for (const auto* text :
       {"Not Applicable", "caller declined to give one", "(none)", "[null]",
        "-", "...", "TBD", "string", "undefined", "does not have an email",
        "No e-mail address was not provided", "she didn't say", "N/A.",
        "no thanks", "none@none.com", "noemail@example.com",
        "prefers not to share"})
    EXPECT_THAT(understand_email(text), Optional(std::string{})) << text;
}

TEST(Email, DomainsThatWereProbablyMisheardAreDoubted) {
  const std::pair<const char*, const char*> table[]
      = {{"jo@gmail.con", "jo@gmail.com"},
         {"jo@gmial.com", "jo@gmail.com"},
         {"jo@gamil.con", "jo@gmail.com"},
         {"jo@gmail.co", "jo@gmail.com"},
         {"jo@hotmial.com", "jo@hotmail.com"},
         {"jo@yaho.co.uk", "jo@yahoo.co.uk"},
         {"jo@yahoo.cm", "jo@yahoo.com"},
         {"jo@outlok.com", "jo@outlook.com"},
         {"jo@iclould.com", "jo@icloud.com"},
         {"jo@comcast.ne", "jo@comcast.net"},
         {"jo@sbcgloble.net", "jo@sbcglobal.net"},
         {"jo@smithhomes.cmo", "jo@smithhomes.com"},
         {"jo@smithhomes.ogr", "jo@smithhomes.org"},
         {"jo@smithhomes.florida", ""}};
  for (const auto& [heard, meant] : table)
    EXPECT_THAT(doubt_about_email(heard), Optional(std::string{meant}))
        << heard;
  for (const auto* sure :
       {"jo@gmail.com", "jo@mail.com", "jo@email.com", "jo@ymail.com",
        "jo@yahoo.de", "jo@hotmail.co.uk", "jo@live.nl", "jo@gmx.net",
        "jo@gm.com", "jo@example.test", "jo@smith.realestate", "jo@uni-x.ac.uk",
        "jo@x.co", "jo@me.com", "jo@life.com", "jo@contoso.example",
        "jo@outlook.com", "jo@comcast.net", "jo@mail.smithhomes.io"})
    EXPECT_EQ(doubt_about_email(sure), std::nullopt) << sure;
}

TEST(Email, IsReadBackAsItWillBeUsed) {
  EXPECT_EQ(
      say_email("Jane.Roe_42+x@my-mail.co.uk"),
      "jane dot roe underscore four two plus x at my dash mail dot co dot "
      "uk");
  EXPECT_EQ(say_email(std::string(60, '7') + "@example.com"), "");
}

TEST(Placeholder, IsToldFromWhatSomebodyHas) {
  for (const auto* text :
       {"N/A", "null", "Unknown", "Caller", ".", "--", "[Name]",
        "the caller's name", "Caller Name", "not provided", "???",
        "caller refused to say", "12345", "Full Name", "TBD",
        "Name not available", "attendee_name", "No"})
    EXPECT_TRUE(is_no_name(text)) << text;
  for (const auto* text : {"Jane Roe", "Jennifer Null", "Na", "Guest House Ltd",
                           "O'Neil", "\u674e", "X", "John Doe", "Nona", "Noah",
                           "Will Tenant", "Mr. Private"})
    EXPECT_FALSE(is_no_name(text)) << text;
  for (const auto* text :
       {"null", "the property", "Property Address", "n/a", "address not given",
        "unknown", "any", "that one", "the house", "The same one", "it"})
    EXPECT_TRUE(is_no_address(text)) << text;
  for (const auto* text :
       {"9 Elm St", "the blue house", "House 4", "One Main Place", "Unit 4",
        "Property 12", "Nile Court"})
    EXPECT_FALSE(is_no_address(text)) << text;
  for (const auto* text : {"same number", "the number I'm calling from",
                           "caller ID", "this number"})
    EXPECT_TRUE(is_this_line(text)) << text;
}

} // namespace
} // namespace rental

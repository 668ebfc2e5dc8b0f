#include "config/phone.hpp"
#include "config/text_memory.hpp"

#include <gtest/gtest.h>

namespace rental::test {
namespace {

TEST(PhoneTest, ReadsWhatPeopleWrite) {
  for (auto text :
       {"+14055550142", "+1 (405) 555-0142", "405-555-0142", "(405) 555 0142",
        "14055550142", " 405.555.0142 ", "1-405-555-0142"})
    EXPECT_EQ(to_e164(text), "+14055550142") << text;
  EXPECT_EQ(to_e164("+44 20 7946 0958"), "+442079460958");
  EXPECT_EQ(to_e164("020 7946 0958", "GB"), "+442079460958");
  EXPECT_EQ(to_e164("+15555551234"), "+15555551234");
}

TEST(PhoneTest, RefusesWhatIsNoNumber) {
  for (auto text :
       {"", "pete_admin", "555", "call 405 555 0142", "1-800-FLOWERS", "+",
        "+1", "++14055550142x", "+1405555014200000000", "jane@example.com"})
    EXPECT_EQ(to_e164(text), std::nullopt) << text;
}

TEST(PhoneTest, KeepsOtherIdsAsTheyAre) {
  EXPECT_EQ(normalise_user_id("pete_admin"), "pete_admin");
  EXPECT_EQ(normalise_user_id("  pete_admin\n"), "pete_admin");
  EXPECT_EQ(normalise_user_id("Jane@Example.com"), "Jane@Example.com");
  EXPECT_EQ(normalise_user_id(""), "");
  EXPECT_EQ(normalise_user_id("   "), "");
  EXPECT_EQ(normalise_user_id("42"), "42");
}

TEST(PhoneTest, OneManagerHasOneIdHoweverTheNumberIsWritten) {
  for (auto text :
       {"+14055550142", "(405) 555-0142", " 14055550142", "4055550142"})
    EXPECT_EQ(normalise_user_id(text), "+14055550142") << text;
  // A "+" that a form decoder turned into a blank.
  EXPECT_EQ(normalise_user_id(" 442079460958"), "+442079460958");
  auto once = normalise_user_id("(405) 555-0142");
  EXPECT_EQ(normalise_user_id(once), once);
}

TEST(PhoneTest, InvisibleAndTypographicSignsAreNoPartOfAnId) {
  EXPECT_EQ(normalise_user_id("\u202a+1 405\u2011555\u20110142\u202c"),
            "+14055550142");
  EXPECT_EQ(normalise_user_id("\u200epete\u00ad_admin\u200b"), "pete_admin");
  EXPECT_EQ(to_e164("\uff0b\uff11 405\u2013555\u20140142"), "+14055550142");
}

TEST(PhoneTest, TheNumberInsideAnAddressIsFound) {
  for (const auto* text :
       {"tel:+1-405-555-0142", "tel:+14055550142;phone-context=example.com",
        "TEL:(405) 555-0142", "tel:5550142;phone-context=+1405",
        "sip:+14055550142@pbx.example.com;user=phone",
        "sips:14055550142@10.0.0.7:5061;transport=tls",
        "sip:%2B14055550142@example.com", "sip:4055550142@trunk.example",
        "\"Jane Smith\" <sip:+14055550142@example.com>;tag=77",
        "Jane Smith <+14055550142>", "whatsapp:+14055550142",
        "whatsapp:14055550142", "14055550142@s.whatsapp.net",
        "+14055550142@gateway.example", "sms:+14055550142?body=hi",
        "viber:+14055550142", "telegram:+14055550142"})
    EXPECT_EQ(read_phone(text).number, "+14055550142") << text;
  EXPECT_EQ(read_phone("sip:442079460958@trunk.example").number,
            "+442079460958");
  for (const auto* text :
       {"sip:jane@example.com", "messenger:2388901234567890", "sip:101@pbx",
        "jane@example.com", "telegram:123456789", "instagram:14055550142",
        "skype:live:jane", "Jane Smith", "sip:@", "", "<>"}) {
    EXPECT_EQ(read_phone(text).number, "") << text;
    EXPECT_FALSE(read_phone(text).withheld) << text;
  }
}

TEST(PhoneTest, WhatACallerSaysIsReadAndExtensionsAreKept) {
  for (const auto* text : {"405\u2011555\u20110142", "cell: 405 555 0142",
                           "(405) 555-0142 (mobile)", "\"405-555-0142\".",
                           "my number is 405.555.0142",
                           "four oh five, five five five, oh one four two",
                           "area code 405, triple five 0142"})
    EXPECT_EQ(read_phone(text).number, "+14055550142") << text;
  for (const auto* text :
       {"405-555-0142 ext. 77", "405-555-0142 x77", "+14055550142,#77",
        "(405) 555-0142, extension 77", "tel:+14055550142;ext=77",
        "405 555 0142 extension seven seven", "405-555-0142 Ext 77",
        "405-555-0142 ext.: 77"})
    EXPECT_EQ(read_phone(text).number, "+14055550142 ext. 77") << text;
  for (const auto* text : {"ask at the desk", "405-555-0142 or 405-555-0143",
                           "555 0142", "unit 12, 9 Elm Street"})
    EXPECT_EQ(read_phone(text).number, "") << text;
}

TEST(PhoneTest, NumbersThatStandForNoneAreWithheld) {
  for (const auto* text :
       {"+266696687", "7748283", "+12562533", "Restricted", "UNKNOWN",
        "No Caller ID", "sip:anonymous@anonymous.invalid", "+11111111111",
        "9999999999", "00000000", "+1 (000) 000-0000", "+1234567890",
        "+493333333333"}) {
    const auto read = read_phone(text);
    EXPECT_TRUE(read.withheld) << text;
    EXPECT_EQ(read.number, "") << text;
    EXPECT_FALSE(read.proves_caller) << text;
  }
}

TEST(PhoneTest, OnlyANumberThatSomebodyMayHaveTellsWhoCalls) {
  for (const auto* text : {"+14055550142", "+442079460958", "+4930901821",
                           "+14055550142 ext. 12", "+13275550142"})
    EXPECT_TRUE(read_phone(text).proves_caller) << text;
  for (const auto* text : {"+19115550142", "+14050550142", "+10235550142",
                           "+1405555", "911", "12345", "+999123456789"})
    EXPECT_FALSE(read_phone(text).proves_caller) << text;
}

TEST(PhoneMemory, SaysTheSameTheSecondTime) {
  text_memory<phone_reading> memory{
      [](std::string_view text) { return read_phone(text, "US"); }, 4};
  for (int round = 0; round < 3; ++round)
    for (const auto* text :
         {"+14055550142", "(405) 555-0142 x12", "tel:+44 20 7946 0018",
          "anonymous", "", "no number", "+14055550142"}) {
      const auto fresh = read_phone(text, "US");
      const auto kept = memory(text);
      EXPECT_EQ(kept.number, fresh.number) << text;
      EXPECT_EQ(kept.withheld, fresh.withheld) << text;
      EXPECT_EQ(kept.proves_caller, fresh.proves_caller) << text;
    }
  EXPECT_EQ(memory(std::string(4000, '4')).number,
            read_phone(std::string(4000, '4'), "US").number);
}

} // namespace
} // namespace rental::test

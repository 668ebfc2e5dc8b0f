#include "config/phone.hpp"

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

} // namespace
} // namespace rental::test

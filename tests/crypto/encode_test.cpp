#include "crypto/encode.hpp"
#include "crypto/random.hpp"

#include <gtest/gtest.h>

#include <set>

using namespace rental;

// RFC 4648, section 10.
TEST(Base64, AgreesWithTheRfc) {
  const std::pair<const char*, const char*> vectors[]
      = {{"", ""},
         {"f", "Zg=="},
         {"fo", "Zm8="},
         {"foo", "Zm9v"},
         {"foob", "Zm9vYg=="},
         {"fooba", "Zm9vYmE="},
         {"foobar", "Zm9vYmFy"}};
  for (auto [bytes, text] : vectors) {
    EXPECT_EQ(base64_encode(bytes), text);
    EXPECT_EQ(base64_decode(text), bytes);
  }
}

TEST(Base64, RefusesWhatIsNotCanonical) {
  for (auto text : {"Zg", "Zg=", "Zg===", "Z", "Zm9v\n", " Zm9v", "Zm=v",
                    "Zh==", "Zm9=", "Zm-v", "====", "Zg==Zg=="})
    EXPECT_FALSE(base64_decode(text)) << text;
}

TEST(Base64Url, UsesTheSafeAlphabetWithoutPadding) {
  EXPECT_EQ(base64url_encode("\xfb\xff\xfe"), "-__-");
  EXPECT_EQ(base64_encode("\xfb\xff\xfe"), "+//+");
  EXPECT_EQ(base64url_encode("f"), "Zg");
  EXPECT_EQ(base64url_decode("Zg"), "f");
  for (auto text : {"Zg==", "Z", "+//+", "Zh"})
    EXPECT_FALSE(base64url_decode(text)) << text;
}

TEST(Encodings, GiveBackRandomBytes) {
  for (std::size_t size = 0; size < 100; ++size) {
    auto bytes = random_bytes(size);
    EXPECT_EQ(bytes.size(), size);
    EXPECT_EQ(base64_decode(base64_encode(bytes)), bytes);
    EXPECT_EQ(base64url_decode(base64url_encode(bytes)), bytes);
    EXPECT_EQ(hex_decode(hex_encode(bytes)), bytes);
  }
}

TEST(Hex, TakesBothCasesAndNothingElse) {
  EXPECT_EQ(hex_encode("\x01\xab\xff"), "01abff");
  EXPECT_EQ(hex_decode("01ABff"), "\x01\xab\xff");
  for (auto text : {"0", "0g", "0x01", " 0"})
    EXPECT_FALSE(hex_decode(text)) << text;
}

TEST(RandomToken, HasTheLengthOfAPkceVerifierAndDoesNotRepeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i)
    EXPECT_TRUE(seen.insert(random_token()).second);
  EXPECT_EQ(seen.begin()->size(), 43u);
  EXPECT_EQ(random_token(16).size(), 22u);
  EXPECT_TRUE(base64url_decode(*seen.begin()));
}

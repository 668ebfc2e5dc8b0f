#include "crypto/encode.hpp"
#include "crypto/hash.hpp"

#include <gtest/gtest.h>

using namespace rental;

// FIPS 180-4 examples of NIST.
TEST(Sha256, AgreesWithNist) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a"
                               "9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca4"
                            "95991b7852b855");
  EXPECT_EQ(
      sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex_encode(sha256("abc")), sha256_hex("abc"));
}

// RFC 4231, cases 1, 2 and 6.
TEST(Hmac, AgreesWithRfc4231) {
  std::string key(20, '\x0b');
  EXPECT_EQ(hex_encode(hmac(hash_algorithm::sha256, key, "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex_encode(hmac(hash_algorithm::sha512, key, "Hi There")),
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
            "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854");
  EXPECT_EQ(hex_encode(hmac(hash_algorithm::sha256, "Jefe",
                            "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex_encode(hmac(hash_algorithm::sha256, std::string(131, '\xaa'),
                            "Test Using Larger Than Block-Size Key - Hash Key "
                            "First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// RFC 2202, case 1.
TEST(Hmac, AgreesWithRfc2202) {
  EXPECT_EQ(hex_encode(hmac(hash_algorithm::sha1, std::string(20, '\x0b'),
                            "Hi There")),
            "b617318655057264e28bc0b6fb378c8ef146be00");
}

TEST(Hmac, TakesAnEmptyKeyAndEmptyData) {
  EXPECT_EQ(hex_encode(hmac(hash_algorithm::sha256, "", "")),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

// RFC 7636, appendix B.
TEST(PkceChallenge, AgreesWithTheRfc) {
  EXPECT_EQ(pkce_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(ConstantTimeEqual, ComparesAllBytes) {
  EXPECT_TRUE(constant_time_equal("", ""));
  EXPECT_TRUE(constant_time_equal("same", "same"));
  EXPECT_FALSE(constant_time_equal("same", "samf"));
  EXPECT_FALSE(constant_time_equal("same", "sam"));
  EXPECT_FALSE(constant_time_equal(std::string_view("a\0b", 3),
                                   std::string_view("a\0c", 3)));
}

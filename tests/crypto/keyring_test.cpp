#include "crypto/encode.hpp"
#include "crypto/keyring.hpp"
#include "crypto/random.hpp"
#include "tests/crypto/rings.hpp"

#include <gtest/gtest.h>

#include <type_traits>

using namespace rental;

namespace {

std::string opened(const keyring& keys, std::string_view sealed,
                   std::string_view owner) {
  auto text = keys.open(sealed, owner);
  return text ? text->reveal() : to_string(text.error().code);
}

} // namespace

TEST(Keyring, OpensWhatItSealed) {
  auto keys = ring(key('a'));
  for (std::size_t size : {0u, 1u, 15u, 16u, 17u, 5000u}) {
    auto text = random_bytes(size);
    auto sealed = keys->seal(text, "owner");
    EXPECT_EQ(opened(*keys, sealed, "owner"), text);
    EXPECT_EQ(sealed.size(), 2 + 2 + 12 + size + 16);
  }
}

// Made with two other implementations, Python's cryptography and Node's
// crypto: key 00..1f, nonce 100..111, key id "k1".
TEST(Keyring, OpensWhatOthersSealed) {
  std::string bytes;
  for (char i = 0; i < 32; ++i)
    bytes += i;
  auto sealed = hex_decode(
      "01026b316465666768696a6b6c6d6e6f296faa071a8276ff4a423b89ad0bc"
      "c653706f7bf5c475b4fbb195707441b");
  ASSERT_TRUE(sealed);
  EXPECT_EQ(opened(*ring(base64_encode(bytes)), *sealed, "agency|pete|tokens"),
            "attack at dawn");
}

TEST(Keyring, SealsTheSameTextDifferentlyEachTime) {
  auto keys = ring(key('a'));
  EXPECT_NE(keys->seal("text", "owner"), keys->seal("text", "owner"));
}

TEST(Keyring, NoticesEveryChangedBit) {
  auto keys = ring(key('a'));
  auto sealed = keys->seal("token", "owner");
  for (std::size_t i = 0; i < sealed.size() * 8; ++i) {
    auto changed = sealed;
    changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
    EXPECT_EQ(opened(*keys, changed, "owner"), "sealed") << "bit " << i;
  }
}

TEST(Keyring, RefusesWhatIsCutShort) {
  auto keys = ring(key('a'));
  auto sealed = keys->seal("token", "owner");
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_EQ(opened(*keys, sealed.substr(0, size), "owner"), "sealed");
  EXPECT_EQ(opened(*keys, sealed + "x", "owner"), "sealed");
}

TEST(Keyring, RefusesAnotherOwnerAndAnotherKey) {
  auto sealed = ring(key('a'))->seal("token", "pete");
  EXPECT_EQ(opened(*ring(key('a')), sealed, "mary"), "sealed");
  EXPECT_EQ(opened(*ring(key('b')), sealed, "pete"), "sealed");
  EXPECT_EQ(opened(*ring("k2:" + key('a')), sealed, "pete"), "sealed");
}

TEST(Keyring, SealsWithTheFirstKeyAndOpensWithAll) {
  auto old_ring = ring("old:" + key('a'));
  auto both = ring("new:" + key('b') + ",old:" + key('a'));
  EXPECT_EQ(both->current_key_id(), "new");
  auto before = old_ring->seal("token", "pete");
  auto after = both->seal("token", "pete");
  EXPECT_EQ(keyring::key_id_of(before), "old");
  EXPECT_EQ(keyring::key_id_of(after), "new");
  EXPECT_EQ(opened(*both, before, "pete"), "token");
  EXPECT_EQ(opened(*both, after, "pete"), "token");
  EXPECT_EQ(opened(*old_ring, after, "pete"), "sealed");
}

TEST(Keyring, NamesAMissingKeyInTheFailure) {
  auto sealed = ring("old:" + key('a'))->seal("token", "pete");
  auto text = ring("new:" + key('b'))->open(sealed, "pete");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().detail, "no key old in MASTER_KEY");
}

TEST(Keyring, CallsALoneKeyK1) {
  EXPECT_EQ(ring(key('a'))->current_key_id(), "k1");
  EXPECT_EQ(ring("mine:" + key('a'))->current_key_id(), "mine");
}

TEST(Keyring, RefusesAMalformedMasterKeyWithoutRepeatingIt) {
  auto good = key('a');
  for (const auto& text :
       {std::string{}, std::string{"hunter2"}, base64_encode("too short"),
        good + good, good + "\n", ":" + good, "a b:" + good, std::string{"k1:"},
        "k1:" + good + ",", good + "," + good, "k1:" + good + ",k1:" + key('b'),
        std::string(33, 'x') + ":" + good, "k1:" + good + ",k2:hunter2"}) {
    auto parsed = keyring::parse(secret{text});
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, errc::bad_request);
    EXPECT_NE(parsed.error().detail.find("MASTER_KEY entry"),
              std::string::npos);
    EXPECT_EQ(parsed.error().detail.find("hunter2"), std::string::npos);
    EXPECT_EQ(parsed.error().detail.find(good), std::string::npos);
  }
}

TEST(Keyring, FindsNoKeyIdInOtherBytes) {
  EXPECT_EQ(keyring::key_id_of(""), "");
  EXPECT_EQ(keyring::key_id_of("eyJhbGciOiJSUzI1NiJ9.e30.signature-bytes"), "");
}

TEST(Keyring, CannotBeCopied) {
  EXPECT_FALSE(std::is_copy_constructible_v<keyring>);
  EXPECT_FALSE(std::is_copy_assignable_v<keyring>);
}

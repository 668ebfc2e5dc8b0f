#include "crypto/connect_link.hpp"
#include "crypto/encode.hpp"
#include "tests/crypto/rings.hpp"

#include <gtest/gtest.h>

#include <set>

using namespace rental;

namespace {

constexpr instant now = from_unix(1'800'000'000);

connect_link link_for_pete() {
  return {"north", "+15550100", "pete@contoso.example",
          now + std::chrono::hours{1}};
}

errc why_not(const keyring& keys, std::string_view text, instant at = now) {
  auto opened = open_connect_link(keys, text, at);
  return opened ? errc{} : opened.error().code;
}

} // namespace

TEST(ConnectLink, OpensAsItWasMade) {
  auto keys = ring(key('a'));
  for (const auto& link :
       {link_for_pete(),
        connect_link{"a", "b", "", now + std::chrono::hours{1}},
        connect_link{"1:a", "2:\nb:", "c:3", now + std::chrono::hours{1}}}) {
    auto opened = open_connect_link(*keys, seal_connect_link(*keys, link), now);
    ASSERT_TRUE(opened) << to_string(opened.error());
    EXPECT_EQ(*opened, link);
  }
}

TEST(ConnectLink, FitsAUrlAndTellsNothing) {
  auto keys = ring(key('a'));
  const auto text = seal_connect_link(*keys, link_for_pete());
  EXPECT_EQ(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
                                   "qrstuvwxyz0123456789-_"),
            std::string::npos);
  const auto bytes = base64url_decode(text);
  ASSERT_TRUE(bytes);
  for (const auto* part : {"5550100", "pete", "contoso", "north"})
    EXPECT_EQ(bytes->find(part), std::string::npos) << part;
  EXPECT_EQ(connect_url("https://rent.example", text),
            "https://rent.example/calendar/connect?link=" + text);
}

TEST(ConnectLink, DiffersEachTime) {
  auto keys = ring(key('a'));
  std::set<std::string> all;
  for (int i = 0; i < 20; ++i)
    all.insert(seal_connect_link(*keys, link_for_pete()));
  EXPECT_EQ(all.size(), 20u);
}

TEST(ConnectLink, EndsWhenItsTimeIsOver) {
  auto keys = ring(key('a'));
  const auto text = seal_connect_link(*keys, link_for_pete());
  const auto end = link_for_pete().expires_at;
  EXPECT_EQ(why_not(*keys, text, end - std::chrono::seconds{1}), errc{});
  EXPECT_EQ(why_not(*keys, text, end), errc::expired);
  EXPECT_EQ(why_not(*keys, text, end + std::chrono::hours{9}), errc::expired);
}

TEST(ConnectLink, NoticesEveryChangedCharacter) {
  auto keys = ring(key('a'));
  const auto text = seal_connect_link(*keys, link_for_pete());
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(why_not(*keys, changed), errc::bad_request) << i;
  }
}

TEST(ConnectLink, RefusesWhatIsCutShortOrNoneAtAll) {
  auto keys = ring(key('a'));
  const auto text = seal_connect_link(*keys, link_for_pete());
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_EQ(why_not(*keys, text.substr(0, size)), errc::bad_request);
  for (const auto* other :
       {"user_id=+15550100", "../../etc", "e30.e30.e30", "\xff\xfe", "%2e"})
    EXPECT_EQ(why_not(*keys, other), errc::bad_request) << other;
  EXPECT_EQ(why_not(*keys, text + "A"), errc::bad_request);
}

TEST(ConnectLink, IsNotAnotherSealedValue) {
  auto keys = ring(key('a'));
  const auto cookie
      = base64url_encode(keys->seal("1:a1:b0:10:9999999999", "cookie|manager"));
  EXPECT_EQ(why_not(*keys, cookie), errc::bad_request);
  const auto nonsense = base64url_encode(keys->seal("hello", "connect-link"));
  EXPECT_EQ(why_not(*keys, nonsense), errc::bad_request);
  const auto longer
      = base64url_encode(keys->seal("1:a1:b0:10:9999999999x", "connect-link"));
  EXPECT_EQ(why_not(*keys, longer), errc::bad_request);
}

TEST(ConnectLink, OutlivesARotationWhileItsKeyIsInTheRing) {
  auto before = ring("old:" + key('a'));
  const auto text = seal_connect_link(*before, link_for_pete());
  EXPECT_EQ(why_not(*ring("new:" + key('b') + ",old:" + key('a')), text),
            errc{});
  EXPECT_EQ(why_not(*ring("new:" + key('b')), text), errc::bad_request);
  EXPECT_EQ(why_not(*ring("old:" + key('b')), text), errc::bad_request);
}

#include "crypto/encode.hpp"
#include "http/access/sealed_cookie.hpp"

#include <gtest/gtest.h>

using namespace rental;

namespace {

constexpr instant now = from_unix(1'800'000'000);
constexpr cookie_kind admin{"peterental_admin", std::chrono::seconds{60}, true};

std::shared_ptr<const keyring> ring(char fill = 'a') {
  auto keys = keyring::parse(secret{base64_encode(std::string(32, fill))});
  EXPECT_TRUE(keys);
  return keys ? *keys : nullptr;
}

/// What a browser that got `header` sends back.
http_in back(const std::string& header) {
  http_in in;
  in.cookies = parse_cookies(header.substr(0, header.find(';')));
  return in;
}

std::string read(const std::string& header, instant at = now,
                 const cookie_kind& kind = admin) {
  return read_sealed_cookie(*ring(), kind, back(header), at).value_or("none");
}

} // namespace

TEST(SealedCookie, ComesBackAsItWent) {
  for (const auto* value : {"", "pete", "a:b;c=d\n"})
    EXPECT_EQ(read(make_sealed_cookie(*ring(), admin, value, now)), value);
}

TEST(SealedCookie, IsBoundToThisSite) {
  const auto header = make_sealed_cookie(*ring(), admin, "pete", now);
  EXPECT_TRUE(header.starts_with("__Host-peterental_admin=")) << header;
  EXPECT_TRUE(
      header.ends_with("; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"))
      << header;
  EXPECT_EQ(header.find("Domain"), std::string::npos);
  EXPECT_EQ(header.find("pete="), std::string::npos);
}

TEST(SealedCookie, WorksOverPlainHttpOnThisMachine) {
  constexpr cookie_kind plain{"peterental_admin", std::chrono::seconds{60},
                              false};
  const auto header = make_sealed_cookie(*ring(), plain, "pete", now);
  EXPECT_TRUE(header.starts_with("peterental_admin=")) << header;
  EXPECT_EQ(header.find("Secure"), std::string::npos);
  EXPECT_EQ(read(header, now, plain), "pete");
}

TEST(SealedCookie, EndsWhateverTheBrowserKeeps) {
  const auto header = make_sealed_cookie(*ring(), admin, "pete", now);
  EXPECT_EQ(read(header, now + std::chrono::seconds{59}), "pete");
  EXPECT_EQ(read(header, now + std::chrono::seconds{60}), "none");
}

TEST(SealedCookie, CannotBeChangedForgedOrSwapped) {
  const auto header = make_sealed_cookie(*ring(), admin, "pete", now);
  const auto from = header.find('=') + 1;
  for (auto i = from; i < header.find(';'); ++i) {
    auto changed = header;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(read(changed), "none") << i;
  }
  EXPECT_EQ(read(make_sealed_cookie(*ring('b'), admin, "pete", now)), "none");
  EXPECT_EQ(read("__Host-peterental_admin=9999999999:pete"), "none");
  EXPECT_EQ(read("__Host-peterental_admin="), "none");
  EXPECT_EQ(read("other=1"), "none");
  constexpr cookie_kind other{"peterental_other", std::chrono::seconds{60},
                              true};
  auto swapped = make_sealed_cookie(*ring(), other, "pete", now);
  swapped.replace(swapped.find("other"), 5, "admin");
  EXPECT_EQ(read(swapped), "none");
}

TEST(SealedCookie, IsRemovedByAnEmptyOne) {
  EXPECT_EQ(set_cookie("peterental_admin", "", std::chrono::seconds{0}, true),
            "__Host-peterental_admin=; Path=/; Max-Age=0; HttpOnly; "
            "SameSite=Lax; Secure");
}

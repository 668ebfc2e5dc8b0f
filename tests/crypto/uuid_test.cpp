#include "crypto/uuid.hpp"

#include <gtest/gtest.h>

#include <set>

using namespace rental;

// RFC 9562, appendix A.4.
TEST(UuidV5, AgreesWithTheRfc) {
  auto dns = parse_uuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  ASSERT_TRUE(dns);
  EXPECT_EQ(uuid_v5(*dns, "www.example.com"),
            "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

// Pinned: Graph would take a changed id for another event.
TEST(UuidV5, OfOurNamespaceNeverChanges) {
  EXPECT_EQ(to_string(rental_namespace),
            "8f1d5c3a-620e-4b97-a42b-9d71e3560cd8");
  EXPECT_EQ(uuid_v5(rental_namespace, "booking"),
            "1b807a84-dd49-513e-87b1-48adf18d7c5f");
}

TEST(UuidV4, IsRandomWithVersionAndVariant) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    auto id = uuid_v4();
    ASSERT_TRUE(parse_uuid(id)) << id;
    EXPECT_EQ(id[14], '4');
    EXPECT_NE(std::string{"89ab"}.find(id[19]), std::string::npos);
    EXPECT_TRUE(seen.insert(id).second);
  }
}

TEST(ParseUuid, TakesBothCasesAndRefusesTheRest) {
  auto id = parse_uuid("6BA7B810-9DAD-11D1-80B4-00C04FD430C8");
  ASSERT_TRUE(id);
  EXPECT_EQ(to_string(*id), "6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  for (auto text :
       {"", "6ba7b8109dad11d180b400c04fd430c8",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c", "{6ba7b810-9dad-11d1-80b4-00c0}",
        "6ba7b810-9dad-11d1-80b4-00c04fd430cg",
        "6ba7b810-9dad-11d1-80b-400c04fd430c8",
        "------------------------------------"})
    EXPECT_FALSE(parse_uuid(text)) << text;
}

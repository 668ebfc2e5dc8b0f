#include "voice/addresses/address.hpp"
#include "voice/addresses/address_keys.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace rental {
namespace {

bool share_a_key(const std::string& a, const std::string& b) {
  const auto left = address_keys(a);
  const auto right = address_keys(b);
  return std::ranges::any_of(left, [&](const auto& key) {
    return std::ranges::find(right, key) != right.end();
  });
}

/// Wordings of a few homes, and of some that differ in one thing.
std::vector<std::string> texts_of_some_homes() {
  std::vector<std::string> all{"five twenty second Avenue",
                               "5 22nd Ave",
                               "520 2nd Avenue",
                               "12 Oak Ridge",
                               "12 Oak Ridge Drive",
                               "12 Oakridge Dr",
                               "7 Mane Street",
                               "7 Main St",
                               "seven main",
                               "9 Reed Lane",
                               "9 Read Ln",
                               "2200 MLK Blvd",
                               "2200 Martin Luther King Boulevard",
                               "5 N Hwy 81",
                               "5 Highway 81 North",
                               "123 Lake View Road",
                               "123 Lakeview Rd",
                               "100 5th Avenue",
                               "100 Fifth Ave",
                               "Sunset Apartments, Unit 4",
                               "Sunset Apartments #4"};
  for (const auto* number : {"12", "twelve", "14", "12 1/2"})
    for (const auto* street : {"Elm Street", "elm st", "Elm", "Helm Street"})
      for (const auto* inside : {"", ", Apt 4", " unit four", ", Lot 4"})
        for (const auto* place : {"", ", Norman, OK 73072", " in Moore"})
          all.push_back(std::string{number} + " " + street + inside + place);
  return all;
}

TEST(AddressKeys, WhatIsTheSamePropertySharesAKey) {
  const auto all = texts_of_some_homes();
  std::size_t same = 0;
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j)
      if (same_property(all[i], all[j])) {
        ++same;
        EXPECT_TRUE(share_a_key(all[i], all[j])) << all[i] << "; " << all[j];
      }
  EXPECT_GT(same, all.size()) << "too few pairs to prove anything";
}

TEST(AddressKeys, OtherHomesShareNone) {
  EXPECT_FALSE(share_a_key("12 Elm Street", "14 Elm Street"));
  EXPECT_FALSE(share_a_key("12 Elm Street", "12 Oak Street"));
  EXPECT_FALSE(share_a_key("12 Elm Street, Apt 4", "12 Elm Street, Apt 5"));
}

} // namespace
} // namespace rental

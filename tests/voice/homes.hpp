// Pairs of addresses, compared in both directions.
#pragma once

#include "voice/addresses/address.hpp"

#include <gtest/gtest.h>

namespace rental::testing {

struct wordings {
  const char* a;
  const char* b;
};

inline void expect_likeness(const wordings& pair, likeness expected) {
  EXPECT_EQ(compare_addresses(pair.a, pair.b), expected)
      << pair.a << " / " << pair.b;
  EXPECT_EQ(compare_addresses(pair.b, pair.a), expected)
      << pair.b << " / " << pair.a;
}

/// One home, said in two ways.
inline void expect_same(const wordings& pair) {
  expect_likeness(pair, likeness::same);
}

/// Different, or worth a question.
inline void expect_not_same(const wordings& pair) {
  EXPECT_FALSE(same_property(pair.a, pair.b)) << pair.a << " / " << pair.b;
  EXPECT_FALSE(same_property(pair.b, pair.a)) << pair.b << " / " << pair.a;
}

} // namespace rental::testing

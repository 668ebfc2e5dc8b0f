// Keyrings of keys that are easy to tell apart.
#pragma once

#include "crypto/encode.hpp"
#include "crypto/keyring.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace rental {

inline std::string key(char fill) {
  return base64_encode(std::string(32, fill));
}

inline std::shared_ptr<const keyring> ring(const std::string& text) {
  auto parsed = keyring::parse(secret{text});
  EXPECT_TRUE(parsed) << to_string(parsed.error());
  return parsed ? *parsed : nullptr;
}

} // namespace rental

// Helpers for tests of the settings.
#pragma once

#include "config/load.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace rental::test {

/// 32 bytes in base64.
inline const std::string key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

/// The settings, or a failed test and the defaults.
inline settings load_ok(const environment& env,
                        std::optional<std::string> file = {}) {
  auto loaded = load_settings(env, std::move(file));
  EXPECT_TRUE(loaded) << loaded.error().detail;
  return loaded ? *loaded : settings{};
}

/// The one line of a refusal; "" when there was none.
inline std::string refusal_of(const environment& env,
                              std::optional<std::string> file = {}) {
  auto loaded = load_settings(env, std::move(file));
  if (loaded)
    return {};
  EXPECT_EQ(loaded.error().code, errc::bad_request);
  EXPECT_EQ(loaded.error().detail.find('\n'), std::string::npos)
      << "more than one line: " << loaded.error().detail;
  return loaded.error().detail;
}

/// A file that goes away with the object.
class temp_file {
public:
  explicit temp_file(const std::string& text) {
    auto pattern
        = (std::filesystem::temp_directory_path() / "rentalXXXXXX").string();
    int fd = ::mkstemp(pattern.data());
    EXPECT_GE(fd, 0);
    if (fd >= 0)
      ::close(fd);
    path_ = pattern;
    std::ofstream{path_, std::ios::binary} << text;
  }
  ~temp_file() { std::filesystem::remove(path_); }
  temp_file(const temp_file&) = delete;
  temp_file& operator=(const temp_file&) = delete;

  const std::string& path() const { return path_; }

private:
  std::string path_;
};

} // namespace rental::test

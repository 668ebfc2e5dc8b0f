#include "log/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace rental::log {
namespace {

using testing::HasSubstr;

std::string logged(bool json, const std::string& value) {
  init(level::info, json);
  testing::internal::CaptureStderr();
  info("test.line", {{"value", value}});
  auto line = testing::internal::GetCapturedStderr();
  init(level::error, false);
  return line;
}

/// What comes after the line's time, level and event.
std::string value_in(const std::string& line) {
  const auto at = line.find("value=");
  return at == line.npos ? line : line.substr(at + 6, line.size() - at - 7);
}

TEST(Log, TextIsReadable) {
  EXPECT_EQ(value_in(logged(false, "call_1:2,3/4")), "call_1:2,3/4");
  EXPECT_EQ(value_in(logged(false, "two words")), "\"two words\"");
  EXPECT_EQ(value_in(logged(false, "Müller")), "\"Müller\"");
  EXPECT_EQ(value_in(logged(false, "a\nb")), "\"a\\nb\"");
}

TEST(Log, ATerminalFindsNothingToObey) {
  const std::string hostile[] = {"\x1b[2J",
                                 "\x1b]0;title\x07",
                                 "back\b\b\bspace",
                                 "a\rb",
                                 "\x7f\x7f",
                                 "\xc2\x9b"
                                 "31m",
                                 "v\vf\f",
                                 "\xe2\x80\xae"
                                 "txt.exe",
                                 "\xe2\x81\xa6"
                                 "x",
                                 "\xe2\x80\xa8next",
                                 "\x9b\x31m",
                                 std::string{"n\0l", 3}};
  for (const bool json : {false, true})
    for (const auto& value : hostile) {
      const auto line = logged(json, value);
      ASSERT_EQ(line.back(), '\n');
      for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const auto byte = static_cast<unsigned char>(line[i]);
        EXPECT_FALSE(byte < 0x20 || byte == 0x7f) << line;
      }
      EXPECT_EQ(line.find("\xc2\x9b"), line.npos) << line;
      EXPECT_EQ(line.find("\xe2\x80\xae"), line.npos) << line;
      EXPECT_EQ(line.find("\xe2\x81\xa6"), line.npos) << line;
      EXPECT_EQ(line.find("\xe2\x80\xa8"), line.npos) << line;
    }
}

TEST(Log, WhatIsEscapedComesBack) {
  const std::string value = "a\x1b\x7f\xc2\x9b\xe2\x80\xae\"z";
  const auto line = nlohmann::json::parse(logged(true, value));
  EXPECT_EQ(line.at("value"), value);
  EXPECT_EQ(line.at("event"), "test.line");
}

} // namespace
} // namespace rental::log

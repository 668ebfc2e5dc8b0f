// The fixture bodies that lie beside the repository, when they do.
#include "vapi/server_message.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace rental {
namespace {

namespace fs = std::filesystem;

fs::path fixtures() {
  return fs::path{RENTAL_SOURCE_DIR} / "tests/fixtures/vapi";
}

std::string content(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST(Fixtures, AreReadAsTheirNamesSay) {
  ASSERT_TRUE(fs::is_directory(fixtures()));
  int count = 0;
  for (const auto& entry : fs::directory_iterator{fixtures()}) {
    if (entry.path().extension() != ".json")
      continue;
    ++count;
    const auto name = entry.path().filename().string();
    const auto message = parse_server_message(content(entry.path()));
    if (name.starts_with("80-") || name.starts_with("83-")) {
      EXPECT_FALSE(message) << name;
      continue;
    }
    ASSERT_TRUE(message) << name << ": " << message.error().detail;
    if (name.find("tool-calls") != std::string::npos) {
      EXPECT_EQ(message->kind, message_kind::tool_calls) << name;
      EXPECT_EQ(message->calls.size(), name.starts_with("07-") ? 2u : 1u)
          << name;
      for (const auto& call : message->calls) {
        EXPECT_EQ(call.broken, "") << name;
        EXPECT_FALSE(call.id.empty()) << name;
        EXPECT_FALSE(call.argument("property_address").empty()) << name;
      }
    } else if (name.find("function-call") != std::string::npos) {
      EXPECT_EQ(message->kind, message_kind::legacy_function_call) << name;
      EXPECT_EQ(message->calls.size(), 1u) << name;
    } else if (name.starts_with("40-")) {
      EXPECT_EQ(message->kind, message_kind::call_begins) << name;
    } else if (name.starts_with("41-") || name.starts_with("42-")) {
      EXPECT_EQ(message->kind, message_kind::call_ends) << name;
    } else if (name.starts_with("60-")) {
      EXPECT_EQ(message->kind, message_kind::assistant_request) << name;
      EXPECT_EQ(message->call.assistant_id, "") << name;
    } else if (name.starts_with("86-")) {
      EXPECT_EQ(message->calls.at(0).broken, "arguments_cut") << name;
    } else if (name.starts_with("94-")) {
      EXPECT_EQ(message->calls.size(), 1u) << name;
    }
  }
  EXPECT_GT(count, 10);
}

} // namespace
} // namespace rental

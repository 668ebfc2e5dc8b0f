// Server messages that a test expects to be read, or refused.
#pragma once

#include "vapi/server_message.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rental::test {

inline server_message parsed(const std::string& body) {
  auto message = parse_server_message(body);
  EXPECT_TRUE(message) << body << "\n"
                       << (message ? "" : message.error().detail);
  return message ? *message : server_message{};
}

inline tool_call only_call(const std::string& body) {
  auto message = parsed(body);
  EXPECT_EQ(message.kind, message_kind::tool_calls) << body;
  EXPECT_EQ(message.calls.size(), 1u) << body;
  return message.calls.empty() ? tool_call{} : message.calls.front();
}

inline errc refused(const std::string& body) {
  auto message = parse_server_message(body);
  EXPECT_FALSE(message) << body;
  return message ? errc::internal : message.error().code;
}

} // namespace rental::test

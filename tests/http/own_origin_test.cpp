// Development mode: who is let in, and sessions that were signed out of.
#include "http/access/ended_sessions.hpp"
#include "http/access/own_origin.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

std::optional<unsigned> refused(const std::string& method, string_map headers) {
  http_in in;
  in.method = method;
  in.path = "/calendar/auth/disconnect";
  in.headers = std::move(headers);
  const auto out = refuse_foreign_origin(in);
  return out ? std::optional{out->status} : std::nullopt;
}

TEST(OwnOrigin, ProgramsOfThisMachineAreLetIn) {
  for (const char* host : {"localhost:8080", "127.0.0.1:8080", "[::1]:8080",
                           "127.1.2.3", "LOCALHOST", "pete.localhost:1"})
    EXPECT_EQ(refused("POST", {{"host", host}}), std::nullopt) << host;
  EXPECT_EQ(refused("POST", {}), std::nullopt) << "HTTP/1.0 names no host";
}

TEST(OwnOrigin, AForeignNameThatLeadsHereIsNotOurs) {
  for (const char* host :
       {"evil.test", "evil.test:8080", "localhost.evil.test", "192.0.2.7",
        "127.0.0.1.evil.test", "0.0.0.0:8080", "[2001:db8::1]:8080",
        "evil.test:127.0.0.1", "[", "notlocalhost"})
    for (const char* method : {"GET", "POST"})
      EXPECT_EQ(refused(method, {{"host", host}}), 403u) << host;
}

TEST(OwnOrigin, OnlyOurOwnPagesSendForms) {
  const auto from = [](const char* origin) {
    return refused("POST", {{"host", "localhost:8080"}, {"origin", origin}});
  };
  EXPECT_EQ(from("http://localhost:8080"), std::nullopt);
  EXPECT_EQ(from("https://localhost:8080"), std::nullopt);
  for (const char* origin : {"https://evil.test", "null", "http://localhost",
                             "http://localhost:3000", "http://127.0.0.1:8080"})
    EXPECT_EQ(from(origin), 403u) << origin;
}

TEST(OwnOrigin, WhatABrowserSaysOfTheSenderCounts) {
  const auto sent = [](const char* method, const char* site) {
    return refused(method,
                   {{"host", "localhost:8080"}, {"sec-fetch-site", site}});
  };
  EXPECT_EQ(sent("POST", "cross-site"), 403u);
  EXPECT_EQ(sent("DELETE", "same-site"), 403u);
  EXPECT_EQ(sent("POST", "same-origin"), std::nullopt);
  EXPECT_EQ(sent("GET", "cross-site"), std::nullopt) << "a link to a page";
}

TEST(EndedSessions, AreRememberedUntilTheirCookieEnds) {
  std::string kept;
  ended_sessions ended{[&](const std::string& hash, instant, auto then) {
    kept = hash;
    then();
  }};
  bool told = false;
  ended.end("session-1", from_unix(0), from_unix(100), [&] { told = true; });
  EXPECT_TRUE(told);
  EXPECT_TRUE(ended.has("session-1"));
  EXPECT_FALSE(ended.has("session-2"));
  EXPECT_EQ(kept.find("session-1"), std::string::npos);
  // After a new start.
  ended_sessions again;
  again.remember(kept, from_unix(100));
  EXPECT_TRUE(again.has("session-1"));
  again.end("session-3", from_unix(100), from_unix(200), [] {});
  EXPECT_FALSE(again.has("session-1")) << "its cookie has ended by itself";
}

} // namespace
} // namespace rental

#pragma once

#include "tools/microsoft-sim/simulator.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

/// A small HTTP client over libcurl, and a fixture that runs a simulator on a
/// free port with its clock stopped at 24 November 2026, 08:00 UTC.
namespace rental::sim::test {

inline constexpr auto nine = "2026-11-24T09:00:00";
inline constexpr auto half_past_nine = "2026-11-24T09:30:00";

using values = std::vector<std::pair<std::string, std::string>>;

struct reply {
  /// libcurl's result, 0 if the transfer was complete.
  int failure = 0;
  long status = 0;
  /// Names in lower case.
  std::map<std::string, std::string> headers;
  std::string body;

  /// The body as JSON; a discarded value if it is none.
  json content() const;

  /// error.code of a Graph answer, or error of an identity answer.
  std::string error_code() const;

  std::string header(const std::string& name) const;
};

/// One connection that is kept alive between requests. Not thread-safe.
class client {
public:
  client();
  ~client();
  client(const client&) = delete;
  client& operator=(const client&) = delete;

  reply send(const std::string& method, const std::string& url,
             const values& headers = {}, const std::string& body = {});

  /// How many connections were opened so far.
  long connections() const { return connections_; }

private:
  struct closer {
    void operator()(void* handle) const;
  };
  std::unique_ptr<void, closer> handle_;
  long connections_ = 0;
};

std::string encode(const std::string& text);
std::string form(const values& pairs);

class SimTest : public ::testing::Test {
protected:
  SimTest();

  /// Asks the control plane.
  json control(const std::string& method, const std::string& target,
               const json& body = nullptr);

  /// An access token with every scope, or with these.
  std::string token_for(const std::string& account,
                        const std::string& scope = {});

  /// A Graph request of Pete, or of `as`.
  reply graph(const std::string& method, const std::string& path,
              const json& body = nullptr, values headers = {},
              const std::string& as = "pete@contoso.example");

  /// Creates an event between two UTC times and gives its JSON.
  json create(const std::string& subject, const std::string& start,
              const std::string& end, json more = json::object());

  /// A human's event of Pete.
  json human(const std::string& start, const std::string& end,
             json more = json::object());

  /// The calendar view of some days, all pages, of Pete or of `as`.
  std::vector<json> view(const std::string& from, const std::string& until,
                         values headers = {},
                         const std::string& as = "pete@contoso.example");

  /// Events that a human or a client left in Pete's calendar.
  std::vector<json> stored();

  simulator microsoft;
  client http;

private:
  std::map<std::string, std::string> tokens_;
};

/// The body of a simple create request.
json event_body(const std::string& subject, const std::string& start,
                const std::string& end);

} // namespace rental::sim::test

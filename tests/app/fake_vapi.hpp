// VAPI's API as a real HTTP server that remembers: tools, credentials and
// assistants of one organization. As strict as VAPI: wrong bodies get 400 with
// what is wrong, and secrets are not shown again.
#pragma once

#include "tests/support/mock_http_server.hpp"

#include "strict_schema.hpp"

#include <map>
#include <mutex>
#include <optional>

namespace rental::test {

class fake_vapi {
public:
  using json = nlohmann::json;
  /// By id.
  using things = std::map<std::string, json>;

  /// `key` is the private key that it takes.
  explicit fake_vapi(std::string key);

  std::string url() const { return server_.base_url(); }

  /// What is there, secrets included.
  things all(const std::string& kind) const;
  /// The one of that id.
  json one(const std::string& kind, const std::string& id) const;
  /// As if made in the dashboard; returns the id.
  std::string put(const std::string& kind, json thing);
  void remove(const std::string& kind, const std::string& id);

  /// "POST /tool" and so on, of all requests that were no GET, in order.
  std::vector<std::string> writes() const;
  /// Of all requests.
  std::vector<seen_request> seen() const { return server_.seen(); }
  /// The answer to requests that begin with this, from the `after`-th on,
  /// `times` times.
  void answer(const std::string& begin, mock_answer how, int times = 1,
              int after = 0);

private:
  struct prepared {
    std::string begin;
    mock_answer how;
    int times;
    int after;
  };

  mock_answer handle(const seen_request& request);
  std::optional<mock_answer> prepared_for(const std::string& what);
  mock_answer list(const std::string& kind, const std::string& query) const;
  mock_answer create(const std::string& kind, json body);
  mock_answer update(const std::string& kind, const std::string& id,
                     const json& body);
  std::vector<std::string> dangling(const json& body) const;
  std::string add(const std::string& kind, json thing);

  strict_schema schema_;
  std::string key_;
  mutable std::mutex mutex_;
  std::map<std::string, things> all_;
  std::vector<prepared> prepared_;
  int made_ = 0;
  /// Last, so that it ends first.
  mock_http_server server_;
};

} // namespace rental::test

// VAPI's REST API, with the operator's private key. docs.vapi.ai/api-reference
#pragma once

#include "config/settings.hpp"
#include "net/http_client.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// Reads and writes the things of one account, one request after the other.
/// Every failure has a detail for the operator, one line without secrets: what
/// VAPI said and what to do. Whatever VAPI has refused was not done; whether
/// something was done that ended in errc::timeout, errc::network or
/// errc::provider_unavailable is not known.
///
/// Asked to slow down (429), it says so on `notes`, waits and tries again, up
/// to three times and 30 seconds each; then errc::throttled.
class vapi_account {
public:
  /// `patience` is for one answer. `http` and `notes` have to outlive it.
  vapi_account(http_client& http, std::ostream& notes, const vapi_settings& to,
               std::chrono::milliseconds patience);

  /// Everything of the kind ("tool", "credential"), whatever the number, in
  /// pages of `page` (VAPI: at most 1000).
  expected<nlohmann::json> list(const std::string& kind, std::size_t page);
  expected<nlohmann::json> get(const std::string& kind, const std::string& id);
  /// Both return the thing as it is now.
  expected<nlohmann::json> create(const std::string& kind,
                                  const nlohmann::json& body);
  expected<nlohmann::json> update(const std::string& kind,
                                  const std::string& id,
                                  const nlohmann::json& body);

private:
  expected<nlohmann::json> ask(const std::string& method,
                               const std::string& path,
                               const nlohmann::json* body);
  expected<http_reply> send(const std::string& method, const std::string& path,
                            const nlohmann::json* body);
  failure unanswered(const failure& why) const;
  failure refused(const std::string& what, const http_reply& reply) const;
  std::string words_of(const http_reply& reply) const;

  http_client& http_;
  std::ostream& notes_;
  std::string url_;
  std::chrono::milliseconds patience_;
  secret key_;
  /// Never in a message, whatever VAPI repeats.
  std::vector<secret> hidden_;
};

} // namespace rental

// VAPI's REST API, with the operator's private key. docs.vapi.ai/api-reference
#pragma once

#include "config/settings.hpp"
#include "net/http_client.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// The one way from what VAPI said to the operator's screen: everything that
/// is printed beside it goes this way as well. Not thread-safe.
class vapi_words {
public:
  /// Hides every secret of the settings, as it is, as JSON and as URLs write
  /// it.
  explicit vapi_words(const settings& all);

  /// See fit_to_show (vapi/json_difference.hpp).
  std::string shown(std::string_view text, std::size_t most = 70) const;

private:
  std::vector<secret> hidden_;
};

/// What is refused, so that everything ends whatever VAPI answers.
struct vapi_limits {
  /// Of one list, and how long they may take; the page that is under way then
  /// is waited for.
  std::size_t pages = 100;
  std::chrono::milliseconds list_time{180'000};
  /// Of all answers together.
  std::size_t bytes = 32 * 1024 * 1024;
};

/// Reads and writes the things of one account, one request after the other.
/// Every failure has a detail for the operator: what VAPI said, as `vapi_words`
/// shows it, and what to do. Things come with an id that is_vapi_id, and no
/// deeper than `deepest_json`; others are errc::bad_answer. Whatever VAPI has
/// refused was not done; whether something was done that ended in
/// errc::timeout, errc::network, errc::provider_unavailable or errc::bad_answer
/// is not known.
///
/// Asked to slow down (429), it says so on `notes`, waits and tries again, up
/// to three times and 30 seconds each; then errc::throttled.
class vapi_account {
public:
  /// `timeout` is for one answer. `http`, `notes` and `words` have to outlive
  /// it.
  vapi_account(http_client& http, std::ostream& notes, const vapi_words& words,
               const vapi_settings& to, std::chrono::milliseconds timeout,
               const vapi_limits& limits = {});

  /// Everything of the kind ("tool", "credential"), in pages of `page` (VAPI:
  /// at most 1000), up to the limits.
  expected<nlohmann::json> list(const std::string& kind, std::size_t page);
  expected<nlohmann::json> get(const std::string& kind, const std::string& id);
  /// Both return the thing as it is now.
  expected<nlohmann::json> create(const std::string& kind,
                                  const nlohmann::json& body);
  expected<nlohmann::json> update(const std::string& kind,
                                  const std::string& id,
                                  const nlohmann::json& body);

private:
  struct listing;

  expected<nlohmann::json> ask(const std::string& method,
                               const std::string& path,
                               const nlohmann::json* body);
  expected<http_reply> send(const std::string& method, const std::string& path,
                            const nlohmann::json* body);
  expected<nlohmann::json> read(const std::string& what,
                                const std::string& body);
  /// False: that was the last one.
  expected<bool> next_page(listing& of);
  /// `where` says where the thing comes from.
  expected<std::string> id_of(const nlohmann::json& thing,
                              const std::string& kind,
                              const std::string& where) const;
  failure unanswered(const failure& why) const;
  failure refused(const std::string& what, const http_reply& reply) const;
  std::string words_of(const http_reply& reply) const;

  http_client& http_;
  std::ostream& notes_;
  const vapi_words& words_;
  std::string url_;
  std::chrono::milliseconds timeout_;
  vapi_limits limits_;
  secret key_;
  std::size_t bytes_read_ = 0;
};

} // namespace rental

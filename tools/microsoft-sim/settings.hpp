#pragma once

#include "tools/microsoft-sim/json.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace rental::sim {

/// Every switch of the simulator. The defaults are what Microsoft does as far
/// as that is known; where it is not, both ways can be had.
struct settings {
  /// The application's identity.
  std::string client_id = "00001111-aaaa-2222-bbbb-3333cccc4444";
  std::string client_secret = "simulated-client-secret";
  std::string app_name = "Property viewings";
  bool client_secret_expired = false;
  std::string tenant_id = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
  std::string tenant_domain = "contoso.example";
  /// Empty: any http://localhost or http://127.0.0.1 with the path
  /// /calendar/auth/callback is registered.
  std::vector<std::string> redirect_uris;

  /// Seconds an access token lives, and whether they are sent as a string.
  int expires_in = 3599;
  bool expires_in_as_string = false;
  /// A used refresh token dies; Microsoft lets it live.
  bool strict_rotation = false;
  /// A refresh answers no new refresh token.
  bool omit_rotated_token = false;
  /// Consent is asked once per account, unless prompt=consent.
  bool remember_consent = true;
  /// This account signs in and consents without a page. Empty: nobody.
  std::string auto_sign_in;

  /// Events per page of calendarView and events when $top is absent.
  int page_size = 10;
  /// Concurrent requests per mailbox; 0 switches the limit off.
  int mailbox_concurrency = 4;
  /// The limit counts all mailboxes together.
  bool concurrency_per_app = false;
  /// Retry-After of that 429; empty: none is sent.
  std::string concurrency_retry_after = "1";
  /// Messages per minute and mailbox; 0: no limit.
  int mails_per_minute = 0;
  /// Status of ErrorDuplicateTransactionId: 409 or 400.
  int duplicate_transaction_status = 409;
  /// A deleted event frees its transactionId.
  bool delete_frees_transaction_id = false;
  /// A property that an event does not have: refused, or swallowed.
  bool refuse_unknown_properties = true;

  /// Lists of events show them as they were so long ago; an event that is asked
  /// for by its id is shown as it is.
  int list_lag_ms = 0;

  /// Each Graph and token request takes this long, plus up to the jitter.
  int latency_ms = 0;
  int latency_jitter_ms = 0;
  /// Written in front of nextLink; empty: what the Host header says.
  std::string public_url;
};

/// The settings as JSON, named like the members.
json to_json(const settings& from);

/// The current settings. Thread-safe.
class settings_box {
public:
  explicit settings_box(settings initial) : initial_{std::move(initial)} {
    current_ = initial_;
  }

  settings get() const {
    std::lock_guard lock{mutex_};
    return current_;
  }

  /// Changes the settings named in `patch`. Throws std::invalid_argument and
  /// changes nothing if a name is unknown or a value has the wrong type.
  void change(const json& patch);

  void reset() {
    std::lock_guard lock{mutex_};
    current_ = initial_;
  }

private:
  mutable std::mutex mutex_;
  settings initial_;
  settings current_;
};

} // namespace rental::sim

#pragma once

#include "tools/microsoft-sim/json.hpp"
#include "tools/microsoft-sim/zones.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace rental::sim {

/// A mail that was sent, or an invitation, an update or a cancellation that
/// Exchange would have sent by itself.
struct letter {
  enum class kind { mail, invitation, update, cancellation };
  kind what = kind::mail;
  std::string account;
  sys_seconds sent{};
  /// Who, what and when, ready for the control plane.
  json content;
};

/// Keeps every letter instead of delivering it. Thread-safe.
class post_office {
public:
  void send(letter sent);

  /// Mails of one account that were sent at or after `since`.
  int mails_since(const std::string& account, sys_seconds since) const;

  /// Mails of one account that lie in its Sent Items and carry this value of an
  /// extended property, the newest first.
  json sent_items(const std::string& account, const std::string& property,
                  const std::string& value) const;

  /// Mails only, or invitations, updates and cancellations only; of one
  /// account, or of all if the address is empty.
  json mails(const std::string& account) const;
  json invitations(const std::string& account) const;

  void clear();

private:
  json list(const std::string& account, bool mails) const;

  mutable std::mutex mutex_;
  std::vector<letter> letters_;
};

} // namespace rental::sim

// Outbound mail that does not go through a manager's own mailbox. The
// interface that actors talk through.
#pragma once

#include "base/expected.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace rental {

/// One mail to one person, in two forms of the same content.
struct mail_message {
  /// local@domain.
  std::string to;
  /// UTF-8, one line.
  std::string subject;
  /// UTF-8; lines end in "\n".
  std::string text;
  std::string html;
  /// Becomes the Message-ID's part before the "@": the same for the same mail,
  /// so that a mail program can tell a repetition. Letters, digits, "-._".
  std::string id;
};

/// Sends mails without blocking the one who asks. Thread-safe.
class mail_sender {
public:
  using callback = std::function<void(expected<done>)>;

  virtual ~mail_sender() = default;

  /// Calls `on_sent` exactly once, on another thread, unless the sender is
  /// being destroyed. `until` is monotonic.
  ///
  /// Nothing was sent: errc::bad_request (an address or the id is malformed),
  /// errc::unreachable (no connection, no certificate we trust, or no time
  /// left), errc::operator_fault (the server demands other credentials, or has
  /// no TLS), errc::throttled (a reply 4xx), errc::provider_refused (a reply
  /// 5xx), errc::unavailable (stopping). Unknown: errc::timeout and
  /// errc::network, when the server had begun to take the mail in.
  virtual void send(mail_message mail,
                    std::chrono::steady_clock::time_point until,
                    callback on_sent)
      = 0;
};

} // namespace rental

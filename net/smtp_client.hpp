// Mail by SMTP, through libcurl. curl.se/libcurl/c/libcurl-easy.html
#pragma once

#include "base/clock.hpp"
#include "base/mail_address.hpp"
#include "base/secret.hpp"
#include "net/executor.hpp"
#include "net/mail_sender.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace rental {

struct smtp_options {
  /// smtp://USER:PASSWORD@HOST:PORT or smtps://...; user and password
  /// percent-encoded, both or neither.
  secret url;
  /// Whom the mails come from.
  mailbox_name from;
  std::chrono::milliseconds connect_timeout{10000};
  /// File of trusted certificates; empty: the system's.
  std::string ca_file;
  /// Tests only: "HOST:PORT:HOST:PORT", connects to the second instead of the
  /// first (CURLOPT_CONNECT_TO).
  std::string connect_to;
};

/// Speaks SMTP to one server, a connection for each mail. With smtp:// the
/// connection turns to TLS before anything else is said (STARTTLS) and fails
/// where the server cannot; only to this machine it stays plain. Certificates
/// are verified. Thread-safe.
class smtp_client final : public mail_sender {
public:
  /// `worker` runs the sending, which blocks; give it a thread of its own.
  /// Fails with errc::bad_request when the URL or the sender is invalid; the
  /// detail holds nothing of the URL.
  static expected<std::unique_ptr<smtp_client>>
  make(smtp_options options, std::shared_ptr<const clock> time,
       executor worker);

  /// Ends what is being sent; its callback gets errc::unavailable, or
  /// errc::network when the server may have the mail.
  ~smtp_client() override;

  void send(mail_message mail, std::chrono::steady_clock::time_point until,
            callback on_sent) override;

  /// Connects, turns to TLS and signs in, and sends nothing. Blocks; fails as
  /// `send` does.
  expected<done> check(std::chrono::steady_clock::time_point until) const;

private:
  struct core;
  explicit smtp_client(std::shared_ptr<core> inside, executor worker);

  std::shared_ptr<core> core_;
  executor worker_;
};

} // namespace rental

// Readers of single values, shared by the variables and the file. Each fails
// with errc::bad_request and a detail that says what is allowed ("must be
// ..."), never what was given: the caller knows whether that is a secret.
#pragma once

#include "base/expected.hpp"
#include "base/secret.hpp"
#include "base/zone.hpp"
#include "domain/rules.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rental::config {

/// An absolute http or https URL without user, query and fragment.
struct web_url {
  bool secure = false;
  /// Host without brackets, lower case.
  std::string host;
  /// The whole URL without a slash at the end.
  std::string text;

  bool loopback() const;
};

/// With a line that says it all.
failure line(std::string text);
failure must_be(std::string what);

expected<std::int64_t> read_integer(std::string_view text, std::int64_t least,
                                    std::int64_t most);
expected<web_url> read_url(std::string_view text);
/// Printable ASCII without blanks, as it has to travel in a header.
expected<secret> read_secret(const std::string& text);
/// MASTER_KEY: base64 of 32 bytes, or a comma-separated list of id:base64.
expected<done> check_master_key(const std::string& text);
/// "09:00-17:00" or "closed".
expected<std::optional<day_hours>> read_hours(std::string_view text);
expected<zone> read_zone(std::string_view text);

/// How many bytes a base64 text (padded, canonical) stands for, or nothing. As
/// strict as crypto/encode.hpp, which this room may not include.
std::optional<std::size_t> base64_size(std::string_view text);
/// Whether an IPv4 or IPv6 literal is of this machine only; nothing when it is
/// no address.
std::optional<bool> is_loopback_address(const std::string& text);
/// The first line of a text, cut to a length that suits a message.
std::string one_line(std::string_view text);

/// The whole file; blank-trimmed at the end when `trim`. Fails with
/// errc::not_found and the system's reason, or with errc::bad_request beyond
/// 64 MiB.
expected<std::string> read_text_file(const std::string& path, bool trim);

} // namespace rental::config

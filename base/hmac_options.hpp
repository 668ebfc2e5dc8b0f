// How VAPI signs its requests. Plain data.
#pragma once

#include <chrono>
#include <string>

namespace rental {

/// A custom credential of type `hmac`: its fields and defaults are VAPI's
/// (docs.vapi.ai, server authentication).
struct hmac_options {
  enum class hash { sha256, sha512, sha1 };
  enum class encoding { hex, base64 };

  hash algorithm = hash::sha256;
  /// Header names in lower case.
  std::string signature_header = "x-signature";
  std::string timestamp_header = "x-timestamp";
  /// Stands before the signature, e.g. "sha256=".
  std::string signature_prefix;
  /// Whether a timestamp is sent; then it has to be within `window`. Seconds
  /// and milliseconds are both understood: VAPI does not publish the unit.
  bool include_timestamp = true;
  /// {body} {timestamp} {method} {url} {svix-id} are replaced.
  std::string payload_format = "{timestamp}.{body}";
  /// Header whose value stands for {svix-id}; empty: none.
  std::string message_id_header;
  encoding signature_encoding = encoding::hex;
  /// The secrets are base64 of the key's bytes.
  bool secret_is_base64 = false;
  /// How far the timestamp may be from now.
  std::chrono::seconds window{300};
};

} // namespace rental

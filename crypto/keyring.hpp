// Seals what must not be readable in the database: tokens and personal data.
//
// A sealed value is AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce.
// Its layout: version (1 byte, 0x01), length of the key id (1 byte), key id,
// nonce (12), ciphertext, tag (16). The header is authenticated together with
// the caller's associated data, which says whose value it is and what for: a
// value that is copied to another row does not open.
//
// A random nonce is safe for about 2^32 values under one key; rotate before.
#pragma once

#include "base/expected.hpp"
#include "base/secret.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace rental {

/// The keys of MASTER_KEY. The FIRST key seals; all of them open, so that a new
/// key can be put in front while old values still exist. Immutable and
/// thread-safe. The keys are overwritten when the ring dies, and there is no
/// way to print them.
class keyring {
public:
  /// Reads "BASE64" (one key of 32 bytes, known as "k1") or "id:BASE64,..."
  /// where an id has 1 to 32 letters, digits, '-' or '_'. Fails with
  /// errc::bad_request; the detail names the entry, never the key.
  static expected<std::shared_ptr<const keyring>>
  parse(const secret& master_key);

  ~keyring();
  keyring(const keyring&) = delete;
  keyring& operator=(const keyring&) = delete;

  /// Seals with the current key. Throws std::runtime_error when OpenSSL fails.
  std::string seal(std::string_view plaintext,
                   std::string_view associated_data) const;

  /// Fails with errc::sealed when the key is not in the ring, the associated
  /// data is another's, or a bit was changed.
  expected<secret> open(std::string_view sealed,
                        std::string_view associated_data) const;

  /// Id of the key that seals.
  const std::string& current_key_id() const noexcept;

  /// Whether the ring has the key with this id.
  bool has(std::string_view id) const noexcept;

  /// Id of the key that a value was sealed with; empty when it is not a sealed
  /// value. Needs no key and proves nothing.
  static std::string key_id_of(std::string_view sealed);

private:
  struct impl;
  explicit keyring(std::unique_ptr<impl> keys);
  std::unique_ptr<impl> impl_;
};

/// Development mode without MASTER_KEY: returns the key in `path` in the form
/// that keyring::parse reads, and makes the file (mode 0600) when it is not
/// there, with its folder (mode 0700); two processes that start at once end
/// with the same key. Fails with errc::storage when the file can be read by
/// others, belongs to somebody else or cannot be made; the detail says what to
/// do.
expected<secret> load_or_make_key_file(const std::string& path);

} // namespace rental

// Links that let one person connect one manager's calendar. What a link says
// travels sealed in its text: nobody can read it (addresses hold no personal
// data) and nobody can forge it. A link stays good while the key that sealed it
// is in the ring, so rotating keys breaks none that was sent. Pure functions.
#pragma once

#include "base/time.hpp"
#include "crypto/keyring.hpp"

#include <string>
#include <string_view>

namespace rental {

struct connect_link {
  std::string agency;
  /// In its one written form.
  std::string user_id;
  /// The e-mail address whose owner the link is for; empty: anybody who has the
  /// link.
  std::string expected_account;
  /// Good until then, not at that second.
  instant expires_at{};

  friend bool operator==(const connect_link&, const connect_link&) = default;
};

/// URL-safe text: letters, digits, '-' and '_'. Differs each time.
std::string seal_connect_link(const keyring& keys, const connect_link& link);

/// Fails with errc::expired when the link was good once, and with
/// errc::bad_request when it was not made by us, was changed or cut short, or
/// its key is no longer in the ring.
expected<connect_link> open_connect_link(const keyring& keys,
                                         std::string_view text, instant now);

/// Names a link without giving it away: the hash of what is sealed, however it
/// is spelt. Empty for what is no link.
std::string connect_link_id(std::string_view text);

/// The whole address to send to somebody: `public_url` as in PUBLIC_URL,
/// without a slash at its end, and `text` as from seal_connect_link.
std::string connect_url(std::string_view public_url, std::string_view text);

} // namespace rental

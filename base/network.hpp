// Addresses of clients: blocks of them, and whose address counts when a proxy
// stands in between. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// A block of IP addresses, such as 10.0.0.0/8. IPv4 is kept as the part
/// ::ffff:0:0/96 of IPv6, so that a socket that speaks both makes no
/// difference.
class network {
public:
  /// "10.0.0.0/8", "fd00::/8", or one address. Nothing for anything else.
  static std::optional<network> parse(std::string_view text);

  /// Whether `address`, an IP literal, is in the block.
  bool holds(std::string_view address) const;

  friend bool operator==(const network&, const network&) = default;

private:
  std::array<std::uint8_t, 16> bytes_{};
  int prefix_ = 128;
};

/// 127.0.0.0/8 and ::1.
std::vector<network> loopback_networks();
/// What is not routed in the Internet: RFC 1918, RFC 6598, RFC 4193 and
/// link-local.
std::vector<network> private_networks();

/// The edge of Cloudflare (www.cloudflare.com/ips), which Render stands behind.
std::vector<network> cloudflare_networks();

bool is_in(const std::vector<network>& blocks, std::string_view address);

/// A list as the operator writes it: blocks, addresses and the words "loopback"
/// "private" and "cloudflare", separated by commas; "none" is an empty list.
/// Nothing when a part is none of these.
std::optional<std::vector<network>> parse_networks(std::string_view text);

/// Who the client is. `forwarded` is X-Forwarded-For ("client, proxy, proxy"),
/// which anybody can write: it is read from its end, and only as far as each
/// entry was written by a trusted proxy. Without a trusted one: `peer`.
std::string client_address(std::string_view peer, std::string_view forwarded,
                           const std::vector<network>& trusted);

/// The same on Render, where every request comes through an edge and then
/// through proxies of Render's private network: X-Forwarded-For ends in
/// "client, edge" or "client, edge, proxy". The edge's address is public, and
/// not the client's. `connecting` is CF-Connecting-IP, which the edge writes
/// over; it counts when the chain up to the edge is trusted and it fits.
std::string client_on_render(std::string_view peer, std::string_view forwarded,
                             std::string_view connecting,
                             const std::vector<network>& trusted);

/// What one client holds: an IPv4 address, or the /64 of an IPv6 address, since
/// everybody has 2^64 of those. Text that is no address stays as it is.
std::string address_owner(std::string_view address);

} // namespace rental

#include "base/network.hpp"

#include "base/ascii.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace rental {
namespace {

using address_bytes = std::array<std::uint8_t, 16>;

constexpr std::size_t longest_literal = 45;
constexpr int mapped_bits = 96;

bool is_mapped(const address_bytes& bytes) {
  return std::all_of(bytes.begin(), bytes.begin() + 10,
                     [](auto byte) { return byte == 0; })
         && bytes[10] == 0xff && bytes[11] == 0xff;
}

std::optional<address_bytes> read_address(std::string_view text) {
  if (text.size() > longest_literal)
    return std::nullopt;
  const std::string literal{text};
  address_bytes bytes{};
  if (inet_pton(AF_INET6, literal.c_str(), bytes.data()) == 1)
    return bytes;
  bytes[10] = bytes[11] = 0xff;
  if (inet_pton(AF_INET, literal.c_str(), bytes.data() + 12) == 1)
    return bytes;
  return std::nullopt;
}

std::string_view trim(std::string_view text) {
  return trimmed(text, " \t");
}

std::vector<network> blocks_of(std::initializer_list<const char*> texts) {
  std::vector<network> result;
  for (const auto* text : texts)
    if (auto block = network::parse(text))
      result.push_back(*block);
  return result;
}

/// Some proxies add the port: "203.0.113.7:4711", "[2001:db8::1]:4711".
std::string_view without_port(std::string_view entry) {
  if (entry.starts_with('[')) {
    const auto end = entry.find(']');
    return end == std::string_view::npos ? entry : entry.substr(1, end - 1);
  }
  const auto colon = entry.find(':');
  const bool is_four
      = colon != std::string_view::npos && colon == entry.rfind(':');
  return is_four ? entry.substr(0, colon) : entry;
}

} // namespace

std::optional<network> network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto bytes = read_address(text.substr(0, slash));
  if (!bytes)
    return std::nullopt;
  network result;
  result.bytes_ = *bytes;
  if (slash == std::string_view::npos)
    return result;
  const bool is_four = text.find(':') == std::string_view::npos;
  const auto digits = text.substr(slash + 1);
  const auto* end = digits.data() + digits.size();
  auto [stop, error] = std::from_chars(digits.data(), end, result.prefix_);
  if (error != std::errc{} || stop != end || result.prefix_ < 0
      || result.prefix_ > (is_four ? 32 : 128))
    return std::nullopt;
  if (is_four)
    result.prefix_ += mapped_bits;
  return result;
}

bool network::holds(std::string_view address) const {
  const auto bytes = read_address(address);
  if (!bytes)
    return false;
  for (int bit = 0; bit < prefix_; ++bit) {
    const auto i = static_cast<std::size_t>(bit / 8);
    const auto mask = static_cast<std::uint8_t>(0x80u >> (bit % 8));
    if (((*bytes)[i] & mask) != (bytes_[i] & mask))
      return false;
  }
  return true;
}

std::vector<network> loopback_networks() {
  return blocks_of({"127.0.0.0/8", "::1"});
}

std::vector<network> private_networks() {
  return blocks_of({"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                    "100.64.0.0/10", "169.254.0.0/16", "fc00::/7",
                    "fe80::/10"});
}

std::optional<std::vector<network>> parse_networks(std::string_view text) {
  std::vector<network> result;
  if (trim(text) == "none")
    return result;
  for (bool more = true; more;) {
    const auto comma = text.find(',');
    const auto word = trim(text.substr(0, comma));
    std::vector<network> blocks;
    if (word == "loopback")
      blocks = loopback_networks();
    else if (word == "private")
      blocks = private_networks();
    else if (word == "cloudflare")
      blocks = cloudflare_networks();
    else if (const auto block = network::parse(word))
      blocks = {*block};
    if (blocks.empty())
      return std::nullopt;
    result.insert(result.end(), blocks.begin(), blocks.end());
    more = comma != std::string_view::npos;
    text.remove_prefix(more ? comma + 1 : 0);
  }
  return result;
}

std::vector<network> cloudflare_networks() {
  return blocks_of({"173.245.48.0/20", "103.21.244.0/22", "103.22.200.0/22",
                    "103.31.4.0/22",   "141.101.64.0/18", "108.162.192.0/18",
                    "190.93.240.0/20", "188.114.96.0/20", "197.234.240.0/22",
                    "198.41.128.0/17", "162.158.0.0/15",  "104.16.0.0/13",
                    "104.24.0.0/14",   "172.64.0.0/13",   "131.0.72.0/22",
                    "2400:cb00::/32",  "2606:4700::/32",  "2803:f800::/32",
                    "2405:b500::/32",  "2405:8100::/32",  "2a06:98c0::/29",
                    "2c0f:f248::/32"});
}

bool is_in(const std::vector<network>& blocks, std::string_view address) {
  return std::any_of(blocks.begin(), blocks.end(),
                     [&](const auto& block) { return block.holds(address); });
}

namespace {

/// The last entry of X-Forwarded-For, which is taken off; "" when there is none
/// or it is no address.
std::string_view take_last(std::string_view& forwarded) {
  const auto comma = forwarded.rfind(',');
  const bool is_only = comma == std::string_view::npos;
  const auto entry
      = without_port(trim(is_only ? forwarded : forwarded.substr(comma + 1)));
  forwarded = is_only ? std::string_view{} : forwarded.substr(0, comma);
  return read_address(entry) ? entry : std::string_view{};
}

} // namespace

std::string client_address(std::string_view peer, std::string_view forwarded,
                           const std::vector<network>& trusted) {
  auto client = peer;
  while (is_in(trusted, client) && !trim(forwarded).empty()) {
    const auto entry = take_last(forwarded);
    if (entry.empty())
      break;
    client = entry;
  }
  return std::string{client};
}

std::string client_on_render(std::string_view peer, std::string_view forwarded,
                             std::string_view connecting,
                             const std::vector<network>& trusted) {
  static const auto edges = cloudflare_networks();
  auto edge = peer;
  while (is_in(trusted, edge) && !trim(forwarded).empty()) {
    const auto entry = take_last(forwarded);
    if (entry.empty())
      return std::string{edge};
    edge = entry;
  }
  if (edge == peer && !is_in(trusted, peer))
    return std::string{peer};
  connecting = trim(connecting);
  const bool is_told = read_address(connecting).has_value();
  const auto before = take_last(forwarded);
  const bool is_known = is_in(edges, edge) || is_in(trusted, edge);
  if (is_told && (is_known || connecting == before))
    return std::string{connecting};
  // Without its header an unknown edge is known by its place.
  return std::string{before.empty() || (is_told && !is_known) ? edge : before};
}

std::string address_owner(std::string_view address) {
  const auto bytes = read_address(address);
  if (!bytes)
    return std::string{address};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (is_mapped(*bytes)) {
    inet_ntop(AF_INET, bytes->data() + 12, text.data(), text.size());
    return text.data();
  }
  auto half = *bytes;
  std::fill(half.begin() + 8, half.end(), std::uint8_t{0});
  inet_ntop(AF_INET6, half.data(), text.data(), text.size());
  return text.data();
}

} // namespace rental

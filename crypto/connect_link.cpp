#include "crypto/connect_link.hpp"

#include "crypto/encode.hpp"
#include "crypto/hash.hpp"

#include <charconv>
#include <optional>

namespace rental {
namespace {

constexpr std::string_view purpose = "connect-link";

/// "3:abc": the length first, so that a part may hold anything.
void put(std::string& text, std::string_view part) {
  text += std::to_string(part.size()) + ':';
  text += part;
}

std::optional<std::string> take(std::string_view& text) {
  std::size_t size = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, size);
  if (read.ec != std::errc{} || read.ptr == end || *read.ptr != ':')
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()) + 1);
  if (size > text.size())
    return std::nullopt;
  std::string part{text.substr(0, size)};
  text.remove_prefix(size);
  return part;
}

std::optional<connect_link> parse(std::string_view text) {
  auto agency = take(text);
  auto user_id = agency ? take(text) : std::nullopt;
  auto account = user_id ? take(text) : std::nullopt;
  auto until = account ? take(text) : std::nullopt;
  if (!until || !text.empty())
    return std::nullopt;
  std::int64_t seconds = 0;
  const auto* end = until->data() + until->size();
  const auto read = std::from_chars(until->data(), end, seconds);
  if (read.ec != std::errc{} || read.ptr != end)
    return std::nullopt;
  return connect_link{*agency, *user_id, *account, from_unix(seconds)};
}

failure not_ours() {
  return {errc::bad_request, "the link was not made by this service, or it was"
                             " changed or cut short"};
}

} // namespace

std::string seal_connect_link(const keyring& keys, const connect_link& link) {
  std::string text;
  put(text, link.agency);
  put(text, link.user_id);
  put(text, link.expected_account);
  put(text, std::to_string(to_unix(link.expires_at)));
  return base64url_encode(keys.seal(text, purpose));
}

expected<connect_link> open_connect_link(const keyring& keys,
                                         std::string_view text, instant now) {
  const auto sealed = base64url_decode(text);
  if (!sealed)
    return not_ours();
  const auto opened = keys.open(*sealed, purpose);
  if (!opened)
    return not_ours();
  auto link = parse(opened->reveal());
  if (!link)
    return not_ours();
  if (link->expires_at <= now)
    return failure{errc::expired, "the link is too old"};
  return std::move(*link);
}

std::string connect_link_id(std::string_view text) {
  const auto sealed = base64url_decode(text);
  return sealed ? sha256_hex("connect link|" + *sealed) : std::string{};
}

std::string connect_url(std::string_view public_url, std::string_view text) {
  return std::string{public_url}
         + "/calendar/connect?link=" + std::string{text};
}

} // namespace rental

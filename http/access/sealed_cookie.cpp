#include "http/access/sealed_cookie.hpp"

#include "crypto/encode.hpp"

#include <charconv>

namespace rental {
namespace {

std::string purpose_of(const cookie_kind& kind) {
  return "cookie|" + std::string{kind.name};
}

} // namespace

std::string cookie_name(std::string_view name, bool https) {
  return (https ? "__Host-" : "") + std::string{name};
}

std::string set_cookie(std::string_view name, std::string_view value,
                       std::chrono::seconds life, bool https,
                       std::string_view same_site) {
  return cookie_name(name, https) + "=" + std::string{value}
         + "; Path=/; Max-Age=" + std::to_string(life.count())
         + "; HttpOnly; SameSite=" + std::string{same_site}
         + (https ? "; Secure" : "");
}

std::string read_cookie(const http_in& in, std::string_view name, bool https) {
  const auto found = in.cookies.find(cookie_name(name, https));
  return found == in.cookies.end() ? std::string{} : found->second;
}

std::string make_sealed_cookie(const keyring& keys, const cookie_kind& kind,
                               std::string_view value, instant now) {
  auto text = std::to_string(to_unix(now + kind.life)) + ':';
  text += value;
  return set_cookie(kind.name,
                    base64url_encode(keys.seal(text, purpose_of(kind))),
                    kind.life, kind.https, kind.same_site);
}

std::optional<std::string> read_sealed_cookie(const keyring& keys,
                                              const cookie_kind& kind,
                                              const http_in& in, instant now) {
  const auto sealed = base64url_decode(read_cookie(in, kind.name, kind.https));
  if (!sealed || sealed->empty())
    return std::nullopt;
  const auto opened = keys.open(*sealed, purpose_of(kind));
  if (!opened)
    return std::nullopt;
  const auto& text = opened->reveal();
  std::int64_t until = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, until);
  if (read.ec != std::errc{} || read.ptr == end || *read.ptr != ':'
      || from_unix(until) <= now)
    return std::nullopt;
  return std::string{read.ptr + 1, end};
}

} // namespace rental

#include "config/values.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>

namespace rental::config {
namespace {

bool is_graph(char c) {
  return c > ' ' && c < 0x7f;
}

std::string lower(std::string_view text) {
  std::string result{text};
  std::ranges::transform(result, result.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return result;
}

/// Splits "host:port", "[v6]:port"; fails on anything odd.
std::optional<std::string> host_of(std::string_view authority) {
  std::string_view host = authority;
  std::string_view port;
  if (authority.starts_with('[')) {
    auto end = authority.find(']');
    if (end == std::string_view::npos)
      return std::nullopt;
    host = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
    if (!is_loopback_address(std::string{host}))
      return std::nullopt;
  } else if (auto colon = authority.find(':');
             colon != std::string_view::npos) {
    host = authority.substr(0, colon);
    port = authority.substr(colon);
  }
  if (!port.empty()
      && (port.front() != ':' || !read_integer(port.substr(1), 1, 65535)))
    return std::nullopt;
  auto fits = [](unsigned char c) {
    return std::isalnum(c) || c == '-' || c == '.' || c == '_' || c == ':';
  };
  if (host.empty() || !std::ranges::all_of(host, fits))
    return std::nullopt;
  return lower(host);
}

std::optional<std::chrono::minutes> read_clock(std::string_view text) {
  if (text.size() != 5 || text[2] != ':')
    return std::nullopt;
  auto hour = read_integer(text.substr(0, 2), 0, 24);
  auto minute = read_integer(text.substr(3), 0, 59);
  if (!hour || !minute || *hour * 60 + *minute > 24 * 60)
    return std::nullopt;
  return std::chrono::minutes{*hour * 60 + *minute};
}

} // namespace

bool web_url::loopback() const {
  return host == "localhost" || host.ends_with(".localhost")
         || is_loopback_address(host).value_or(false);
}

failure line(std::string text) {
  return {errc::bad_request, std::move(text), {}};
}

failure must_be(std::string what) {
  return {errc::bad_request, "must be " + std::move(what), {}};
}

expected<std::int64_t> read_integer(std::string_view text, std::int64_t least,
                                    std::int64_t most) {
  std::int64_t value = 0;
  auto end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value < least || value > most)
    return must_be("a whole number from " + std::to_string(least) + " to "
                   + std::to_string(most));
  return value;
}

expected<web_url> read_url(std::string_view text) {
  auto wrong = must_be("an absolute http:// or https:// URL without user, "
                       "query and fragment");
  if (!std::ranges::all_of(text, is_graph)
      || text.find_first_of("?#@\\\"<>") != std::string_view::npos)
    return wrong;
  while (text.ends_with('/'))
    text.remove_suffix(1);
  web_url result;
  result.secure = lower(text.substr(0, 8)) == "https://";
  if (!result.secure && lower(text.substr(0, 7)) != "http://")
    return wrong;
  auto rest = text.substr(result.secure ? 8 : 7);
  auto host = host_of(rest.substr(0, rest.find('/')));
  if (!host)
    return wrong;
  result.host = *host;
  result.text = std::string{text};
  return result;
}

expected<secret> read_secret(const std::string& text) {
  if (text.empty() || !std::ranges::all_of(text, is_graph))
    return must_be("printable ASCII without blanks or line breaks");
  return secret{text};
}

expected<done> check_master_key(const std::string& text) {
  auto wrong = must_be("32 bytes in base64, or id:key,id:key while rotating "
                       "(make a key with `openssl rand -base64 32`)");
  std::set<std::string> ids;
  std::istringstream keys{text};
  std::string key;
  if (text.ends_with(','))
    return wrong;
  while (std::getline(keys, key, ',')) {
    auto colon = key.find(':');
    auto id = colon == key.npos ? std::string{} : key.substr(0, colon);
    auto value = colon == key.npos ? key : key.substr(colon + 1);
    auto fits = [](unsigned char c) {
      return std::isalnum(c) || c == '-' || c == '_';
    };
    if (id.size() > 32 || (colon != key.npos && id.empty())
        || !std::ranges::all_of(id, fits) || base64_size(value) != 32
        || !ids.insert(id).second)
      return wrong;
  }
  if (ids.empty() || (ids.size() > 1 && ids.contains("")))
    return wrong;
  return done{};
}

expected<std::optional<day_hours>> read_hours(std::string_view text) {
  if (text == "closed")
    return std::optional<day_hours>{};
  if (text.size() == 11 && text[5] == '-') {
    auto from = read_clock(text.substr(0, 5));
    auto to = read_clock(text.substr(6));
    if (from && to && *from < *to)
      return std::optional<day_hours>{day_hours{*from, *to}};
  }
  return must_be(R"("HH:MM-HH:MM", e.g. "09:00-17:00", or "closed")");
}

expected<zone> read_zone(std::string_view text) {
  if (auto found = zone::find(text))
    return *found;
  return must_be(R"(an IANA zone such as "America/Chicago" or a Windows zone )"
                 R"(such as "Central Standard Time")");
}

std::optional<std::size_t> base64_size(std::string_view text) {
  constexpr std::string_view alphabet
      = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.empty() || text.size() % 4 != 0)
    return std::nullopt;
  std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  auto body = text.substr(0, text.size() - padding);
  if (body.find_first_not_of(alphabet) != body.npos)
    return std::nullopt;
  // The bits of the last character that stand for nothing must be zero.
  auto unused = alphabet.find(body.back()) & (padding == 2 ? 15u : 3u);
  if (padding > 0 && unused != 0)
    return std::nullopt;
  return text.size() / 4 * 3 - padding;
}

std::optional<bool> is_loopback_address(const std::string& text) {
  in_addr four{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1)
    return (ntohl(four.s_addr) >> 24) == 127;
  in6_addr six{};
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1)
    return std::nullopt;
  if (IN6_IS_ADDR_V4MAPPED(&six))
    return six.s6_addr[12] == 127;
  return IN6_IS_ADDR_LOOPBACK(&six) != 0;
}

std::string one_line(std::string_view text) {
  constexpr std::size_t most = 80;
  auto cut = std::min({text.size(), text.find_first_of("\r\n"), most});
  std::string line{text.substr(0, cut)};
  std::erase_if(line, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  return cut < text.size() ? line + "..." : line;
}

expected<std::string> read_text_file(const std::string& path, bool trim) {
  auto reason = [] {
    return std::error_code{errno, std::generic_category()}.message();
  };
  errno = 0;
  std::ifstream file{path, std::ios::binary};
  if (!file)
    return failure{errc::not_found, reason(), {}};
  constexpr std::size_t most = std::size_t{64} * 1024 * 1024;
  constexpr std::size_t at_once = 64 * 1024;
  std::string result;
  std::string part(at_once, '\0');
  while (file && result.size() <= most) {
    file.read(part.data(), static_cast<std::streamsize>(part.size()));
    result.append(part, 0, static_cast<std::size_t>(file.gcount()));
  }
  // A directory sets errno (EISDIR).
  if (errno != 0)
    return failure{errc::not_found, reason(), {}};
  if (result.size() > most)
    return failure{errc::bad_request, "the file is larger than 64 MiB", {}};
  while (trim && (result.ends_with('\n') || result.ends_with('\r')))
    result.pop_back();
  return result;
}

} // namespace rental::config

#include "net/url.hpp"

#include "net/curl_url.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <memory>

namespace rental {
namespace {

struct url_cleanup {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};
struct text_cleanup {
  void operator()(char* text) const noexcept { curl_free(text); }
};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return text;
}

bool is_unreserved(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_'
         || c == '~';
}

std::string encode(std::string_view text, std::string_view also_plain) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char raw : text) {
    const auto c = static_cast<unsigned char>(raw);
    if (is_unreserved(c) || also_plain.find(raw) != std::string_view::npos) {
      out += raw;
    } else {
      out += '%';
      out += digits[c >> 4];
      out += digits[c & 15];
    }
  }
  return out;
}

std::string form_value(std::string_view text) {
  auto out = encode(text, " ");
  std::replace(out.begin(), out.end(), ' ', '+');
  return out;
}

bool has_encoded_dot_or_slash(std::string_view path) {
  const auto text = lower(std::string{path});
  for (const char* bad : {"%2e", "%2f", "%5c", "\\"})
    if (text.find(bad) != std::string::npos)
      return true;
  return false;
}

} // namespace

std::string part_of(CURLU* url, CURLUPart part, unsigned flags) {
  char* raw = nullptr;
  if (curl_url_get(url, part, &raw, flags) != CURLUE_OK)
    return {};
  std::unique_ptr<char, text_cleanup> text{raw};
  return text.get();
}

expected<url_parts> parse_url(std::string_view text) {
  const failure bad{errc::bad_request, "not an http or https URL", {}};
  std::unique_ptr<CURLU, url_cleanup> url{curl_url()};
  const std::string copy{text};
  if (!url || copy.find('\0') != std::string::npos
      || curl_url_set(url.get(), CURLUPART_URL, copy.c_str(), 0) != CURLUE_OK)
    return bad;
  url_parts parts;
  parts.scheme = lower(part_of(url.get(), CURLUPART_SCHEME));
  if (parts.scheme != "http" && parts.scheme != "https")
    return bad;
  parts.host = lower(part_of(url.get(), CURLUPART_HOST));
  if (parts.host.empty())
    return bad;
  parts.port = part_of(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  parts.path = part_of(url.get(), CURLUPART_PATH);
  parts.query = part_of(url.get(), CURLUPART_QUERY);
  parts.has_user = !part_of(url.get(), CURLUPART_USER).empty()
                   || !part_of(url.get(), CURLUPART_PASSWORD).empty();
  return parts;
}

std::string percent_encode(std::string_view text) {
  return encode(text, "");
}

std::string form_encode(const std::vector<name_value>& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty())
      out += '&';
    out += form_value(name) + '=' + form_value(value);
  }
  return out;
}

std::string join_url(std::string_view base, std::string_view path,
                     const std::vector<name_value>& query) {
  while (base.ends_with('/'))
    base.remove_suffix(1);
  while (path.starts_with('/'))
    path.remove_prefix(1);
  std::string out{base};
  out += '/';
  out += path;
  char separator = '?';
  for (const auto& [name, value] : query) {
    out += separator + name + '=' + encode(value, ",");
    separator = '&';
  }
  return out;
}

bool same_origin_and_base(std::string_view url, std::string_view base) {
  const auto a = parse_url(url);
  const auto b = parse_url(base);
  if (!a || !b || a->has_user || has_encoded_dot_or_slash(a->path))
    return false;
  if (a->scheme != b->scheme || a->host != b->host || a->port != b->port)
    return false;
  auto folder = b->path;
  if (!folder.ends_with('/'))
    folder += '/';
  return a->path.starts_with(folder);
}

bool is_loopback(std::string_view url) {
  const auto parts = parse_url(url);
  if (!parts)
    return false;
  const auto& host = parts->host;
  if (host == "localhost" || host == "[::1]")
    return true;
  // libcurl has turned every spelling of an IPv4 address into four numbers.
  return host.starts_with("127.")
         && host.find_first_not_of("0123456789.") == std::string::npos
         && std::count(host.begin(), host.end(), '.') == 3;
}

} // namespace rental

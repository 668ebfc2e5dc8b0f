#include "http/message/http_message.hpp"

#include <algorithm>

namespace rental {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string_view lookup(const string_map& map, std::string_view key) {
  auto i = map.find(key);
  return i == map.end() ? std::string_view{} : std::string_view{i->second};
}

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos)
    return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

/// Calls `take` with each piece between separators.
template <class Take>
void split(std::string_view text, char separator, Take take) {
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    take(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

http_out with_type(unsigned status, const char* type, std::string body) {
  return {status,
          {{"Content-Type", type}, {"Cache-Control", "no-store"}},
          std::move(body)};
}

constexpr auto strict_policy
    = "default-src 'none'; style-src 'self'; img-src 'self'; "
      "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

http_out page_with(std::string policy, unsigned status, std::string html) {
  auto out = with_type(status, "text/html; charset=utf-8", std::move(html));
  out.headers.insert(out.headers.end(),
                     {{"Content-Security-Policy", std::move(policy)},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Frame-Options", "DENY"},
                      {"Cross-Origin-Opener-Policy", "same-origin"}});
  return out;
}

} // namespace

std::string_view http_in::header(std::string_view name) const {
  return lookup(headers, name);
}

std::string_view http_in::parameter(std::string_view name) const {
  return lookup(query, name);
}

std::string http_in::user_id(std::string_view name) const {
  auto text = parameter(name);
  const bool lost_plus
      = text.size() > 1 && text[0] == ' ' && text[1] >= '0' && text[1] <= '9';
  std::string result{trimmed(text)};
  return lost_plus ? '+' + result : result;
}

http_out json_out(unsigned status, std::string body) {
  return with_type(status, "application/json", std::move(body));
}

http_out text_out(unsigned status, std::string body) {
  return with_type(status, "text/plain; charset=utf-8", std::move(body));
}

http_out page_out(unsigned status, std::string html) {
  return page_with(strict_policy, status, std::move(html));
}

http_out scripted_page_out(unsigned status, std::string html) {
  return page_with(std::string{strict_policy}
                       + "; script-src 'self'; connect-src 'self'",
                   status, std::move(html));
}

http_out redirect_out(std::string url, unsigned status) {
  return {status,
          {{"Location", std::move(url)},
           {"Cache-Control", "no-store"},
           {"Referrer-Policy", "no-referrer"}},
          {}};
}

std::string percent_decode(std::string_view text, bool plus_is_blank) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0
        && hex_digit(text[i + 2]) >= 0) {
      result += static_cast<char>(hex_digit(text[i + 1]) * 16
                                  + hex_digit(text[i + 2]));
      i += 2;
    } else {
      result += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return result;
}

string_map parse_query(std::string_view query) {
  string_map result;
  split(query, '&', [&](std::string_view pair) {
    const auto equals = std::min(pair.find('='), pair.size());
    auto key = percent_decode(pair.substr(0, equals), true);
    auto value = pair.substr(std::min(equals + 1, pair.size()));
    if (!key.empty())
      result.emplace(std::move(key), percent_decode(value, true));
  });
  return result;
}

string_map parse_cookies(std::string_view header) {
  string_map result;
  split(header, ';', [&](std::string_view pair) {
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos)
      return;
    const auto name = trimmed(pair.substr(0, equals));
    if (!name.empty())
      result.emplace(name, trimmed(pair.substr(equals + 1)));
  });
  return result;
}

} // namespace rental

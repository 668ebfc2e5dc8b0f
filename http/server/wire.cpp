#include "http/server/wire.hpp"

#include "crypto/uuid.hpp"
#include "http/message/status_for.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/field.hpp>
#include <date/date.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace rental::wire {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::pair<const char*, const char*> unless_said_otherwise[]
    = {{"Cache-Control", "no-store"},
       {"Content-Security-Policy",
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"},
       {"Cross-Origin-Resource-Policy", "same-origin"},
       {"Referrer-Policy", "no-referrer"},
       {"X-Frame-Options", "DENY"}};

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::string lower(std::string_view text) {
  std::string result{text};
  for (auto& c : result)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c | 0x20);
  return result;
}

/// "http://host:1/a?b" -> "/a?b"; nothing when it is neither form.
std::optional<std::string_view> origin_form(std::string_view target) {
  if (target.starts_with('/'))
    return target;
  const auto scheme = target.find("://");
  const auto name = lower(target.substr(0, std::min<std::size_t>(scheme, 8)));
  if (name != "http" && name != "https")
    return std::nullopt;
  target.remove_prefix(scheme + 3);
  const auto path = target.find_first_of("/?");
  return path == std::string_view::npos ? "/" : target.substr(path);
}

void take_headers(const request_header& from, http_in& into) {
  for (const auto& field : from) {
    auto name = lower(view(field.name_string()));
    const auto value = view(field.value());
    auto [i, is_new] = into.headers.try_emplace(std::move(name), value);
    if (!is_new)
      i->second.append(i->first == "cookie" ? "; " : ", ").append(value);
  }
}

} // namespace

std::optional<refusal> check_header(const request_header& header) {
  const auto hosts = header.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && header.version() >= 11))
    return refusal{400, "exactly one Host header is required"};
  auto coding = header.find(http::field::transfer_encoding);
  if (coding != header.end() && !beast::iequals(coding->value(), "chunked"))
    return refusal{501, "only the transfer coding chunked is known here"};
  if (header.count(http::field::expect) > 0 && !expects_continue(header))
    return refusal{417, "that expectation cannot be met"};
  return std::nullopt;
}

bool expects_continue(const request_header& header) {
  return header.version() >= 11
         && beast::iequals(header[http::field::expect], "100-continue");
}

std::string request_id_of(const request_header& header) {
  const auto given = view(header["X-Request-Id"]);
  const bool sane = !given.empty() && given.size() <= 64
                    && std::all_of(given.begin(), given.end(), [](char c) {
                         return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z') || c == '.'
                                || c == '_' || c == '-';
                       });
  return sane ? std::string{given} : uuid_v4();
}

std::optional<refusal> parse(const request_header& from, http_in& into) {
  auto target = origin_form(view(from.target()));
  if (!target)
    return refusal{400, "the request target is not a path"};
  const auto query = std::min(target->find('?'), target->size());
  into.path = percent_decode(target->substr(0, query), false);
  if (into.path.empty())
    into.path = "/";
  if (std::any_of(into.path.begin(), into.path.end(), is_control))
    return refusal{400, "the path holds control characters"};
  into.query = parse_query(target->substr(std::min(query + 1, target->size())));
  into.method = from.method_string() == "HEAD"
                    ? "GET"
                    : std::string{view(from.method_string())};
  take_headers(from, into);
  into.cookies = parse_cookies(into.header("cookie"));
  return std::nullopt;
}

response serialize(http_out out, const framing& how) {
  response result;
  result.version(how.version);
  result.result(out.status);
  const auto reason = reason_for(out.status);
  result.reason({reason.data(), reason.size()});
  for (auto& [name, value] : out.headers) {
    std::erase_if(value, is_control); // nobody smuggles in a second header
    result.insert(name, value);
  }
  result.set("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : unless_said_otherwise)
    if (result.find(name) == result.end())
      result.set(name, value);
  if (how.https)
    result.set("Strict-Transport-Security", "max-age=31536000");
  if (!how.request_id.empty())
    result.set("X-Request-Id", how.request_id);
  if (how.now)
    result.set(http::field::date, http_date(*how.now));
  result.keep_alive(how.keep_alive);
  if (out.status != 204 && out.status != 304)
    result.content_length(out.body.size());
  if (!how.head)
    result.body() = std::move(out.body);
  return result;
}

std::string http_date(instant t) {
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed",
                                   "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = date::floor<date::days>(t);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss<std::chrono::seconds> clock{t - day};
  std::array<char, 40> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
      days[date::weekday{day}.c_encoding()], unsigned(ymd.day()),
      months[unsigned(ymd.month()) - 1], int(ymd.year()),
      int(clock.hours().count()), int(clock.minutes().count()),
      int(clock.seconds().count()));
  return {text.data(), std::size_t(std::max(length, 0))};
}

} // namespace rental::wire

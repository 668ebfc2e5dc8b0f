#include "http/access/own_origin.hpp"

#include "base/network.hpp"
#include "http/message/problem.hpp"
#include "log/log.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace rental {
namespace {

std::string lower(std::string_view text) {
  std::string result{text};
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
  });
  return result;
}

/// Without the port and the brackets of an IPv6 address.
std::string_view name_in(std::string_view host) {
  if (host.starts_with('['))
    return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.find(':'));
}

bool is_of_this_machine(std::string_view host) {
  static const auto loopback = loopback_networks();
  const auto name = name_in(host);
  return name == "localhost" || name.ends_with(".localhost")
         || is_in(loopback, name);
}

http_out refused(const http_in& in, const char* what) {
  log::warn("origin.refused",
            {{"request_id", in.request_id}, {"reason", what}});
  return problem(403,
                 std::string{"in development mode only pages and programs of "
                             "this machine are let in: "}
                     + what,
                 "foreign_origin", in.request_id);
}

} // namespace

std::optional<http_out> refuse_foreign_origin(const http_in& in) {
  const auto host = lower(in.header("host"));
  if (!host.empty() && !is_of_this_machine(host))
    return refused(in, "the Host is another's");
  const auto origin = lower(in.header("origin"));
  if (!origin.empty() && origin != "http://" + host
      && origin != "https://" + host)
    return refused(in, "the Origin is another's");
  const auto site = in.header("sec-fetch-site");
  const bool reads_only = in.method == "GET" || in.method == "HEAD";
  if (!reads_only && (site == "cross-site" || site == "same-site"))
    return refused(in, "another site sent it");
  return std::nullopt;
}

} // namespace rental

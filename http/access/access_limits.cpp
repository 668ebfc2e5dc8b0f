#include "http/access/access_limits.hpp"

#include "http/access/webhook_auth.hpp"
#include "http/message/problem.hpp"
#include "http/pages/pages.hpp"
#include "http/server/router.hpp"

namespace rental {
namespace {

constexpr auto webhook_path = "/vapi/webhook";
constexpr auto sign_in_path = "/calendar/auth/start";

bool is_health_check(const http_in& in) {
  return in.path == "/health" || in.path == "/healthz" || in.path == "/readyz";
}

http_out too_many_page(const http_in& in, std::chrono::seconds wait) {
  return render(trouble_page{
      429,
      "That was a little too often",
      "From where you are, this page was asked for many times in a short "
      "while. "
      "Nothing was changed.",
      {"Wait " + std::to_string(wait.count())
           + (wait.count() == 1 ? " second" : " seconds")
           + ", then open the page again.",
       "If that does not help, tell whoever runs this service the reference "
       "below."},
      {},
      {},
      in.request_id});
}

} // namespace

bool is_local(const http_in& in) {
  static const auto loopback = loopback_networks();
  return is_in(loopback, in.peer);
}

void count_limited(const access_limits& limits, const char* limit) {
  if (limits.numbers)
    limits.numbers->count("peterental_rate_limited_total", {{"limit", limit}});
}

http_out too_many_requests(const http_in& in, std::chrono::seconds wait) {
  const auto text = std::to_string(wait.count());
  auto out = wants_page(in)
                 ? too_many_page(in, wait)
                 : problem(429,
                           "too many requests; nothing was done, try again in "
                               + text + " s",
                           "rate_limited", in.request_id);
  out.headers.emplace_back("Retry-After", text);
  return out;
}

std::optional<http_out> over_limit(const access_limits& limits,
                                   const rate_limiter_ptr& limiter,
                                   const char* limit, std::string_view key,
                                   const http_in& in) {
  if (!limiter || limiter->allow(key))
    return std::nullopt;
  count_limited(limits, limit);
  return too_many_requests(in, limiter->wait(key));
}

std::optional<http_out> check_limits(const access_limits& limits, http_in& in) {
  const auto forwarded = in.header("x-forwarded-for");
  in.peer = limits.on_render
                ? client_on_render(in.peer, forwarded,
                                   in.header("cf-connecting-ip"),
                                   limits.trusted_proxies)
                : client_address(in.peer, forwarded, limits.trusted_proxies);
  if (in.path == webhook_path || is_health_check(in))
    return std::nullopt;
  const auto owner = address_owner(in.peer);
  if (limits.failures && !in.header("authorization").empty()
      && !limits.failures->has_room(owner)) {
    count_limited(limits, "failures");
    return too_many_requests(in, limits.failures->wait(owner));
  }
  if (is_local(in))
    return std::nullopt;
  if (auto over = over_limit(limits, limits.requests, "requests", owner, in))
    return over;
  if (in.path != sign_in_path)
    return std::nullopt;
  return over_limit(limits, limits.sign_ins, "sign_ins", owner, in);
}

bool has_admin_token(const http_in& in, const std::vector<secret>& tokens,
                     const access_limits& limits) {
  const auto given = in.header("authorization");
  if (bearer_matches(given, tokens))
    return true;
  if (!given.empty() && limits.failures)
    limits.failures->allow(address_owner(in.peer));
  return false;
}

} // namespace rental

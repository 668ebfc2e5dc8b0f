// Rate limits, and the answer to what exceeds them.
#pragma once

#include "base/network.hpp"
#include "base/secret.hpp"
#include "http/access/rate_limit.hpp"
#include "http/message/http_message.hpp"
#include "metrics/metrics.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// Each limiter may be missing: then there is no such limit. Copies share the
/// limiters. Thread-safe.
struct access_limits {
  /// Webhook requests by the credential that proved them.
  rate_limiter_ptr webhook;
  /// All others but the health checks, by client address.
  rate_limiter_ptr requests;
  /// Sign-ins begun, by client address.
  rate_limiter_ptr sign_ins;
  /// Wrong credentials, by client address.
  rate_limiter_ptr failures;
  /// Whose X-Forwarded-For is believed.
  std::vector<network> trusted_proxies = loopback_networks();
  /// Behind Render's edge; see client_on_render.
  bool on_render = false;
  std::shared_ptr<metrics> numbers;
};

/// Whether the request is of this machine itself; `peer` is the client's
/// address already.
bool is_local(const http_in& in);

/// Counts a refusal by the limit's name: peterental_rate_limited_total{limit}.
void count_limited(const access_limits& limits, const char* limit);

/// Counts a request of `key`; the 429 when there were too many. `limit` names
/// the limiter in the metric.
std::optional<http_out> over_limit(const access_limits& limits,
                                   const rate_limiter_ptr& limiter,
                                   const char* limit, std::string_view key,
                                   const http_in& in);

/// What every request meets before its door: puts the client's address into
/// `in.peer`, then looks at the limits by address. Wrong credentials that are
/// used up refuse every request with an Authorization header, right or wrong;
/// the webhook has its own way with them.
std::optional<http_out> check_limits(const access_limits& limits, http_in& in);

/// Whether the request carries one of the admin tokens. A wrong one is counted
/// against the client's address.
bool has_admin_token(const http_in& in, const std::vector<secret>& tokens,
                     const access_limits& limits);

/// 429 with Retry-After: a page for browsers, else a problem document.
http_out too_many_requests(const http_in& in, std::chrono::seconds wait);

} // namespace rental

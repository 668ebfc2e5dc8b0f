#include "app/access_options.hpp"

#include <utility>

namespace rental {
namespace {

rate_limiter_ptr limiter_of(double per_second, int at_once) {
  return std::make_shared<rate_limiter>(
      bucket_rate{per_second, static_cast<double>(at_once)});
}

rate_limiter_ptr limiter_of(const limit_setting& limit) {
  return limiter_of(limit.per_minute / 60.0, limit.at_once);
}

} // namespace

std::vector<own_secret> own_secrets_of(const std::vector<call_binding>& all) {
  std::vector<own_secret> result;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].shared_secret)
      continue;
    own_secret own{{*all[i].shared_secret}, all[i].agency, i};
    if (all[i].previous_secret)
      own.secrets.push_back(*all[i].previous_secret);
    result.push_back(std::move(own));
  }
  return result;
}

access_limits limits_of(const limit_settings& from,
                        std::shared_ptr<metrics> numbers) {
  access_limits to;
  to.webhook = limiter_of(from.webhook);
  to.requests = limiter_of(from.requests);
  to.sign_ins = limiter_of(from.sign_ins);
  to.failures = limiter_of(from.failures);
  to.trusted_proxies
      = parse_networks(from.trusted_proxies).value_or(loopback_networks());
  to.numbers = std::move(numbers);
  return to;
}

} // namespace rental

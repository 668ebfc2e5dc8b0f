#include "app/doors.hpp"

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

hmac_options hmac_of(const hmac_settings& from) {
  hmac_options to;
  to.algorithm = from.algorithm == hmac_settings::digest::sha1
                     ? hmac_options::hash::sha1
                 : from.algorithm == hmac_settings::digest::sha512
                     ? hmac_options::hash::sha512
                     : hmac_options::hash::sha256;
  to.signature_header = from.signature_header;
  to.timestamp_header = from.timestamp_header;
  to.signature_prefix = from.signature_prefix;
  to.include_timestamp = from.include_timestamp;
  to.payload_format = from.payload_format;
  to.message_id_header = from.message_id_header;
  to.signature_encoding
      = from.signature_encoding == hmac_settings::encoding::base64
            ? hmac_options::encoding::base64
            : hmac_options::encoding::hex;
  to.secret_is_base64 = from.secret_is_base64;
  to.window = from.window;
  return to;
}

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

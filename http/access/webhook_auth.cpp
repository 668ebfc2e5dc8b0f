#include "http/access/webhook_auth.hpp"

#include "crypto/encode.hpp"
#include "crypto/hash.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace rental {
namespace {

/// Takes as long as `given` is, so that not even the length of a secret shows.
bool same_secret(std::string_view given, const secret& expected) {
  const std::string_view text = expected.reveal();
  volatile std::size_t differs = given.size() ^ text.size();
  std::size_t at = 0;
  for (const char c : given) {
    differs
        = differs
          | static_cast<std::size_t>(static_cast<unsigned char>(c ^ text[at]));
    at = at + 1 < text.size() ? at + 1 : 0;
  }
  return differs == 0;
}

bool is_one_of(std::string_view given, const std::vector<secret>& secrets) {
  bool found = false;
  for (const auto& each : secrets)
    found = (!each.empty() && same_secret(given, each)) || found;
  return found && !given.empty();
}

std::string_view bearer_token(std::string_view header) {
  constexpr std::string_view scheme = "bearer ";
  if (header.size() <= scheme.size())
    return {};
  for (std::size_t i = 0; i < scheme.size(); ++i)
    if (static_cast<char>(header[i] | 0x20) != (scheme[i] | 0x20))
      return {};
  header.remove_prefix(scheme.size());
  const auto from = header.find_first_not_of(' ');
  return from == std::string_view::npos ? std::string_view{}
                                        : header.substr(from);
}

hash_algorithm algorithm_of(const hmac_options& options) {
  switch (options.algorithm) {
  case hmac_options::hash::sha1:
    return hash_algorithm::sha1;
  case hmac_options::hash::sha512:
    return hash_algorithm::sha512;
  case hmac_options::hash::sha256:
    break;
  }
  return hash_algorithm::sha256;
}

/// Replaces the placeholders in one pass: what is put in is not looked at
/// again.
std::string payload_of(const webhook_auth_options& options,
                       const http_in& request) {
  const std::array<std::pair<std::string_view, std::string_view>, 5> fields{
      {{"{body}", request.body},
       {"{timestamp}", request.header(options.hmac.timestamp_header)},
       {"{method}", request.method},
       {"{url}", options.url},
       {"{svix-id}", request.header(options.hmac.message_id_header)}}};
  std::string result;
  std::string_view format = options.hmac.payload_format;
  while (!format.empty()) {
    auto field = std::find_if(fields.begin(), fields.end(), [&](auto& each) {
      return format.starts_with(each.first);
    });
    if (field != fields.end()) {
      result += field->second;
      format.remove_prefix(field->first.size());
    } else {
      result += format.front();
      format.remove_prefix(1);
    }
  }
  return result;
}

/// Seconds or milliseconds, the unit is not published: nobody signs in the year
/// 5138, so more than 10^11 are milliseconds.
std::optional<instant> timestamp_of(std::string_view text) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  auto [p, ec] = std::from_chars(text.data(), end, value);
  if (ec != std::errc{} || p != end || value < 0)
    return std::nullopt;
  return from_unix(value > 100'000'000'000 ? value / 1000 : value);
}

std::optional<std::string> raw_signature(const hmac_options& options,
                                         std::string_view header) {
  if (!header.starts_with(options.signature_prefix))
    return std::nullopt;
  header.remove_prefix(options.signature_prefix.size());
  return options.signature_encoding == hmac_options::encoding::hex
             ? hex_decode(header)
             : base64_decode(header);
}

bool signature_fits(const webhook_auth_options& options,
                    const http_in& request) {
  const auto given = raw_signature(
      options.hmac, request.header(options.hmac.signature_header));
  if (!given)
    return false;
  const auto payload = payload_of(options, request);
  bool fits = false;
  for (const auto& each : options.hmac_secrets) {
    auto key = options.hmac.secret_is_base64
                   ? base64_decode(each.reveal())
                   : std::optional<std::string>{each.reveal()};
    if (key && !key->empty()
        && constant_time_equal(hmac(algorithm_of(options.hmac), *key, payload),
                               *given))
      fits = true;
  }
  return fits;
}

webhook_verdict judge_signature(const webhook_auth_options& options,
                                const http_in& request, instant now) {
  if (!signature_fits(options, request))
    return webhook_verdict::wrong;
  if (!options.hmac.include_timestamp)
    return webhook_verdict::by_signature;
  const auto signed_at
      = timestamp_of(request.header(options.hmac.timestamp_header));
  if (!signed_at)
    return webhook_verdict::stale;
  const auto away = now > *signed_at ? now - *signed_at : *signed_at - now;
  return away <= options.hmac.window ? webhook_verdict::by_signature
                                     : webhook_verdict::stale;
}

/// One text, one agency: what another agency has as well proves nothing for it.
webhook_proof judge_own_secrets(const std::vector<own_secret>& all,
                                std::string_view given) {
  webhook_proof proof;
  for (const auto& each : all)
    if (is_one_of(given, each.secrets)
        && (proof.bindings.empty() || proof.agency == each.agency)) {
      proof.verdict = webhook_verdict::by_secret;
      proof.agency = each.agency;
      proof.bindings.push_back(each.binding);
    }
  return proof;
}

} // namespace

const char* to_string(webhook_verdict verdict) noexcept {
  switch (verdict) {
  case webhook_verdict::open:
    return "open";
  case webhook_verdict::by_secret:
    return "by_secret";
  case webhook_verdict::by_signature:
    return "by_signature";
  case webhook_verdict::missing:
    return "missing";
  case webhook_verdict::wrong:
    return "wrong";
  case webhook_verdict::stale:
    break;
  }
  return "stale";
}

namespace {

/// The secrets alone.
webhook_proof judge_secrets(const webhook_auth_options& options,
                            const http_in& request) {
  using verdict = webhook_verdict;
  if (options.shared_secrets.empty() && options.own_secrets.empty()
      && options.hmac_secrets.empty())
    return {options.open ? verdict::open : verdict::missing, {}, {}};
  const auto plain = request.header("x-vapi-secret");
  const auto bearer = bearer_token(request.header("authorization"));
  const auto own = judge_own_secrets(options.own_secrets, plain);
  if (is_accepted(own.verdict))
    return own;
  const auto own_bearer = judge_own_secrets(options.own_secrets, bearer);
  if (is_accepted(own_bearer.verdict))
    return own_bearer;
  if (is_one_of(plain, options.shared_secrets)
      || is_one_of(bearer, options.shared_secrets))
    return {verdict::by_secret, {}, {}};
  return {plain.empty() && bearer.empty() ? verdict::missing : verdict::wrong,
          {},
          {}};
}

bool is_signed(const webhook_auth_options& options, const http_in& request) {
  return !options.hmac_secrets.empty()
         && !request.header(options.hmac.signature_header).empty();
}

/// Bytes of a digest.
std::size_t size_of(hmac_options::hash algorithm) {
  switch (algorithm) {
  case hmac_options::hash::sha1:
    return 20;
  case hmac_options::hash::sha512:
    return 64;
  case hmac_options::hash::sha256:
    break;
  }
  return 32;
}

} // namespace

std::optional<webhook_verdict>
judge_webhook_header(const webhook_auth_options& options,
                     const http_in& request) {
  const auto by_secret = judge_secrets(options, request).verdict;
  if (is_accepted(by_secret) || !is_signed(options, request))
    return by_secret;
  const auto given = raw_signature(
      options.hmac, request.header(options.hmac.signature_header));
  if (!given || given->size() != size_of(options.hmac.algorithm))
    return webhook_verdict::wrong;
  return std::nullopt;
}

webhook_proof judge_webhook(const webhook_auth_options& options,
                            const http_in& request, instant now) {
  auto by_secret = judge_secrets(options, request);
  if (!is_accepted(by_secret.verdict) && is_signed(options, request))
    return {judge_signature(options, request, now), {}, {}};
  return by_secret;
}

bool bearer_matches(std::string_view header,
                    const std::vector<secret>& tokens) {
  return is_one_of(bearer_token(header), tokens);
}

} // namespace rental

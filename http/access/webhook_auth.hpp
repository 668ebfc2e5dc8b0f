// Whether a request to the webhook comes from VAPI
// (docs.vapi.ai/server-url/server-authentication). Pure functions over headers,
// raw body and time; every comparison of secrets takes constant time.
#pragma once

#include "base/hmac_options.hpp"
#include "base/secret.hpp"
#include "base/time.hpp"
#include "http/message/http_message.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// The secret of one agency alone; accepted like a shared one.
struct own_secret {
  /// Two while they are being rotated.
  std::vector<secret> secrets;
  std::string agency;
  /// The place of its binding in the settings.
  std::size_t binding = 0;
};

struct webhook_auth_options {
  /// The operator's. Accepted as X-Vapi-Secret or as Authorization: Bearer.
  /// Several while they are being rotated.
  std::vector<secret> shared_secrets;
  /// The agencies'. Several bindings of one agency may have the same.
  std::vector<own_secret> own_secrets;
  /// The operator's.
  std::vector<secret> hmac_secrets;
  hmac_options hmac;
  /// The webhook's public address, for {url}.
  std::string url;
  /// Development mode: without any secret everybody may call.
  bool open = false;
};

/// How a request proved itself, or why it did not.
enum class webhook_verdict {
  open,
  by_secret,
  by_signature,
  /// Nothing that could prove it.
  missing,
  wrong,
  /// The signature fits, its time does not.
  stale,
};
const char* to_string(webhook_verdict verdict) noexcept;
constexpr bool is_accepted(webhook_verdict verdict) noexcept {
  return verdict <= webhook_verdict::by_signature;
}

/// The verdict, and for whom a secret speaks.
struct webhook_proof {
  webhook_verdict verdict = webhook_verdict::missing;
  /// The agency whose own secret it was; empty: the operator's.
  std::string agency;
  /// The bindings that have this secret; none: the operator's.
  std::vector<std::size_t> bindings;
};

/// What the header alone says, before a body is read: nothing when only the
/// body can tell, since there is a signature that could be one. Never lets in
/// whom judge_webhook would not.
std::optional<webhook_verdict>
judge_webhook_header(const webhook_auth_options& options,
                     const http_in& request);

/// Judges a request. A wrong shared secret does not spoil a right signature nor
/// the other way round: one proof is enough. Where two are right, that of an
/// agency counts, since it opens less.
webhook_proof judge_webhook(const webhook_auth_options& options,
                            const http_in& request, instant now);

/// Whether `header` is "Bearer TOKEN" with one of the tokens. Constant time.
bool bearer_matches(std::string_view header, const std::vector<secret>& tokens);

} // namespace rental
